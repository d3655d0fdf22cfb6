"""Every difference of one check, as one table: kind, place of the column, key, column, source, target.

Keys are counted first, and only keys that stand once on both sides are joined: doubled keys cannot multiply.
"""

from playbooks.model.mapping import Check, Column, Transform
from playbooks.model.reconciliation import MAX_SAMPLES, ColumnCount, DifferenceKind, Sample
from tasks.adapters.reconcile.canonical_value import amount, shown
from tasks.adapters.reconcile.side import key_names, unique_names, value_names
from tasks.adapters.reconcile.workspace import Workspace, quoted

# The statements below are made of names this package gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608

_KEY_FINDINGS = {
    DifferenceKind.MISSING: "in_target = 0",
    DifferenceKind.EXTRA: "in_source = 0",
    DifferenceKind.DOUBLED_SOURCE: "in_source > 1",
    DifferenceKind.DOUBLED_TARGET: "in_target > 1",
}


def find_differences(space: Workspace, check: Check) -> None:
    """Fill the table `differences` for the two sides loaded last."""
    keys = ", ".join(key_names(check))
    space.run(f"""
        create or replace table seen as
        select {keys}, sum(s)::bigint as in_source, sum(t)::bigint as in_target
        from (select {keys}, 1 as s, 0 as t from source union all select {keys}, 0, 1 from target)
        group by {keys}""")
    space.run(_changed(check))
    parts = [*_key_findings(check), *_value_findings(check), *_shared_findings(check)]
    space.run(f"create or replace table differences as {' union all '.join(parts)}")


def key_counts(space: Workspace) -> dict[str, int]:
    """Return how many keys are missing, extra or doubled."""
    rows = space.rows("select kind, count(*) from differences where col is null group by kind")
    found = {str(kind): int(str(count)) for kind, count in rows}
    return {kind.value: found.get(kind.value, 0) for kind in _KEY_FINDINGS}


def column_counts(space: Workspace, kind: DifferenceKind) -> tuple[ColumnCount, ...]:
    """Return the number of differences of one kind per column, in the order of the mapping."""
    found = space.rows(f"""
        select col, count(*) from differences where kind = {quoted(kind)}
        group by col, place order by place""")
    return tuple(ColumnCount(column=str(column), count=int(str(count))) for column, count in found)


def samples(space: Workspace) -> tuple[Sample, ...]:
    """Return some differences of each kind, taken from all columns in turn."""
    found = space.rows(f"""
        select kind, key, col, source, target from (
            select *, row_number() over (partition by kind, place order by key, source, target) as turn
            from differences)
        where turn <= {MAX_SAMPLES} order by kind, turn, place""")
    names = ("kind", "key", "column", "source", "target")
    drawn = [Sample.model_validate(dict(zip(names, row, strict=True))) for row in found]
    kept = [
        sample
        for kind in DifferenceKind
        for sample in [one for one in drawn if one.kind is kind][:MAX_SAMPLES]
    ]
    return tuple(sample.shortened() for sample in kept)


def _changed(check: Check) -> str:
    keys, values = ", ".join(key_names(check)), value_names(check)
    once = f"select {keys} from seen where in_source = 1 and in_target = 1"
    sides = [f"s.{name} as s_{name}, t.{name} as t_{name}" for name in values]
    flags = [f"{_differs(check, place)} as d_{name}" for place, name in enumerate(values)]
    # Materialised on purpose: a planner joining first and filtering afterwards would multiply doubled keys.
    return f"""
        create or replace table changed as
        with s as materialized (select source.* from source semi join ({once}) using ({keys})),
             t as materialized (select target.* from target semi join ({once}) using ({keys}))
        select {keys}, {", ".join(sides + flags)} from s join t using ({keys})
        where {" or ".join(f"d_{name}" for name in values)}"""


def _differs(check: Check, place: int) -> str:
    source, target = f"s.v{place}", f"t.v{place}"
    unreadable = f"coalesce({source}, '') like '?%' or coalesce({target}, '') like '?%'"
    beyond = _beyond(check, check.columns[place], source=source, target=target)
    return f"({unreadable} or ({source} is distinct from {target} and {beyond}))"


def _beyond(check: Check, column: Column, *, source: str, target: str) -> str:
    if column.transform is not Transform.DECIMAL:
        return "true"
    distance = f"abs({amount(source, column)} - {amount(target, column)})"
    return f"coalesce({distance} > {check.tolerance}, true)"


def _key_findings(check: Check) -> list[str]:
    key = f"list_value({', '.join(key_names(check))})"
    return [
        f"select {quoted(kind)} as kind, 0 as place, {key} as key, null::varchar as col, "
        f"nullif(in_source, 0)::varchar as source, nullif(in_target, 0)::varchar as target "
        f"from seen where {where}"
        for kind, where in _KEY_FINDINGS.items()
    ]


def _value_findings(check: Check) -> list[str]:
    key = f"list_value({', '.join(key_names(check))})"
    return [
        f"select {quoted(DifferenceKind.CHANGED)}, {place}, {key}, {quoted(column.target)}, "
        f"{shown(f's_v{place}')}, {shown(f't_v{place}')} from changed where d_v{place}"
        for place, column in enumerate(check.columns)
    ]


def _shared_findings(check: Check) -> list[str]:
    return [
        f"select {quoted(DifferenceKind.SHARED)}, {place}, []::varchar[], {quoted(check.unique[place])}, "
        f"null, {name} from target where {name} is not null group by {name} having count(*) > 1"
        for place, name in enumerate(unique_names(check))
    ]
