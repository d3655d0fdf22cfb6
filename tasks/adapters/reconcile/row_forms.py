"""The queries that bring both sides' raw rows, r0 r1 ..., to one form, with the hash `h` of each, and number their keys."""

from playbooks.model.requirement import Part
from tasks.adapters.reconcile.canonical_value import as_it_is
from tasks.adapters.reconcile.row_reading import reading
from tasks.adapters.reconcile.staging import Pair, filtered

# The statements below are made of names this package gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608

_WORDS = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT"})


def canonical_rows(pair: Pair, part: Part, relation: str, *, at_first_sight: bool = False) -> str:
    """Return the query of a side's rows in scope, in the form in which they are compared."""
    rows = reading(pair, part, at_first_sight=at_first_sight).rows(relation)
    scope = pair.check.scope
    return f"select * from ({rows}) where {filtered(scope, pair.check)}" if scope else rows


def raw_keys(pair: Pair, part: Part) -> list[str]:
    """Return the expressions of the parts of the key over raw rows."""
    return reading(pair, part).keys()


def key_number(pair: Pair, keys: list[str]) -> str:
    """Return the expression of the number that stands for a key, NULL where a part of it is.

    Whole numbers stand for themselves. Keys of one number are looked at together, so that one may stand for several.
    """
    one, other = pair.types(pair.check.keys[0])
    plain = as_it_is(pair.check.keys[0], one, other)
    if len(keys) == 1 and plain and one in _WORDS:
        return f"{keys[0]}::bigint"
    number = f"(hash({', '.join(keys)}) >> 1)::bigint"
    if len(keys) == 1 and not plain:
        # Many decimals would stand for one whole number.
        whole = f"case when not contains({keys[0]}, '.') then try_cast({keys[0]} as bigint) end"
        number = f"coalesce({whole}, {number})"
    return f"case when {' and '.join(f'{key} is not null' for key in keys)} then {number} end"


def sees_more_at_first(pair: Pair) -> bool:
    """Tell whether the first sight is another than the second: rows in place, all of them, some columns alike."""
    if pair.check.scope or any(pair.in_place(part) is None for part in Part):
        return False
    first, second = (
        [form.value for form in reading(pair, Part.TARGET, at_first_sight=sight).forms()]
        for sight in (True, False)
    )
    return first != second
