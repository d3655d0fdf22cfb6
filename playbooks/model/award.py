"""The monthly best-user award, computed from usage and issues raised, not by taste.

    points = 60 x active days / business days
           + 25 x records worked / the department's most
           + issue points, at most 15

An issue raised is worth 4, 3, 2 or 1 points by severity 1 to 4: finding what stops work counts more than
listing cosmetics, and the limit keeps a flood of reports from winning. Records are compared inside one
department only, for a warehouse books more often than a sales office. Who was active on less than half of the
days is not ranked.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from pydantic import Field

from playbooks.model.calendar import Calendar
from playbooks.model.frozen import Frozen, Key
from playbooks.model.issue import Issue

DAYS, RECORDS, ISSUES = Decimal(60), Decimal(25), Decimal(15)

_TENTH = Decimal("0.1")
_WORST = 5


class Usage(Frozen):
    """What one person did with the system in one month."""

    person: Key
    department: Key
    active_days: int = Field(ge=0, le=31)
    records: int = Field(ge=0)


class Place(Frozen):
    """One person's place in the ranking, with the points it is made of."""

    place: int
    person: Key
    department: Key
    days: Decimal
    records: Decimal
    issues: Decimal

    @property
    def points(self) -> Decimal:
        """Return all points."""
        return self.days + self.records + self.issues


class Award(Frozen):
    """The ranking of a month; equal points share a place."""

    month: date
    places: tuple[Place, ...]

    @property
    def winners(self) -> tuple[str, ...]:
        """Return who stands first: one person, several with equal points, or nobody."""
        return tuple(place.person for place in self.places if place.place == 1)


def award(usage: Iterable[Usage], issues: Iterable[Issue], *, calendar: Calendar, month: date) -> Award:
    """Return the ranking of the month in which the given day lies."""
    business_days = sum(calendar.works(day) for day in _days(month))
    active = [person for person in usage if 2 * person.active_days >= business_days > 0]
    most = _most_records(active)
    raised = _issue_points(issues, calendar, month=month)
    found = sorted(
        (
            Place(
                place=0,
                person=person.person,
                department=person.department,
                days=_part(DAYS, min(person.active_days, business_days), of=business_days),
                records=_part(RECORDS, person.records, of=most[person.department]),
                issues=min(ISSUES, raised.get(person.person, Decimal(0))),
            )
            for person in active
        ),
        key=lambda place: (-place.points, place.person),
    )
    return Award(month=month.replace(day=1), places=_placed(found))


def _placed(found: Sequence[Place]) -> tuple[Place, ...]:
    return tuple(
        place.model_copy(update={"place": 1 + sum(other.points > place.points for other in found)})
        for place in found
    )


def _most_records(usage: Iterable[Usage]) -> dict[str, int]:
    most: dict[str, int] = {}
    for person in usage:
        most[person.department] = max(most.get(person.department, 0), person.records)
    return most


def _issue_points(issues: Iterable[Issue], calendar: Calendar, *, month: date) -> dict[str, Decimal]:
    points: dict[str, Decimal] = {}
    for issue in issues:
        day = calendar.day(issue.raised_at)
        if (day.year, day.month) == (month.year, month.month):
            points[issue.raised_by] = points.get(issue.raised_by, Decimal(0)) + _WORST - issue.severity
    return points


def _part(weight: Decimal, count: int, *, of: int) -> Decimal:
    return (weight * count / of).quantize(_TENTH) if of else Decimal(0)


def _days(month: date) -> Iterable[date]:
    first = month.replace(day=1).toordinal()
    return (day for n in range(31) if (day := date.fromordinal(first + n)).month == month.month)
