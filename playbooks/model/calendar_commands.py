"""The wish about the calendar."""

from typing import Literal

from playbooks.model.calendar import Calendar
from playbooks.model.frozen import Frozen, Prose


class ReviseCalendar(Frozen):
    """Go by this calendar from tomorrow on, say because a year's holiday schedule was published."""

    kind: Literal["revise_calendar"] = "revise_calendar"
    calendar: Calendar
    reason: Prose | None = None
