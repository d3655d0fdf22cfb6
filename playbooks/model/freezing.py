"""Whether a day is frozen, and the next free one.

- The last n business days of a month freeze everything from the first of them to the month's end.
- A freeze that comes every year may run over New Year.
- A free day is a business day on which no freeze stops what is planned.
"""

from calendar import monthrange
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from playbooks.model.calendar import Calendar
from playbooks.model.freeze_window import Activity, FreezeWindow, MonthEdge

#: What the decision to go into operation sets off.
CUTOVER = frozenset({Activity.CUTOVER, Activity.GO_LIVE})
#: How far a free day is looked for.
LOOK_AHEAD = 400


def freezes_on(
    calendar: Calendar, day: date, *, system: str, activities: AbstractSet[Activity]
) -> tuple[FreezeWindow, ...]:
    """Return the freezes of this day that stop one of these activities in a system."""
    return tuple(
        window
        for window in calendar.freezes
        if window.concerns(system) and activities & set(window.activities) and covers(window, calendar, day)
    )


def next_free(
    calendar: Calendar, start: date, *, system: str, activities: AbstractSet[Activity]
) -> date | None:
    """Return the first free day from `start` on, or None where more than a year holds none."""
    days = (start + timedelta(days=n) for n in range(LOOK_AHEAD))
    worked = (day for day in days if calendar.works(day))
    return next(
        (day for day in worked if not freezes_on(calendar, day, system=system, activities=activities)), None
    )


def covers(window: FreezeWindow, calendar: Calendar, day: date) -> bool:
    """Tell whether a day lies in a freeze."""
    if window.monthly is not None:
        return _at_edge(window.monthly, calendar, day)
    if isinstance(window.first, date) and isinstance(window.last, date):
        return window.first <= day <= window.last
    first, last, this = str(window.first), str(window.last), f"{day:%m-%d}"
    return first <= this <= last if first <= last else not last < this < first


def _at_edge(edge: MonthEdge, calendar: Calendar, day: date) -> bool:
    if day.month not in edge.months:
        return False
    days = (day.replace(day=number) for number in range(1, monthrange(day.year, day.month)[1] + 1))
    worked = [each for each in days if calendar.works(each)]
    if not worked:
        return False
    first, last = edge.first_business_days, edge.last_business_days
    begins = bool(first) and day <= worked[min(first, len(worked)) - 1]
    ends = bool(last) and day >= worked[-min(last, len(worked))]
    return begins or ends
