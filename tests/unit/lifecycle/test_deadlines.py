"""Deadlines that have passed: held, taken up the chain step by step, or closed; a decision ends it all."""

from datetime import timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.escalation import EscalationStep
from playbooks.model.gates.gate import GateRule
from playbooks.model.span import Span
from playbooks.model.verdict import Outcome
from tests.simulators.facts import document
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wordy import PHASE, document_gate, playbook_with, played, sign_off_gate

CHAIN = ({"role": "project_manager", "after": "1bd"}, {"role": "sponsor", "after": "4bh"})


def running(*gates: GateRule, **changes: object) -> Play:
    """Return a rollout with these gates in its open phase."""
    return played(playbook_with(*gates, **changes))


def looked(play: Play, *, days: float, hours: float = 1) -> list[e.Event]:
    """Return what one look leads to besides reminders, so long after Monday nine o'clock."""
    play.clock.moment = MORNING + timedelta(days=days, hours=hours)
    receipt = play.granted(c.Attend(), by="attend", kind=c.ActorKind.SYSTEM)
    kinds = (e.DeadlineMissed, e.Escalated, e.RequestTimedOut)
    return [event for event in receipt.events if isinstance(event, kinds)]


def late_paper(**changes: object) -> Play:
    """Return a rollout whose document is due on Tuesday evening and climbs a chain when it is late."""
    return running(document_gate("paper", deadline=1, **{"escalation": CHAIN, **changes}))


def asked(**changes: object) -> Play:
    """Return a rollout in which people were asked on Monday to sign within a business day, or the request is closed."""
    signed = sign_off_gate("signed", "paper", **{"deadline": "1bd", "on_timeout": "reject", **changes})
    play = running(document_gate("paper"), signed)
    play.record("paper", document())
    play.granted(c.RequestSignOff(gate="signed"), by="attend", kind=c.ActorKind.SYSTEM)
    return play


def closed() -> Play:
    """Return a rollout in which the request was closed on Wednesday at half past eleven."""
    play = asked()
    assert [len(looked(play, days=2, hours=hours)) for hours in (1, 1.9, 2.5)] == [1, 0, 1]
    return play


def test_a_deadline_that_leads_to_nothing_is_only_reminded_of() -> None:
    """Hold is what happens where nobody says otherwise."""
    play = running(document_gate("paper", deadline=1))
    assert [looked(play, days=days) for days in (2, 3, 30)] == [[], [], []]


def test_what_is_late_climbs_its_chain_step_by_step() -> None:
    """Noticed first, then the project manager a day later, then the sponsor four business hours after that."""
    play = late_paper()
    found = [
        event
        for days, hours in ((1, 1), (2, 1), (3, 0.5), (3, 1), (3, 5), (3, 6), (4, 1), (9, 1))
        for event in looked(play, days=days, hours=hours)
    ]
    kinds = [(type(event).__name__, getattr(event, "role", None)) for event in found]
    assert kinds == [("DeadlineMissed", None), ("Escalated", "project_manager"), ("Escalated", "sponsor")]


def test_an_escalation_says_what_is_late_and_on_whom_it_waits() -> None:
    """In the words of the gate; it goes to those in the role."""
    play = late_paper(escalation=["sponsor"])
    looked(play, days=2)
    (found,) = looked(play, days=3)
    assert isinstance(found, e.Escalated)
    assert (found.people, found.late, found.step) == (("lin_wei",), ("zhao_lei",), 1)
    assert found.text.en.startswith("due on 2026-03-03 and still waiting for Zhao Lei: paper")


@pytest.mark.parametrize(
    ("gate", "phase", "first"),
    [
        ({"on_timeout": "escalate"}, {}, "project_manager"),
        ({}, {"escalation": (EscalationStep(role="pmo"),)}, "pmo"),
        ({"escalation": ["finance"]}, {"escalation": (EscalationStep(role="pmo"),)}, "finance"),
        ({"on_timeout": "hold"}, {"escalation": (EscalationStep(role="pmo"),)}, None),
        ({"shadow": True}, {"escalation": (EscalationStep(role="pmo"),)}, None),
    ],
    ids=["usual chain", "of the phase", "of the gate", "held all the same", "shadow"],
)
def test_the_nearest_rule_counts(
    gate: dict[str, object], phase: dict[str, object], first: str | None
) -> None:
    """The gate's own before the phase's; a shadow gate blocks nothing and is nobody's emergency."""
    play = running(document_gate("paper", deadline=1, **gate), document_gate("other"), **phase)
    found = [event for days in (2, 3) for event in looked(play, days=days)]
    assert next((event.role for event in found if isinstance(event, e.Escalated)), None) == first


def test_a_late_decision_climbs_too() -> None:
    """The phase is ready and nobody decides."""
    play = running(document_gate("paper"), duration=Span(1), escalation=(EscalationStep(role="pmo"),))
    play.record("paper", document())
    found = [event for days in (2, 3) for event in looked(play, days=days)]
    assert [getattr(event, "about", None) for event in found] == [PHASE, PHASE]


def test_nothing_climbs_at_night_on_days_off_or_on_hold() -> None:
    """Nobody is called out of bed by a chain."""
    play = late_paper()
    looked(play, days=2)
    quiet = [looked(play, days=days, hours=hours) for days, hours in ((3, 12), (5, 1))]
    play.granted(c.HoldRollout(reason="stocktaking"), by="lin_wei")
    assert [*quiet, looked(play, days=8)] == [[], [], []]


