"""A whole reconciliation: each check's two sides are loaded, compared, counted and sampled."""

from pathlib import Path

from playbooks.model.mapping import Check, ReconciliationPlan
from playbooks.model.reconciliation import CheckResult, DifferenceKind, ReconciliationResult
from tasks.adapters.reconcile.control_totals import control_totals
from tasks.adapters.reconcile.csv_source import load_source
from tasks.adapters.reconcile.difference_file import Write, difference_file
from tasks.adapters.reconcile.differences import column_counts, find_differences, key_counts, samples
from tasks.adapters.reconcile.sqlite_target import load_target
from tasks.adapters.reconcile.workspace import Workspace, explained, workspace


def reconcile(
    plan: ReconciliationPlan, *, base: Path, differences: Path | None = None
) -> ReconciliationResult:
    """Compare what the plan names below the data folder; `differences` names a CSV file for every difference.

    Raises:
        InputError: a side cannot be read or compared; the message says which, where and what to do.
        OutsideError: memory, disk or a lock stood in the way.
    """
    with workspace() as space, difference_file(differences) as write:
        checks = tuple(_checked(space, check, base=base, write=write) for check in plan.checks)
        result = ReconciliationResult(key=plan.key, title=plan.title, plan_digest=plan.digest, checks=checks)
        return result.fitted()


def _checked(space: Workspace, check: Check, *, base: Path, write: Write) -> CheckResult:
    with explained(f"check {check.key!r}"):
        source = load_source(space, check, base=base)
        target = load_target(space, check, base=base)
        find_differences(space, check)
        write(space, check)
        return CheckResult(
            key=check.key,
            title=check.title,
            rows_source=source.rows,
            rows_target=target.rows,
            **key_counts(space),
            changed=column_counts(space, DifferenceKind.CHANGED),
            shared=column_counts(space, DifferenceKind.SHARED),
            control_totals=control_totals(space, check),
            samples=samples(space),
            source_digest=source.digest,
            target_digest=target.digest,
        )
