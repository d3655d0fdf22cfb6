"""The binder of a reconciliation: reports in both languages and the file of all differences, named by the result's digest.

The record holds the result; what lies here can be read by people, and made again from the record except for the differences.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playbooks.model.errors import OutsideError
from playbooks.model.evidence import Reconciliation
from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.phrase import system_fault
from playbooks.model.reconciliation import ReconciliationResult
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language
from tasks.adapters.draft import drafted

#: Files of differences may be large; of older results only the report is kept.
KEPT_DIFFERENCES = 5
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Binder:
    """The folder of one rollout's evidence."""

    folder: Path
    zone: str

    @classmethod
    def of(cls, home: Path, state: Rollout, evidence: str) -> "Binder":
        """Return the binder of a piece of evidence."""
        return cls(home / "reconciliations" / state.key / evidence, state.calendar.time_zone)

    def report(self, result: ReconciliationResult, language: Language) -> Path:
        """Return where the report of a result lies, whether it is there or not."""
        return self.folder / f"{result.digest[:_NAMED]}.report.{language}.html"

    def differences(self, result: ReconciliationResult) -> Path:
        """Return where all differences of a result lie, if there are any."""
        return self.folder / f"{result.digest[:_NAMED]}.differences.csv"

    def draft(self) -> Path:
        """Return where a running comparison writes its differences."""
        with _written(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"running.{os.getpid()}.csv"

    def file(self, payload: Reconciliation, compared_at: datetime, *, plan: ReconciliationPlan) -> None:
        """Put the differences of the comparison that ran last in their place, and write the reports."""
        result, draft = payload.result, self.draft()
        with _written(self.folder):
            if result.agrees:
                draft.unlink(missing_ok=True)
            elif draft.exists():
                draft.replace(self.differences(result))
            if not all(self.report(result, language).exists() for language in Language):
                self.write(payload, compared_at, plan=plan)
            self._prune()

    def write(
        self, payload: Reconciliation, compared_at: datetime, *, plan: ReconciliationPlan | None
    ) -> tuple[Path, ...]:
        """Write the report in both languages, which link to each other; return the files."""
        # Imported where it is used: most looks write no report.
        from tasks.adapters.render.reconciliation_report import (  # noqa: PLC0415
            Provenance,
            reconciliation_report,
        )

        files = {language: self.report(payload.result, language) for language in Language}
        differences = self.differences(payload.result)
        for language, file in files.items():
            (other,) = [name.name for key, name in files.items() if key is not language]
            provenance = Provenance(
                compared_at=compared_at,
                zone=self.zone,
                plan=plan,
                differences=differences.name if differences.exists() else None,
                other=other,
            )
            page = reconciliation_report(payload, provenance, language=language)
            with drafted(file) as stream:
                stream.write(page)
        return tuple(files.values())

    def _prune(self) -> None:
        found = sorted(self.folder.glob("*.differences.csv"), key=lambda file: file.stat().st_mtime_ns)
        for old in found[:-KEPT_DIFFERENCES]:
            old.unlink(missing_ok=True)


@contextmanager
def _written(folder: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise OutsideError(
            "{path} could not be written; make room and try again ({reason})",
            path=folder,
            reason=system_fault(error),
        ) from error
