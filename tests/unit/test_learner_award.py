"""The award while nobody works in the system yet: levels completed, scores, issues; nothing by taste."""

from datetime import date
from decimal import Decimal

import pytest

from playbooks.model.calendar import Calendar
from playbooks.model.evidence import Level, TrainingRecord
from playbooks.model.issue import Issue
from playbooks.model.learner_award import LearnerPlace, learner_award
from tests.simulators.facts import issue, trained

JUNE = date(2026, 6, 15)


def award(*records: TrainingRecord, issues: tuple[Issue, ...] = ()) -> tuple[LearnerPlace, ...]:
    """Return the ranking of June."""
    return learner_award(records, issues, calendar=Calendar(), month=JUNE)


def test_points_are_made_of_levels_scores_and_issues() -> None:
    """Two of three levels are 40 points, a mean of 80 is 20; an issue of severity 2 is 3."""
    records = (trained("qian_bo", 70), trained("qian_bo", 90).model_copy(update={"level": Level.APPLICATION}))
    (place,) = award(*records, issues=(issue(severity=2),))
    points = (place.levels, place.scores, place.issues, place.points)
    assert points == tuple(map(Decimal, (40, 20, 3, 63)))


def test_equal_points_share_a_place() -> None:
    """The next one is third."""
    places = award(trained("a", 90), trained("b", 90), trained("c", 60))
    assert [(place.place, place.person) for place in places] == [(1, "a"), (1, "b"), (3, "c")]


@pytest.mark.parametrize(
    "record",
    [
        trained("late", completed=date(2026, 7, 1)),
        trained("early", completed=date(2025, 6, 15)),
        trained("absent", completed=None),
        trained("unmarked", None),
        trained("strange", "NaN"),
    ],
)
def test_who_completed_nothing_this_month_is_not_ranked(record: TrainingRecord) -> None:
    """Another month, no completion, no score or no number: no place."""
    assert award(record) == ()


def test_a_flood_of_reports_does_not_win() -> None:
    """Issue points end at fifteen."""
    flood = tuple(issue(f"i{n}", severity=1) for n in range(40))
    assert award(trained("qian_bo"), issues=flood)[0].issues == Decimal(15)


def test_a_score_above_a_hundred_counts_as_a_hundred() -> None:
    """Nobody wins by a slip of the pen."""
    assert award(trained("a", 1000))[0].scores == Decimal(25)
