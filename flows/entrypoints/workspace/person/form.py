"""A form: what the Slack client itself checks before a modal is sent, and the state that is sent."""

import math
import re
from collections.abc import Callable, Mapping

from flows.entrypoints.workspace.errors import UserError
from flows.entrypoints.workspace.payload import Payload
from flows.entrypoints.workspace.person import wording
from flows.entrypoints.workspace.person.control import Choice, chosen
from flows.entrypoints.workspace.state import State
from flows.entrypoints.workspace.web_api.content import elements_of
from playbooks.model.text import Text

_STATELESS = {"button", "overflow", "image", "workflow_button"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEXT_LIMIT = 3000


class FieldError(UserError):
    """One field is wrong, and the client says so beside it."""

    def __init__(self, text: Text, block_id: str) -> None:
        super().__init__(text, f"client-side: {block_id}")
        self.block_id = block_id


def fill_in(state: State, view: Payload, values: Mapping[str, Choice]) -> Payload:
    """Return the state of a filled-in modal; fields are named by block id or action id."""
    named = {name for block in view["blocks"] for name in _names(block)}
    for name in values:
        if name not in named:
            raise UserError(wording.NO_FIELD, name)
    filled: Payload = {}
    for block in view["blocks"]:
        for element in elements_of(block):
            if element["type"] not in _STATELESS:
                value = _value(state, block, element, values=values)
                filled.setdefault(block["block_id"], {})[element["action_id"]] = value
    return {"values": filled}


def _names(block: Payload) -> set[str]:
    return {str(block.get("block_id")), *(str(element.get("action_id")) for element in elements_of(block))}


def _value(state: State, block: Payload, element: Payload, *, values: Mapping[str, Choice]) -> Payload:
    names = (block["block_id"], element["action_id"])
    given = next((values[name] for name in names if name in values), initial(element))
    if block["type"] == "input" and not given and not block.get("optional"):
        raise FieldError(wording.REQUIRED, block["block_id"])
    fault = _CHECKS.get(element["type"], _no_fault)(state, element, given) if given else None
    if fault is not None:
        raise FieldError(fault, block["block_id"])
    if element["type"] == "file_input":
        files = [state.uploads.by_id[file_id].as_file(state.address) for file_id in given or []]
        return {"type": "file_input", "files": files}
    return {"type": element["type"], **chosen(element, given)}


def initial(element: Payload) -> Choice:
    """Return what an element holds before anybody touches it."""
    if "initial_option" in element:
        return str(element["initial_option"]["value"])
    if "initial_options" in element:
        return [str(option["value"]) for option in element["initial_options"]]
    names = (
        "value",
        "user",
        "users",
        "date",
        "time",
        "conversation",
        "conversations",
        "channel",
        "date_time",
    )
    found = (element[f"initial_{name}"] for name in names if f"initial_{name}" in element)
    held = next(found, None)
    return held if held is None or isinstance(held, list) else str(held)


def _no_fault(_state: State, _element: Payload, _given: Choice) -> Text | None:
    return None


def _written_fault(_state: State, element: Payload, given: Choice) -> Text | None:
    length = len(str(given))
    if length < element.get("min_length", 0):
        return wording.TOO_SHORT
    return wording.TOO_LONG if length > element.get("max_length", _TEXT_LIMIT) else None


def _number_fault(_state: State, element: Payload, given: Choice) -> Text | None:
    try:
        number = float(str(given))
    except ValueError:
        return wording.NO_NUMBER
    if not math.isfinite(number) or (not element["is_decimal_allowed"] and not number.is_integer()):
        return wording.NO_NUMBER
    least, most = (float(element.get(name, number)) for name in ("min_value", "max_value"))
    return None if least <= number <= most else wording.OUT_OF_RANGE


def _day_fault(_state: State, _element: Payload, given: Choice) -> Text | None:
    return None if _DAY.fullmatch(str(given)) else wording.NO_DATE


def _people_fault(state: State, _element: Payload, given: Choice) -> Text | None:
    named = given if isinstance(given, list) else [str(given)]
    known = all(user_id in state.directory.members for user_id in named)
    return None if known else wording.NO_PERSON


def _files_fault(state: State, element: Payload, given: Choice) -> Text | None:
    uploads = [state.uploads.by_id.get(file_id) for file_id in given or []]
    if len(uploads) > element.get("max_files", 10):
        return wording.TOO_MANY_FILES
    if None in uploads:
        return wording.NO_FILE
    allowed = element.get("filetypes")
    fits = all(upload and (not allowed or upload.filetype in allowed) for upload in uploads)
    return None if fits else wording.WRONG_FILE_TYPE


_CHECKS: dict[str, Callable[[State, Payload, Choice], Text | None]] = {
    "plain_text_input": _written_fault,
    "number_input": _number_fault,
    "datepicker": _day_fault,
    "users_select": _people_fault,
    "multi_users_select": _people_fault,
    "file_input": _files_fault,
}
