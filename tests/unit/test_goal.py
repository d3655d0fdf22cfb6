"""SMART goals: which letter is missing, for every way to leave one out."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from playbooks.model.goal import Direction, GoalDraft, Letter
from tests.simulators.facts import goal, text

figures = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000)


@pytest.mark.parametrize(
    ("changes", "letters"),
    [
        ({}, ""),
        ({"metric": None}, "S"),
        ({"direction": None}, "S"),
        ({"baseline": None}, "M"),
        ({"target": None}, "M"),
        ({"unit": None}, "M"),
        ({"unit": ""}, "M"),
        ({"unit": "  "}, "M"),
        ({"target": Decimal(9)}, "A"),
        ({"target": Decimal(10)}, "A"),
        ({"direction": Direction.UP}, "A"),
        ({"owner": None}, "R"),
        ({"due": None}, "T"),
    ],
)
def test_what_is_left_out_has_a_letter(changes: dict[str, Any], letters: str) -> None:
    """One thing missing, one letter; a blank unit is no unit."""
    assert "".join(goal(**changes).missing_letters()) == letters


def test_a_mere_title_lacks_all_but_the_comparison() -> None:
    """With nothing to compare nothing is unachievable: the other letters say what is missing."""
    assert "".join(GoalDraft(key="g", title=text()).missing_letters()) == "SMRT"


@given(figures, figures, st.sampled_from(Direction))
def test_achievable_is_strictly_better(baseline: Decimal, target: Decimal, direction: Direction) -> None:
    """The target lies on the side the goal points to; standing still is no goal."""
    draft = goal(baseline=baseline, target=target, direction=direction)
    better = target > baseline if direction is Direction.UP else target < baseline
    assert (Letter.ACHIEVABLE in draft.missing_letters()) is not better


@given(st.sets(st.sampled_from(["metric", "unit", "owner", "due"])))
def test_letters_come_in_their_order_and_once(left_out: set[str]) -> None:
    """Whatever is left out, the letters spell a part of SMART."""
    nothing: dict[str, Any] = dict.fromkeys(left_out)
    letters = [letter.value for letter in goal(**nothing).missing_letters()]
    assert letters == [letter for letter in "SMART" if letter in letters]


@pytest.mark.parametrize(("field", "value"), [*product(["baseline", "target"], ["NaN", "Infinity", "many"])])
def test_a_goal_is_held_against_a_number(field: str, value: str) -> None:
    """What is no finite number is refused at the door."""
    with pytest.raises(ValidationError):
        GoalDraft.model_validate({"key": "g", "title": text(), field: value})


def test_every_letter_says_what_it_asks_for() -> None:
    """The label begins with the letter in both languages."""
    assert all(letter.label.zh[0] == letter.label.en[0] == letter.value for letter in Letter)
