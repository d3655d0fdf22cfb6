"""What the Slack client checks before a form is sent, and the state that the app gets."""

from typing import Any

import pytest

from flows.entrypoints.workspace import UserError, Workspace
from flows.entrypoints.workspace.person.control import Choice
from flows.entrypoints.workspace.person.form import fill_in
from tests.integration.workspace.conftest import ANNA, BO
from tests.integration.workspace.sample_app import plain

OPTIONS = [{"text": plain(name), "value": name} for name in ("a", "b")]
ELEMENTS: dict[str, dict[str, Any]] = {
    "text": {"type": "plain_text_input", "min_length": 3, "max_length": 5},
    "number": {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"},
    "day": {"type": "datepicker"},
    "moment": {"type": "datetimepicker"},
    "person": {"type": "users_select"},
    "people": {"type": "multi_users_select"},
    "menu": {"type": "static_select", "options": OPTIONS},
    "choices": {"type": "checkboxes", "options": OPTIONS},
    "files": {"type": "file_input", "filetypes": ["pdf"], "max_files": 1},
}


def view(element: dict[str, Any], **block: object) -> dict[str, Any]:
    """Return a modal with one field, as Slack keeps it."""
    asked = {
        "type": "input",
        "block_id": "b",
        "label": plain("x"),
        "element": {"action_id": "a", **element},
        **block,
    }
    return {"blocks": [asked]}


def state_of(element: dict[str, Any], given: Choice, **block: object) -> dict[str, Any]:
    """Fill in one field and return its state."""
    values = {} if given is None else {"b": given}
    filled = fill_in(Workspace().state, view(element, **block), values)
    return dict(filled["values"]["b"]["a"])


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("text", None, "required"),
        ("text", "ab", "too short"),
        ("text", "abcdef", "too long"),
        ("number", "two", "not a number"),
        ("number", "1.5", "not a number"),
        ("number", "nan", "not a number"),
        ("number", "10", "out of range"),
        ("day", "tomorrow", "not a date"),
        ("person", "U404", "no such person"),
        ("people", ["U404"], "no such person"),
        ("menu", "c", "no such option"),
        ("choices", ["c"], "no such option"),
        ("files", ["F404"], "no such file"),
        ("files", ["F1", "F2"], "too many files"),
    ],
)
def test_the_client_refuses_by_itself(kind: str, given: Choice, message: str) -> None:
    """The app never hears of it."""
    with pytest.raises(UserError, match=message):
        state_of(ELEMENTS[kind], given)


@pytest.mark.parametrize(
    ("kind", "given", "state"),
    [
        ("text", "abcd", {"value": "abcd"}),
        ("number", "3", {"value": "3"}),
        ("day", "2026-11-22", {"selected_date": "2026-11-22"}),
        ("moment", "1800000000", {"selected_date_time": 1_800_000_000}),
        ("menu", "b", {"selected_option": OPTIONS[1]}),
        ("choices", ["a", "b"], {"selected_options": OPTIONS}),
    ],
)
def test_each_field_has_its_own_state(kind: str, given: Choice, state: dict[str, Any]) -> None:
    """The names differ from element to element."""
    assert state_of(ELEMENTS[kind], given) == {"type": ELEMENTS[kind]["type"], **state}


@pytest.mark.parametrize(
    ("element", "state"),
    [
        ({"type": "plain_text_input", "initial_value": "abc"}, {"value": "abc"}),
        (
            {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[0]},
            {"selected_option": OPTIONS[0]},
        ),
        (
            {"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS},
            {"selected_options": OPTIONS},
        ),
        ({"type": "datepicker", "initial_date": "2026-11-22"}, {"selected_date": "2026-11-22"}),
    ],
)
def test_untouched_fields_keep_what_they_began_with(element: dict[str, Any], state: dict[str, Any]) -> None:
    """As the client sends them."""
    assert state_of(element, None) == {"type": element["type"], **state}


def test_an_optional_field_may_stay_empty() -> None:
    """Its state says so."""
    assert state_of(ELEMENTS["text"], None, optional=True) == {"type": "plain_text_input", "value": None}
    assert state_of(ELEMENTS["choices"], None, optional=True)["selected_options"] == []


def test_a_field_that_is_not_there_cannot_be_filled_in() -> None:
    """A test that fills in the wrong field fails."""
    with pytest.raises(UserError, match="no such field"):
        fill_in(Workspace().state, view(ELEMENTS["text"]), {"other": "abc"})


@pytest.mark.anyio
async def test_people_are_chosen_by_id(workspace: Workspace) -> None:
    """One or several."""
    filled = fill_in(workspace.state, view(ELEMENTS["people"]), {"a": [ANNA, BO]})
    assert filled["values"]["b"]["a"]["selected_users"] == [ANNA, BO]


@pytest.mark.anyio
async def test_files_are_attached_and_described(workspace: Workspace) -> None:
    """Of the right kind only."""
    anna = workspace.human(ANNA)
    good, wrong = anna.attach("plan.pdf", b"%PDF"), anna.attach("plan.exe", b"MZ")
    filled = fill_in(workspace.state, view(ELEMENTS["files"]), {"b": [good]})
    assert filled["values"]["b"]["a"]["files"][0]["name"] == "plan.pdf"
    with pytest.raises(UserError, match="not accepted"):
        fill_in(workspace.state, view(ELEMENTS["files"]), {"b": [wrong]})
