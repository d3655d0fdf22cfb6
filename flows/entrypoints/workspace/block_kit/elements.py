"""Elements: what a person can press, choose from or write into."""

import re
from collections.abc import Callable

from flows.entrypoints.workspace.block_kit import limits
from flows.entrypoints.workspace.block_kit.composition import (
    STYLES,
    check_choices,
    check_confirm,
    check_options,
    check_select_options,
)
from flows.entrypoints.workspace.block_kit.report import Report, plain
from flows.entrypoints.workspace.payload import Payload

WRITTEN = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}
SELECTS = {
    f"{many}{source}_select"
    for many in ("", "multi_")
    for source in ("static", "external", "users", "conversations", "channels")
}
PICKERS = {"datepicker", "timepicker", "datetimepicker"}
CHOICES = {"radio_buttons", "checkboxes"}
IN_INPUT = WRITTEN | SELECTS | PICKERS | CHOICES | {"file_input"}
IN_ACTIONS = SELECTS | PICKERS | CHOICES | {"button", "overflow", "workflow_button", "rich_text_input"}
IN_SECTION = SELECTS | PICKERS | CHOICES | {"button", "overflow", "workflow_button", "image"}
_EVERY = {"type", "action_id", "confirm", "focus_on_load", "placeholder"}
_PROPERTIES = {
    "button": {"type", "action_id", "text", "value", "url", "style", "confirm", "accessibility_label"},
    "overflow": {"type", "action_id", "options", "confirm"},
    "datepicker": {*_EVERY, "initial_date"},
    "static_select": {*_EVERY, "options", "option_groups", "initial_option"},
    "users_select": {*_EVERY, "initial_user"},
    "checkboxes": {*_EVERY, "options", "initial_options"},
    "radio_buttons": {*_EVERY, "options", "initial_option"},
    "number_input": {
        *(_EVERY - {"confirm"}),
        "is_decimal_allowed",
        "initial_value",
        "min_value",
        "max_value",
        "dispatch_action_config",
    },
    "plain_text_input": {
        *(_EVERY - {"confirm"}),
        "initial_value",
        "multiline",
        "min_length",
        "max_length",
        "dispatch_action_config",
    },
    "file_input": {"type", "action_id", "filetypes", "max_files"},
}


def check_element(report: Report, value: object, pointer: str, *, allowed: set[str], seen: set[str]) -> None:
    """Check one element of a block; `seen` holds the action ids the block has so far."""
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(value, dict) or kind not in allowed:
        report.bad(f"unsupported element type: {kind}", pointer)
        return
    _check_action_id(report, value.get("action_id"), pointer, seen=seen)
    if kind in _PROPERTIES:
        report.known(value, pointer, _PROPERTIES[kind])
    check_confirm(report, value.get("confirm"), f"{pointer}/confirm")
    report.optional_text(value.get("placeholder"), f"{pointer}/placeholder", plain(limits.PLACEHOLDER))
    _CHECKS.get(kind, _check_nothing_more)(report, value, pointer)


def _check_action_id(report: Report, action_id: object, pointer: str, *, seen: set[str]) -> None:
    report.name(action_id, f"{pointer}/action_id")
    if isinstance(action_id, str):
        if action_id in seen:
            report.bad(f"`action_id` {action_id!r} already exists in this block", f"{pointer}/action_id")
        seen.add(action_id)


def _check_nothing_more(report: Report, element: Payload, pointer: str) -> None:
    """The element has no rule of its own."""


def _check_button(report: Report, element: Payload, pointer: str) -> None:
    report.text(element.get("text"), f"{pointer}/text", plain(limits.BUTTON_TEXT))
    report.length(element.get("value"), f"{pointer}/value", limits.BUTTON_VALUE)
    report.length(element.get("url"), f"{pointer}/url", limits.URL)
    report.choice(element.get("style"), f"{pointer}/style", STYLES)


def _check_overflow(report: Report, element: Payload, pointer: str) -> None:
    check_options(report, element.get("options"), f"{pointer}/options", most=limits.OVERFLOW_OPTIONS)


def _check_written(report: Report, element: Payload, pointer: str) -> None:
    least, most = element.get("min_length", 0), element.get("max_length", limits.INPUT_TEXT)
    report.number(least, f"{pointer}/min_length", (0, limits.INPUT_TEXT))
    report.number(most, f"{pointer}/max_length", (1, limits.INPUT_TEXT))
    if isinstance(least, int) and isinstance(most, int):
        report.length(element.get("initial_value"), f"{pointer}/initial_value", most)
        if least > most:
            report.bad("min_length must not be more than max_length", pointer)


def _check_number(report: Report, element: Payload, pointer: str) -> None:
    if not isinstance(element.get("is_decimal_allowed"), bool):
        report.bad("missing required field: is_decimal_allowed", pointer)
    for name in ("initial_value", "min_value", "max_value"):
        if name in element and not isinstance(element[name], str):
            report.bad("must be a string", f"{pointer}/{name}")


def _check_date(report: Report, element: Payload, pointer: str) -> None:
    day = element.get("initial_date")
    if day is not None and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(day)):
        report.bad("must be a date like YYYY-MM-DD", f"{pointer}/initial_date")


def _check_files(report: Report, element: Payload, pointer: str) -> None:
    report.number(element.get("max_files"), f"{pointer}/max_files", (1, limits.FILES_OF_INPUT))


def _check_image(report: Report, element: Payload, pointer: str) -> None:
    if bool(element.get("image_url")) == bool(element.get("slack_file")):
        report.bad("exactly one of image_url / slack_file is required", pointer)
    if not isinstance(element.get("alt_text"), str):
        report.bad("missing required field: alt_text", pointer)
    report.length(element.get("image_url"), f"{pointer}/image_url", limits.URL)
    report.length(element.get("alt_text"), f"{pointer}/alt_text", limits.ALT_TEXT)


check_image = _check_image
_CHECKS: dict[str, Callable[[Report, Payload, str], None]] = {
    "button": _check_button,
    "overflow": _check_overflow,
    "static_select": check_select_options,
    "multi_static_select": check_select_options,
    "radio_buttons": check_choices,
    "checkboxes": check_choices,
    "plain_text_input": _check_written,
    "number_input": _check_number,
    "datepicker": _check_date,
    "file_input": _check_files,
    "image": _check_image,
}
