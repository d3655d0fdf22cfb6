"""The merge map made of a proposal that people decided on, held against the source as it is now."""

from pathlib import Path

from playbooks.model.data_side import DataSide
from playbooks.model.errors import InputError
from playbooks.model.mapping import Check, ReconciliationPlan
from playbooks.model.merge_map import MergeMap, merges_of
from tasks.adapters.governance.proposal_file import read_proposal
from tasks.adapters.governance.raw_table import read_raw, rows_digest
from tasks.adapters.reconcile.workspace import Workspace, explained, workspace


def merge_map(plan: ReconciliationPlan, proposal: Path, *, base: Path, decided_by: str) -> MergeMap:
    """Return what people decided; refuses what is undecided, contradicts itself or speaks of other data."""
    read = read_proposal(proposal)
    check = next((one for one in plan.checks if one.key == read.check), None)
    if check is None or check.duplicates is None:
        raise InputError(
            "{file} was made for check {check!r}; plan {plan!r} looks for no duplicates there",
            file=proposal.name,
            check=read.check,
            plan=plan.key,
        )
    with workspace() as space:
        digest, known = _present(space, check, base=base, wanted={row.key for row in read.rows})
    if digest != read.source_digest:
        raise InputError(
            "the data have changed since {file} was made; propose again and decide on the new proposal",
            file=proposal.name,
        )
    merges, apart = merges_of(read.rows, file=proposal.name, known=known)
    return MergeMap(
        plan=plan.key,
        check=check.key,
        source_digest=digest,
        decided_by=decided_by,
        groups=len({row.group for row in read.rows}),
        kept_apart=apart,
        merges=merges,
    )


def _present(space: Workspace, check: Check, *, base: Path, wanted: set[str]) -> tuple[str, set[str]]:
    """Return the digest of the rows, and which of the wanted keys they hold."""
    part = check.duplicates.side if check.duplicates else "source"
    side: DataSide = getattr(check, part)
    raw = read_raw(space, side, base=base)
    with explained(raw.where):
        key = raw.place(getattr(check.keys[0], part))
        rows = space.stream(f"select {key} from export where {key} is not null")  # noqa: S608  # a numbered column
        known = {str(found) for (found,) in rows} & wanted
        return rows_digest(space, raw), known
