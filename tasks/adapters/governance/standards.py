"""Columns held against their standards: each column's values are grouped once, each demand counts what breaks it."""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from playbooks.model.column_profile import Frequency
from playbooks.model.errors import InputError
from playbooks.model.mapping import Check, ReconciliationPlan
from playbooks.model.reconciliation import excerpt
from playbooks.model.requirement import Part
from playbooks.model.standard import Demand, Standard, ValueKind
from playbooks.model.standards_result import BrokenDemand, StandardsResult, TableStandards, masked
from tasks.adapters.governance.raw_table import RawTable, read_raw, rows_digest
from tasks.adapters.governance.validity import shaped, valid_credit_code, valid_resident_id
from tasks.adapters.reconcile.workspace import Workspace, explained, quoted, workspace

# The statements below are made of names this module gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608

_BLANKS = quoted(" \t\r\n\u00a0\u3000")
_NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?"
_MOST_SAMPLES = 5


def check_standards(plan: ReconciliationPlan, *, base: Path) -> StandardsResult:
    """Hold every side that has standards against them; raises InputError where the plan has none."""
    if not any(check.standards for check in plan.checks):
        raise InputError(
            "plan {plan!r} has no standards; add `standards:` to a check, see the README", plan=plan.key
        )
    with workspace() as space:
        tables = tuple(table for check in plan.checks for table in _sides(space, check, base=base))
    return StandardsResult(plan=plan.key, title=plan.title, tables=tables)


def _sides(space: Workspace, check: Check, *, base: Path) -> Iterator[TableStandards]:
    for part in Part:
        standards = [one for one in check.standards if one.side is part]
        if not standards:
            continue
        raw = read_raw(space, getattr(check, part), base=base)
        with explained(raw.where):
            broken = [one for standard in standards for one in _broken(space, raw, standard)]
            yield TableStandards(
                check=check.key,
                title=check.title,
                side=part,
                rows=raw.rows,
                digest=rows_digest(space, raw),
                demands=sum(len(one.demands) for one in standards),
                broken=tuple(broken),
            )


def _broken(space: Workspace, raw: RawTable, standard: Standard) -> Iterator[BrokenDemand]:
    blank = f"(value is null or trim(value, {_BLANKS}) = '')"
    space.run(f"""
        create or replace temp table met as select value, {blank} as blank, times
        from (select {raw.place(standard.column)} as value, count(*) as times from export group by all)""")
    for demand in standard.demands:
        where = (
            "blank"
            if demand is Demand.REQUIRED
            else f"not blank and not coalesce({_met(standard, demand)}, false)"
        )
        rows, values = _counted(space, where, standard)
        if rows:
            samples = () if demand is Demand.REQUIRED else _samples(space, where, standard)
            yield BrokenDemand(
                column=standard.column, demand=demand, rows=rows, values=values, samples=samples
            )


def _counted(space: Workspace, where: str, standard: Standard) -> tuple[int, int]:
    try:
        rows, values = space.rows(f"select coalesce(sum(times), 0), count(*) from met where {where}")[0]
    except duckdb.InvalidInputException as error:
        raise InputError(
            "the pattern of {column!r} cannot be worked out; write it without looking ahead or back "
            "({reason})",
            column=standard.column,
            reason=str(error).splitlines()[0][:150],
        ) from error
    return int(str(rows)), int(str(values))


def _samples(space: Workspace, where: str, standard: Standard) -> tuple[Frequency, ...]:
    found = space.rows(
        f"select value, times from met where {where} order by times desc, value limit {_MOST_SAMPLES}"
    )
    personal = standard.kind is not None and standard.kind.is_personal
    return tuple(
        Frequency(text=masked(str(value)) if personal else excerpt(str(value)), count=int(str(times)))
        for value, times in found
    )


def _met(standard: Standard, demand: Demand) -> str:
    """Return the condition that a value which is not blank meets a demand."""
    longest = "true" if standard.longest is None else f"length(value) <= {standard.longest}"
    conditions = {
        Demand.KIND: _of_kind(standard),
        Demand.CODES: f"value in ({', '.join(map(quoted, standard.codes)) or 'null'})",
        Demand.PATTERN: shaped("value", standard.pattern or ""),
        Demand.LENGTH: f"length(value) >= {standard.shortest or 0} and {longest}",
        Demand.DATE: f"try_strptime(value, {quoted(standard.date or '')}) is not null",
        Demand.UNIT: f"{_amount(standard)} is not null",
        Demand.RANGE: _in_range(standard),
    }
    return conditions[demand]


def _of_kind(standard: Standard) -> str:
    match standard.kind:
        case ValueKind.ID_CARD:
            return valid_resident_id("value")
        case ValueKind.CREDIT_CODE:
            return valid_credit_code("value")
        case None:
            return "true"
        case kind:
            return shaped("value", kind.shape)


def _amount(standard: Standard) -> str:
    """Return the expression of a value's number, without the unit it may have behind it."""
    number = f"'^({_NUMBER})$'"
    bare = (
        "value"
        if standard.unit is None
        else f"trim(regexp_replace(value, {quoted(_ending(standard.unit))}, ''))"
    )
    return f"try_cast(nullif(regexp_extract({bare}, {number}, 1), '') as decimal(38, 9))"


def _ending(unit: str) -> str:
    return "".join(f"[{sign}]" if sign not in "^\\]" else f"\\{sign}" for sign in unit) + "$"


def _in_range(standard: Standard) -> str:
    if standard.date is not None:
        value, kind = f"try_strptime(value, {quoted(standard.date)})::date", "date"
    else:
        value, kind = _amount(standard), "decimal(38, 9)"
    ends = [(">=", standard.at_least), ("<=", standard.at_most)]
    parts = [f"value_ {sign} {quoted(end)}::{kind}" for sign, end in ends if end is not None]
    within = " and ".join(parts).replace("value_", f"({value})")
    # What is no date at all breaks the demand for a date, and that once.
    return f"({value}) is null or ({within})" if standard.date is not None else within
