"""Deadlines of gates: from when they count, what their passing leads to, and to whom it is taken."""

import pytest

from playbooks.model import commands as c
from playbooks.model.deadline import chain, deadline, due_by, when_late
from playbooks.model.escalation import EscalationStep, OnTimeout
from playbooks.model.rollout import Rollout
from playbooks.model.span import Span, Unit
from playbooks.model.working_time import due
from tests.simulators.facts import document
from tests.simulators.rollouts import MORNING
from tests.simulators.wordy import PHASE, composite_gate, document_gate, playbook_with, played, sign_off_gate


def rollout(**changes: object) -> Rollout:
    """Return a rollout with one gate of its own in the open phase."""
    return played(playbook_with(document_gate("paper", **changes))).rollout


@pytest.mark.parametrize(("written", "span"), [("3bd", Span(3)), (3, Span(3)), ("6bh", Span(6, Unit.HOURS))])
def test_a_gate_is_due_so_long_after_its_phase_was_opened(written: object, span: Span) -> None:
    """In days or hours, written the new way or the old."""
    state = rollout(deadline=written)
    gate = state.playbook.gate("paper")
    assert gate is not None
    assert deadline(state, gate, PHASE) == due(state.calendar, MORNING, span)


def test_without_a_deadline_nothing_is_due() -> None:
    """The phase's own end counts then, and that is the phase's."""
    state = rollout()
    gate = state.playbook.gate("paper")
    assert gate is not None
    assert deadline(state, gate, PHASE) is None


def test_a_request_that_can_be_closed_counts_from_when_it_was_made() -> None:
    """Before it is made nothing can be late."""
    signed = sign_off_gate("signed", "paper", deadline="2bd", on_timeout="reject")
    play = played(playbook_with(document_gate("paper"), signed))
    before = deadline(play.rollout, signed, PHASE)
    play.clock.forward(days=7)
    play.record("paper", document())
    play.granted(c.RequestSignOff(gate="signed"), by="attend", kind=c.ActorKind.SYSTEM)
    asked = due(play.rollout.calendar, play.clock.now(), Span(2))
    assert (before, deadline(play.rollout, signed, PHASE)) == (None, asked)


@pytest.mark.parametrize(
    ("gate", "leads_to"),
    [
        ({}, OnTimeout.HOLD),
        ({"on_timeout": "escalate"}, OnTimeout.ESCALATE),
        ({"escalation": ["pmo"]}, OnTimeout.ESCALATE),
    ],
)
def test_holding_is_the_default(gate: dict[str, object], leads_to: OnTimeout) -> None:
    """A chain that is stated is climbed."""
    state = rollout(deadline=3, **gate)
    assert when_late(state, PHASE, state.playbook.gate("paper")) is leads_to


def test_the_chain_of_the_playbook_counts_where_nothing_nearer_is_said() -> None:
    """For gates and for the decision at the end of the phase alike."""
    plan = playbook_with(document_gate("paper", deadline=3))
    state = played(plan.model_copy(update={"escalation": (EscalationStep(role="finance"),)})).rollout
    found = [chain(state, PHASE, gate)[0].role for gate in (state.playbook.gate("paper"), None)]
    assert found == ["finance", "finance"]
    assert when_late(state, PHASE, None) is OnTimeout.ESCALATE


def test_without_a_chain_the_project_manager_and_the_sponsor_are_turned_to() -> None:
    """As far as the playbook has these roles."""
    assert [step.role for step in chain(rollout(), PHASE, None)] == ["project_manager", "sponsor"]


@pytest.mark.parametrize(("outer", "inner", "days"), [("3bd", None, 3), ("3bd", "2bd", 2), (None, "2bd", 2)])
def test_a_part_is_due_with_the_gate_around_it(outer: str | None, inner: str | None, days: int) -> None:
    """Unless it has a deadline of its own."""
    part = document_gate("paper", **({"deadline": inner} if inner else {}))
    whole = composite_gate("whole", part, **({"deadline": outer} if outer else {}))
    state = played(playbook_with(whole)).rollout
    gate = state.playbook.gate("paper")
    assert gate is not None
    assert due_by(state, gate, PHASE) == due(state.calendar, MORNING, Span(days))


def test_without_any_deadline_a_gate_is_due_with_its_phase() -> None:
    """It has to be met before the phase can end."""
    state = rollout()
    gate = state.playbook.gate("paper")
    assert gate is not None
    assert due_by(state, gate, PHASE) == state.phases[PHASE].due
    assert state.phases[PHASE].due is not None
