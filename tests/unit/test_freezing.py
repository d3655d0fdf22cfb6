"""Freezing: which days a freeze covers, and the next free one."""

from datetime import date, timedelta

import pytest

from playbooks.model.calendar import Calendar
from playbooks.model.freeze_window import Activity, FreezeWindow
from playbooks.model.freezing import CUTOVER, covers, freezes_on, next_free

#: 30 April 2026 is a Thursday; 1 May is off.
CALENDAR = Calendar(holidays=frozenset({date(2026, 5, 1)}))
LOADS = frozenset({Activity.DATA_LOAD})


def window(**given: object) -> FreezeWindow:
    """Return a freeze as a file gives it."""
    reason = {"zh": "冻结", "en": "freeze"}
    return FreezeWindow.model_validate({"key": "freeze", "reason": reason, **given})


LAST_THREE = window(monthly={"last_business_days": 3})
FIRST_TWO = window(monthly={"first_business_days": 2, "months": [5]})
NEW_YEAR = window(**{"from": "12-28", "to": "01-03"})
DATED = window(**{"from": "2026-06-29", "to": "2026-07-03"})


@pytest.mark.parametrize(
    ("freeze", "day", "frozen"),
    [
        (LAST_THREE, "2026-04-27", False),
        (LAST_THREE, "2026-04-28", True),
        (LAST_THREE, "2026-04-30", True),
        (LAST_THREE, "2026-05-26", False),
        (LAST_THREE, "2026-05-27", True),
        (LAST_THREE, "2026-05-30", True),
        (LAST_THREE, "2024-02-26", False),
        (LAST_THREE, "2024-02-29", True),
        (FIRST_TWO, "2026-05-01", True),
        (FIRST_TWO, "2026-05-05", True),
        (FIRST_TWO, "2026-05-06", False),
        (FIRST_TWO, "2026-06-01", False),
        (NEW_YEAR, "2026-12-27", False),
        (NEW_YEAR, "2026-12-28", True),
        (NEW_YEAR, "2027-01-03", True),
        (NEW_YEAR, "2027-01-04", False),
        (DATED, "2026-06-28", False),
        (DATED, "2026-06-29", True),
        (DATED, "2026-07-03", True),
        (DATED, "2027-07-01", False),
    ],
)
def test_a_freeze_covers_its_days(freeze: FreezeWindow, day: str, frozen: bool) -> None:  # noqa: FBT001  # parametrized
    """The last three business days reach to the month's end, weekends and leap day included."""
    assert covers(freeze, CALENDAR, date.fromisoformat(day)) is frozen


def test_a_month_nobody_works_in_freezes_nothing() -> None:
    """It has no last business day."""
    closed = Calendar(holidays=frozenset(date(2026, 2, 1) + timedelta(days=n) for n in range(28)))
    assert not covers(LAST_THREE, closed, date(2026, 2, 27))


@pytest.mark.parametrize(
    ("freeze", "system", "activities", "found"),
    [
        ({}, "crm", CUTOVER, 1),
        ({"activities": ["data_load"]}, "crm", CUTOVER, 0),
        ({"activities": ["data_load"]}, "crm", LOADS, 1),
        ({"activities": ["go_live"]}, "crm", CUTOVER, 1),
        ({"systems": ["erp"]}, "crm", CUTOVER, 0),
    ],
)
def test_a_freeze_stops_what_it_names(
    freeze: dict[str, object], system: str, activities: frozenset[Activity], found: int
) -> None:
    """The activity and the system have to be its own."""
    calendar = Calendar(freezes=(window(**{"from": "2026-06-29", "to": "2026-07-03"}, **freeze),))
    hit = freezes_on(calendar, date(2026, 7, 1), system=system, activities=activities)
    assert len(hit) == found


@pytest.mark.parametrize(
    ("start", "free"),
    [("2026-06-26", "2026-06-26"), ("2026-06-27", "2026-07-06"), ("2026-07-01", "2026-07-06")],
)
def test_the_next_free_day_is_worked_and_not_frozen(start: str, free: str) -> None:
    """A weekend before or after the freeze is no free day."""
    calendar = Calendar(freezes=(DATED,))
    found = next_free(calendar, date.fromisoformat(start), system="crm", activities=CUTOVER)
    assert found == date.fromisoformat(free)


def test_where_everything_is_frozen_no_day_is_free() -> None:
    """The search ends after more than a year."""
    calendar = Calendar(freezes=(window(**{"from": "01-01", "to": "12-31"}),))
    assert next_free(calendar, date(2026, 1, 1), system="crm", activities=CUTOVER) is None
