"""Arithmetic of working time: spans there and back, in parts, in order, in hours, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playbooks.model.calendar import Calendar, NoWorkingDayError, Weekday
from playbooks.model.errors import InputError
from playbooks.model.span import Span, Unit
from playbooks.model.working_hours import DayPart, WorkingHours
from playbooks.model.working_time import between, due, earlier, later, next_working, stretches, works_at

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")
FIRST, LAST = date(2023, 12, 1), date(2026, 12, 31)
HOURS = (
    WorkingHours(),
    WorkingHours(begins=time(8), ends=time(17, 30), breaks=()),
    WorkingHours(begins=time(7, 45), ends=time(20), breaks=(DayPart(begins=time(9), ends=time(9, 20)),)),
)
ZERO = timedelta()
some_days = st.frozensets(st.dates(FIRST, LAST), max_size=60)
calendars = st.builds(
    Calendar,
    time_zone=st.sampled_from(ZONES),
    holidays=some_days,
    worked_weekends=some_days,
    week=st.frozensets(st.sampled_from(Weekday), min_size=1).map(lambda days: tuple(sorted(days))),
    hours=st.sampled_from(HOURS),
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 10, 31), timezones=st.just(UTC))  # noqa: DTZ001
amounts = st.integers(1, 40)
units = st.sampled_from(Unit)
spans = st.builds(Span, amounts, units)
SHANGHAI, BERLIN = Calendar(), Calendar(time_zone="Europe/Berlin")


def at(moment: str, zone: str = "UTC") -> datetime:
    """Return an instant from words, local to a zone."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def within(calendar: Calendar, moment: datetime) -> bool:
    """Tell whether an instant lies in working hours, both ends included."""
    return any(begin <= moment <= end for begin, end in stretches(calendar, calendar.day(moment)))


@given(calendars, moments, spans)
def test_the_result_never_lies_outside_working_hours(calendar: Calendar, start: datetime, span: Span) -> None:
    """Neither later nor earlier, from whatever instant."""
    assert within(calendar, later(calendar, start, span))
    assert within(calendar, earlier(calendar, start, span))


@given(calendars, moments, spans)
def test_there_and_back_is_where_one_was(calendar: Calendar, start: datetime, span: Span) -> None:
    """From a working instant: what is added and taken away again leaves no working time between."""
    begun = next_working(calendar, start)
    assert between(calendar, begun, earlier(calendar, later(calendar, begun, span), span)) == ZERO
    assert between(calendar, begun, later(calendar, earlier(calendar, begun, span), span)) == ZERO


@given(calendars, moments, moments, spans)
def test_who_begins_earlier_ends_no_later(
    calendar: Calendar, one: datetime, other: datetime, span: Span
) -> None:
    """Order is kept in both directions."""
    first, second = min(one, other), max(one, other)
    assert later(calendar, first, span) <= later(calendar, second, span)
    assert earlier(calendar, first, span) <= earlier(calendar, second, span)


@given(calendars, moments, amounts, amounts, units)
def test_two_spans_are_as_long_as_their_sum(
    calendar: Calendar, start: datetime, one: int, two: int, unit: Unit
) -> None:
    """Three days and two days are five; so are hours."""
    parts = later(calendar, later(calendar, start, Span(one, unit)), Span(two, unit))
    assert parts == later(calendar, start, Span(one + two, unit))


@given(calendars, moments, amounts)
def test_business_hours_are_real_hours(calendar: Calendar, start: datetime, amount: int) -> None:
    """The working time to the result is exactly what was added."""
    ended = later(calendar, start, Span(amount, Unit.HOURS))
    assert between(calendar, start, ended) == timedelta(hours=amount)
    assert between(calendar, ended, start) == -timedelta(hours=amount)


@given(calendars, moments, moments, moments)
def test_time_between_adds_up(calendar: Calendar, one: datetime, two: datetime, three: datetime) -> None:
    """By way of any third instant."""
    whole = between(calendar, one, three)
    assert between(calendar, one, two) + between(calendar, two, three) == whole


@given(calendars, moments)
@example(SHANGHAI, at("2026-03-06 10:00"))
def test_the_next_working_instant_is_one_and_the_first(calendar: Calendar, moment: datetime) -> None:
    """It is worked, and no working time lies before it; at closing time it is the next opening."""
    found = next_working(calendar, moment)
    assert works_at(calendar, found)
    assert between(calendar, moment, found) == ZERO


