"""The gate of SMART goals: every letter of every goal."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pydantic import ValidationError

from playbooks.model.gates.smart_goals import SmartGoalsGate
from playbooks.model.goal import Direction
from playbooks.model.verdict import Outcome
from tests.simulators.facts import TODAY, goal, goals
from tests.simulators.gates import judged, rule

GATE = rule(SmartGoalsGate)


def test_a_smart_goal_passes() -> None:
    """Nothing lacks, nothing is missing."""
    verdict = judged(GATE, goals())
    assert verdict.passed
    assert not verdict.missing


@pytest.mark.parametrize(
    ("change", "letter"),
    [
        ({"metric": None}, "S "),
        ({"direction": None}, "S "),
        ({"baseline": None}, "M "),
        ({"unit": None}, "M "),
        ({"target": Decimal(9)}, "A "),
        ({"direction": Direction.UP}, "A "),
        ({"owner": None}, "R "),
        ({"owner": "stranger"}, "R "),
        ({"owner": "he_jun"}, "R "),
        ({"due": None}, "T "),
        ({"due": TODAY - timedelta(days=1)}, "T "),
    ],
)
def test_the_missing_letter_is_named(change: dict[str, object], letter: str) -> None:
    """Whatever makes a goal less than SMART is named by its letter."""
    verdict = judged(GATE, goals(goal().model_copy(update=change)))
    assert verdict.outcome is Outcome.FAILED
    assert f"Faster close lacks {letter}" in verdict.reason.en


def test_a_goal_due_today_is_still_bound_in_time() -> None:
    """Only the day after is too late."""
    assert judged(GATE, goals(goal(due=TODAY))).passed


def test_the_owner_of_the_goal_is_asked() -> None:
    """Who wants the goal completes it; without an owner, the gate's roles do."""
    gate = rule(SmartGoalsGate, accepted_by=["sponsor"])
    given = goals(goal("one", unit=None), goal("two", owner=None))
    assert [item.who for item in judged(gate, given).missing] == [("wang_fang",), ("sponsor",)]


def test_all_missing_letters_of_a_goal_stand_together() -> None:
    """One goal, one line."""
    verdict = judged(GATE, goals(goal(metric=None, due=TODAY - timedelta(days=3))))
    assert len(verdict.missing) == 1
    assert "2026-06-12 已过" in verdict.reason.zh


@pytest.mark.parametrize(("count", "outcome"), [(2, Outcome.FAILED), (3, Outcome.PASSED)])
def test_too_few_goals_fail(count: int, outcome: Outcome) -> None:
    """The number asked for is enough."""
    given = goals(*(goal(f"goal_{number}") for number in range(count)))
    assert judged(rule(SmartGoalsGate, minimum=3), given).outcome is outcome


def test_one_goal_written_twice_is_not_two() -> None:
    """Doubled keys are refused as evidence."""
    assert judged(rule(SmartGoalsGate, minimum=2), goals(goal(), goal())).outcome is Outcome.INVALID


def test_a_minimum_of_no_goals_is_refused() -> None:
    """A gate that asks for no goals would always pass."""
    with pytest.raises(ValidationError):
        rule(SmartGoalsGate, minimum=0)
