"""Where differences gather: counted by column and by the values of each business dimension."""

from playbooks.model.mapping import Check
from playbooks.model.reconciliation import DifferenceKind, HeatCount, excerpt
from tasks.adapters.reconcile.staging import key_names, unreadable_name
from tasks.adapters.reconcile.workspace import Workspace

# The statements below are made of names this package gives itself, never of raw input.
# ruff: noqa: S608

#: The values of one dimension that are told of, those with the most differences first.
MOST_VALUES = 12


def heat_counts(space: Workspace, check: Check) -> tuple[HeatCount, ...]:
    """Return the counts of the warmest values of every dimension, the largest first."""
    counts = [one for name in check.dimensions for one in _of(space, check, name)]
    return tuple(sorted(counts, key=lambda one: -one.count))


def _of(space: Workspace, check: Check, name: str) -> list[HeatCount]:
    place, keys = check.position(name), ", ".join(key_names(check))
    value = f"coalesce({unreadable_name(check, place)}, v{place}::varchar)"
    flags = [f"d_v{number}" for number in range(len(check.columns))]
    none = ", ".join(f"false as {flag}" for flag in flags)
    gone = f"select {keys} from suspects where in_target = 0"
    come = f"select {keys} from suspects where in_source = 0"
    sums = ", ".join(f"count(*) filter ({flag})" for flag in flags)
    found = space.rows(f"""
        select value, count(*) filter (gone), count(*) filter (come), {sums} from (
            select coalesce(t_t{place}, s_t{place}) as value, false as gone, false as come, {", ".join(flags)} from changed
            union all select {value}, true, false, {none} from source semi join ({gone}) using ({keys})
            union all select {value}, false, true, {none} from target semi join ({come}) using ({keys}))
        group by value order by count(*) desc, value limit {MOST_VALUES}""")
    return [one for row in found for one in _counts(check, name, row)]


def _counts(check: Check, name: str, row: tuple[object, ...]) -> list[HeatCount]:
    value, *counts = row
    shown = None if value is None else excerpt(str(value))
    kinds: list[tuple[DifferenceKind, str | None]] = [
        (DifferenceKind.MISSING, None),
        (DifferenceKind.EXTRA, None),
        *((DifferenceKind.CHANGED, column.target) for column in check.columns),
    ]
    return [
        HeatCount(kind=kind, column=column, dimension=name, value=shown, count=int(str(count)))
        for (kind, column), count in zip(kinds, counts, strict=True)
        if count
    ]
