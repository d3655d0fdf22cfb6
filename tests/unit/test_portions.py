"""Portions: few items as they are, of many what is new, nothing torn apart."""

from playbooks.model.portions import PORTION, portions


def dealt(items: list[int], earlier: list[int] | None = None) -> list[tuple[int, ...]]:
    """Deal numbers out; those with the same tens belong together."""
    return list(portions(items, earlier or [], identity=lambda number: number // 10))


def test_few_items_come_as_they_are() -> None:
    """What fits is said whole, known or not."""
    assert dealt([1, 2, 3], [1, 2, 3]) == [(1, 2, 3)]


def test_many_items_come_in_portions() -> None:
    """Each takes no more than an entry does, and together they are everything."""
    items = list(range(0, 10 * (2 * PORTION + 1), 10))
    parts = dealt(items)
    assert [len(part) for part in parts] == [PORTION, PORTION, 1]
    assert [item for part in parts for item in part] == items


def test_what_belongs_together_stays_together() -> None:
    """A later portion would otherwise replace what an earlier one said."""
    items = [*range(0, 10 * (PORTION - 1), 10), 99_990, 99_991, 99_992]
    assert [len(part) for part in dealt(items)] == [PORTION - 1, 3]


def test_of_many_items_only_news_comes() -> None:
    """A group that has changed comes whole."""
    items = list(range(0, 10 * (PORTION + 5), 10))
    assert dealt([*items, 21], items) == [(20, 21)]


def test_without_news_there_is_one_empty_portion() -> None:
    """That somebody looked again is worth saying."""
    items = list(range(0, 10 * (PORTION + 5), 10))
    assert dealt(items, items) == [()]
