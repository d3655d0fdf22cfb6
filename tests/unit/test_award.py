"""The best user of the month comes out of usage and issues raised."""

from datetime import UTC, date, datetime

import pytest

from playbooks.model.award import Award, Usage, award
from playbooks.model.calendar import Calendar
from playbooks.model.issue import Issue, Severity

MONTH = date(2026, 6, 17)
CALENDAR = Calendar(holidays=frozenset({date(2026, 6, 19)}))  # 21 business days are left


def used(person: str, days: int, records: int, department: str = "sales") -> Usage:
    """Return one person's month."""
    return Usage(person=person, department=department, active_days=days, records=records)


def raised(person: str, severity: int, *, day: int = 10, month: int = 6) -> Issue:
    """Return an issue."""
    at = datetime(2026, month, day, 4, tzinfo=UTC)
    return Issue(
        key=f"{person}-{day}-{severity}",
        title="x",
        severity=Severity(severity),
        raised_at=at,
        raised_by=person,
    )


def given(*usage: Usage, issues: tuple[Issue, ...] = ()) -> Award:
    """Return the award of the month."""
    return award(usage, issues, calendar=CALENDAR, month=MONTH)


def test_the_points_are_the_formula() -> None:
    """Days, records and issues add up as the formula says."""
    first = given(used("ann", 21, 300), issues=(raised("ann", 1), raised("ann", 3))).places[0]
    assert [first.days, first.records, first.issues, first.points] == [60, 25, 6, 91]


def test_working_on_a_holiday_wins_nothing() -> None:
    """More active days than business days are no better than all of them."""
    assert given(used("ann", 30, 1)).places[0].days == 60


def test_a_flood_of_reports_does_not_win() -> None:
    """Issues are worth fifteen points at most."""
    flood = tuple(raised("bob", 4, day=day) for day in range(1, 28))
    found = given(used("ann", 21, 100), used("bob", 15, 100), issues=flood)
    assert found.winners == ("ann",)
    assert found.places[1].issues == 15


def test_records_are_compared_inside_a_department() -> None:
    """A warehouse books more often than a sales office."""
    found = given(used("ann", 20, 40), used("bob", 20, 900, "warehouse"))
    assert found.winners == ("ann", "bob")


def test_equal_points_share_a_place() -> None:
    """After two firsts comes a third."""
    found = given(used("ann", 20, 40), used("bob", 20, 40), used("cid", 20, 10))
    assert [place.place for place in found.places] == [1, 1, 3]


@pytest.mark.parametrize(("days", "winners"), [(10, ()), (11, ("ann",))])
def test_half_of_the_days_are_needed(days: int, winners: tuple[str, ...]) -> None:
    """Who was hardly there is not ranked."""
    assert given(used("ann", days, 40)).winners == winners


def test_issues_of_other_months_do_not_count() -> None:
    """The month is that of the calendar's time zone: 31 May 17:00 UTC is June in Shanghai."""
    late = datetime(2026, 5, 31, 17, tzinfo=UTC)
    issues = (raised("ann", 1, month=5), raised("ann", 2).model_copy(update={"raised_at": late}))
    assert given(used("ann", 21, 1), issues=issues).places[0].issues == 3


def test_nobody_at_work_is_no_winner() -> None:
    """An empty month is an empty ranking."""
    assert given().winners == ()
    assert given(used("ann", 20, 0)).places[0].records == 0
