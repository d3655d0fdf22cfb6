"""What a person types as a fact makes sense, or is refused while the person is still there to correct it.

Files and sources go on record as they are, and the gate says what is wrong with them.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.visit import Visit

#: The highest score of an assessment, unless a gate asks for more.
USUAL_SCORE = Decimal(100)


def require_number(option: str, value: Decimal) -> None:
    """Refuse what is no finite number."""
    if not value.is_finite():
        raise Mistake(w.NO_NUMBER, option=option, value=value)


def require_score(score: Decimal, wanted: Iterable[Decimal]) -> None:
    """Refuse a score that no assessment can have; `wanted` are the scores that gates ask for."""
    require_number("--score", score)
    highest = max((USUAL_SCORE, *wanted))
    if not 0 <= score <= highest:
        raise Mistake(w.NO_SCORE, score=score, highest=f"{highest:f}")


def require_unit(metric: str, unit: str, wanted: str | None) -> None:
    """Refuse another unit than the playbook has for a KPI."""
    if wanted is not None and unit != wanted:
        raise Mistake(w.OTHER_UNIT, unit=unit, metric=metric, wanted=wanted)


def day_of(at_desk: Visit, day: date | None) -> date:
    """Return the day of a fact, by default today; refuse one that is still to come."""
    today = at_desk.rollout.calendar.day(at_desk.office.clock.now())
    if day is not None and day > today:
        raise Mistake(w.DAY_TO_COME, day=day, today=today)
    return day or today


def require_department(at_desk: Visit, department: str) -> None:
    """Refuse a department that does not take part."""
    known = [each.key for each in at_desk.rollout.team.departments]
    if known and department not in known:
        raise Mistake(w.NO_DEPARTMENT, department=department, known=tuple(known))
