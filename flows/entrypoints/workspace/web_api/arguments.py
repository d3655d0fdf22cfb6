"""The arguments of a Web API call, however they were sent: query, form, multipart or JSON."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from flows.entrypoints.workspace.errors import SlackError
from flows.entrypoints.workspace.payload import Payload, read_object

#: Arguments that are written as JSON inside a form.
_STRUCTURED = ("blocks", "attachments", "view", "files", "metadata", "message", "manifest")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Arguments:
    """What was given, and what Slack would warn about."""

    given: Payload
    warning: str = ""

    def text(self, name: str) -> str:
        """Return an argument as text, empty if it is missing."""
        value = self.given.get(name)
        return "" if value is None else str(value)

    def needed(self, name: str) -> str:
        """Return an argument that must be there."""
        if not self.text(name):
            raise SlackError(
                "invalid_arguments",
                response_metadata={"messages": [f"[ERROR] missing required field: {name}"]},
            )
        return self.text(name)

    def flag(self, name: str) -> bool:
        """Return an argument as yes or no."""
        return self.text(name).lower() in {"true", "1"}

    def number(self, name: str, otherwise: int) -> int:
        """Return an argument as a number."""
        written = self.text(name)
        if written and not written.isdecimal():
            raise SlackError("invalid_arguments")
        return int(written) if written else otherwise

    def names(self, name: str) -> list[str]:
        """Return an argument that lists identifiers, as a list or with commas."""
        value = self.given.get(name)
        listed = value if isinstance(value, list) else self.text(name).split(",")
        return [str(one).strip() for one in listed if str(one).strip()]

    def raw(self, name: str) -> Any:  # noqa: ANN401 (JSON of the app, checked by whoever uses it)
        """Return an argument as it came."""
        return self.given.get(name)


async def read_arguments(request: web.Request) -> Arguments:
    """Read the arguments of a request."""
    given: Payload = dict(request.query)
    warning = ""
    if request.content_type == "application/json":
        given |= await _read_json(request)
        charset = "charset" in request.headers.get("Content-Type", "")
        warning = "" if charset else "missing_charset"
    elif request.content_type in _FORMS:
        given |= dict((await request.post()).items())
    return Arguments({name: _structured(name, value) for name, value in given.items()}, warning)


async def _read_json(request: web.Request) -> Payload:
    body = await request.text()
    read = read_object(body) if body else {}
    if read is None:
        raise SlackError("invalid_json")
    return read


def _structured(name: str, value: object) -> object:
    if name not in _STRUCTURED or not isinstance(value, str) or value[:1] not in {"[", "{"}:
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise SlackError("invalid_blocks_format" if name == "blocks" else "invalid_arguments") from error
