"""The schedule of a rollout that has not begun: phases one after the other, and what is in their way."""

from datetime import date, timedelta

import pytest

from playbooks.model.calendar import Calendar
from playbooks.model.freeze_window import FreezeWindow
from playbooks.model.phase import PhaseKey
from playbooks.model.phase_schedule import Schedule, schedule
from tests.simulators.rollouts import playbook

MONDAY = date(2026, 3, 2)
#: Five phases of twenty business days and the day they begin on: the last begins after 84 business days.
CUTOVER = date(2026, 6, 26)


def planned(*freezes: dict[str, object], start: date = MONDAY, **days: object) -> Schedule:
    """Return the schedule of the small playbook with these freezes and days off."""
    reason = {"zh": "半年结", "en": "Half-year close"}
    windows = [FreezeWindow.model_validate({"key": "close", "reason": reason, **given}) for given in freezes]
    return schedule(playbook(), Calendar.model_validate({"freezes": windows, **days}), start)


def test_phases_follow_each_other_on_business_days() -> None:
    """Each begins the business day after the one before ends, and ends so many business days after it began."""
    found = planned()
    assert [each.phase for each in found.phases] == list(PhaseKey)
    assert found.phases[0].first == MONDAY
    assert found.phases[0].last == date(2026, 3, 30)
    assert found.phase(PhaseKey.DESIGN).first == date(2026, 3, 31)
    assert found.phase(PhaseKey.OPERATION).first == CUTOVER


def test_without_freezes_nothing_is_in_the_way() -> None:
    """A plan on business days alone has no conflict."""
    assert planned().conflicts == ()


def test_a_start_on_a_day_off_begins_on_the_next_business_day() -> None:
    """And says so."""
    (found,) = planned(start=date(2026, 3, 7)).conflicts
    assert (found.day, found.free) == (date(2026, 3, 7), date(2026, 3, 9))


@pytest.mark.parametrize(
    ("freeze", "phase", "day", "free"),
    [
        ({"from": "2026-06-24", "to": "2026-07-01"}, PhaseKey.OPERATION, CUTOVER, date(2026, 7, 2)),
        (
            {"monthly": {"last_business_days": 4, "months": [6]}},
            PhaseKey.OPERATION,
            CUTOVER,
            date(2026, 7, 1),
        ),
        ({"from": "05-01", "to": "05-31"}, PhaseKey.VALIDATION, date(2026, 5, 28), date(2026, 6, 1)),
        (
            {"from": "04-01", "to": "04-08", "activities": [], "phases": ["design"]},
            PhaseKey.DESIGN,
            date(2026, 4, 1),
            date(2026, 4, 9),
        ),
    ],
    ids=["dated", "month end", "data load", "a whole phase"],
)
def test_a_freeze_in_the_way_is_named_with_the_next_free_day(
    freeze: dict[str, object], phase: PhaseKey, day: date, free: date
) -> None:
    """Of the cutover, of the data load, of a phase."""
    (found,) = planned(freeze).conflicts
    assert (found.phase, found.day, found.free, found.freeze) == (phase, day, free, "close")
    assert "Half-year close" in found.what.en


@pytest.mark.parametrize(
    "freeze",
    [
        {"from": "2026-06-24", "to": "2026-07-01", "systems": ["erp"]},
        {"from": "2026-06-24", "to": "2026-07-01", "activities": ["data_load"]},
        {"from": "2026-06-27", "to": "2026-07-01"},
        {"from": "04-01", "to": "04-08", "activities": [], "phases": ["operation"]},
    ],
)
def test_a_freeze_elsewhere_is_in_nobodys_way(freeze: dict[str, object]) -> None:
    """Another system, another activity, other days, another phase."""
    assert planned(freeze).conflicts == ()


@pytest.mark.parametrize(("begins", "length", "warned"), [(29, 7, True), (29, 2, False), (15, 3, False)])
def test_a_cutover_before_a_long_closure_is_warned_of(begins: int, length: int, warned: bool) -> None:  # noqa: FBT001  # parametrized
    """Nobody would be there to help; a long weekend is no closure."""
    off = [date(2026, 6, begins) + timedelta(days=n) for n in range(length)]
    closed = planned(holidays=off).conflicts
    assert bool(closed) is warned


def test_the_free_day_lies_after_the_closure() -> None:
    """The days before it are free of freezes and no better."""
    off = [date(2026, 6, 29) + timedelta(days=n) for n in range(7)]
    (found,) = planned(holidays=off).conflicts
    assert found.free == date(2026, 7, 6)


def test_where_everything_is_frozen_no_day_is_suggested() -> None:
    """The conflict stands, without a way out."""
    assert planned({"from": "01-01", "to": "12-31", "activities": ["cutover"]}).conflicts[0].free is None


@pytest.mark.parametrize(("through", "years"), [(None, ()), (2026, (2027,)), (2025, (2026, 2027))])
def test_years_without_a_schedule_are_named(through: int | None, years: tuple[int, ...]) -> None:
    """Dates in them may still move."""
    assert planned(start=date(2026, 11, 2), published_through=through).provisional == years
