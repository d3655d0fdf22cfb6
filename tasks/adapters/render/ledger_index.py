"""The index of an export: every entry in words and every document by its title, as a page and for a spreadsheet.

It is made for people and proves nothing: what is verified are the entries, the checkpoints and the documents. Both files
come in parts, as entries are read, so that a ledger of any length fits.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import NamedTuple

from tasks.adapters.render.environment import render_parts
from tasks.adapters.render.ledger_index_wording import COLUMNS, INDEX
from tasks.adapters.render.plain_text import clean
from tasks.adapters.render.remarks import spelled_size
from tasks.adapters.spreadsheet import harmless

#: Before it spreadsheets take a file for one in the signs of their own country.
_BYTE_ORDER_MARK = "\ufeff"


class InBoth(NamedTuple):
    """The same in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document that an entry speaks of: where it lies in the export, what it is, and what its file was called."""

    digest: str
    title: InBoth
    name: str
    size: int

    @property
    def place(self) -> str:
        """Return its file in an export that holds the documents."""
        return f"documents/{self.digest}"

    @property
    def spelled(self) -> str:
        """Return its size as people say it."""
        return spelled_size(self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """One entry in words."""

    seq: int
    local: str
    utc: str
    rollout: str
    who: InBoth
    door: InBoth
    session: str
    said: InBoth
    leaf: str
    documents: tuple[IndexedDocument, ...]


def index_csv(rows: Iterable[IndexRow], *, linked: bool) -> Iterator[bytes]:
    """Yield the entries for a spreadsheet; `linked` says that the documents lie in the export too."""
    yield _line([f"{head.zh} {head.en}" for head in COLUMNS], start=_BYTE_ORDER_MARK)
    for row in rows:
        documents = "; ".join(_document(document, linked=linked) for document in row.documents)
        words = (*row.who, *row.door, row.session, *row.said)
        yield _line([str(row.seq), row.local, row.utc, row.rollout, *words, row.leaf, documents])


def index_html(rows: Iterable[IndexRow], *, linked: bool, log: str, size: int) -> Iterator[bytes]:
    """Yield the same as a page in both languages, with a list of all documents at its end."""
    documents: dict[str, tuple[int, IndexedDocument]] = {}
    parts = render_parts(
        "ledger_index.html.jinja2",
        rows=_noted(rows, documents),
        documents=documents.values,  # asked for when all rows have been read
        linked=linked,
        log=log,
        size=size,
        words=INDEX,
    )
    return (part.encode() for part in parts)


def _noted(rows: Iterable[IndexRow], documents: dict[str, tuple[int, IndexedDocument]]) -> Iterator[IndexRow]:
    for row in rows:
        for document in row.documents:
            documents.setdefault(document.digest, (row.seq, document))
        yield row


def _document(document: IndexedDocument, *, linked: bool) -> str:
    place = document.place if linked else f"SHA-256 {document.digest}"
    title = document.title.zh if document.title.zh == document.title.en else " / ".join(document.title)
    return f"{title}, {document.name}: {place}" if document.name else f"{title}: {place}"


def _line(cells: list[str], *, start: str = "") -> bytes:
    written = StringIO(newline="")
    csv.writer(written).writerow([harmless(clean(cell)) for cell in cells])
    return f"{start}{written.getvalue()}".encode()
