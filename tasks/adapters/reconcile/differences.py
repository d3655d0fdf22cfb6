"""Every difference of one check, as the view `differences`: kind, place of the column, key, column, source, target.

- Hashes have decided which rows are fetched; what is reported differs in its values.
- Keys are counted first, and only keys that stand once on both sides are joined: doubled keys cannot multiply.
"""

from contextlib import suppress

import duckdb

from playbooks.model.mapping import Check, Column, Transform
from playbooks.model.reconciliation import MAX_SAMPLES, ColumnCount, DifferenceKind, Sample, Severity
from tasks.adapters.reconcile.staging import key_names, unique_names, unreadable_name, value_names
from tasks.adapters.reconcile.standing import Standing
from tasks.adapters.reconcile.workspace import Workspace, quoted

# The statements below are made of names this package gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608

#: The columns of a difference, without a row.
NO_FINDING = (
    "select ''::varchar as kind, 0 as place, []::varchar[] as key, ''::varchar as col, "
    "''::varchar as source, ''::varchar as target where false"
)
_KEY_FINDINGS = {
    DifferenceKind.MISSING: "in_target = 0",
    DifferenceKind.EXTRA: "in_source = 0",
    DifferenceKind.DOUBLED_SOURCE: "in_source > 1",
    DifferenceKind.DOUBLED_TARGET: "in_target > 1",
}


def find_differences(space: Workspace, standings: tuple[Standing, Standing]) -> None:
    """Fill the view `differences` for the two sides whose noticed keys are known."""
    check = standings[0].pair.check
    keys = ", ".join(key_names(check))
    for standing in standings:
        with space.as_written():
            _find_rows(space, standing)
    space.run(f"""
        create or replace temp table suspects as
        select {keys}, sum(s)::bigint as in_source, sum(t)::bigint as in_target
        from (select {keys}, 1 as s, 0 as t from source_found union all select {keys}, 0, 1 from target_found)
        group by {keys}""")
    space.run(_changed(check))
    space.run(_shared(check))
    parts = [*_key_findings(check), *_value_findings(check), "select * from shared", "select * from broken"]
    space.run(f"create or replace temp view differences as {' union all '.join(parts)}")


def _find_rows(space: Workspace, standing: Standing) -> None:
    """Fetch the rows of the noticed keys; where lines cannot be taken as they are, all fields are read again."""
    check = standing.pair.check
    kept = ", ".join([*key_names(check), *value_names(check), *_doubts(check)])
    fetched = f"create or replace temp table {standing.part}_found as select {kept} from"
    lines = standing.lines_among("noticed")
    if lines is not None:
        with suppress(duckdb.InvalidInputException):
            space.run(f"{fetched} ({lines})")
            return
    space.run(f"{fetched} ({standing.among('noticed')})")


def key_counts(space: Workspace) -> dict[DifferenceKind, int]:
    """Return how many keys are missing, extra or doubled."""
    asked = ", ".join(f"count(*) filter (where {where})" for where in _KEY_FINDINGS.values())
    found = space.rows(f"select {asked} from suspects")[0]
    return {kind: int(str(count)) for kind, count in zip(_KEY_FINDINGS, found, strict=True)}


def column_counts(space: Workspace, check: Check, kind: DifferenceKind) -> tuple[ColumnCount, ...]:
    """Return the number of differences of one kind per column, in the order of the mapping."""
    found = space.rows(f"""
        select col, count(*) from differences where kind = {quoted(kind)}
        group by col, place order by place""")
    severities = {column.target: column.severity for column in check.columns}
    return tuple(
        ColumnCount(
            column=str(column),
            count=int(str(count)),
            severity=severities.get(str(column), Severity.SERIOUS),
        )
        for column, count in found
    )


