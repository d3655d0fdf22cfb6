"""Business days in a rollout's own time zone; deadlines are counted in them and never approve anything."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import field_serializer, field_validator

from playbooks.model.frozen import Frozen

SATURDAY = 5
CLOSING = time(18, 0)


class Calendar(Frozen):
    """Which days are worked: Monday to Friday, less the holidays, plus the weekend days worked instead."""

    time_zone: str = "Asia/Shanghai"
    holidays: frozenset[date] = frozenset()
    worked_weekends: frozenset[date] = frozenset()

    @field_validator("time_zone")
    @classmethod
    def _check_time_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"unknown time zone {name!r}; use an IANA name such as Asia/Shanghai") from error
        return name

    @field_serializer("holidays", "worked_weekends")
    def _in_order(self, days: frozenset[date]) -> list[date]:
        """Write days in order, so that the same calendar is the same text in every process."""
        return sorted(days)

    def day(self, now: datetime) -> date:
        """Return the local day of an instant."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()

    def works(self, day: date) -> bool:
        """Tell whether this day is a business day."""
        if day in self.worked_weekends:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def due(self, start: datetime, days: int) -> datetime:
        """Return the close of business (18:00 local) of the n-th business day after the start's day."""
        day = self.day(start)
        while days > 0:
            day += timedelta(days=1)
            days -= self.works(day)
        return datetime.combine(day, CLOSING, ZoneInfo(self.time_zone)).astimezone(UTC)

    def days_between(self, start: datetime, end: datetime) -> int:
        """Return how many business days lie after the start's day up to the end's, negative if before."""
        first, last = self.day(start), self.day(end)
        step = 1 if last >= first else -1
        low, high = min(first, last), max(first, last)
        return step * sum(self.works(low + timedelta(days=n)) for n in range(1, (high - low).days + 1))
