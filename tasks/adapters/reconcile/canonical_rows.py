"""The rows of a stream in canonical form, for looking at one side by itself: k0 ... the key, v0 ... the values.

A value that cannot be read counts as its text; what must be unique (x0 ...) counts as it stands.
"""

from collections.abc import Sequence

from playbooks.model.mapping import Check
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.canonical_value import Canonical, Raw, column_value, key_value
from tasks.adapters.reconcile.control_totals import group_name
from tasks.adapters.reconcile.staging import (
    filtered,
    key_names,
    unique_names,
    unreadable_name,
    value_names,
)
from tasks.adapters.reconcile.stamp_question import StampQuestion

# The statements below are made of names this package gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608


def hashed_rows(
    check: Check, part: Part, *, types: Sequence[str], relation: str, asked: StampQuestion
) -> str:
    """Return the query of the rows in scope: their groups, what is added up, and both halves of their hash."""
    groups = [f"{group_name(check, total)} as g{place}" for place, total in enumerate(asked.groups)]
    sums = [f"v{check.position(column)} as s{place}" for place, column in enumerate(asked.columns)]
    rows = _readable(check, part, types=types, relation=relation)
    text = " || ".join(map(_measured, _counted(check, part)))
    named = f"select {', '.join([*groups, *sums, f'{text} as t'])} from ({rows}) where {filtered(check.scope, check)}"
    return f"select *, md5_number_lower(t) as low, md5_number_upper(t) as high from ({named})"


def _readable(check: Check, part: Part, *, types: Sequence[str], relation: str) -> str:
    keys, values = _keys(check, types), _values(check, part, types)
    failing = _failing(check)
    first = [f"{value} as {name}" for name, value in zip(key_names(check), keys, strict=True)]
    first += [f"{one.value} as {name}" for name, one in zip(value_names(check), values, strict=True)]
    first += [f"{values[place].text or 'null::varchar'} as w{place}" for place in failing]
    if part is Part.TARGET:
        beyond = len(keys) + len(values)
        first += [f"r{beyond + place}::varchar as {name}" for place, name in enumerate(unique_names(check))]
    doubtful = "".join(f", case when v{place} is null then w{place} end as u{place}" for place in failing)
    return f"select *{doubtful} from (select {', '.join(first)} from {relation})"


def _keys(check: Check, types: Sequence[str]) -> list[str]:
    return [
        key_value(Raw(f"r{place}", types[place]), key, plain=False) for place, key in enumerate(check.keys)
    ]


def _values(check: Check, part: Part, types: Sequence[str]) -> list[Canonical]:
    first = len(check.keys)
    return [
        column_value(Raw(f"r{first + place}", types[first + place]), column, part=part)
        for place, column in enumerate(check.columns)
    ]


def _counted(check: Check, part: Part) -> list[str]:
    unique = unique_names(check) if part is Part.TARGET else []
    return [
        *key_names(check),
        *value_names(check),
        *(f"u{place}" for place in _failing(check)),
        *unique,
    ]


def _failing(check: Check) -> list[int]:
    return [place for place in range(len(check.columns)) if unreadable_name(check, place).startswith("u")]


def _measured(name: str) -> str:
    """Return a value as text behind its length, so that no two rows read alike."""
    return f"coalesce(length({name}::varchar) || ':' || {name}::varchar, '-')"