def samples(space: Workspace) -> tuple[Sample, ...]:
    """Return some differences of each kind, taken from all columns in turn."""
    found = space.rows(f"""
        select kind, place, col, unnest(min({{'key': key, 'source': source, 'target': target}}, {MAX_SAMPLES})) as one
        from differences group by kind, place, col order by place, kind, col, one""")
    drawn: dict[str, list[list[Sample]]] = {}
    for kind, _, column, one in found:
        fields = one if isinstance(one, dict) else {}
        sample = Sample.model_validate({"kind": kind, "column": column, **fields})
        columns = drawn.setdefault(str(kind), [[]])
        if columns[-1] and columns[-1][-1].column != sample.column:
            columns.append([])
        columns[-1].append(sample)
    kept = [sample for kind in DifferenceKind for sample in _in_turn(drawn.get(kind, []))]
    return tuple(sample.shortened() for sample in kept)


def _in_turn(columns: list[list[Sample]]) -> list[Sample]:
    turns = range(max(map(len, columns), default=0))
    dealt = [column[turn] for turn in turns for column in columns if turn < len(column)]
    return dealt[:MAX_SAMPLES]


def _doubts(check: Check) -> list[str]:
    return [f"u{place}" for place in range(len(check.columns))]


def _changed(check: Check) -> str:
    keys, places = ", ".join(key_names(check)), range(len(check.columns))
    once = f"select {keys} from suspects where in_source = 1 and in_target = 1"
    texts = [f"{_shown_text(check, place, side)} as {side}_t{place}" for place in places for side in "st"]
    flags = [f"{_differs(check, place)} as d_v{place}" for place in places]
    # Materialised on purpose: a planner joining first and filtering afterwards would multiply doubled keys.
    return f"""
        create or replace temp table changed as
        with s as materialized (select source_found.* from source_found semi join ({once}) using ({keys})),
             t as materialized (select target_found.* from target_found semi join ({once}) using ({keys}))
        select {keys}, {", ".join(flags + texts)} from s join t using ({keys})
        where {" or ".join(f"d_v{place}" for place in places)}"""


def _shown_text(check: Check, place: int, side: str) -> str:
    unreadable = unreadable_name(check, place)
    if not unreadable.startswith("u"):
        return f"{side}.v{place}::varchar"
    return f"coalesce({side}.{unreadable}, {side}.v{place}::varchar)"


def _differs(check: Check, place: int) -> str:
    source, target, unreadable = f"s.v{place}", f"t.v{place}", unreadable_name(check, place)
    beyond = f"{source} is distinct from {target}{_beyond(check, check.columns[place], source=source, target=target)}"
    if not unreadable.startswith("u"):
        return f"({beyond})"
    return f"(s.{unreadable} is not null or t.{unreadable} is not null or ({beyond}))"


def _beyond(check: Check, column: Column, *, source: str, target: str) -> str:
    if column.transform is not Transform.DECIMAL:
        return ""
    return f" and coalesce(abs({source} - {target}) > {check.allowance(column)}, true)"


def key_list(check: Check) -> str:
    """Return the expression of a row's key as people see it."""
    return f"list_value({', '.join(f'{name}::varchar' for name in key_names(check))})"


def _key_findings(check: Check) -> list[str]:
    return [
        f"select {quoted(kind)} as kind, 0 as place, {key_list(check)} as key, null::varchar as col, "
        f"nullif(in_source, 0)::varchar as source, nullif(in_target, 0)::varchar as target "
        f"from suspects where {where}"
        for kind, where in _KEY_FINDINGS.items()
    ]


def _value_findings(check: Check) -> list[str]:
    return [
        f"select {quoted(DifferenceKind.CHANGED)}, {place}, {key_list(check)}, {quoted(column.target)}, "
        f"s_t{place}, t_t{place} from changed where d_v{place}"
        for place, column in enumerate(check.columns)
    ]


def _shared(check: Check) -> str:
    findings = [
        f"select {quoted(DifferenceKind.SHARED)} as kind, {place} as place, []::varchar[] as key, "
        f"{quoted(check.unique[place])} as col, null::varchar as source, {name} as target "
        f"from target where {name} is not null group by {name} having count(*) > 1"
        for place, name in enumerate(unique_names(check))
    ]
    return f"create or replace temp table shared as {' union all '.join([NO_FINDING, *findings])}"
