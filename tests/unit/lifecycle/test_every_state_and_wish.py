"""Every kind of wish in every state a rollout can be in: what is granted, what says nothing new, what is refused and why."""

from typing import get_args

import pytest

from playbooks.model import commands as c
from playbooks.model.refusal import Refusal
from tests.simulators.wishes import STATES, WISHES, wished

COLUMNS = (
    "absent",
    "started",
    "opened",
    "failing",
    "requested",
    "ready",
    "closed",
    "held",
    "cancelled",
    "killed",
    "completed",
)
#: One word per state, in the order of COLUMNS: ok, nothing (no event), or the refusal's code.
TABLE = {
    "start_rollout": "ok exists exists exists exists exists exists exists exists exists exists",
    "open_phase": (
        "not_found ok already_done already_done already_done"
        " already_done already_done not_open not_open not_open not_open"
    ),
    "enter_phase": "not_found ok ok ok ok ok already_done not_open not_open not_open not_open",
    "lose_phase_run": (
        "not_found stale_attempt stale_attempt stale_attempt stale_attempt"
        " stale_attempt stale_attempt stale_attempt stale_attempt stale_attempt stale_attempt"
    ),
    "record_evidence": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "request_sign_off": "not_found not_open nothing ok ok nothing not_open not_open not_open not_open not_open",
    "give_sign_off": "not_found not_open not_ready ok ok already_done not_open not_open not_open not_open not_open",
    "withdraw_sign_off": "not_found not_open not_found not_found not_found ok not_open not_open not_open not_open not_open",
    "grant_waiver": "not_found not_open not_found not_found ok not_found not_open not_open not_open not_open not_open",
    "revoke_waiver": "not_found not_open not_found not_found not_found not_found not_open not_open not_open not_open not_open",
    "judge_gates": "not_found not_open nothing nothing nothing nothing not_open nothing nothing nothing not_open",
    "decide_phase_gate": "not_found not_open not_ready not_ready not_ready ok not_open not_open not_open not_open not_open",
    "add_action_item": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "close_action_item": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "raise_issue": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "close_issue": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "hold_rollout": "not_found ok ok ok ok ok ok not_open not_open not_open not_open",
    "resume_rollout": "not_found not_open not_open not_open not_open not_open not_open ok not_open not_open not_open",
    "cancel_rollout": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "hold_retrospective": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "revise_calendar": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "attend": "not_found ok ok ok ok ok ok ok nothing nothing nothing",
    "reject_sign_off": "not_found not_open not_ready ok ok ok not_open not_open not_open not_open not_open",
    "comment_on_gate": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "request_waiver": "not_found not_open not_ready ok exists not_ready not_open not_open not_open not_open not_open",
    "decline_waiver": "not_found not_open not_found not_found ok not_found not_open not_open not_open not_open not_open",
    "override_gate": "not_found not_open ok ok ok already_done not_open not_open not_open not_open not_open",
    "propose_override": "not_found not_open ok ok ok already_done not_open not_open not_open not_open not_open",
    "decline_override": "not_found not_open not_found not_found not_found not_found not_open not_open not_open not_open not_open",
    "delegate": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "end_delegation": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "declare_absence": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "end_absence": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "change_person": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
    "add_person": "not_found ok ok ok ok ok ok ok not_open not_open not_open",
}
CASES = [
    (kind, state, word)
    for kind, words in TABLE.items()
    for state, word in zip(COLUMNS, words.split(), strict=True)
]


def outcome(kind: str, state: str) -> str:
    """Return what a wish comes to in a state."""
    play = STATES[state]()
    _, by, actor = WISHES[kind]
    answer = play.wish(wished(play, kind), by=by, kind=actor)
    if isinstance(answer, Refusal):
        return answer.code.value
    return "ok" if answer.events else "nothing"


@pytest.mark.parametrize(("kind", "state", "word"), CASES)
def test_state_and_wish(kind: str, state: str, word: str) -> None:
    """The wish comes to what the table says."""
    assert outcome(kind, state) == word


def test_the_table_is_complete() -> None:
    """Every command of the union and every state stands in the table."""
    kinds = {command.model_fields["kind"].default for command in get_args(get_args(c.Command)[0])}
    assert (set(TABLE), set(COLUMNS)) == (kinds, set(STATES))


@pytest.mark.parametrize(("kind", "state"), [case[:2] for case in CASES if case[2] not in ("ok", "nothing")])
def test_a_refusal_is_on_record_and_changes_nothing(kind: str, state: str) -> None:
    """A refused wish leaves one entry that says so, and the state as it was."""
    play = STATES[state]()
    before = play.store.rollout(play.key)
    _, by, actor = WISHES[kind]
    play.wish(wished(play, kind), by=by, kind=actor)
    assert play.store.events()[-1].type == "command.refused"
    assert play.store.rollout(play.key) == before
