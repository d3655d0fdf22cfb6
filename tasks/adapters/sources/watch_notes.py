"""When each signed check was looked at last, and what its files were like; losing these notes costs one look more."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from playbooks.model.mapping import Check
from tasks.adapters.memory_file import remember


@dataclass(frozen=True, slots=True)
class Note:
    """One look: when, at which record, and what the files were like before it."""

    at: str
    digest: str
    files: str


@dataclass(frozen=True, slots=True)
class WatchNotes:
    """The notes of one rollout's evidence."""

    file: Path
    evidence: str

    def looks(self) -> dict[str, datetime]:
        """Return the last look at each check."""
        return {check: datetime.fromisoformat(note.at) for check, note in self._own().items()}

    def as_before(self, check: str, *, files: str, digest: str) -> bool:
        """Tell whether the files of a check are those that were found to be as signed."""
        note = self._own().get(check)
        return bool(files) and note is not None and (note.files, note.digest) == (files, digest)

    def keep(self, files: Mapping[str, str], *, digest: str, at: datetime) -> None:
        """Remember a look that found everything as signed."""
        added = {
            f"{self.evidence}/{check}": Note(at.isoformat(), digest, stamp) for check, stamp in files.items()
        }
        notes = {key: asdict(note) for key, note in {**self._all(), **added}.items()}
        remember(self.file, json.dumps(notes), loss="the check is looked at once more")

    def _own(self) -> dict[str, Note]:
        start = f"{self.evidence}/"
        return {key.removeprefix(start): note for key, note in self._all().items() if key.startswith(start)}

    def _all(self) -> dict[str, Note]:
        try:
            return {key: Note(**note) for key, note in json.loads(self.file.read_bytes()).items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}


def watch_file(home: Path, rollout: str) -> Path:
    """Return where the notes of a rollout are kept."""
    return home / "watches" / f"{rollout}.json"


def file_marks(check: Check, base: Path) -> str:
    """Return what changes whenever one of a check's two files does, nothing where a side is no file."""
    sides = (check.source.file, check.target.file)
    if None in sides:
        return ""
    # SQLite writes beside its file first.
    return " ".join(_mark(base / f"{side}{more}") for side in sides for more in ("", "-wal"))


def _mark(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return "absent"
    # When the entry itself was changed last cannot be set back, as the time of its content can.
    return f"{found.st_ino}.{found.st_size}.{found.st_mtime_ns}.{found.st_ctime_ns}"
