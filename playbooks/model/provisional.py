"""Provisional dates: those that rest on a year whose holiday schedule is not published yet are shown as such."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from playbooks.model.text import Text

if TYPE_CHECKING:  # lists say the remark without the calendar, which takes longer to load than they may take
    from playbooks.model.calendar import Calendar


def provisional_remark(day: date) -> Text:
    """Return the remark that belongs beside a day of a year whose schedule is not published yet."""
    return Text(
        zh=f"暂定，{day.year} 年放假安排尚未公布",
        en=f"provisional, the holiday schedule of {day.year} is not published yet",
    )


def remarked(day: date) -> Text:
    """Return such a day with the remark beside it."""
    note = provisional_remark(day)
    return Text(zh=f"{day}（{note.zh}）", en=f"{day} ({note.en})")


def provisional_note(calendar: "Calendar", day: date) -> Text | None:
    """Return the remark that belongs beside a day, or None where the day is certain."""
    return provisional_remark(day) if calendar.provisional(day) else None


def dated(calendar: "Calendar", moment: datetime) -> Text:
    """Return the local day of an instant, with the remark where it is provisional."""
    day = calendar.day(moment)
    return remarked(day) if calendar.provisional(day) else Text(zh=day.isoformat(), en=day.isoformat())
