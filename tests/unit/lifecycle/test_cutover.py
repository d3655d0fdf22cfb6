"""No cutover inside a freeze: the go into operation is refused with a way out, unless an exception is stated."""

from datetime import date

import pytest

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.calendar import Calendar
from playbooks.model.freeze_window import FreezeWindow
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import RefusalCode
from playbooks.model.rollout import PhaseStatus
from tests.simulators.facts import team, text
from tests.simulators.rollouts import Play, playbook

VALIDATION = PhaseKey.VALIDATION
GO = c.PhaseDecision.GO
#: The week in which the small rollout plays, and the days after it.
FREEZE = {"from": "2026-03-01", "to": "2026-03-06"}
CLOSE = {"zh": "半年结", "en": "Half-year close"}


def ready(**freeze: object) -> Play:
    """Return a rollout that could go into operation today, with a freeze of this week."""
    window = FreezeWindow.model_validate({"key": "close", "reason": CLOSE, **FREEZE, **freeze})
    play = Play()
    start = c.StartRollout(
        title=text("CRM"), playbook=playbook(), team=team(), calendar=Calendar(freezes=(window,))
    )
    play.granted(start, by="chen_hao")
    for phase in list(PhaseKey)[:3]:
        play.open(phase)
        play.finish(phase)
    play.open(VALIDATION)
    play.meet(VALIDATION)
    return play


def going(**more: object) -> c.DecidePhaseGate:
    """Return the go into operation."""
    return c.DecidePhaseGate.model_validate({"phase": VALIDATION, "decision": GO, "reason": "r", **more})


def test_a_go_inside_a_freeze_is_refused_with_the_next_free_day() -> None:
    """The refusal names the freeze and Monday."""
    refusal = ready().refused(going(), by="lin_wei")
    assert refusal.code is RefusalCode.FROZEN
    assert "Half-year close" in refusal.reason.en
    assert "the next free day is 2026-03-09" in refusal.reason.en


def test_a_freeze_without_end_has_no_way_out_but_an_exception() -> None:
    """The refusal says so."""
    refusal = ready(**{"from": "01-01", "to": "12-31"}).refused(going(), by="lin_wei")
    assert "no day of the next year is free" in refusal.reason.en


@pytest.mark.parametrize("freeze", [{"systems": ["erp"]}, {"activities": ["data_load"]}])
def test_a_freeze_of_something_else_stops_nothing(freeze: dict[str, object]) -> None:
    """Of another system, of another activity."""
    assert ready(**freeze).granted(going(), by="lin_wei").events


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"cutover_on": "2026-03-09"}, None),
        ({"freeze_exception": "the old server dies"}, "the old server dies"),
    ],
)
def test_a_free_day_or_a_stated_exception_lets_it_go(more: dict[str, object], said: str | None) -> None:
    """Both go on record with the decision."""
    play = ready()
    events = play.granted(going(**more), by="lin_wei").events
    (decided,) = (event for event in events if isinstance(event, e.PhaseGateDecided))
    assert play.rollout.phases[VALIDATION].status is PhaseStatus.CLOSED
    assert (decided.freeze_exception, decided.cutover_on) == (
        said,
        date(2026, 3, 9) if said is None else None,
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"cutover_on": "2026-03-05"}, RefusalCode.FROZEN),
        ({"cutover_on": "2026-02-27"}, RefusalCode.WRONG_INPUT),
        ({"cutover_on": "9999-12-31"}, RefusalCode.WRONG_INPUT),
        ({"cutover_on": "2026-03-09", "freeze_exception": "needless"}, RefusalCode.WRONG_INPUT),
        ({"decision": "hold", "cutover_on": "2026-03-09"}, RefusalCode.WRONG_INPUT),
        ({"decision": "kill", "freeze_exception": "why"}, RefusalCode.WRONG_INPUT),
    ],
)
def test_a_cutover_that_makes_no_sense_is_refused(more: dict[str, object], code: RefusalCode) -> None:
    """A frozen day, a day gone by, an exception to nothing, a day beside a decision without a cutover."""
    assert ready().refused(going(**more), by="lin_wei").code is code


def test_gates_come_before_the_freeze() -> None:
    """What is not ready is refused for that, frozen or not."""
    play = ready()
    play.granted(c.WithdrawSignOff(gate=f"{VALIDATION}.signed", reason="r"), by="wang_fang")
    assert play.refused(going(), by="lin_wei").code is RefusalCode.NOT_READY


def test_other_phases_end_inside_a_freeze() -> None:
    """Only the cutover changes how the company works."""
    play = ready()
    assert play.rollout.phases[PhaseKey.ADOPTION].status is PhaseStatus.CLOSED
