"""Blocks: which a surface takes, and what each must look like."""

from collections.abc import Callable

from flows.entrypoints.workspace.block_kit import limits
from flows.entrypoints.workspace.block_kit.charts import check_data_visualization
from flows.entrypoints.workspace.block_kit.elements import (
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    check_element,
    check_image,
)
from flows.entrypoints.workspace.block_kit.report import Report, Surface, TextRule, plain
from flows.entrypoints.workspace.block_kit.rich_text import check_rich_text
from flows.entrypoints.workspace.block_kit.tables import check_data_table, check_table
from flows.entrypoints.workspace.payload import Payload

_EVERYWHERE = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
_WIDE = {"card", "carousel", "container", "data_table", "data_visualization", "table"}
_ALLOWED = {
    Surface.MESSAGE: _EVERYWHERE
    | _WIDE
    | {"alert", "call", "context_actions", "file", "markdown", "plan", "task_card"},
    Surface.MODAL: _EVERYWHERE | {"alert", "card"},
    Surface.HOME: _EVERYWHERE | _WIDE,
}
_PROPERTIES = {
    "actions": {"elements"},
    "context": {"elements"},
    "divider": set[str](),
    "header": {"text"},
    "image": {"image_url", "slack_file", "alt_text", "title"},
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
    "markdown": {"text"},
    "rich_text": {"elements"},
    "section": {"text", "fields", "accessory", "expand"},
    "table": {"rows", "column_settings"},
    "data_visualization": {"title", "chart"},
}


def check_block(report: Report, block: object, pointer: str) -> None:
    """Check one block on its surface."""
    kind = block.get("type") if isinstance(block, dict) else None
    if not isinstance(block, dict) or kind not in _ALLOWED[report.surface]:
        report.bad(f"unsupported type: {kind}", f"{pointer}/type")
        return
    _check_block_id(report, block.get("block_id"), pointer)
    if kind in _PROPERTIES:
        report.known(block, pointer, {"type", "block_id", *_PROPERTIES[kind]})
    if kind in _CHECKS:
        _CHECKS[kind](report, block, pointer)


def _check_block_id(report: Report, block_id: object, pointer: str) -> None:
    report.name(block_id, f"{pointer}/block_id")
    if isinstance(block_id, str):
        if block_id in report.block_ids:
            report.bad(f"`block_id` {block_id!r} already exists", f"{pointer}/block_id")
        report.block_ids.add(block_id)


def _check_section(report: Report, block: Payload, pointer: str) -> None:
    if block.get("text") is None and not block.get("fields"):
        report.bad("either text or fields is required", pointer)
    report.optional_text(block.get("text"), f"{pointer}/text", TextRule(limits.SECTION_TEXT))
    if block.get("fields") is not None:
        fields = report.items(block["fields"], f"{pointer}/fields", (1, limits.FIELDS))
        for index, item in enumerate(fields):
            report.text(item, f"{pointer}/fields/{index}", TextRule(limits.FIELD_TEXT))
    if block.get("accessory") is not None:
        check_element(report, block["accessory"], f"{pointer}/accessory", allowed=IN_SECTION, seen=set())


def _check_header(report: Report, block: Payload, pointer: str) -> None:
    report.text(block.get("text"), f"{pointer}/text", plain(limits.HEADER_TEXT))


def _check_markdown(report: Report, block: Payload, pointer: str) -> None:
    if not block.get("text"):
        report.bad("missing required field: text", pointer)
    report.length(block.get("text"), f"{pointer}/text", limits.MARKDOWN_OF_MESSAGE)


def _check_context(report: Report, block: Payload, pointer: str) -> None:
    elements = report.items(block.get("elements"), f"{pointer}/elements", (1, limits.CONTEXT_ELEMENTS))
    for index, element in enumerate(elements):
        place = f"{pointer}/elements/{index}"
        if isinstance(element, dict) and element.get("type") == "image":
            check_image(report, element, place)
        else:
            report.text(element, place, TextRule(limits.SECTION_TEXT))


def _check_actions(report: Report, block: Payload, pointer: str) -> None:
    seen: set[str] = set()
    elements = report.items(block.get("elements"), f"{pointer}/elements", (1, limits.ACTIONS))
    for index, element in enumerate(elements):
        check_element(report, element, f"{pointer}/elements/{index}", allowed=IN_ACTIONS, seen=seen)


def _check_input(report: Report, block: Payload, pointer: str) -> None:
    report.text(block.get("label"), f"{pointer}/label", plain(limits.LABEL))
    report.optional_text(block.get("hint"), f"{pointer}/hint", plain(limits.HINT))
    check_element(report, block.get("element"), f"{pointer}/element", allowed=IN_INPUT, seen=set())


def _check_picture(report: Report, block: Payload, pointer: str) -> None:
    check_image(report, block, pointer)
    report.optional_text(block.get("title"), f"{pointer}/title", plain(limits.IMAGE_TITLE))


_CHECKS: dict[str, Callable[[Report, Payload, str], None]] = {
    "section": _check_section,
    "header": _check_header,
    "markdown": _check_markdown,
    "context": _check_context,
    "actions": _check_actions,
    "input": _check_input,
    "image": _check_picture,
    "rich_text": check_rich_text,
    "data_visualization": check_data_visualization,
    "table": check_table,
    "data_table": check_data_table,
}
