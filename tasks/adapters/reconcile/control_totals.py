"""Control totals: sums of a decimal column on both sides, over all rows or per group, exact."""

from playbooks.model.mapping import Check, ControlTotal
from playbooks.model.reconciliation import MAX_SAMPLES, GroupTotal, TotalResult, excerpt
from tasks.adapters.reconcile.canonical_value import amount, shown
from tasks.adapters.reconcile.workspace import Workspace

# The statements below are made of names this package gives itself, never of raw input.
# ruff: noqa: S608


def control_totals(space: Workspace, check: Check) -> tuple[TotalResult, ...]:
    """Return every control total of the check for the two sides loaded last."""
    return tuple(_total(space, check, total=total) for total in check.control_totals)


def _total(space: Workspace, check: Check, *, total: ControlTotal) -> TotalResult:
    _sum_up(space, check, total=total)
    beyond = f"abs(target - source) > {check.tolerance}"
    ((groups, differing, source, target, difference),) = space.rows(f"""
        select count(*), count(*) filter ({beyond}), sum(source)::varchar, sum(target)::varchar,
               (sum(target) - sum(source))::varchar from totals""")
    found = space.rows(f"""
        select {shown("part")}, source::varchar, target::varchar, (target - source)::varchar from totals
        order by {beyond} desc, abs(target - source) desc, part limit {MAX_SAMPLES}""")
    return TotalResult(
        column=total.column,
        group_by=total.group_by,
        groups=int(str(groups)),
        differing=int(str(differing)),
        source=str(source),
        target=str(target),
        difference=str(difference),
        samples=tuple(map(_group, found)),
    )


def _sum_up(space: Workspace, check: Check, *, total: ControlTotal) -> None:
    place = check.position(total.column)
    value = amount(f"v{place}", check.columns[place])
    part = "null::varchar" if total.group_by is None else f"v{check.position(total.group_by)}"
    space.run(f"""
        create or replace table totals as
        select part, coalesce(sum(s), 0) as source, coalesce(sum(t), 0) as target
        from (select {part} as part, {value} as s, null as t from source
              union all select {part}, null, {value} from target)
        group by part""")


def _group(row: tuple[object, ...]) -> GroupTotal:
    part, source, target, difference = row
    group = None if part is None else excerpt(str(part))
    return GroupTotal(group=group, source=str(source), target=str(target), difference=str(difference))
