"""Waivers: beside failures only, by those named, never by the gate's own people, always with an end."""

from datetime import datetime, timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model.lifecycle.waivers import LONGEST
from playbooks.model.refusal import RefusalCode
from tests.simulators.facts import document, person, team, unreadable
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import PHASE, composite_gate, document_gate, playbook_with, played

PAPER = "initiation.paper"
MOMENT = timedelta(seconds=1)
GO = c.PhaseDecision.GO


def grant(
    gate: str = PAPER, *, until: datetime = MORNING + timedelta(days=30), owner: str = "sun_li"
) -> c.GrantWaiver:
    """Return the wish for a waiver."""
    return c.GrantWaiver(gate=gate, owner=owner, reason="r", compensating_control="c", expires_at=until)


def waived() -> Play:
    """Return a play whose small paper is waived for 30 days."""
    play = STATES["failing"]()
    play.granted(grant(), by="lin_wei")
    return play


@pytest.mark.parametrize(
    ("until", "granted"),
    [
        (MORNING - MOMENT, False),
        (MORNING, False),
        (MORNING + MOMENT, True),
        (MORNING + LONGEST, True),
        (MORNING + LONGEST + MOMENT, False),
    ],
)
def test_a_waiver_ends_in_the_near_future(until: datetime, granted: bool) -> None:  # noqa: FBT001  # parametrized
    """After this moment and at most 90 days from it."""
    play = STATES["failing"]()
    play.wish(grant(until=until), by="lin_wei")
    assert bool(play.rollout.waivers) is granted


@pytest.mark.parametrize("by", ["chen_hao", "zhao_lei", "wang_fang", "he_jun"])
def test_only_those_the_phase_names_waive(by: str) -> None:
    """The sponsor, and nobody else, the gate's owner least of all."""
    assert STATES["failing"]().refused(grant(), by=by).code is RefusalCode.NOT_ENTITLED


@pytest.mark.parametrize("roles", [("sponsor", "it_lead")])
def test_nobody_waives_a_gate_they_own(roles: tuple[str, ...]) -> None:
    """A sponsor who also owns the gate is refused."""
    play = played(playbook_with(document_gate(PAPER)), people=team(person("lin_wei", *roles)))
    play.record(PAPER, document(10))
    assert play.refused(grant(), by="lin_wei").code is RefusalCode.OWN_WORK


def test_nobody_waives_what_they_supplied() -> None:
    """Whoever recorded the small paper cannot excuse it."""
    play = Play.opened()
    play.record(PAPER, document(10), by="lin_wei")
    assert play.refused(grant(), by="lin_wei").code is RefusalCode.OWN_WORK


@pytest.mark.parametrize("payload", [None, document(), unreadable()], ids=["pending", "passed", "invalid"])
def test_only_a_failure_is_waived(payload: object) -> None:
    """What is missing, met or invalid is not."""
    play = Play.opened()
    if payload is not None:
        play.record(PAPER, payload)  # type: ignore[arg-type]  # a payload
    assert play.refused(grant(), by="lin_wei").code is RefusalCode.NOT_READY


def test_a_part_is_not_waived_and_the_whole_is() -> None:
    """A waiver covers a gate at which the phase can end."""
    play = played(playbook_with(composite_gate("whole", document_gate("part"))))
    play.record("part", document(10))
    assert play.refused(grant("part"), by="lin_wei").code is RefusalCode.WRONG_INPUT
    play.granted(grant("whole"), by="lin_wei")
    assert play.readiness(PHASE).ready


def test_a_mandatory_control_is_not_waived() -> None:
    """What the playbook does not let go nobody lets go."""
    play = played(playbook_with(document_gate(PAPER, waivable=False)))
    play.record(PAPER, document(10))
    assert play.refused(grant(), by="lin_wei").code is RefusalCode.NOT_ENTITLED


@pytest.mark.parametrize("owner", ["he_jun", "stranger"])
def test_somebody_answers_for_a_waiver(owner: str) -> None:
    """Somebody who is there."""
    assert STATES["failing"]().refused(grant(owner=owner), by="lin_wei").code is RefusalCode.WRONG_INPUT


def test_a_waiver_never_changes_the_verdict() -> None:
    """The gate stays failed; the phase may end beside it."""
    play = waived()
    play.sign("initiation.signed", by="wang_fang")
    play.sign("initiation.signed", by="zhou_min")
    assert play.rollout.verdicts[PAPER].outcome == "failed"
    assert play.readiness(PHASE).ready


@pytest.mark.parametrize(
    "command",
    [
        c.AddActionItem(action="a", title="t", owner="zhao_lei", due=MORNING),
        c.Attend(),
        c.JudgeGates(phase=PHASE),
    ],
)
def test_an_expired_waiver_is_taken_away_by_whatever_comes_next(command: c.Command) -> None:
    """Time passes without anybody's wish; the next one puts it on record, once."""
    play = waived()
    play.clock.forward(days=30)
    play.granted(command, by="chen_hao")
    play.granted(c.JudgeGates(phase=PHASE), by="chen_hao")
    ended = [event for event in play.store.events() if event.type == "waiver.expired"]
    assert (len(ended), play.rollout.waivers) == (1, {})


def test_an_expired_waiver_excuses_nothing_even_before_it_is_taken_away() -> None:
    """The decision itself counts the days."""
    play = waived()
    for signer in ("wang_fang", "zhou_min"):
        play.sign("initiation.signed", by=signer)
    play.clock.forward(days=30)
    decision = c.DecidePhaseGate(phase=PHASE, decision=GO, reason="r")
    assert play.refused(decision, by="lin_wei").code is RefusalCode.NOT_READY


@pytest.mark.parametrize(("by", "granted"), [("lin_wei", True), ("chen_hao", True), ("sun_li", False)])
def test_a_waiver_is_taken_back(by: str, granted: bool) -> None:  # noqa: FBT001  # parametrized
    """By those who may grant it, or the PMO."""
    play = waived()
    play.wish(c.RevokeWaiver(gate=PAPER, reason="r"), by=by)
    assert (PAPER not in play.rollout.waivers) is granted


def test_nothing_expires_once_all_is_over() -> None:
    """A cancelled rollout has no consequences any more."""
    play = waived()
    play.granted(c.CancelRollout(reason="r"), by="lin_wei")
    play.clock.forward(days=60)
    assert play.granted(c.Attend(), by="attend", kind=c.ActorKind.SYSTEM).events == ()
