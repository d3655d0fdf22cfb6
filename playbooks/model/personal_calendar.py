"""A person's own calendar: the company's days, in the person's time zone and working hours."""

from playbooks.model.calendar import Calendar
from playbooks.model.stakeholder import Stakeholder


def personal_calendar(calendar: Calendar, person: Stakeholder | None) -> Calendar:
    """Return the calendar by which somebody works; whoever has nothing of their own works as the company does."""
    if person is None or (person.time_zone is None and person.hours is None):
        return calendar
    own = {"time_zone": person.time_zone or calendar.time_zone, "hours": person.hours or calendar.hours}
    return calendar.model_copy(update=own)
