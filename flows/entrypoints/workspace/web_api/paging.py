"""Long lists, a page at a time."""

from collections.abc import Sequence

from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.web_api.arguments import Arguments

_USUAL, _MOST = 100, 1000


def page(items: Sequence[object], key: str, arguments: Arguments) -> Payload:
    """Return the page that is asked for, with the cursor of the next."""
    cursor = arguments.text("cursor")
    if cursor and not cursor.isdecimal():
        raise SlackError("invalid_cursor")
    start = int(cursor or 0)
    end = start + min(arguments.number("limit", _USUAL) or _USUAL, _MOST)
    following = str(end) if end < len(items) else ""
    return {key: list(items[start:end]), "response_metadata": {"next_cursor": following}}
