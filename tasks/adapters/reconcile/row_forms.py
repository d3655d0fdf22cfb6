"""The queries that bring a side's raw rows, r0 r1 ..., to the form in which they are compared, with the hash `h` of each.

- At first sight, columns which both sides write and read alike are compared as they are written: what is equal there
  is equal. Whether they can be read at all is then asked of the source alone.
- What is unreadable is salted with the side, so that it never looks equal.
"""

from dataclasses import dataclass, replace

from playbooks.model.mapping import Column, Transform
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.canonical_value import (
    WIDE,
    Canonical,
    Raw,
    as_it_is,
    column_value,
    digits_needed,
    is_long,
    key_value,
)
from tasks.adapters.reconcile.staging import Pair, filtered, key_names, unique_names, value_names
from tasks.adapters.reconcile.workspace import quoted

# The statements below are made of names this package gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608

_WORDS = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT"})


@dataclass(frozen=True, slots=True)
class _Form:
    """A column's value, what is worked out beside it, and what of it is unreadable."""

    value: str
    beside: str | None = None
    doubt: str = "null::varchar"
    is_long: bool = False


def canonical_rows(pair: Pair, part: Part, relation: str, *, at_first_sight: bool = False) -> str:
    """Return the query of a side's rows in scope; each value is worked out once, the next layer builds on it."""
    check = pair.check
    forms = _forms(pair, part, at_first_sight=at_first_sight)
    names = [*key_names(check), *value_names(check)]
    extra = unique_names(check) if part is Part.TARGET else []
    values = [*raw_keys(pair, part), *(form.value for form in forms)]
    first = [f"{value} as {name}" for name, value in zip(names, values, strict=True)]
    first += [f"{form.beside} as w{place}" for place, form in enumerate(forms) if form.beside is not None]
    first += [f"r{len(names) + place}::varchar as {name}" for place, name in enumerate(extra)]
    doubts = [f"{form.doubt} as u{place}" for place, form in enumerate(forms)]
    failing = [f"u{place}" for place, form in enumerate(forms) if form.beside is not None]
    inner = f"select {', '.join(first)} from {relation}"
    second = f"select {', '.join([*names, *doubts, *extra])} from ({inner})"
    long = [name for name, is_long in zip(names, _long(pair, part, forms), strict=True) if is_long]
    whole = f"select *, {_row_hash([*names, *(f'{name} < 0' for name in long)], failing, part)} as h from ({second})"
    return f"select * from ({whole}) where {filtered(check.scope, check)}" if check.scope else whole


def raw_keys(pair: Pair, part: Part) -> list[str]:
    """Return the expressions of the parts of the key over raw rows."""
    own = pair.side(part).types
    return [
        key_value(Raw(f"r{place}", own[getattr(key, part)]), key, plain=as_it_is(key, *pair.types(key)))
        for place, key in enumerate(pair.check.keys)
    ]


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
        [form.value for form in _forms(pair, Part.TARGET, at_first_sight=sight)] for sight in (True, False)
    )
    return first != second


def written_alike(pair: Pair, column: Column) -> bool:
    """Tell whether both sides write a column in the same type and it is read in the same way on both."""
    one, other = pair.types(column)
    return (
        one == other
        and column.transform is not Transform.CODE
        and column.factor is None
        and column.source_time == column.target_time
    )


def _forms(pair: Pair, part: Part, *, at_first_sight: bool) -> list[_Form]:
    first = len(pair.check.keys)
    return [
        _form(pair, part, place=place, raw=f"r{first + place}", at_first_sight=at_first_sight)
        for place in range(len(pair.check.columns))
    ]


def _form(pair: Pair, part: Part, *, place: int, raw: str, at_first_sight: bool) -> _Form:
    column = pair.check.columns[place]
    own, across = pair.types(column) if part is Part.SOURCE else reversed(pair.types(column))
    read = column_value(Raw(raw, own), column, part=part, other=across)
    if at_first_sight and written_alike(pair, column):
        form = _as_written(raw, read, place=place, is_asked=part is Part.SOURCE)
        return replace(form, is_long=is_long(own))
    if read.text is None:
        form = _Form(read.value)
    else:
        form = _Form(read.value, read.text, f"case when v{place} is null then w{place} end")
    decimal = column.transform is Transform.DECIMAL and digits_needed(column, own, across) == WIDE
    return replace(form, is_long=decimal or (as_it_is(column, own, across) and is_long(own)))


def _as_written(raw: str, read: Canonical, *, place: int, is_asked: bool) -> _Form:
    if read.text is None or not is_asked:
        return _Form(raw)
    return _Form(raw, read.value, f"case when w{place} is null then v{place}::varchar end")


def _long(pair: Pair, part: Part, forms: list[_Form]) -> list[bool]:
    """Tell of which parts of a row the hash needs the sign: DuckDB gives -1 and 0 one hash, in two machine words."""
    own = pair.side(part).types
    keys = [as_it_is(key, *pair.types(key)) and is_long(own[getattr(key, part)]) for key in pair.check.keys]
    return [*keys, *(form.is_long for form in forms)]


def _row_hash(parts: list[str], failing: list[str], part: Part) -> str:
    whole, doubtful = f"hash({', '.join(parts)})", ", ".join(failing)
    if not failing:
        return whole
    salted = f"xor({whole}, hash({quoted(part)}, {doubtful}))"
    return f"case when coalesce({doubtful}, null) is null then {whole} else {salted} end"