@pytest.mark.parametrize(
    ("start", "span", "ended"),
    [
        ("2026-03-02 09:00", Span(8, Unit.HOURS), "2026-03-02 18:00"),
        ("2026-03-02 09:00", Span(9, Unit.HOURS), "2026-03-03 10:00"),
        ("2026-03-02 11:30", Span(1, Unit.HOURS), "2026-03-02 13:30"),
        ("2026-03-02 07:00", Span(1, Unit.HOURS), "2026-03-02 10:00"),
        ("2026-03-06 17:00", Span(2, Unit.HOURS), "2026-03-09 10:00"),
        ("2026-03-07 12:00", Span(1, Unit.HOURS), "2026-03-09 10:00"),
        ("2026-03-06 11:30", Span(1), "2026-03-09 11:30"),
        ("2026-03-06 07:00", Span(1), "2026-03-09 09:00"),
        ("2026-03-06 19:00", Span(1), "2026-03-10 09:00"),
        ("2024-02-28 10:00", Span(1), "2024-02-29 10:00"),
        ("2024-02-29 17:00", Span(2, Unit.HOURS), "2024-03-01 10:00"),
    ],
)
def test_spans_by_hand(start: str, span: Span, ended: str) -> None:
    """Over noon, over night, over a weekend, from before opening, over a leap day; a day is no 24 hours."""
    zone = SHANGHAI.time_zone
    assert later(SHANGHAI, at(start, zone), span) == at(ended, zone)


@pytest.mark.parametrize(
    ("start", "ended"),
    [("2026-03-27 10:00", "2026-03-30 10:00"), ("2026-10-23 10:00", "2026-10-26 10:00")],
    ids=["into summer", "out of summer"],
)
def test_a_business_day_keeps_the_time_on_the_wall(start: str, ended: str) -> None:
    """Where the clocks change over the weekend, ten o'clock stays ten o'clock, and eight hours stay eight."""
    zone = BERLIN.time_zone
    assert later(BERLIN, at(start, zone), Span(1)) == at(ended, zone)
    assert later(BERLIN, at(start, zone), Span(8, Unit.HOURS)) == at(ended, zone)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 5), ("2026-10-25", 7), ("2026-03-28", 6)])
def test_a_night_shift_is_as_long_as_it_really_is(day: str, hours: int) -> None:
    """Midnight to six has five hours in the night the clocks go forward, and seven when they go back."""
    night = BERLIN.model_copy(
        update={"week": tuple(Weekday), "hours": WorkingHours(begins=time(0), ends=time(6), breaks=())}
    )
    begin, end = at(f"{day} 00:00", "Europe/Berlin"), at(f"{day} 06:00", "Europe/Berlin")
    assert between(night, begin, end) == timedelta(hours=hours)


@pytest.mark.parametrize("span", [Span(1), Span(1, Unit.HOURS)])
@pytest.mark.parametrize("move", [later, earlier, due])
def test_a_calendar_without_a_working_day_says_so(move: object, span: Span) -> None:
    """A clear sentence instead of a search without end."""
    off = frozenset(date(2025, 1, 1) + timedelta(days=n) for n in range(1200))
    assert callable(move)
    with pytest.raises(NoWorkingDayError, match="no working day within 400 days"):
        move(Calendar(holidays=off), at("2026-06-01 01:00"), span)


@pytest.mark.parametrize("span", [Span(1), Span(1, Unit.HOURS)])
def test_a_time_without_a_zone_is_refused(span: Span) -> None:
    """Whose nine o'clock it is cannot be guessed."""
    with pytest.raises(InputError, match="has no time zone"):
        later(SHANGHAI, datetime(2026, 3, 2, 9), span)  # noqa: DTZ001  # that is the mistake


@pytest.mark.parametrize(
    ("span", "ended"), [(Span(2), "2026-03-04 18:00"), (Span(10, Unit.HOURS), "2026-03-03 15:00")]
)
def test_days_are_due_at_the_close_and_hours_where_they_run_out(span: Span, ended: str) -> None:
    """Two business days from Monday noon are Wednesday evening."""
    zone = SHANGHAI.time_zone
    assert due(SHANGHAI, at("2026-03-02 13:00", zone), span) == at(ended, zone)
