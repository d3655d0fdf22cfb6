"""What Slack sends is read for ids alone, and anything odd about them is refused."""

import pytest

from flows.entrypoints.slack_app.answers import Answers
from flows.entrypoints.slack_app.payload import Handle, account, part, spot, word
from flows.entrypoints.slack_app.request_ids import request_of
from playbooks.model.commands import GiveSignOff
from playbooks.model.errors import InputError
from tasks.adapters.slack.directory import Account
from tasks.adapters.slack.offer import CardAction

ID = "11111111-1111-4111-8111-111111111111"
SEEN = "ab" * 32


def test_a_button_names_message_and_revision() -> None:
    """And the action by which it was pressed."""
    handle = Handle.of_button(f"{ID}.3", "gate_approve")
    assert (handle.message, handle.revision, handle.action) == (ID, 3, CardAction.APPROVE)
    assert Handle.of_form(handle.model_dump_json()) == handle


@pytest.mark.parametrize(
    "value", ["", ID, f"{ID}.", f"{ID}.0", f"{ID}.-1", f"{ID}.x", "x.1", f"{ID}.{10**9}"]
)
def test_odd_buttons_are_refused(value: str) -> None:
    """Whatever else a client sends."""
    with pytest.raises(InputError):
        Handle.of_button(value, "gate_approve")


@pytest.mark.parametrize("metadata", ["", "[]", "null", '{"role": "sponsor"}', "{" * 3000])
def test_odd_forms_are_refused(metadata: str) -> None:
    """Only the four fields, and only as they are made here."""
    with pytest.raises(InputError):
        Handle.of_form(metadata)


@pytest.mark.parametrize("body", [{}, {"user": 1}, {"user": {"id": ["U1"]}}, {"team": "T1"}])
def test_a_payload_without_an_account_has_an_empty_one(body: dict[str, object]) -> None:
    """An empty account belongs to nobody."""
    assert account(body) == Account("", "")


def test_the_users_own_team_counts() -> None:
    """In a shared channel the user's team is not the workspace's."""
    body = {"user": {"id": "U1", "team_id": "T2"}, "team": {"id": "T1"}}
    assert account(body) == Account("T2", "U1")


@pytest.mark.parametrize("sign", ["function_data", "workflow_step"])
def test_a_step_of_a_workflow_is_known_by_what_comes_along(sign: str) -> None:
    """Whoever it runs for."""
    assert account({"user": {"id": "U1", "team_id": "T1"}, sign: {}}).automated


def test_a_press_in_a_view_has_no_place() -> None:
    """A press in a message has channel and time stamp."""
    assert not spot({"container": {"type": "view", "view_id": "V1"}}).in_message
    assert spot({"container": {"channel_id": "C1", "message_ts": "1.2"}}).ts == "1.2"


def test_parts_that_are_not_there_are_empty() -> None:
    """Nothing raises on the way to them."""
    assert part(None, "a", "b") == {}
    assert word({"a": 1}, "a", "b") == ""


def test_answers_by_field() -> None:
    """Texts are trimmed; what is no day is none."""
    state = {
        "values": {"reason": {"reason": {"value": " yes "}}, "until": {"until": {"selected_date": "soon"}}}
    }
    answers = Answers.of({"state": state})
    assert (answers.words("reason"), answers.day("until"), answers.files("files")) == ("yes", None, ())


def test_the_same_submission_is_the_same_request() -> None:
    """Another form, person, gate or word makes another one."""
    command = GiveSignOff(gate="g", seen=SEEN)
    one = request_of("V1", command, rollout="r", person="fay")
    others = {
        request_of("V2", command, rollout="r", person="fay"),
        request_of("V1", command, rollout="s", person="fay"),
        request_of("V1", command, rollout="r", person="finn"),
        request_of("V1", command.model_copy(update={"comment": "x"}), rollout="r", person="fay"),
    }
    assert one == request_of("V1", command, rollout="r", person="fay")
    assert one not in others
    assert len(others) == 4