def test_time_on_hold_counts_for_no_deadline() -> None:
    """Asked on Monday for three days, held for two weeks: what was left of the three days is left."""
    play = asked(deadline="3bd")
    due = play.rollout.phases[PHASE].due
    play.clock.forward(hours=2)
    play.granted(c.HoldRollout(reason="stocktaking"), by="lin_wei")
    play.clock.forward(days=14)
    play.granted(c.ResumeRollout(reason="go on"), by="lin_wei")
    assert [looked(play, days=days, hours=5) for days in (14, 15, 16, 17)] == [[]] * 4
    assert [type(event) for event in looked(play, days=18)] == [e.DeadlineMissed]
    later = play.rollout.phases[PHASE].due
    assert due is not None
    assert later == due + timedelta(days=14)
    assert play.rollout.phases[PHASE].opened_at == MORNING


def test_a_hold_outside_working_hours_costs_nothing() -> None:
    """From Saturday to Sunday nobody would have worked."""
    play = asked(deadline="3bd")
    before = play.rollout
    play.clock.forward(days=5)
    play.granted(c.HoldRollout(reason="move"), by="lin_wei")
    play.clock.forward(days=1)
    play.granted(c.ResumeRollout(reason="go on"), by="lin_wei")
    assert play.rollout.phases[PHASE].due == before.phases[PHASE].due


def test_a_decision_ends_the_escalation() -> None:
    """Once the gate has passed nothing is late; when it fails again, its chain begins from the start."""
    play = late_paper()
    looked(play, days=2)
    looked(play, days=3)
    play.record("paper", document())
    assert play.rollout.late == {}
    play.record("paper", document(10))
    assert [type(event) for event in looked(play, days=4)] == [e.DeadlineMissed]


def test_sending_back_forgets_what_was_late() -> None:
    """The phase is done again, with new deadlines."""
    play = late_paper()
    looked(play, days=2)
    play.decide(PHASE, c.PhaseDecision.RECYCLE, recycle_to=PHASE)
    assert play.rollout.late == {}


def test_a_request_without_an_answer_is_closed_as_failed() -> None:
    """With the reason, in the gate's verdict."""
    verdict = closed().rollout.verdicts["signed"]
    assert verdict.outcome is Outcome.FAILED
    assert verdict.reason.en == "no answer by 2026-03-03 18:00, so the request was closed"


def test_a_closed_request_takes_no_answer() -> None:
    """Neither yes nor no, and the refusal says what to do."""
    play = closed()
    refusal = play.refused(c.GiveSignOff(gate="signed", seen=play.seen("signed")), by="wang_fang")
    assert refusal.reason.en.endswith("let the PMO ask again")


def test_better_evidence_opens_the_request_by_itself() -> None:
    """What was closed was closed on what was shown."""
    play = closed()
    play.record("paper", document(4000))
    assert play.rollout.verdicts["signed"].outcome is Outcome.PENDING
    assert play.granted(c.RequestSignOff(gate="signed"), by="attend", kind=c.ActorKind.SYSTEM).events


def test_the_pmo_asks_again_on_the_same_evidence() -> None:
    """The time to answer runs anew, and a yes counts again."""
    play = closed()
    play.granted(c.RequestSignOff(gate="signed"), by="chen_hao")
    assert looked(play, days=2, hours=4) == []
    play.sign("signed", by="wang_fang")
    assert play.rollout.verdicts["signed"].passed


@pytest.mark.parametrize(("by", "kind"), [("attend", c.ActorKind.SYSTEM), ("wang_fang", c.ActorKind.PERSON)])
def test_nobody_else_asks_again(by: str, kind: c.ActorKind) -> None:
    """Neither the sweep nor those who did not answer."""
    play = closed()
    play.wish(c.RequestSignOff(gate="signed"), by=by, kind=kind)
    assert play.rollout.verdicts["signed"].outcome is Outcome.FAILED


def test_an_answer_in_time_ends_the_request() -> None:
    """Even at the last call."""
    play = asked()
    looked(play, days=2)
    play.sign("signed", by="wang_fang")
    assert looked(play, days=2, hours=6) == []
    assert play.rollout.late == {}


def test_the_time_to_answer_counts_from_the_request() -> None:
    """A phase that has been open for weeks closes no request that was made this morning."""
    play = running(
        document_gate("paper"), sign_off_gate("signed", "paper", deadline="1bd", on_timeout="reject")
    )
    play.clock.forward(days=14)
    play.record("paper", document())
    play.granted(c.RequestSignOff(gate="signed"), by="attend", kind=c.ActorKind.SYSTEM)
    assert [len(looked(play, days=days, hours=4)) for days in (14, 15, 16)] == [0, 0, 1]


def test_a_closed_request_may_be_waived_like_any_failure() -> None:
    """The gate has failed; nothing about it is special."""
    play = closed()
    waiver = c.RequestWaiver(
        gate="signed",
        owner="zhao_lei",
        reason="r",
        compensating_control="c",
        expires_at=MORNING + timedelta(days=20),
    )
    assert play.granted(waiver, by="chen_hao").events


def test_deadlines_in_business_hours_run_out_within_the_day() -> None:
    """Four business hours after Monday nine are two o'clock."""
    play = running(document_gate("paper", deadline="4bh", on_timeout="escalate"))
    assert [len(looked(play, days=0, hours=hours)) for hours in (4.9, 5.0)] == [0, 1]
