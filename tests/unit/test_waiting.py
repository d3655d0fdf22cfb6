"""The inbox: what waits on whom, until when, and that it never names nobody and never overflows."""

import pytest

from playbooks.model import commands as c
from playbooks.model.waiting import Waiting, WaitingFor, waiting
from tests.simulators.facts import document, person, team, unreadable
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import (
    LONG,
    PHASE,
    composite_gate,
    document_gate,
    playbook_with,
    played,
    sign_off_gate,
    wordy_playbook,
    wordy_team,
)

PAPER, SIGNED = "initiation.paper", "initiation.signed"


def inbox(play: Play) -> tuple[Waiting, ...]:
    """Return what waits now."""
    return waiting(play.rollout, play.clock.now())


def found(play: Play) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return kind, what it is about and whom it waits for."""
    return [(item.kind.value, item.about, item.people) for item in inbox(play)]


def test_a_new_phase_waits_for_its_evidence_and_sign_offs() -> None:
    """Each unmet gate waits for those who can move it."""
    assert found(Play.opened()) == [
        ("evidence", PAPER, ("zhao_lei",)),
        ("sign_off", SIGNED, ("chen_hao",)),
    ]


def test_sign_offs_wait_for_those_who_can_sign() -> None:
    """With the paper on record, one of each slot is asked; who has signed is not."""
    play = Play.opened()
    play.record(PAPER, document())
    assert found(play) == [("sign_off", SIGNED, ("wang_fang", "zhou_min"))]
    play.sign(SIGNED, by="wang_fang")
    assert found(play) == [("sign_off", SIGNED, ("zhou_min",))]


def test_what_is_ready_waits_for_the_decision_alone() -> None:
    """The sponsor decides, by the planned end of the phase."""
    play = STATES["ready"]()
    decision = inbox(play)[0]
    assert (decision.kind, decision.about, decision.people) == (WaitingFor.DECISION, PHASE, ("lin_wei",))
    assert decision.due == play.rollout.phases[PHASE].due


@pytest.mark.parametrize("state", ["cancelled", "killed", "completed"])
def test_nothing_waits_when_all_is_over(state: str) -> None:
    """An ended rollout waits for nobody, open action items included."""
    assert found(STATES[state]()) == []


def test_on_hold_nobody_is_asked_for_what_nobody_can_do() -> None:
    """Signing and deciding are refused on hold, so they wait on nobody; action items and evidence do."""
    play = STATES["opened"]()
    play.granted(c.HoldRollout(reason="stocktaking"), by="lin_wei")
    assert [kind for kind, *_ in found(play)] == ["evidence", "action"]
    assert [kind for kind, *_ in found(STATES["held"]())] == ["action"]


def test_a_waived_failure_waits_on_nobody_and_waived_invalid_evidence_does() -> None:
    """A waiver excuses a failure; evidence that became unreadable has to be mended all the same."""
    play = Play.opened()
    play.record(PAPER, document(10))
    play.ask_waiver(PAPER)
    play.granted(c.GrantWaiver(gate=PAPER), by="lin_wei")
    assert PAPER not in [about for _, about, _ in found(play)]
    play.record(PAPER, unreadable())
    assert PAPER in [about for _, about, _ in found(play)]


def test_a_gate_of_gates_waits_for_its_unmet_parts() -> None:
    """What passed is not mentioned, whatever the depth."""
    inner = composite_gate("inner", document_gate("b"), document_gate("c"))
    play = played(playbook_with(composite_gate("outer", document_gate("a"), inner)))
    play.record("b", document())
    assert [about for _, about, _ in found(play)] == ["a", "c"]


@pytest.mark.parametrize(("own", "days"), [(None, 3), (7, 7)])
def test_parts_inherit_the_deadline_of_the_whole(own: int | None, days: int) -> None:
    """A part without a deadline of its own is due with the gate it belongs to."""
    play = played(playbook_with(composite_gate("whole", document_gate("a", deadline=own), deadline=3)))
    (item,) = inbox(play)
    assert item.due == play.rollout.calendar.due(MORNING, days)


def test_without_a_deadline_the_phase_sets_the_day() -> None:
    """The planned end of the phase is the last day for everything in it."""
    play = played(playbook_with(document_gate("a")))
    assert inbox(play)[0].due == play.rollout.phases[PHASE].due


def test_what_nobody_can_supply_waits_on_the_owner() -> None:
    """Evidence accepted from a role that nobody holds must not wait on nobody."""
    play = played(playbook_with(document_gate("a", accepted_by=["project_manager"])))
    assert found(play) == [("evidence", "a", ("zhao_lei",))]


def test_a_person_with_two_parts_is_named_once() -> None:
    """Roles and people are one list of people."""
    both = person("zhao_lei", "it_lead", "data_steward", "project_manager")
    plan = playbook_with(document_gate("a", accepted_by=["data_steward", "project_manager", "it_lead"]))
    assert inbox(played(plan, people=team(both)))[0].people == ("zhao_lei", "sun_li")


def test_the_order_is_decisions_gates_actions() -> None:
    """What can end a phase stands first."""
    play = STATES["ready"]()
    play.record("initiation.issues", document())
    assert [kind for kind, *_ in found(play)] == ["decision", "action"]


def test_the_longest_words_fit_into_a_line() -> None:
    """Titles and reasons of 2,000 signs are cut, and the inbox still answers."""
    play = played(wordy_playbook(), people=wordy_team())
    add = c.AddActionItem(action="a", title=LONG, owner="zhao_lei", due=MORNING)
    play.granted(add, by="chen_hao")
    issue = c.RaiseIssue(issue="i", title=LONG, severity=1)  # type: ignore[arg-type]  # as JSON gives it
    play.granted(issue, by="qian_bo")
    assert max(len(item.what.zh) for item in inbox(play)) <= 1000


def test_shadow_sign_offs_wait_like_others() -> None:
    """A shadow gate is judged and shown; it just cannot block."""
    play = played(playbook_with(document_gate("a"), sign_off_gate("s", "a", shadow=True)))
    play.record("a", document())
    assert found(play)[-1] == ("sign_off", "s", ("wang_fang",))
