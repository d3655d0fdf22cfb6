"""What needs more than one table: references to the keys of another check, and sums that must balance."""

from playbooks.model.mapping import Check, ControlTotal, ReconciliationPlan
from playbooks.model.reconciliation import (
    MAX_SAMPLES,
    BalanceResult,
    CheckResult,
    ColumnCount,
    DifferenceKind,
    Sample,
    Severity,
)
from playbooks.model.requirement import Balance, Part, Sum
from tasks.adapters.reconcile.control_totals import group_sums, total_of
from tasks.adapters.reconcile.difference_file import export_query
from tasks.adapters.reconcile.shelf import Shelf
from tasks.adapters.reconcile.staging import filtered, key_names
from tasks.adapters.reconcile.workspace import Workspace, quoted

# The statements below are made of names this package gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608


def goes_through_tables(plan: ReconciliationPlan, check: Check) -> bool:
    """Tell whether a check goes through the whole target, or keeps some of it for another check or a balance."""
    referred = any(one.check == check.key for other in plan.checks for one in other.references)
    weighed = any(check.key in {one.left.check, one.right.check} for one in plan.balances)
    return referred or weighed or any((check.rules, check.unique, check.references))


def set_aside(space: Workspace, plan: ReconciliationPlan, check: Check, *, shelf: Shelf) -> None:
    """Keep what other checks and balances need of the sides staged last."""
    if any(one.check == check.key for other in plan.checks for one in other.references):
        keys = ", ".join(f"{name}::varchar as {name}" for name in key_names(check))
        _kept(space, f"select distinct {keys} from target", shelf.keys(check.key))
    for place, reference in enumerate(check.references):
        values = [f"v{check.position(name)}" for name in reference.columns]
        chosen = ", ".join(f"{value}::varchar as k{number}" for number, value in enumerate(values))
        given = " and ".join(f"{value} is not null" for value in values)
        query = f"select {chosen}, count(*) as times from target where {given} group by all"
        _kept(space, query, shelf.references(check.key, place))
    for balance in plan.balances:
        for name, arm in (("left", balance.left), ("right", balance.right)):
            if arm.check == check.key:
                where = filtered(arm.scope, check)
                query = group_sums(check, _total(arm), part=Part(arm.side), where=where)
                _kept(space, query, shelf.arm(balance.key, name))


def with_orphans(space: Workspace, check: Check, result: CheckResult, *, shelf: Shelf) -> CheckResult:
    """Return the result with the references that lead nowhere; their file of differences grows by them."""
    counts: list[ColumnCount] = []
    samples: list[Sample] = []
    for place, reference in enumerate(check.references):
        keys = ", ".join(f"k{number}" for number in range(len(reference.columns)))
        own = ", ".join(f"own.k{number}" for number in range(len(reference.columns)))
        name = ", ".join(reference.columns)
        space.run(f"""
            create or replace table orphans as
            select {quoted(DifferenceKind.ORPHAN)} as kind, {place} as place, list_value({own}) as key,
                   {quoted(name)} as col, null::varchar as source, times::varchar as target, times
            from read_parquet({quoted(str(shelf.references(check.key, place)))}) as own
            anti join read_parquet({quoted(str(shelf.keys(reference.check)))}) using ({keys})""")
        rows = space.count("select coalesce(sum(times), 0) from orphans")
        if not rows:
            continue
        counts.append(ColumnCount(column=name, count=rows, severity=Severity.CRITICAL))
        found = space.rows(f"select kind, key, col, target from orphans order by key limit {MAX_SAMPLES}")
        fields = ("kind", "key", "column", "target")
        samples += [Sample.model_validate(dict(zip(fields, row, strict=True))).shortened() for row in found]
        space.run(
            export_query(check.key, shelf.references(check.key, place).with_suffix(".csv"), table="orphans")
        )
        _append(shelf, check, place)
    if not counts:
        return result
    return result.model_copy(update={"orphans": tuple(counts), "samples": (*result.samples, *samples)})


def balance_result(space: Workspace, balance: Balance, *, shelf: Shelf) -> BalanceResult:
    """Return how the two arms of a balance compare."""
    left, right = (
        f"select * from read_parquet({quoted(str(shelf.arm(balance.key, arm)))})" for arm in ("left", "right")
    )
    total = total_of(space, _total(balance.left), arms=(left, right), tolerance=balance.tolerance)
    return BalanceResult(key=balance.key, title=balance.title, total=total)


def _total(arm: Sum) -> ControlTotal:
    return ControlTotal(column=arm.column, group_by=arm.group_by)


def _kept(space: Workspace, query: str, file: object) -> None:
    space.run(f"copy ({query}) to {quoted(str(file))} (format parquet)")


def _append(shelf: Shelf, check: Check, place: int) -> None:
    piece = shelf.references(check.key, place).with_suffix(".csv")
    with shelf.differences(check.key).open("ab") as whole, piece.open("rb") as part:
        while chunk := part.read(1 << 20):
            whole.write(chunk)
    piece.unlink()
