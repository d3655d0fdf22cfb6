"""Business days in a rollout's own time zone; deadlines are counted in them and never approve anything."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import Field, field_serializer

from playbooks.model.errors import InputError
from playbooks.model.freeze_window import FreezeWindow
from playbooks.model.frozen import Frozen
from playbooks.model.text import Text
from playbooks.model.time_zone import TimeZone
from playbooks.model.working_hours import WorkingHours

#: No company closes for longer; a calendar that does has a mistake in it.
LONGEST_CLOSURE = 400


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


DAYS = tuple(Weekday)
WORKING_WEEK = DAYS[:5]


class NoWorkingDayError(InputError):
    """The calendar has no working day for more than a year."""

    def __init__(self, near: date) -> None:
        text = Text(
            zh=f"日历在 {near} 前后 {LONGEST_CLOSURE} 天内没有工作日；请更正组织文件中的 calendar",
            en=f"The calendar has no working day within {LONGEST_CLOSURE} days of {near}; "
            "correct calendar in the organisation file.",
        )
        super().__init__(text)


class Calendar(Frozen):
    """Which days are worked: those of the working week, less the holidays, plus the weekend days worked instead.

    Days after the year `published_through` are provisional: their holiday schedule is not known yet.
    """

    time_zone: TimeZone = "Asia/Shanghai"
    holidays: frozenset[date] = frozenset()
    worked_weekends: frozenset[date] = frozenset()
    week: tuple[Weekday, ...] = Field(default=WORKING_WEEK, min_length=1)
    hours: WorkingHours = WorkingHours()
    published_through: int | None = None
    freezes: tuple[FreezeWindow, ...] = ()

    @field_serializer("holidays", "worked_weekends")
    def _in_order(self, days: frozenset[date]) -> list[date]:
        """Write days in order, so that the same calendar is the same text in every process."""
        return sorted(days)

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone."""
        return ZoneInfo(self.time_zone)

    def day(self, now: datetime) -> date:
        """Return the local day of an instant; a time without a zone is no instant."""
        if now.tzinfo is None:
            raise InputError("{now} has no time zone, so it is no instant; add one, such as +08:00.", now=now)
        return now.astimezone(self.zone).date()

    def at(self, day: date, moment: time) -> datetime:
        """Return the instant of a local time of day."""
        return datetime.combine(day, moment, self.zone).astimezone(UTC)

    def works(self, day: date) -> bool:
        """Tell whether this day is a business day."""
        if day in self.worked_weekends:
            return True
        return DAYS[day.weekday()] in self.week and day not in self.holidays

    def provisional(self, day: date) -> bool:
        """Tell whether the holiday schedule of this day's year is still to be published."""
        return self.published_through is not None and day.year > self.published_through

    def working_day(self, day: date, *, step: int = 1) -> date:
        """Return the nearest business day after this day, or with step -1 before it."""
        near = (day + timedelta(days=step * n) for n in range(1, LONGEST_CLOSURE + 1))
        found = next((each for each in near if self.works(each)), None)
        if found is None:
            raise NoWorkingDayError(day)
        return found

    def due(self, start: datetime, days: int) -> datetime:
        """Return the close of business (18:00 local unless told otherwise) of the n-th business day after the start's."""
        day = self.day(start)
        for _ in range(days):
            day = self.working_day(day)
        return self.at(day, self.hours.ends)

    def days_between(self, start: datetime, end: datetime) -> int:
        """Return how many business days lie after the start's day up to the end's, negative if before."""
        first, last = self.day(start), self.day(end)
        step = 1 if last >= first else -1
        low, high = min(first, last), max(first, last)
        return step * sum(self.works(low + timedelta(days=n)) for n in range(1, (high - low).days + 1))
