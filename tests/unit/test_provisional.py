"""Provisional dates are shown as such, certain ones are shown plainly."""

from datetime import UTC, date, datetime

import pytest

from playbooks.model.calendar import Calendar
from playbooks.model.provisional import dated, provisional_note

KNOWN = Calendar(published_through=2027)


@pytest.mark.parametrize(("calendar", "year"), [(KNOWN, 2027), (KNOWN, 2026), (Calendar(), 2040)])
def test_a_published_year_is_certain(calendar: Calendar, year: int) -> None:
    """So is every year of a calendar that no decree can change."""
    assert provisional_note(calendar, date(year, 6, 1)) is None


def test_a_year_without_a_schedule_is_provisional() -> None:
    """The remark names the year and the reason, in both languages."""
    note = provisional_note(KNOWN, date(2028, 6, 1))
    assert note is not None
    assert note.en == "provisional, the holiday schedule of 2028 is not published yet"
    assert note.zh == "暂定，2028 年放假安排尚未公布"


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (datetime(2027, 12, 31, 15, 59, tzinfo=UTC), "2027-12-31"),
        (
            datetime(2027, 12, 31, 16, 0, tzinfo=UTC),
            "2028-01-01 (provisional, the holiday schedule of 2028 is not published yet)",
        ),
    ],
)
def test_a_day_carries_its_remark(moment: datetime, shown: str) -> None:
    """The local day decides which year it is."""
    assert dated(KNOWN, moment).en == shown
