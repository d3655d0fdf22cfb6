"""Where differences gather: counted by column and by the values of each business dimension."""

from playbooks.model.mapping import Check
from playbooks.model.reconciliation import DifferenceKind, HeatMap, HeatRow, excerpt
from tasks.adapters.reconcile.staging import key_names, unreadable_name
from tasks.adapters.reconcile.workspace import Workspace

# The statements below are made of names this package gives itself, never of raw input.
# ruff: noqa: S608

#: The values of one dimension that are told of, those with the most differences; all others count together.
MOST_VALUES = 8
MOST_COLUMNS = 12


def heat_maps(space: Workspace, check: Check) -> tuple[HeatMap, ...]:
    """Return the map of every dimension in which anything differs."""
    maps = (_map(space, check, name) for name in check.dimensions)
    return tuple(one for one in maps if one.rows)


def _map(space: Workspace, check: Check, name: str) -> HeatMap:
    found = space.rows(_query(check, name))
    warmest = [row for row in found if row[0] == 0]
    others = next((row for row in found if row[0] == 1), None)
    kinds: list[tuple[DifferenceKind, str | None]] = [
        (DifferenceKind.MISSING, None),
        (DifferenceKind.EXTRA, None),
        *((DifferenceKind.CHANGED, column.target) for column in check.columns),
    ]
    rows = [
        HeatRow(
            kind=kind,
            column=column,
            counts=tuple(int(str(row[2 + at])) for row in (*warmest, *_rest(others, len(kinds)))),
        )
        for at, (kind, column) in enumerate(kinds)
    ]
    differing = sorted((row for row in rows if any(row.counts)), key=lambda row: -sum(row.counts))
    values = tuple(None if row[1] is None else excerpt(str(row[1])) for row in warmest)
    return HeatMap(dimension=name, values=values, rows=tuple(differing[:MOST_COLUMNS]))


def _rest(others: tuple[object, ...] | None, width: int) -> list[tuple[object, ...]]:
    return [others if others is not None else (1, None, *([0] * width))]


def _query(check: Check, name: str) -> str:
    """Return the query of the counts: whether all others, the value, then missing, extra and each column."""
    place, keys = check.position(name), ", ".join(key_names(check))
    value = f"coalesce({unreadable_name(check, place)}, v{place}::varchar)"
    flags = ["gone", "come", *(f"d_v{number}" for number in range(len(check.columns)))]
    none = ", ".join(f"false as {flag}" for flag in flags[2:])
    gone = f"select {keys} from suspects where in_target = 0"
    come = f"select {keys} from suspects where in_source = 0"
    counts = ", ".join(f"count(*) filter ({flag}) as {flag}" for flag in flags)
    sums = ", ".join(f"sum({flag})" for flag in flags)
    return f"""
        with differing as (
            select coalesce(t_t{place}, s_t{place}) as value, false as gone, false as come, {", ".join(flags[2:])} from changed
            union all select {value}, true, false, {none} from source_found semi join ({gone}) using ({keys})
            union all select {value}, false, true, {none} from target_found semi join ({come}) using ({keys})),
        counted as (select value, count(*) as times, {counts} from differing group by value),
        ranked as (select *, row_number() over (order by times desc, value) > {MOST_VALUES} as other from counted)
        select other::int, case when not other then value end as shown, {sums}
        from ranked group by 1, 2, case when not other then times end order by 1, shown"""
