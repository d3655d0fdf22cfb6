"""Groups made of pairs: the surest first, nothing across what keeps apart, and who survives."""

from itertools import permutations

import pytest

from playbooks.model.likeness import Ground, Level, Likeness
from playbooks.model.merge_group import MergeGroup, Pair, merge_groups

FILLED = {"a": 3, "b": 5, "c": 5, "d": 1}


def pair(one: str, other: str, level: Level = Level.LIKELY, ground: Ground = Ground.NAME) -> Pair:
    """Return two records that look like one."""
    return Pair(one, other, Likeness(level, (ground,)))


def groups(*pairs: Pair, apart: frozenset[str] = frozenset()) -> tuple[MergeGroup, ...]:
    """Return the groups of these pairs; two records of `apart` are never one."""
    return merge_groups(pairs, filled=FILLED, never=lambda one, other: {one, other} <= apart)


def test_pairs_that_share_a_record_make_one_group() -> None:
    """The most complete record survives, of equals the first."""
    (found,) = groups(pair("a", "b"), pair("b", "c"), pair("a", "d"))
    assert (found.survivor, found.keys) == ("b", ("b", "c", "a", "d"))


def test_nothing_is_united_across_what_keeps_apart() -> None:
    """The surer pair holds, the other is left out."""
    found = groups(pair("a", "b"), pair("b", "c", Level.CERTAIN), apart=frozenset({"a", "c"}))
    assert [group.keys for group in found] == [("b", "c")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_the_pairs_does_not_matter(order: tuple[int, ...]) -> None:
    """The same pairs give the same groups."""
    pairs = (pair("a", "b"), pair("c", "d", Level.CERTAIN), pair("b", "c", Level.POSSIBLE))
    assert groups(*(pairs[place] for place in order)) == groups(*pairs)


def test_a_group_is_as_sure_as_its_weakest_pair() -> None:
    """And tells all its grounds."""
    (found,) = groups(pair("a", "b", Level.CERTAIN, Ground.CREDIT_CODE), pair("b", "c", Level.POSSIBLE))
    assert (found.level, found.grounds) == (Level.POSSIBLE, (Ground.CREDIT_CODE, Ground.NAME))
    assert found.reason.zh.startswith("统一社会信用代码相同；名称相同")


def test_without_pairs_there_are_no_groups() -> None:
    """Nothing looks like anything."""
    assert groups() == ()
