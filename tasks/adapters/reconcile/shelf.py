"""What a check leaves for later: its result, its differences, and what other checks have to be held against.

On a shelf that outlives the run, a comparison that was broken off goes on behind the last finished check.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from playbooks.model.data_side import DataSide
from playbooks.model.errors import OutsideError
from playbooks.model.mapping import Check
from playbooks.model.reconciliation import CheckResult
from tasks.adapters.draft import drafted
from tasks.adapters.reconcile.data_folder import locate


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder with one set of files per check."""

    folder: Path
    base: Path
    maps: str = ""  # what the merge maps say, by their digest

    def differences(self, check: str) -> Path:
        """Return the file of a check's differences."""
        return self.folder / f"{check}.differences.csv"

    def keys(self, check: str) -> Path:
        """Return the file of the keys of a check's target."""
        return self.folder / f"{check}.keys.parquet"

    def references(self, check: str, place: int) -> Path:
        """Return the file of the values by which a check refers to another."""
        return self.folder / f"{check}.reference{place}.parquet"

    def arm(self, balance: str, arm: str) -> Path:
        """Return the file of the sums of one arm of a balance."""
        return self.folder / f"{balance}.{arm}.parquet"

    def put(self, check: Check, result: CheckResult, *, plan: str) -> None:
        """Keep a result; only now does the check count as finished."""
        note = {"of": self._signature(check, plan), "result": result.model_dump(mode="json")}
        with drafted(self._note(check)) as stream:
            json.dump(note, stream)

    def taken(self, check: Check, *, plan: str) -> CheckResult | None:
        """Return the result of a check that was finished for the same plan and the same files."""
        try:
            note = json.loads(self._note(check).read_bytes())
            if note["of"] == self._signature(check, plan):
                return CheckResult.model_validate(note["result"])
        except (OSError, ValueError, KeyError, TypeError, ValidationError):
            return None  # whatever is not a whole note of this check is compared again
        return None

    def clear(self) -> None:
        """Remove everything that was put here."""
        for pattern in ("*.result.json", "*.draft", "*.differences.csv", "*.parquet"):
            for file in self.folder.glob(pattern):
                file.unlink()

    def _note(self, check: Check) -> Path:
        return self.folder / f"{check.key}.result.json"

    def _signature(self, check: Check, plan: str) -> str:
        parts = [plan, self.maps, check.model_dump_json(), *self._stamps((check.source, check.target))]
        return sha256("\n".join(parts).encode()).hexdigest()

    def _stamps(self, sides: Iterable[DataSide]) -> list[str]:
        files = [locate(self.base, side.file).stat() for side in sides if side.file is not None]
        return [f"{file.st_mtime_ns} {file.st_size}" for file in files]


def shelf_at(folder: Path, base: Path, *, maps: str = "") -> Shelf:
    """Return the shelf in a folder that may have to be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutsideError(
            "{folder} takes no file; name a folder that may be written", folder=folder
        ) from error
    return Shelf(folder, base, maps)
