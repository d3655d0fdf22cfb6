"""The cutover window: frozen days near the cutover and under milestones are conflicts."""

from datetime import date

import pytest
from pydantic import ValidationError

from playbooks.model.calendar import Calendar
from playbooks.model.cutover_window import CompanyDates, FrozenDays, SystemDates, conflicts, free_day
from tests.simulators.facts import text

MONDAY = date(2026, 7, 20)


def frozen(first: date, last: date) -> FrozenDays:
    """Return a freeze."""
    return FrozenDays.model_validate({"from": first, "to": last, "reason": text("stocktaking")})


def dates(*freezes: FrozenDays, **milestones: date) -> SystemDates:
    """Return a system's days with a cutover on a Monday."""
    return SystemDates(milestones={"go_live": MONDAY, **milestones}, frozen=freezes)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2026, 7, 1), date(2026, 7, 9), []),
        (date(2026, 7, 1), date(2026, 7, 10), ["only 10 days away"]),
        (date(2026, 7, 31), date(2026, 8, 2), []),
        (date(2026, 7, 30), date(2026, 8, 2), ["only 10 days away"]),
        (date(2026, 7, 20), date(2026, 7, 20), ["falls into the freeze"]),
    ],
)
def test_a_freeze_near_the_cutover_is_a_conflict(first: date, last: date, found: list[str]) -> None:
    """Ten days are too near, eleven are not; both ends of a freeze belong to it."""
    said = [conflict.en for conflict in conflicts(dates(frozen(first, last)), Calendar())]
    assert len(said) == len(found)
    assert all(words in sentence for words, sentence in zip(found, said, strict=True))


def test_a_milestone_inside_a_freeze_is_named() -> None:
    """Testing while the books are closed finds nobody."""
    june = frozen(date(2026, 6, 29), date(2026, 7, 3))
    said = conflicts(dates(june, uat_first_round=date(2026, 6, 30), second_load=date(2026, 7, 6)), Calendar())
    assert [one.en for one in said] == [
        (
            "The first round of the acceptance test on 2026-06-30 falls into the freeze "
            "of 2026-06-29 to 2026-07-03 (stocktaking)."
        )
    ]


def test_a_cutover_on_a_day_off_is_a_conflict() -> None:
    """A weekday that is a holiday has nobody at work."""
    said = conflicts(dates(), Calendar(holidays=frozenset({MONDAY})))
    assert [one.en for one in said] == ["The cutover on 2026-07-20 is not on a business day."]


def test_without_a_cutover_there_is_nothing_to_hold_against() -> None:
    """No conflict is made up."""
    assert conflicts(SystemDates(frozen=(frozen(MONDAY, MONDAY),)), Calendar()) == ()


def test_the_next_free_day_lies_beyond_freeze_and_weekend() -> None:
    """A freeze until 9 July keeps days until the 19th, a Sunday; Monday the 20th is free."""
    assert (
        free_day(dates(frozen(date(2026, 7, 9), date(2026, 7, 9))), Calendar(), start=date(2026, 7, 8))
        == MONDAY
    )


def test_a_year_without_a_free_day_has_none() -> None:
    """The search ends."""
    ever = frozen(date(2026, 1, 1), date(2028, 1, 1))
    assert free_day(dates(ever), Calendar(), start=MONDAY) is None


def test_a_freeze_that_ends_before_it_begins_is_refused() -> None:
    """Somebody mixed the days up."""
    with pytest.raises(ValidationError, match="before it begins"):
        frozen(date(2026, 7, 2), date(2026, 7, 1))


def test_systems_have_their_own_days() -> None:
    """A system that is not in the file has no days."""
    company = CompanyDates(root={"crm": dates()})
    assert (company.of("crm"), company.of("erp")) == (dates(), None)
