"""Opening phases: in their order, by those entitled, counted in rounds, due in business days."""

import pytest

from playbooks.model import commands as c
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import RefusalCode
from playbooks.model.rollout import PhaseStatus
from tests.simulators.facts import document
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import STATES

FIRST, SECOND = PhaseKey.INITIATION, PhaseKey.DESIGN
RECYCLE = c.PhaseDecision.RECYCLE


@pytest.mark.parametrize("phase", list(PhaseKey)[1:])
def test_no_phase_begins_before_the_one_before_it_has_ended(phase: PhaseKey) -> None:
    """Phases come one after another."""
    assert Play.begun().refused(c.OpenPhase(phase=phase), by="chen_hao").code is RefusalCode.NOT_READY


@pytest.mark.parametrize(
    ("by", "granted"), [("chen_hao", True), ("lin_wei", True), ("wang_fang", False), ("he_jun", False)]
)
def test_only_those_who_start_rollouts_open_phases(by: str, granted: bool) -> None:  # noqa: FBT001  # parametrized
    """The PMO and the sponsor may; finance may not, and who has left may nothing."""
    play = Play.begun()
    play.wish(c.OpenPhase(phase=FIRST), by=by)
    assert (play.rollout.phases[FIRST].status is PhaseStatus.OPEN) is granted


def test_a_phase_is_due_in_business_days() -> None:
    """Twenty business days after the day it was opened, at the close of business."""
    record = Play.opened().rollout.phases[FIRST]
    assert (record.opened_at, record.round) == (MORNING, 1)
    assert record.due == Play.opened().rollout.calendar.due(MORNING, 20)


def test_sending_back_counts_rounds() -> None:
    """Every phase that is opened again begins a further round."""
    play = STATES["ready"]()
    for number in (2, 3):
        play.decide(FIRST, RECYCLE, recycle_to=FIRST)
        play.open(FIRST)
        assert play.rollout.phases[FIRST].round == number


def test_sending_back_resets_the_redone_phases_only() -> None:
    """From design back to design: what was before stays closed, what comes after was never begun."""
    play = Play.opened(PhaseKey.ADOPTION)
    play.decide(PhaseKey.ADOPTION, RECYCLE, recycle_to=SECOND)
    status = {key: record.status.value for key, record in play.rollout.phases.items()}
    assert list(status.values()) == ["closed", "not_started", "not_started", "not_started", "not_started"]
    assert set(play.rollout.verdicts) == {"initiation.paper", "initiation.signed", "initiation.issues"}


def test_evidence_outlives_being_sent_back() -> None:
    """What is true stays true; it is judged anew when the phase opens again."""
    play = STATES["ready"]()
    play.decide(FIRST, RECYCLE, recycle_to=FIRST)
    play.open(FIRST)
    assert play.rollout.verdicts["initiation.paper"].passed
    assert not play.rollout.verdicts["initiation.signed"].passed


def test_opening_judges_every_gate_at_once() -> None:
    """The gate table is never empty while a phase is open."""
    assert set(Play.opened().rollout.verdicts) == {
        "initiation.paper",
        "initiation.signed",
        "initiation.issues",
    }


def test_evidence_may_come_before_its_phase() -> None:
    """It is judged when the phase opens."""
    play = Play.begun()
    play.record("initiation.paper", document())
    play.open(FIRST)
    assert play.rollout.verdicts["initiation.paper"].passed
