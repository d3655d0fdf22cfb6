"""Controls on the screen: finding one, and what the app is told when it is used."""

from flows.entrypoints.workspace.block_kit.composition import options_of
from flows.entrypoints.workspace.errors import UserError
from flows.entrypoints.workspace.payload import Payload, Payloads, copy_of
from flows.entrypoints.workspace.person import wording
from flows.entrypoints.workspace.web_api.content import elements_of

#: A person's choice: an option's value, a user id, a date; several of them where several may be chosen.
Choice = str | list[str] | None
_ONE_OPTION = {"static_select", "external_select", "overflow", "radio_buttons"}
_MANY_OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}
#: What the choice is called in the payload, by element.
_FIELDS = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}


def find_control(
    blocks: Payloads | None, action_id: str, value: str | None = None
) -> tuple[Payload, Payload]:
    """Return the block and the element of an action; of several that are alike, the one with the value."""
    for block in blocks or []:
        for element in elements_of(block):
            same = element.get("action_id") == action_id
            if same and (value is None or element.get("value") == value):
                return block, element
    raise UserError(wording.NO_CONTROL, action_id)


def describe(block: Payload, element: Payload, *, choice: Choice, stamp: str) -> Payload:
    """Return the action that the app is told."""
    action: Payload = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": stamp,
    }
    if element["type"] == "button":
        value = {"value": element["value"]} if "value" in element else {}
        return action | {"text": copy_of(element["text"])} | value
    return action | chosen(element, choice)


def chosen(element: Payload, choice: Choice) -> Payload:
    """Return a choice under the name and in the shape that its element has for it."""
    kind = element["type"]
    if kind in _ONE_OPTION:
        return {"selected_option": _option(element, str(choice)) if choice else None}
    if kind in _MANY_OPTIONS:
        return {"selected_options": [_option(element, value) for value in choice or []]}
    if kind.startswith("multi_"):
        return {_FIELDS[kind]: list(choice or [])}
    if kind == "rich_text_input":
        return {"rich_text_value": _rich_text(str(choice)) if choice else None}
    if kind == "datetimepicker":
        return {"selected_date_time": int(str(choice)) if choice else None}
    return {_FIELDS.get(kind, "value"): choice or None}


def _rich_text(written: str) -> Payload:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": written}]}
    return {"type": "rich_text", "elements": [section]}


def _option(element: Payload, value: str) -> Payload:
    for option in options_of(element):
        if option["value"] == value:
            return copy_of(option)
    raise UserError(wording.NO_OPTION, value)
