"""Provisional dates: those that rest on a year whose holiday schedule is not published yet are shown as such."""

from datetime import date, datetime

from playbooks.model.calendar import Calendar
from playbooks.model.text import Text


def provisional_note(calendar: Calendar, day: date) -> Text | None:
    """Return the remark that belongs beside a day, or None where the day is certain."""
    if not calendar.provisional(day):
        return None
    return Text(
        zh=f"暂定，{day.year} 年放假安排尚未公布",
        en=f"provisional, the holiday schedule of {day.year} is not published yet",
    )


def dated(calendar: Calendar, moment: datetime) -> Text:
    """Return the local day of an instant, with the remark where it is provisional."""
    day = calendar.day(moment)
    note = provisional_note(calendar, day)
    if note is None:
        return Text(zh=day.isoformat(), en=day.isoformat())
    return Text(zh=f"{day}（{note.zh}）", en=f"{day} ({note.en})")
