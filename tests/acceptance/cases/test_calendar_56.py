"""Case 56: a deadline passes without an answer; the gate stays closed, it is taken further, it is never approved."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.refusal import RefusalCode
from playbooks.model.rollout import PhaseStatus
from playbooks.model.verdict import Outcome
from tests.simulators.facts import document
from tests.simulators.rollouts import Play
from tests.simulators.wordy import PHASE, document_gate, notices_since, playbook_with, played, sign_off_gate

WAYS = ("hold", "escalate", "reject")
DAYS = 60
A_LOOK = timedelta(hours=3)


def unanswered(way: str) -> Play:
    """Return a rollout in which nobody answered a request to sign for two months, and the sweep came by."""
    signed = sign_off_gate("signed", "paper", deadline="2bd", on_timeout=way)
    play = played(playbook_with(document_gate("paper"), signed))
    play.record("paper", document())
    play.granted(c.RequestSignOff(gate="signed"), by="attend", kind=c.ActorKind.SYSTEM)
    end = play.clock.now() + timedelta(days=DAYS)
    while play.clock.now() < end:
        play.granted(c.Attend(), by="attend", kind=c.ActorKind.SYSTEM)
        play.clock.moment += A_LOOK
    return play


@pytest.fixture(scope="module", params=WAYS)
def late(request: pytest.FixtureRequest) -> tuple[str, Play]:
    """Each way to meet a missed deadline, after two months."""
    return request.param, unanswered(request.param)


def test_the_gate_stays_closed(late: tuple[str, Play]) -> None:
    """Whatever the deadline leads to, it is no approval."""
    _, play = late
    passed = [
        event
        for event in play.store.events()
        if isinstance(event, e.GateJudged) and event.verdict.gate == "signed"
    ]
    assert all(event.verdict.outcome in (Outcome.PENDING, Outcome.FAILED) for event in passed)
    assert play.rollout.phases[PHASE].status is PhaseStatus.OPEN


def test_nobody_is_said_to_have_signed(late: tuple[str, Play]) -> None:
    """No sign-off is on record, by nobody and by no product."""
    _, play = late
    assert play.rollout.sign_offs == ()


def test_a_go_is_refused_all_the_same(late: tuple[str, Play]) -> None:
    """The sponsor cannot end the phase over it."""
    _, play = late
    refusal = play.refused(
        c.DecidePhaseGate(phase=PHASE, decision=c.PhaseDecision.GO, reason="time is up"), by="lin_wei"
    )
    assert refusal.code is RefusalCode.NOT_READY


def test_it_is_taken_further_as_the_playbook_says(late: tuple[str, Play]) -> None:
    """Held and reminded of, climbed to the sponsor once, or closed once."""
    way, play = late
    found = [event for event in play.store.events() if isinstance(event, e.Escalated | e.RequestTimedOut)]
    wanted = {"hold": 0, "escalate": 2, "reject": 1}
    assert len(found) == wanted[way]


def test_people_hear_of_it(late: tuple[str, Play]) -> None:
    """Whoever was asked is reminded, and letters reach those above or the PMO."""
    way, play = late
    told = {notice.to for notice in notices_since(play, 0) if notice.about == "signed"}
    assert (
        told
        >= {"hold": {"wang_fang"}, "escalate": {"wang_fang", "lin_wei"}, "reject": {"wang_fang", "chen_hao"}}[
            way
        ]
    )


@pytest.mark.parametrize("way", ["approve", "deemed_approve", "pass"])
def test_a_playbook_that_approves_by_silence_does_not_load(way: str) -> None:
    """It cannot even be written."""
    with pytest.raises(ValidationError, match="a deadline never approves"):
        sign_off_gate("signed", "paper", deadline="2bd", on_timeout=way)
