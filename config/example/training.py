"""Training records: everybody concerned, three levels each, super users a week before the rest.

A record without a date is a course not yet finished; what stood on an earlier day follows from the dates.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from config.example.chance import chance
from config.example.rows import Row

LEVELS = ("awareness", "skill", "application")


@dataclass(frozen=True, slots=True)
class Course:
    """Who is trained for a system, when it begins, and who has not finished."""

    system: str
    audience: dict[str, int]
    first: date
    unfinished: tuple[tuple[str, str], ...]
    below_pass_mark: tuple[tuple[str, str], ...]


COURSES = (
    Course(
        "crm",
        {"management": 5, "sales": 18, "service": 10, "purchasing": 3, "warehouse": 6, "production": 4,
         "quality": 4, "finance": 4, "hr": 2, "it": 4},
        date(2026, 5, 6),
        (("warehouse", "application"), ("production", "application")),
        (("quality", "skill"),),
    ),
    Course(
        "erp",
        {"management": 5, "sales": 18, "service": 10, "purchasing": 7, "warehouse": 16, "production": 36,
         "quality": 8, "engineering": 4, "finance": 8, "hr": 4, "it": 4},
        date(2026, 11, 2),
        (("production", "application"), ("production", "skill"), ("engineering", "application")),
        (("production", "awareness"), ("sales", "application")),
    ),
)  # fmt: skip


def training(course: Course, payroll: list[Row]) -> list[Row]:
    """Make the records of one system."""
    draw = chance(f"training.{course.system}")
    rows: list[Row] = []
    for department, heads in course.audience.items():
        pupils = [person for person in payroll if person["department"] == department][:heads]
        for person in pupils:
            rows += [_record(course, person, level, draw=draw) for level in LEVELS]
        # The last one of the department is the one who was on leave or at a machine.
        _leave_open(course, rows[-len(LEVELS) :])
    return rows


def _record(course: Course, person: Row, level: str, *, draw: Random) -> Row:
    """Return a passed course: one level a week, stakeholders and super users first."""
    lead = 7 if person["tier"] == "staff" else 0
    day = course.first + timedelta(days=lead + 7 * LEVELS.index(level) + draw.randrange(3))
    who = {column: person[column] for column in ("person", "name", "department", "tier")}
    return who | {"level": level, "completed": str(day), "score": str(82 + draw.randrange(18))}


def _leave_open(course: Course, records: list[Row]) -> None:
    """Take back what the last pupil of a department has not finished or not passed."""
    for record in records:
        case = (record["department"], record["level"])
        if case in course.unfinished:
            record.update(completed="", score="")
        if case in course.below_pass_mark:
            record.update(score="74")
