"""A span of whole days where the rollout is: from the first day's beginning to the last day's end."""

from datetime import date, datetime, time, timedelta

from playbooks.model.calendar import Calendar
from playbooks.model.errors import InputError


def whole_days(first: date, last: date, calendar: Calendar) -> dict[str, datetime]:
    """Return the beginning and the end of a span of days, the last one included."""
    try:
        ends = calendar.at(last + timedelta(days=1), time())
    except OverflowError:
        raise InputError("{day} is out of reach of any calendar; name a nearer day.", day=last) from None
    return {"starts": calendar.at(first, time()), "until": ends}
