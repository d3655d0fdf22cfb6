"""Stamping a reconciliation that can be signed, so that it can be watched afterwards.

- What a database holds is stamped before it is compared: what changes meanwhile shows as drift, never as signed.
- Two files are stamped afterwards and only for a result that can be signed; one that changes meanwhile is due for a look anyway.
- The same result rests on the same data: their stamps are those on record.
"""

from dataclasses import dataclass
from pathlib import Path

from playbooks.model.drift import CheckStamp, kept_small
from playbooks.model.errors import InputError
from playbooks.model.evidence import Evidence, Reconciliation
from playbooks.model.mapping import Check, ReconciliationPlan
from tasks.adapters.sources.watch_notes import file_marks


@dataclass(frozen=True, slots=True)
class Stamping:
    """The stamps of one comparison: those taken before it, and what its files were like."""

    plan: ReconciliationPlan
    base: Path
    wave: str | None
    early: tuple[CheckStamp, ...]
    marks: dict[str, str]

    @classmethod
    def begun(cls, plan: ReconciliationPlan, base: Path, *, wave: str | None = None) -> "Stamping":
        """Return what has to be taken before a comparison."""
        marks = {check.key: file_marks(check, base) for check in _watched(plan)}
        try:
            early = _stamps(plan, base, [key for key, mark in marks.items() if not mark], wave=wave)
        except InputError:
            early = ()  # the comparison says what is wrong
        return cls(plan, base, wave, early, marks)

    def finished(self, payload: Reconciliation, earlier: Evidence | None = None) -> Reconciliation:
        """Return the reconciliation with the stamps of all watched checks, where it can be signed."""
        if not payload.result.acceptable:
            return payload
        known = None if earlier is None else earlier.payload
        same = isinstance(known, Reconciliation) and known.result.digest == payload.result.digest
        if same and isinstance(known, Reconciliation) and known.stamps:
            return payload.model_copy(update={"stamps": known.stamps})
        files = [key for key, mark in self.marks.items() if mark]
        late = _stamps(self.plan, self.base, files, wave=self.wave)
        return payload.model_copy(update={"stamps": kept_small((*self.early, *late))})


def _stamps(
    plan: ReconciliationPlan, base: Path, checks: list[str], *, wave: str | None
) -> tuple[CheckStamp, ...]:
    if not checks:
        return ()
    from tasks.adapters.reconcile import stamped  # noqa: PLC0415  # DuckDB takes 0.2 s to import, and few looks need it

    return stamped(plan, base=base, wave=wave, only=checks)


def _watched(plan: ReconciliationPlan) -> list[Check]:
    return [check for check in plan.checks if check.watch.pause is not None]
