"""A person's own calendar: the company's days by the person's clock."""

from datetime import UTC, date, datetime

from playbooks.model.calendar import Calendar
from playbooks.model.personal_calendar import personal_calendar
from playbooks.model.working_hours import WorkingHours
from playbooks.model.working_time import works_at
from tests.simulators.facts import person

COMPANY = Calendar(holidays=frozenset({date(2026, 3, 10)}))
EVENING = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # 22:00 in Shanghai, 15:00 in Berlin
BERLINER = person("ann").model_copy(update={"time_zone": "Europe/Berlin"})


def test_without_anything_of_their_own_people_work_as_the_company_does() -> None:
    """So do those whom nobody knows."""
    assert personal_calendar(COMPANY, person("ann")) == COMPANY == personal_calendar(COMPANY, None)


def test_the_clock_is_the_persons_own() -> None:
    """At ten in the evening in Shanghai somebody in Berlin is at work."""
    assert not works_at(COMPANY, EVENING)
    assert works_at(personal_calendar(COMPANY, BERLINER), EVENING)


def test_hours_are_the_persons_own() -> None:
    """Whoever works in the evening is at work then."""
    late = WorkingHours.model_validate({"from": "14:00", "to": "23:00", "breaks": []})
    shift = person("ann").model_copy(update={"hours": late})
    assert works_at(personal_calendar(COMPANY, shift), EVENING)


def test_days_off_are_the_companys() -> None:
    """Wherever somebody sits."""
    assert not personal_calendar(COMPANY, BERLINER).works(date(2026, 3, 10))
