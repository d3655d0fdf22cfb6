"""User acceptance tests per department, two rounds: one falls short in the first, none in the second.

Front-line staff test, never the IT department; the date is the day the case was run.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from config.example.chance import chance
from config.example.rows import Row


@dataclass(frozen=True, slots=True)
class Round:
    """One round: its Monday and, per department, how many cases failed and how many could not be run."""

    number: int
    monday: date
    failed: dict[str, int]
    blocked: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """The acceptance test of one system: cases per department and the rounds."""

    system: str
    cases: dict[str, int]
    rounds: tuple[Round, ...]


TRIALS = (
    Trial(
        "crm",
        {"sales": 42, "service": 30, "finance": 18, "warehouse": 12},
        (
            Round(1, date(2026, 6, 22), {"sales": 2, "service": 4, "finance": 0}, {"service": 2}),
            Round(2, date(2026, 7, 6), {"sales": 1}),
        ),
    ),
    Trial(
        "erp",
        {"sales": 30, "purchasing": 34, "warehouse": 40, "production": 36, "quality": 14, "finance": 44},
        (
            Round(1, date(2026, 12, 7), {"warehouse": 7, "production": 1, "finance": 1}, {"warehouse": 3}),
            Round(2, date(2026, 12, 21), {"production": 1}),
        ),
    ),
)


def runs(trial: Trial, test_round: Round, payroll: list[Row]) -> list[Row]:
    """Make the runs of one round, department by department."""
    draw = chance(f"uat.{trial.system}.{test_round.number}")
    first = 1
    rows: list[Row] = []
    for department, count in trial.cases.items():
        testers = [person["person"] for person in payroll if person["department"] == department]
        results = _results(count, test_round, department, draw=draw)
        for offset, result in enumerate(results):
            case = {"round": str(test_round.number), "department": department}
            case["case"] = f"{department.upper()}-{offset + 1:02d}"
            case["requirement"] = f"{trial.system.upper()}-R{first + offset:03d}"
            day = test_round.monday + timedelta(days=offset * 4 // count)
            rows.append(case | {"result": result, "tester": draw.choice(testers[:6]), "date": str(day)})
        first += count
    return rows


def _results(count: int, test_round: Round, department: str, *, draw: Random) -> list[str]:
    """Return the results of one department in the order of its cases."""
    failed = test_round.failed.get(department, 0)
    blocked = test_round.blocked.get(department, 0)
    results = ["failed"] * failed + ["blocked"] * blocked + ["passed"] * (count - failed - blocked)
    draw.shuffle(results)
    return results
