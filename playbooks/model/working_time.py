"""Working time: spans added and subtracted, time between two instants, the next working instant.

- Business hours are real hours inside the working hours; a business day keeps the time of day.
- What is worked out always lies within working hours, opening and closing included.
- Where the clocks change, the hours of that day are as long as they really are.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from playbooks.model.calendar import LONGEST_CLOSURE, Calendar, NoWorkingDayError
from playbooks.model.span import Span, Unit

Stretch = tuple[datetime, datetime]
_DAY = timedelta(days=1)


def stretches(calendar: Calendar, day: date) -> tuple[Stretch, ...]:
    """Return the working time of a day as instants, in order; none on a day off."""
    if not calendar.works(day):
        return ()
    found = ((calendar.at(day, begin), calendar.at(day, end)) for begin, end in calendar.hours.parts)
    return tuple((begin, end) for begin, end in found if begin < end)


def works_at(calendar: Calendar, moment: datetime) -> bool:
    """Tell whether somebody is at work at this instant; at closing time nobody is."""
    return any(begin <= moment < end for begin, end in stretches(calendar, calendar.day(moment)))


def next_working(calendar: Calendar, moment: datetime) -> datetime:
    """Return this instant if it is a working one, else the next that is."""
    return max(moment, next(begin for begin, end in _onwards(calendar, moment) if end > moment))


def later(calendar: Calendar, start: datetime, span: Span) -> datetime:
    """Return the instant a span of working time after another."""
    if span.unit is Unit.DAYS:
        return _days_later(calendar, start, span.amount)
    left = timedelta(hours=span.amount)
    for begin, end in _onwards(calendar, start):
        begun = max(begin, start)
        if end - begun >= left:
            return begun + left
        left -= max(end - begun, timedelta())
    raise AssertionError("working time goes on for ever, or the calendar has said that there is none")


def earlier(calendar: Calendar, end: datetime, span: Span) -> datetime:
    """Return the instant a span of working time before another."""
    if span.unit is Unit.DAYS:
        return _days_earlier(calendar, end, span.amount)
    return before(calendar, end, timedelta(hours=span.amount))


def before(calendar: Calendar, end: datetime, worked: timedelta) -> datetime:
    """Return the instant so much working time before another."""
    left = worked
    for begin, close in _backwards(calendar, end):
        closed = min(close, end)
        if closed - begin >= left:
            return closed - left
        left -= max(closed - begin, timedelta())
    raise AssertionError("working time has always been, or the calendar has said that there is none")


def between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Return the working time from one instant to another, negative if the second is the earlier one."""
    if end < start:
        return -between(calendar, end, start)
    first, last = calendar.day(start), calendar.day(end)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    worked = (
        min(close, end) - max(begin, start) for day in days for begin, close in stretches(calendar, day)
    )
    return sum((each for each in worked if each > timedelta()), timedelta())


def due(calendar: Calendar, start: datetime, span: Span) -> datetime:
    """Return when something is due: days end at the close of business, hours where they run out."""
    return calendar.due(start, span.amount) if span.unit is Unit.DAYS else later(calendar, start, span)


def _days_later(calendar: Calendar, start: datetime, days: int) -> datetime:
    begun = next(max(begin, start) for begin, end in _onwards(calendar, start) if end >= start)
    day, local = calendar.day(begun), begun.astimezone(calendar.zone).time()
    for _ in range(days):
        day = calendar.working_day(day)
    return next_working_or_close(calendar, calendar.at(day, local))


def _days_earlier(calendar: Calendar, end: datetime, days: int) -> datetime:
    begun = next(min(close, end) for begin, close in _backwards(calendar, end) if begin <= end)
    day, local = calendar.day(begun), begun.astimezone(calendar.zone).time()
    for _ in range(days):
        day = calendar.working_day(day, step=-1)
    return next_working_or_close(calendar, calendar.at(day, local))


def next_working_or_close(calendar: Calendar, moment: datetime) -> datetime:
    """Return this instant if it lies within working hours or at their very end, else the next that does."""
    return next(max(begin, moment) for begin, end in _onwards(calendar, moment) if end >= moment)


def _onwards(calendar: Calendar, moment: datetime) -> Iterator[Stretch]:
    """Yield working time from the day of an instant on; raises NoWorkingDayError where there is none."""
    day, idle = calendar.day(moment), 0
    while idle <= LONGEST_CLOSURE:
        found = [stretch for stretch in stretches(calendar, day) if stretch[1] >= moment]
        yield from found
        idle = 0 if found else idle + 1
        day += _DAY
    raise NoWorkingDayError(day)


def _backwards(calendar: Calendar, moment: datetime) -> Iterator[Stretch]:
    """Yield working time from the day of an instant back; raises NoWorkingDayError where there is none."""
    day, idle = calendar.day(moment), 0
    while idle <= LONGEST_CLOSURE:
        found = [stretch for stretch in reversed(stretches(calendar, day)) if stretch[0] <= moment]
        yield from found
        idle = 0 if found else idle + 1
        day -= _DAY
    raise NoWorkingDayError(day)
