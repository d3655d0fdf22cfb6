"""Waivers: beside failures only, by those named, never by the gate's own people, always with an end."""

from datetime import datetime, timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model.events import WaiverRevoked
from playbooks.model.lifecycle.waivers import LONGEST
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.refusal import Refusal, RefusalCode
from playbooks.model.waiver_debt import waiver_debt
from tasks.adapters.ports import Receipt
from tests.simulators.facts import document, person, team, unreadable
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import PHASE, composite_gate, document_gate, playbook_with, played

PAPER = "initiation.paper"
MOMENT = timedelta(seconds=1)
GO = c.PhaseDecision.GO


def asking(
    gate: str = PAPER, *, until: datetime = MORNING + timedelta(days=30), owner: str = "sun_li"
) -> c.RequestWaiver:
    """Return the wish that somebody be excused."""
    return c.RequestWaiver(gate=gate, owner=owner, reason="r", compensating_control="c", expires_at=until)


GRANT = c.GrantWaiver(gate=PAPER)


def waived() -> Play:
    """Return a play whose small paper is waived for 30 days."""
    play = STATES["requested"]()
    play.granted(GRANT, by="lin_wei")
    return play


def test_sending_back_ends_a_waiver() -> None:
    """It was granted for a failure of this round; that of the next one has to be asked about again."""
    play = waived()
    play.decide(PHASE, c.PhaseDecision.RECYCLE, recycle_to=PHASE)
    assert play.rollout.waivers == {}
    ended = next(event for event in play.store.events() if isinstance(event, WaiverRevoked))
    assert (ended.gate, ended.reason) == (PAPER, "because")
    play.open(PHASE)
    assert PAPER in readiness(play.rollout, PHASE, play.clock.now()).unmet


def test_a_waiver_of_an_earlier_phase_outlives_sending_back() -> None:
    """What is not done again stays decided."""
    play = waived()
    for signer in ("wang_fang", "zhou_min"):
        play.sign("initiation.signed", by=signer)
    play.decide(PHASE, GO)
    play.open(PhaseKey.DESIGN)
    play.decide(PhaseKey.DESIGN, c.PhaseDecision.RECYCLE, recycle_to=PhaseKey.DESIGN)
    assert list(play.rollout.waivers) == [PAPER]


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
    play.wish(asking(until=until), by="chen_hao")
    play.wish(GRANT, by="lin_wei")
    assert bool(play.rollout.waivers) is granted


@pytest.mark.parametrize("by", ["chen_hao", "zhao_lei", "wang_fang", "he_jun"])
def test_only_those_the_phase_names_waive(by: str) -> None:
    """The sponsor, and nobody else, the gate's owner least of all."""
    assert STATES["requested"]().refused(GRANT, by=by).code is RefusalCode.NOT_ENTITLED


@pytest.mark.parametrize("by", ["lin_wei", "chen_hao"])
def test_whoever_asks_does_not_grant(by: str) -> None:
    """Two people, always: without a request there is nothing to grant."""
    play = STATES["failing"]()
    assert play.refused(GRANT, by="lin_wei").code is RefusalCode.NOT_FOUND
    play.granted(asking(owner="chen_hao"), by=by)
    code = RefusalCode.OWN_WORK if by == "lin_wei" else None
    answer = play.wish(GRANT, by="lin_wei")
    assert (answer.code if isinstance(answer, Refusal) else None) is code


def test_whoever_answers_for_it_does_not_grant() -> None:
    """The sponsor cannot be the owner of what the sponsor grants."""
    play = STATES["failing"]()
    play.granted(asking(owner="lin_wei"), by="chen_hao")
    assert play.refused(GRANT, by="lin_wei").code is RefusalCode.OWN_WORK


def test_the_terms_are_those_of_the_request_and_never_longer() -> None:
    """An earlier end and words of one's own may be given."""
    play, end = STATES["requested"](), MORNING + timedelta(days=9)
    longer = c.GrantWaiver(gate=PAPER, expires_at=MORNING + timedelta(days=31))
    assert play.refused(longer, by="lin_wei").code is RefusalCode.WRONG_INPUT
    play.granted(c.GrantWaiver(gate=PAPER, expires_at=end, reason="shorter"), by="lin_wei")
    waiver = play.rollout.waivers[PAPER]
    assert (waiver.owner, waiver.requested_by, waiver.expires_at, waiver.reason) == (
        "zhao_lei",
        "chen_hao",
        end,
        "shorter",
    )


def test_a_grant_is_bound_to_the_request_that_was_shown() -> None:
    """A request that was taken back and made anew is another one."""
    play = STATES["requested"]()
    seen = play.rollout.waiver_requests[PAPER].digest
    assert play.refused(asking(), by="sun_li").code is RefusalCode.EXISTS
    play.granted(c.DeclineWaiver(gate=PAPER, reason="wrong"), by="chen_hao")
    play.granted(asking(), by="chen_hao")
    grant = c.GrantWaiver(gate=PAPER, seen=seen)
    assert play.refused(grant, by="lin_wei").code is RefusalCode.STALE


