"""`calendar`: a year's working days, make-up days, holidays and freezes, as the company or a person has them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from cyclopts import App

from flows.bootstrap import settings
from flows.entrypoints.cli import calendar_wording as cw
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.mistake import Unknown
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.speaker import Speaker, both, speaker
from flows.entrypoints.cli.standing import present
from flows.entrypoints.cli.table import Column, table
from flows.entrypoints.cli.tones import line
from playbooks.model.calendar import Calendar
from playbooks.model.freeze_window import FreezeWindow
from playbooks.model.frozen import YEARS
from playbooks.model.organisation import Organisation
from playbooks.model.personal_calendar import personal_calendar
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.text import Text
from tasks.adapters.calendars import calendar_of_years, holiday_names
from tasks.adapters.organisation import read_organisation

app = App(name="calendar")


@dataclass(frozen=True, slots=True)
class _Year:
    """A year of a calendar, with the names of its holidays."""

    number: int
    calendar: Calendar
    names: dict[date, Text]

    def month(self, number: int) -> list[date]:
        """Return the days of a month."""
        return [date(self.number, number, day + 1) for day in range(monthrange(self.number, number)[1])]

    def worked(self, month: int) -> list[date]:
        """Return the business days of a month."""
        return [day for day in self.month(month) if self.calendar.works(day)]

    def off(self, month: int) -> list[date]:
        """Return the holidays of a month, those at weekends too."""
        return [day for day in self.month(month) if day in self.calendar.holidays]

    def made_up(self, month: int) -> list[date]:
        """Return the days of a month that are worked instead of others."""
        return [day for day in self.month(month) if day in self.calendar.worked_weekends]


@app.default
def calendar(*, year: int | None = None, person: str | None = None, reply: Reply = PLAIN) -> ExitCode:
    """查看日历：工作日、节假日、调休、冻结期 · Show the calendar: working days, holidays, make-up days, freezes.

    Args:
        year: 年份，默认今年 · the year, by default this one
        person: 以谁的时区与工时显示 · in whose time zone and working hours
        reply: 输出 · output
    """
    answering, organisation = speaker(reply), read_organisation(settings().organisation)
    who = _person(organisation, person)
    number = year or organisation.working_calendar.day(present()).year
    if number not in YEARS:
        raise Unknown(cw.NO_SUCH_YEAR, year=number, first=YEARS.start, last=YEARS.stop - 1)
    years = range(number, number + 1)
    shown = _Year(
        number,
        personal_calendar(calendar_of_years(organisation, years), who),
        holiday_names(organisation, years),
    )
    answering.document(_facts(shown, who))
    if not answering.to_script:
        _show(answering, shown)
    return ExitCode.DONE


def _person(organisation: Organisation, key: str | None) -> Stakeholder | None:
    found = organisation.team.person(key) if key else None
    if key and found is None:
        known = ", ".join(each.key for each in organisation.people)
        raise Unknown(cw.NO_SUCH_PERSON, person=key, known=known)
    return found


def _facts(shown: _Year, who: Stakeholder | None) -> dict[str, object]:
    kept, months = shown.calendar, range(1, 13)
    return {
        "year": shown.number,
        "person": who.key if who else None,
        "time_zone": kept.time_zone,
        "hours": {"from": f"{kept.hours.begins:%H:%M}", "to": f"{kept.hours.ends:%H:%M}"},
        "provisional": kept.provisional(date(shown.number, 1, 1)),
        "working_days": sum(len(shown.worked(month)) for month in months),
        "months": [{"month": month, "working_days": len(shown.worked(month))} for month in months],
        "holidays": [
            {"day": day.isoformat(), "name": both(shown.names.get(day, cw.OWN_DAY_OFF))}
            for month in months
            for day in shown.off(month)
        ],
        "make_up_days": [day.isoformat() for month in months for day in shown.made_up(month)],
        "freezes": [window.model_dump(mode="json", exclude_none=True) for window in kept.freezes],
    }


def _show(speaker: Speaker, shown: _Year) -> None:
    kept = shown.calendar
    hours = "–".join(f"{each:%H:%M}" for each in (kept.hours.begins, kept.hours.ends))
    count = sum(len(shown.worked(month)) for month in range(1, 13))
    head = speaker.say(cw.YEAR_HEAD, year=shown.number, zone=kept.time_zone, hours=hours, count=count)
    speaker.show(line(head, "bold"))
    if kept.provisional(date(shown.number, 1, 1)):
        speaker.show(line(speaker.say(cw.YEAR_PROVISIONAL, year=shown.number), "yellow"))
    columns = (
        Column(cw.C_MONTH, number=True),
        Column(cw.C_WORKED, number=True),
        Column(cw.C_OFF, wide=True),
        Column(cw.C_MADE_UP),
    )
    rows = [_row(speaker, shown, month) for month in range(1, 13)]
    speaker.show(table(speaker, columns, rows, empty=cw.OWN_DAY_OFF))
    if kept.freezes:
        speaker.show(line(speaker.say(cw.FREEZES)))
    for window in kept.freezes:
        speaker.show(line(_freeze_line(speaker, window)))


def _row(speaker: Speaker, shown: _Year, month: int) -> tuple[str, ...]:
    off = speaker.listed(
        f"{day.day} {speaker.say(shown.names.get(day, cw.OWN_DAY_OFF))}" for day in shown.off(month)
    )
    made_up = speaker.listed(str(day.day) for day in shown.made_up(month))
    return (str(month), str(len(shown.worked(month))), off, made_up)


def _freeze_line(speaker: Speaker, window: FreezeWindow) -> str:
    what = speaker.listed(speaker.say(each.label) for each in window.activities)
    return speaker.say(
        cw.FREEZE_LINE, when=speaker.say(window.when), reason=speaker.say(window.reason), what=what
    )
