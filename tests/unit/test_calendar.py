"""The calendar: business days, their close in local time, and counting them forwards and back."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from playbooks.model.calendar import Calendar
from playbooks.model.frozen import Instant

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
FIRST, LAST = date(2025, 12, 1), date(2027, 2, 1)
some_days = st.frozensets(st.dates(FIRST, LAST), max_size=40)
calendars = st.builds(
    Calendar, time_zone=st.sampled_from(ZONES), holidays=some_days, worked_weekends=some_days
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
counts = st.integers(1, 25)

#: The National Day of 2026: a week off, and the two weekend days worked for it.
CHINA = Calendar(
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)),
    worked_weekends=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
)
BERLIN = Calendar(time_zone="Europe/Berlin")


def at(moment: str) -> datetime:
    """Return an instant from words in UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@given(calendars, moments, counts)
def test_due_is_the_close_of_a_business_day(calendar: Calendar, start: datetime, days: int) -> None:
    """A deadline is 18:00 local time of a day that is worked, and the instant is UTC."""
    due = calendar.due(start, days)
    local = due.astimezone(ZoneInfo(calendar.time_zone))
    assert (local.time(), due.tzinfo) == (time(18, 0), UTC)
    assert calendar.works(local.date())


@given(calendars, moments, counts)
def test_counting_back_finds_what_was_counted_forwards(
    calendar: Calendar, start: datetime, days: int
) -> None:
    """Between a moment and its n-th business day lie n business days."""
    assert calendar.days_between(start, calendar.due(start, days)) == days


@given(calendars, moments, counts)
def test_more_days_end_later(calendar: Calendar, start: datetime, days: int) -> None:
    """One business day more is a later deadline."""
    assert calendar.due(start, days + 1) > calendar.due(start, days)


@given(calendars, moments, moments, counts)
def test_a_later_start_never_ends_earlier(
    calendar: Calendar, one: datetime, other: datetime, days: int
) -> None:
    """Who begins later has at least as late a deadline."""
    first, second = sorted((one, other))
    assert calendar.due(first, days) <= calendar.due(second, days)


@given(calendars, moments, moments, moments)
def test_business_days_add_up(calendar: Calendar, one: datetime, two: datetime, three: datetime) -> None:
    """A way in two parts is as long as the whole way, and the way back is the way with a minus."""
    whole = calendar.days_between(one, three)
    assert calendar.days_between(one, two) + calendar.days_between(two, three) == whole
    assert calendar.days_between(three, one) == -whole


@given(calendars)
def test_a_calendar_survives_json_and_is_always_the_same_text(calendar: Calendar) -> None:
    """Days are written in order, whatever order the set is kept in."""
    text = calendar.model_dump_json()
    assert Calendar.model_validate_json(text) == calendar
    written = calendar.model_dump(mode="json")["holidays"]
    assert written == sorted(written)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-09-30", True),
        ("2026-10-01", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-10-11", False),
        ("2026-09-20", True),
        ("2026-09-19", False),
    ],
)
def test_holidays_and_make_up_weekends(day: str, works: bool) -> None:  # noqa: FBT001  # a column of the table
    """A holiday in the week is free, a weekend day worked instead is not."""
    assert CHINA.works(date.fromisoformat(day)) is works


def test_a_deadline_steps_over_a_week_off() -> None:
    """Three business days after 30 September: 8, 9 and the worked Saturday 10 October."""
    assert CHINA.due(at("2026-09-30 01:00"), 3) == at("2026-10-10 10:00")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-27 12:00", "2026-03-30 16:00"),
        ("2026-03-26 12:00", "2026-03-27 17:00"),
        ("2026-10-23 12:00", "2026-10-26 17:00"),
    ],
    ids=["into summer", "before", "out of summer"],
)
def test_the_close_of_business_follows_the_clock_on_the_wall(start: str, due: str) -> None:
    """18:00 in Berlin is another instant once the clocks were changed."""
    assert BERLIN.due(at(start), 1) == at(due)


@pytest.mark.parametrize(
    ("zone", "day"), [("Asia/Shanghai", 16), ("America/New_York", 15), ("Pacific/Kiritimati", 16)]
)
def test_the_day_is_the_local_one(zone: str, day: int) -> None:
    """Late in the evening in UTC the next day has begun further east."""
    assert Calendar(time_zone=zone).day(at("2026-06-15 17:00")).day == day


@pytest.mark.parametrize("zone", ["", "Mars/Base", "../etc/passwd", "Asia", "Asia/Shanghai\0", "+08:00"])
def test_an_unknown_zone_is_refused_with_an_example(zone: str) -> None:
    """The message says what a zone looks like."""
    with pytest.raises(ValidationError, match="IANA name such as Asia/Shanghai"):
        Calendar(time_zone=zone)


@pytest.mark.parametrize("year", [1, 1969, 2200, 9999])
def test_moments_no_calendar_can_count_with_are_refused(year: int) -> None:
    """A date of the year 9999 would overflow in a zone further east; it is refused where it comes in."""
    with pytest.raises(ValidationError, match="lies outside 1970 to 2199"):
        TypeAdapter(Instant).validate_python(datetime(year, 12, 31, 23, 59, tzinfo=UTC))


@pytest.mark.parametrize("year", [1970, 2199])
def test_the_edges_of_time_can_be_counted_with(year: int) -> None:
    """What is let in can be used in every zone."""
    edge = TypeAdapter(Instant).validate_python(datetime(year, 12, 31, 23, 59, tzinfo=UTC))
    assert all(Calendar(time_zone=zone).day(edge) - edge.date() <= timedelta(days=1) for zone in ZONES)
