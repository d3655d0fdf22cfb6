"""Wording: figures as people write them, lists that end, shares that never flatter."""

import pytest

from playbooks.model.gates.wording import brief, department_name, joined, listed, named, share
from tests.simulators.facts import team, text


@pytest.mark.parametrize(
    ("part", "whole", "written"), [(1, 3, "33.3"), (9999, 10000, "99.9"), (1, 1, "100"), (0, 7, "0")]
)
def test_shares_are_rounded_down(part: int, whole: int, written: str) -> None:
    """99.99 % is not 100 %."""
    assert share(part, whole) == written


def test_long_words_are_cut() -> None:
    """With a sign that there was more."""
    assert brief("abcdef", 4) == "abc…"
    assert brief("abcd", 4) == "abcd"


def test_a_list_ends_after_five() -> None:
    """And says how many more there are."""
    assert listed(text(str(number)) for number in range(5)).en == "0; 1; 2; 3; 4"
    assert listed(text(str(number)) for number in range(7)).zh == "0；1；2；3；4 等 7 项"


def test_people_are_called_by_their_names() -> None:
    """A system that is not of the team is called by its key."""
    assert named(team(), ["wang_fang", "erp_export"]).zh == "王芳、erp_export"
    assert named(team(), ["wang_fang"] * 6).en.endswith("and 1 more")


def test_departments_are_called_by_their_names() -> None:
    """An unknown one is called by its key."""
    assert [department_name(team(), key).en for key in ("sales", "legal")] == ["Sales", "legal"]


def test_keys_stand_in_one_line() -> None:
    """Each language separates them its own way, and what people typed never gets too long for a text."""
    said = joined(["uat", "migration"])
    assert (said.zh, said.en) == ("uat、migration", "uat, migration")
    assert len(joined(["key"] * 5000).zh) == 1000
