"""Export: everything an outsider needs to verify the ledger without this product, as plain files.

entries.jsonl    one entry a line, exactly the bytes that were hashed
checkpoint       the newest checkpoint; entries behind it are left out
checkpoints/     the ones before, by size
documents.json   digest and size of every document the store keeps
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.phrase import system_fault
from tasks.adapters.store.session import Session

PAGE = 4096

_NOTES = "SELECT size, note FROM ledger_checkpoint ORDER BY size"
_ENTRIES = "SELECT entry FROM ledger_entry WHERE seq >= ? AND seq < ? ORDER BY seq"
_DOCUMENTS = "SELECT digest, length(content) FROM document ORDER BY digest"


def export_ledger(session: Session, directory: Path) -> int:
    """Write the files, all or none, and return the number of entries."""
    notes = session.rows(_NOTES)
    if not notes:
        raise InputError(
            "The ledger has no signed checkpoint yet; an export without one would prove nothing."
        )
    fresh = directory.parent / f"{directory.name}.{os.getpid()}.partial"
    try:
        if directory.exists():
            raise InputError(
                "{directory} exists already; name a folder that does not exist yet.", directory=directory
            )
        _write(session, fresh, [(size, note) for size, note in notes])
        fresh.rename(directory)
    except OSError as error:
        raise OutsideError(
            "The export to {directory} failed: {reason}; nothing was left there.",
            directory=directory,
            reason=system_fault(error),
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return int(notes[-1][0])


def _write(session: Session, folder: Path, notes: list[tuple[int, str]]) -> None:
    (folder / "checkpoints").mkdir(parents=True)
    *earlier, (size, newest) = notes
    with (folder / "entries.jsonl").open("wb") as file:
        file.writelines(entry + b"\n" for entry in _entries(session, size))
    for covered, note in earlier:
        (folder / "checkpoints" / f"{covered:012d}").write_text(note, encoding="utf-8")
    documents = [{"sha256": digest, "bytes": length} for digest, length in session.rows(_DOCUMENTS)]
    (folder / "documents.json").write_text(json.dumps(documents, indent=1) + "\n", encoding="utf-8")
    (folder / "checkpoint").write_text(newest, encoding="utf-8")


def _entries(session: Session, size: int) -> Iterator[bytes]:
    for first in range(0, size, PAGE):
        for row in session.rows(_ENTRIES, first, min(first + PAGE, size)):
            yield row[0].encode()