def test_an_extension_is_a_request_of_its_own_while_the_old_one_stands() -> None:
    """Nothing is prolonged by itself, and nothing ends because somebody asked."""
    play, later = waived(), MORNING + timedelta(days=60)
    play.granted(asking(until=later), by="chen_hao")
    assert play.rollout.waivers[PAPER].expires_at == MORNING + timedelta(days=30)
    play.granted(GRANT, by="lin_wei")
    assert play.rollout.waivers[PAPER].expires_at == later


@pytest.mark.parametrize(("by", "declined"), [("lin_wei", True), ("chen_hao", True), ("sun_li", False)])
def test_a_request_is_turned_down_or_taken_back(by: str, declined: bool) -> None:  # noqa: FBT001  # parametrized
    """By those who may grant it, the PMO, or whoever asked."""
    play = STATES["requested"]()
    play.wish(c.DeclineWaiver(gate=PAPER, reason="write it"), by=by)
    assert (play.rollout.waiver_requests == {}) is declined


@pytest.mark.parametrize(("points", "granted"), [(None, True), (3, True), (2, False), (0, False)])
def test_waivers_have_a_budget(points: int | None, granted: bool) -> None:  # noqa: FBT001  # parametrized
    """A waiver weighs as much as its gate, here 3."""
    play = played(playbook_with(document_gate(PAPER), waiver_points=points))
    play.record(PAPER, document(10))
    answer = play.wish(asking(), by="chen_hao")
    assert isinstance(answer, Receipt) is granted
    debt = waiver_debt(play.rollout, PHASE, play.clock.now())
    assert (debt.points, debt.budget) == (0, points)


def test_the_debt_is_what_standing_waivers_weigh() -> None:
    """It goes down by itself when a waiver ends; an extension weighs no more than the waiver it follows."""
    play = waived()
    now = play.clock.now()
    assert waiver_debt(play.rollout, PHASE, now).points == 3
    assert waiver_debt(play.rollout, PHASE, now + timedelta(days=31)).points == 0


@pytest.mark.parametrize(("days", "told"), [(20, 0), (25, 1), (28, 1)])
def test_the_end_of_a_waiver_is_announced_once(days: int, told: int) -> None:
    """Three business days before: the 30 days end on Wednesday 1 April."""
    play = waived()
    play.clock.forward(days=days)
    for _ in range(2):
        play.granted(c.Attend(), by="attend", kind=c.ActorKind.SYSTEM)
    assert sum(event.type == "waiver.ending" for event in play.store.events()) == told


@pytest.mark.parametrize("roles", [("sponsor", "it_lead")])
def test_nobody_waives_a_gate_they_own(roles: tuple[str, ...]) -> None:
    """A sponsor who also owns the gate is refused."""
    play = played(playbook_with(document_gate(PAPER)), people=team(person("lin_wei", *roles)))
    play.record(PAPER, document(10))
    play.granted(asking(), by="chen_hao")
    assert play.refused(GRANT, by="lin_wei").code is RefusalCode.OWN_WORK


def test_nobody_waives_what_they_supplied() -> None:
    """Whoever recorded the small paper cannot excuse it."""
    play = Play.opened()
    play.record(PAPER, document(10), by="lin_wei")
    play.granted(asking(), by="chen_hao")
    assert play.refused(GRANT, by="lin_wei").code is RefusalCode.OWN_WORK


@pytest.mark.parametrize("payload", [None, document(), unreadable()], ids=["pending", "passed", "invalid"])
def test_only_a_failure_is_waived(payload: object) -> None:
    """What is missing, met or invalid is not."""
    play = Play.opened()
    if payload is not None:
        play.record(PAPER, payload)  # type: ignore[arg-type]  # a payload
    assert play.refused(asking(), by="chen_hao").code is RefusalCode.NOT_READY


def test_a_part_is_not_waived_and_the_whole_is() -> None:
    """A waiver covers a gate at which the phase can end."""
    play = played(playbook_with(composite_gate("whole", document_gate("part"))))
    play.record("part", document(10))
    assert play.refused(asking("part"), by="chen_hao").code is RefusalCode.WRONG_INPUT
    play.granted(asking("whole"), by="chen_hao")
    play.granted(c.GrantWaiver(gate="whole"), by="lin_wei")
    assert play.readiness(PHASE).ready


def test_a_mandatory_control_is_not_waived() -> None:
    """What the playbook does not let go nobody lets go."""
    play = played(playbook_with(document_gate(PAPER, waivable=False)))
    play.record(PAPER, document(10))
    assert play.refused(asking(), by="chen_hao").code is RefusalCode.NOT_ENTITLED


@pytest.mark.parametrize("owner", ["he_jun", "stranger"])
def test_somebody_answers_for_a_waiver(owner: str) -> None:
    """Somebody who is there."""
    assert STATES["failing"]().refused(asking(owner=owner), by="chen_hao").code is RefusalCode.WRONG_INPUT


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
