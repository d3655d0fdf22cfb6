"""Composition objects: confirmation dialogs, options and groups of options."""

from flows.entrypoints.workspace.block_kit import limits
from flows.entrypoints.workspace.block_kit.report import Report, TextRule, plain
from flows.entrypoints.workspace.payload import Payload

STYLES = ("primary", "danger")


def check_confirm(report: Report, value: object, pointer: str) -> None:
    """Check an optional confirmation dialog."""
    if value is None:
        return
    if not isinstance(value, dict):
        report.bad("must be an object", pointer)
        return
    report.text(value.get("title"), f"{pointer}/title", plain(limits.CONFIRM_TITLE))
    report.text(value.get("text"), f"{pointer}/text", TextRule(limits.CONFIRM_TEXT))
    for button in ("confirm", "deny"):
        report.text(value.get(button), f"{pointer}/{button}", plain(limits.CONFIRM_BUTTON))
    report.choice(value.get("style"), f"{pointer}/style", STYLES)


def check_options(report: Report, value: object, pointer: str, *, most: int, markup: bool = False) -> None:
    """Check a list of options; only choices that are always visible may have markup."""
    rule = TextRule(limits.OPTION_TEXT) if markup else plain(limits.OPTION_TEXT)
    for index, option in enumerate(report.items(value, pointer, (1, most))):
        _check_option(report, option, f"{pointer}/{index}", rule=rule)


def _check_option(report: Report, option: object, pointer: str, *, rule: TextRule) -> None:
    if not isinstance(option, dict):
        report.bad("must be an object", pointer)
        return
    report.text(option.get("text"), f"{pointer}/text", rule)
    if not isinstance(option.get("value"), str):
        report.bad("missing required field: value", pointer)
    report.length(option.get("value"), f"{pointer}/value", limits.OPTION_VALUE)
    report.optional_text(option.get("description"), f"{pointer}/description", rule)


def check_select_options(report: Report, element: Payload, pointer: str) -> None:
    """Check that a static select has either options or groups of them."""
    if bool(element.get("options")) == bool(element.get("option_groups")):
        report.bad("exactly one of options / option_groups is required", pointer)
    elif element.get("options"):
        check_options(report, element["options"], f"{pointer}/options", most=limits.SELECT_OPTIONS)
    else:
        _check_groups(report, element["option_groups"], f"{pointer}/option_groups")
    _check_initial(report, element, pointer)


def _check_groups(report: Report, groups: object, pointer: str) -> None:
    for index, group in enumerate(report.items(groups, pointer, (1, limits.SELECT_OPTIONS))):
        place = f"{pointer}/{index}"
        if not isinstance(group, dict):
            report.bad("must be an object", place)
            continue
        report.text(group.get("label"), f"{place}/label", plain(limits.OPTION_TEXT))
        check_options(report, group.get("options"), f"{place}/options", most=limits.SELECT_OPTIONS)


def _check_initial(report: Report, element: Payload, pointer: str) -> None:
    chosen = (
        [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    )
    for option in chosen:
        if option not in options_of(element):
            report.bad("initial option must match one of the options", f"{pointer}/initial_option")


def check_choices(report: Report, element: Payload, pointer: str) -> None:
    """Check radio buttons and checkboxes."""
    check_options(report, element.get("options"), f"{pointer}/options", most=limits.CHOICES, markup=True)
    _check_initial(report, element, pointer)


def options_of(element: Payload) -> list[Payload]:
    """Return all options of an element, grouped or not."""
    grouped = (
        option for group in element.get("option_groups") or [] for option in group.get("options") or []
    )
    return [*(element.get("options") or []), *grouped]
