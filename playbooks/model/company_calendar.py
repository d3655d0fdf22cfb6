"""A company's own calendar, as its organisation file states it: country, days of its own, hours, freezes.

The country's public holidays are looked up outside the model and joined in; where the two differ, the company's
own days count.
"""

from collections.abc import Set as AbstractSet
from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from playbooks.model.calendar import Calendar, Weekday
from playbooks.model.frozen import Frozen
from playbooks.model.text import Text

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}$")]


class PublicDays(Frozen):
    """What a country has decreed: days off by name, weekend days worked for them, its week, how far that is known."""

    off: dict[date, Text] = {}
    worked: frozenset[date] = frozenset()
    week: tuple[Weekday, ...] = Calendar().week
    published_through: int | None = None


class CompanyCalendar(Calendar):
    """Working days of a company; without a country only the days it lists itself are off."""

    country: Country | None = None
    subdivision: str | None = None

    @property
    def own(self) -> Calendar:
        """Return the calendar without public holidays."""
        return Calendar.model_validate({name: getattr(self, name) for name in Calendar.model_fields})

    def joined(self, public: PublicDays) -> Calendar:
        """Return the calendar with a country's public holidays."""
        stated = "week" in self.model_fields_set
        return self.own.model_copy(
            update={
                "holidays": _days(public.off.keys(), but=self.worked_weekends) | self.holidays,
                "worked_weekends": _days(public.worked, but=self.holidays) | self.worked_weekends,
                "week": self.week if stated else public.week,
                "published_through": _furthest(self.published_through, public.published_through),
            }
        )


def _days(days: AbstractSet[date], *, but: frozenset[date]) -> frozenset[date]:
    return frozenset(days) - but


def _furthest(stated: int | None, looked_up: int | None) -> int | None:
    """Return the later year: a company may have written down a schedule that the look-up does not know yet."""
    return looked_up if stated is None or looked_up is None else max(stated, looked_up)
