"""Export: everything an outsider needs to verify the ledger without this product, as plain files.

entries.jsonl    one entry a line, exactly the bytes that were hashed
checkpoint       the newest checkpoint; entries behind it are left out
checkpoints/     the ones before, by size
documents.json   digest and size of every document the store keeps
documents/       these documents under their digests, where they are asked for

Whoever asks for the export may add files that people read; they are no part of what is verified. All of it lies in a
folder, or in one zip file where the name ends so.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.phrase import system_fault
from tasks.adapters.store.documents import find_document
from tasks.adapters.store.session import Session

PAGE = 4096

# The name of each file within the export, and its content in parts.
Files: TypeAlias = Iterable[tuple[str, Iterable[bytes]]]

_NOTES = "SELECT size, note FROM ledger_checkpoint ORDER BY size"
_ENTRIES = "SELECT entry FROM ledger_entry WHERE seq >= ? AND seq < ? ORDER BY seq"
_DOCUMENTS = "SELECT digest, length(content) FROM document ORDER BY digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What an export holds: entries of which log, and the sizes of the documents that the store keeps, by digest."""

    log: str
    size: int
    documents: Mapping[str, int]
    holds_documents: bool


#: What makes the files to be read by people; they are written last.
Beside: TypeAlias = Callable[[Contents], Files]


def nothing_beside(contents: Contents) -> Files:  # noqa: ARG001  # one signature
    """Add no file."""
    return ()


def export_ledger(
    session: Session, place: Path, *, documents: bool = False, beside: Beside = nothing_beside
) -> int:
    """Write the files, all or none, and return the number of entries."""
    notes = session.rows(_NOTES)
    if not notes:
        raise InputError(
            "The ledger has no signed checkpoint yet; an export without one would prove nothing."
        )
    draft = place.parent / f"{place.name}.{os.getpid()}.partial"
    try:
        if place.exists():
            raise InputError("{place} exists already; name a place where nothing is yet.", place=place)
        files = _files(session, [(size, note) for size, note in notes], documents=documents, beside=beside)
        (_write_zip if place.suffix.lower() == ".zip" else _write_folder)(draft, files)
        draft.rename(place)
    except OSError as error:
        raise OutsideError(
            "The export to {place} failed: {reason}; nothing was left there.",
            place=place,
            reason=system_fault(error),
        ) from error
    finally:
        _clear(draft)
    return int(notes[-1][0])


def _files(session: Session, notes: list[tuple[int, str]], *, documents: bool, beside: Beside) -> Files:
    *earlier, (size, newest) = notes
    yield "entries.jsonl", (entry + b"\n" for entry in _entries(session, size))
    yield "checkpoint", (newest.encode(),)
    for covered, note in earlier:
        yield f"checkpoints/{covered:012d}", (note.encode(),)
    kept = [{"sha256": digest, "bytes": length} for digest, length in session.rows(_DOCUMENTS)]
    yield "documents.json", (json.dumps(kept, indent=1).encode() + b"\n",)
    for each in kept if documents else ():
        yield f"documents/{each['sha256']}", filter(None, (find_document(session, each["sha256"]),))
    sizes = {each["sha256"]: each["bytes"] for each in kept}
    log = newest.partition("\n")[0]
    yield from beside(Contents(log=log, size=size, documents=sizes, holds_documents=documents))


def _write_folder(place: Path, files: Files) -> None:
    for name, parts in files:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        with (place / name).open("wb") as file:
            file.writelines(parts)


def _write_zip(place: Path, files: Files) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with closing(ZipFile(place, "x", ZIP_DEFLATED)) as archive:
        for name, parts in files:
            # How long the entries get is not known before, and may be more than a plain zip file can hold.
            with archive.open(name, "w", force_zip64=True) as file:
                file.writelines(parts)


def _clear(draft: Path) -> None:
    """Remove what is left of an export that failed."""
    with suppress(OSError):  # what went wrong is told already
        if draft.is_file():
            draft.unlink()
        else:
            shutil.rmtree(draft)


def _entries(session: Session, size: int) -> Iterator[bytes]:
    for first in range(0, size, PAGE):
        for row in session.rows(_ENTRIES, first, min(first + PAGE, size)):
            yield row[0].encode()
