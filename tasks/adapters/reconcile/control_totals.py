"""Control totals: sums of a decimal column on both sides, over all rows or per group, exact."""

from playbooks.model.mapping import Check, ControlTotal
from playbooks.model.reconciliation import MAX_SAMPLES, GroupTotal, TotalResult, excerpt
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.staging import unreadable_name
from tasks.adapters.reconcile.workspace import Workspace

# The statements below are made of names this package gives itself, never of raw input.
# ruff: noqa: S608


def control_totals(space: Workspace, check: Check) -> tuple[TotalResult, ...]:
    """Return every control total of the check for the two sides loaded last."""
    return tuple(_total(space, check, total) for total in check.control_totals)


def group_sums(check: Check, total: ControlTotal, *, part: Part, where: str = "true") -> str:
    """Return the query of one side's sums: part, amount."""
    value = f"v{check.position(total.column)}"
    return f"select {group_name(check, total)} as part, coalesce(sum({value}), 0) as amount from {part} where {where} group by 1"


def total_of(space: Workspace, total: ControlTotal, *, arms: tuple[str, str], tolerance: str) -> TotalResult:
    """Return how two queries of sums compare, group by group."""
    source, target = arms
    space.run(f"""
        create or replace table totals as
        select part, coalesce(sum(s), 0) as source, coalesce(sum(t), 0) as target
        from (select part, amount as s, null as t from ({source}) union all select part, null, amount from ({target}))
        group by part""")
    beyond = f"abs(target - source) > {tolerance}"
    ((groups, differing, before, after, difference),) = space.rows(f"""
        select count(*), count(*) filter ({beyond}), coalesce(sum(source), 0)::varchar,
               coalesce(sum(target), 0)::varchar, coalesce(sum(target) - sum(source), 0)::varchar from totals""")
    found = space.rows(f"""
        select part, source::varchar, target::varchar, (target - source)::varchar from totals
        order by {beyond} desc, abs(target - source) desc, part limit {MAX_SAMPLES}""")
    return TotalResult(
        column=total.column,
        group_by=total.group_by,
        month=total.month,
        groups=int(str(groups)),
        differing=int(str(differing)),
        source=str(before),
        target=str(after),
        difference=str(difference),
        samples=tuple(map(_sample, found)),
    )


def _total(space: Workspace, check: Check, total: ControlTotal) -> TotalResult:
    arms = (group_sums(check, total, part=Part.SOURCE), group_sums(check, total, part=Part.TARGET))
    tolerance = check.allowance(check.column(total.column))
    return total_of(space, total, arms=arms, tolerance=tolerance)


def group_name(check: Check, total: ControlTotal) -> str:
    """Return the expression of a row's group, over canonical values."""
    if total.group_by is None:
        return "null::varchar"
    place = check.position(total.group_by)
    shown = f"strftime(v{place}, '%Y-%m')" if total.month else f"v{place}::varchar"
    return f"coalesce({unreadable_name(check, place)}, {shown})"


def _sample(row: tuple[object, ...]) -> GroupTotal:
    part, source, target, difference = row
    group = None if part is None else excerpt(str(part))
    return GroupTotal(group=group, source=str(source), target=str(target), difference=str(difference))
