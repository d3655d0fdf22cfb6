"""Data governance in a plan: what it may say, and that a comparison does not depend on it."""

import pytest
from pydantic import ValidationError

from playbooks.model.governance import DuplicateSearch
from playbooks.model.mapping import Check
from tests.simulators.migration import customers, plan

REASON = "not needed"


@pytest.mark.parametrize(
    "fields",
    [
        {"dropped": [{"column": "a", "reason": REASON}, {"column": "a", "reason": REASON}]},
        {"new": [{"column": "a", "reason": ""}]},
        {"standards": [{"column": "a", "required": True}, {"column": "a", "longest": 3}]},
        {"merge_map": "../map.csv"},
        {"duplicates": {"phone": "tel"}},
    ],
)
def test_what_contradicts_itself_is_refused(fields: dict[str, object]) -> None:
    """Twice set aside, without a reason, two standards, a path outside, no name."""
    with pytest.raises(ValidationError):
        customers(**fields)


@pytest.mark.parametrize("fields", [{"merge_map": "map.csv"}, {"duplicates": {"name": "name"}}])
def test_merging_needs_a_key_of_one_column(fields: dict[str, object]) -> None:
    """A merge map has one column for the key."""
    keys = [{"source": "a", "target": "a"}, {"source": "b", "target": "b"}]
    with pytest.raises(ValidationError, match="one column"):
        customers(keys=keys, **fields)


def test_only_the_merge_map_counts_in_the_plans_digest() -> None:
    """The rest changes nothing that a comparison finds."""
    beside = customers(
        standards=[{"column": "name", "required": True}],
        duplicates={"name": "name"},
        dropped=[{"column": "x", "reason": REASON}],
        new=[{"column": "y", "reason": REASON}],
    )
    assert plan(beside).digest == plan().digest
    assert plan(customers(merge_map="map.csv")).digest != plan().digest


def test_a_column_follows_a_check_that_has_a_merge_map() -> None:
    """Any other has nothing to follow."""
    columns = [{"source": "name", "target": "name", "follows": "customers"}]
    with pytest.raises(ValidationError, match="follows"):
        plan(customers(columns=columns))
    assert plan(customers(columns=columns, merge_map="map.csv")).checks[0].merge_map == "map.csv"


def test_the_columns_of_a_search_come_once() -> None:
    """However often they are named."""
    search = DuplicateSearch(name="a", phone="b", address="b", apart=("a", "c"))
    assert search.columns == ("a", "b", "c")


def test_a_check_without_governance_is_as_ever() -> None:
    """Nothing has to be said."""
    assert (Check.model_validate(customers().model_dump()).standards, customers().duplicates) == ((), None)
