"""The rich_text block: sections, lists, quotes and preformatted text made of typed pieces."""

from flows.entrypoints.workspace.block_kit.report import Report
from flows.entrypoints.workspace.payload import Payload

_GROUPS = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
_PIECES = {
    "text": "text",
    "link": "url",
    "user": "user_id",
    "channel": "channel_id",
    "usergroup": "usergroup_id",
    "emoji": "name",
    "broadcast": "range",
    "date": "timestamp",
    "color": "value",
    "team": "team_id",
}


def check_rich_text(report: Report, block: Payload, pointer: str) -> None:
    """Check the groups and every piece in them."""
    for index, group in enumerate(report.items(block.get("elements"), f"{pointer}/elements", (1, 100))):
        _check_group(report, group, f"{pointer}/elements/{index}")


def _check_group(report: Report, group: object, pointer: str) -> None:
    kind = group.get("type") if isinstance(group, dict) else None
    if not isinstance(group, dict) or kind not in _GROUPS:
        report.bad(f"unsupported rich text element: {kind}", pointer)
        return
    check = _check_group if kind == "rich_text_list" else _check_piece
    for index, piece in enumerate(report.items(group.get("elements"), f"{pointer}/elements", (0, 1000))):
        check(report, piece, f"{pointer}/elements/{index}")


def _check_piece(report: Report, piece: object, pointer: str) -> None:
    kind = str(piece.get("type")) if isinstance(piece, dict) else ""
    if not isinstance(piece, dict) or kind not in _PIECES:
        report.bad(f"unsupported rich text piece: {kind}", pointer)
    elif not piece.get(_PIECES[kind]):
        report.bad(f"missing required field: {_PIECES[kind]}", pointer)
