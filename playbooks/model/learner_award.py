"""The monthly award while nobody works in the system yet: from training scores and issues raised.

    points = 60 x levels completed in the month / 3
           + 25 x mean score of these levels / 100
           + issue points, at most 15

An issue raised is worth 4, 3, 2 or 1 points by severity 1 to 4, as in the award of a month with usage.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from playbooks.model.award import DAYS, ISSUES, RECORDS
from playbooks.model.calendar import Calendar
from playbooks.model.evidence import Level, TrainingRecord
from playbooks.model.frozen import Frozen, Key
from playbooks.model.issue import Issue
from playbooks.model.training_standing import completed

_TENTH, _FULL_SCORE, _WORST = Decimal("0.1"), 100, 5


class LearnerPlace(Frozen):
    """One person's place, with the points it is made of."""

    place: int
    person: str
    department: Key
    levels: Decimal
    scores: Decimal
    issues: Decimal

    @property
    def points(self) -> Decimal:
        """Return all points."""
        return self.levels + self.scores + self.issues


def learner_award(
    records: Iterable[TrainingRecord], issues: Iterable[Issue], *, calendar: Calendar, month: date
) -> tuple[LearnerPlace, ...]:
    """Return the ranking of the month in which the given day lies; who completed nothing is not ranked."""
    raised = _issue_points(issues, calendar, month=month)
    learned: dict[tuple[str, str], list[Decimal]] = {}
    for record in completed(records):
        if record.score is not None and _within(record.completed, month):
            learned.setdefault((record.person, record.department), []).append(record.score)
    places = [_place(who, scores, raised=raised) for who, scores in learned.items()]
    ordered = sorted(places, key=lambda place: (-place.points, place.person))
    return tuple(
        place.model_copy(update={"place": 1 + sum(other.points > place.points for other in ordered)})
        for place in ordered
    )


def _place(who: tuple[str, str], scores: list[Decimal], *, raised: dict[str, Decimal]) -> LearnerPlace:
    person, department = who
    mean = min(sum(scores, Decimal(0)) / len(scores), Decimal(_FULL_SCORE))
    return LearnerPlace(
        place=0,
        person=person,
        department=department,
        levels=(DAYS * min(len(scores), len(Level)) / len(Level)).quantize(_TENTH),
        scores=(RECORDS * mean / _FULL_SCORE).quantize(_TENTH),
        issues=min(ISSUES, raised.get(person, Decimal(0))),
    )


def _issue_points(issues: Iterable[Issue], calendar: Calendar, *, month: date) -> dict[str, Decimal]:
    points: dict[str, Decimal] = {}
    for issue in issues:
        if _within(calendar.day(issue.raised_at), month):
            points[issue.raised_by] = points.get(issue.raised_by, Decimal(0)) + _WORST - issue.severity
    return points


def _within(day: date | None, month: date) -> bool:
    return day is not None and (day.year, day.month) == (month.year, month.month)
