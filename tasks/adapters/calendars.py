"""Public holidays, looked up in the `holidays` package, joined with the company's own days for one rollout.

- China decrees its make-up working days every autumn for the year to come: a year without any is not published yet.
- Years beyond what is looked up are provisional everywhere.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays

from playbooks.model.calendar import Calendar, Weekday
from playbooks.model.company_calendar import PublicDays
from playbooks.model.errors import InputError
from playbooks.model.freeze_window import FreezeWindow
from playbooks.model.organisation import Organisation
from playbooks.model.text import Text
from tasks.adapters.company import Company

#: A rollout keeps the year before its start and so many after it.
YEARS_AHEAD = 4
ENGLISH, CHINESE = "en_US", "zh_CN"
#: Countries that have decreed make-up working days for every single year.
DECREED_YEARLY = frozenset({"CN", "CHN"})


@lru_cache(maxsize=32)
def public_days(country: str, subdivision: str | None, years: range) -> PublicDays:
    """Return a country's public holidays and make-up working days of these years."""
    local, english, chinese = (
        _named(country, subdivision, years, language=each) for each in (None, ENGLISH, CHINESE)
    )
    off = {day: Text(zh=chinese.get(day, name), en=english.get(day, name)) for day, name in local.items()}
    decreed = frozenset(day for day in local.weekend_workdays if day.year in years)
    week = tuple(day for number, day in enumerate(Weekday) if number not in local.weekend)
    published = max((day.year for day in decreed), default=years.start - 1)
    known = published if country in DECREED_YEARLY else years.stop - 1
    return PublicDays(off=off, worked=decreed, week=week, published_through=known)


def holiday_names(organisation: Organisation, years: range) -> dict[date, Text]:
    """Return the public holidays of these years by name; none for a company that names no country."""
    own = organisation.company_calendar
    return {} if own.country is None else public_days(own.country, own.subdivision, years).off


def rollout_calendar(organisation: Organisation, start: date) -> Calendar:
    """Return the calendar of a rollout that starts, or started, on this day."""
    return calendar_of_years(organisation, range(start.year - 1, start.year + YEARS_AHEAD + 1))


def calendar_of_years(organisation: Organisation, years: range) -> Calendar:
    """Return the company's calendar with the public holidays of these years."""
    own = organisation.company_calendar
    return own.own if own.country is None else own.joined(public_days(own.country, own.subdivision, years))


def with_system_freezes(calendar: Calendar, company: Company) -> Calendar:
    """Return the calendar with the frozen days that the company planned for the playbook's system."""
    dates = company.dates().content
    of_system = dates.of(company.playbook) if dates else None
    if of_system is None:
        return calendar
    planned = tuple(
        FreezeWindow(
            key=f"{company.playbook}.planned.{number}",
            reason=frozen.reason,
            first=frozen.first,
            last=frozen.last,
            systems=(company.playbook,),
        )
        for number, frozen in enumerate(of_system.frozen, start=1)
    )
    return calendar.model_copy(update={"freezes": (*calendar.freezes, *planned)})


def _named(
    country: str, subdivision: str | None, years: Iterable[int], *, language: str | None
) -> holidays.HolidayBase:
    try:
        found = holidays.country_holidays(country, subdiv=subdivision, years=years, language=None)
        if language in found.supported_languages:
            return holidays.country_holidays(country, subdiv=subdivision, years=years, language=language)
    except NotImplementedError as error:
        raise InputError(
            "No public holidays are known for {country} {subdivision}; correct country and subdivision "
            "under calendar in the organisation file, or list the holidays there.",
            country=country,
            subdivision=subdivision or "",
        ) from error
    return found
