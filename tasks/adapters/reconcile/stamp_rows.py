"""The rows of a stream in canonical form, for looking at one side by itself: k0 ... the key, v0 ... the values.

A value that cannot be read counts as its text; what must be unique (x0 ...) counts as it stands.
"""

from collections.abc import Sequence

from playbooks.model.mapping import Check
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.control_totals import group_name
from tasks.adapters.reconcile.row_reading import reading_alone
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
    rows = reading_alone(check, part, types).rows(relation)
    text = " || ".join(map(_measured, _counted(check, part)))
    named = f"select {', '.join([*groups, *sums, f'{text} as t'])} from ({rows}) where {filtered(check.scope, check)}"
    return f"select *, md5_number_lower(t) as low, md5_number_upper(t) as high from ({named})"


def _counted(check: Check, part: Part) -> list[str]:
    unique = unique_names(check) if part is Part.TARGET else []
    doubts = [unreadable_name(check, place) for place in range(len(check.columns))]
    return [
        *key_names(check),
        *value_names(check),
        *(name for name in doubts if name.startswith("u")),
        *unique,
    ]


def _measured(name: str) -> str:
    """Return a value as text behind its length, so that no two rows read alike."""
    return f"coalesce(length({name}::varchar) || ':' || {name}::varchar, '-')"
