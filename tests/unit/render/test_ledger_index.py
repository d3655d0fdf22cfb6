"""The index of an export comes in parts, as its rows do, and shows nothing as what it is not."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest

from tasks.adapters.render.ledger_index import InBoth, IndexedDocument, IndexRow, index_csv, index_html
from tasks.adapters.spreadsheet import harmless, original

MANY = 5000
Index = Callable[[Iterable[IndexRow]], Iterator[bytes]]
PAGE: Index = partial(index_html, linked=True, log="test", size=MANY)
SHEET: Index = partial(index_csv, linked=True)


def row(seq: int = 0, said: str = "said", *documents: IndexedDocument) -> IndexRow:
    """Return an entry in words."""
    words = InBoth(said, said)
    return IndexRow(
        seq=seq,
        local="2026-03-02 09:00",
        utc="2026-03-02T01:00:00Z",
        rollout="crm",
        who=words,
        door=words,
        session="",
        said=words,
        leaf="ab" * 32,
        documents=documents,
    )


@dataclass(slots=True)
class Source:
    """Rows that count how many were asked for."""

    given: int = 0

    def __iter__(self) -> Iterator[IndexRow]:
        """Yield many rows."""
        for seq in range(MANY):
            self.given += 1
            yield row(seq)


@pytest.mark.parametrize("index", [PAGE, SHEET])
def test_rows_are_written_as_they_come(index: Index) -> None:
    """A ledger of any length fits into memory."""
    source = Source()
    parts = index(source)
    next(parts)
    next(parts)
    assert source.given < MANY / 10
    assert sum(1 for _ in parts) > 10
    assert source.given == MANY


def test_documents_are_listed_once_where_they_were_named_first() -> None:
    """With the number of the entry."""
    paper = IndexedDocument("cd" * 32, InBoth("章程", "Charter"), "charter.md", 2048)
    page = b"".join(PAGE([row(7, "a", paper), row(8, "b", paper)])).decode()
    _, _, listed = page.partition('id="documents"')
    assert (listed.count("charter.md</td>"), listed.count('href="#e7"'), "2 KB" in listed) == (1, 1, True)
    assert 'href="#e8"' not in listed


@pytest.mark.parametrize("said", ["\u202efdp.exe", "a\x00b", "two\nlines"])
def test_what_cannot_be_seen_is_left_out(said: str) -> None:
    """In both files."""
    for index in (PAGE, SHEET):
        written = b"".join(index([row(0, said)])).decode()
        assert said not in written


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_begins_like_a_formula_is_made_harmless(text: str) -> None:
    """And can be had back."""
    assert harmless(text) == f"'{text}"
    assert original(harmless(text)) == text


@pytest.mark.parametrize("text", ["plain", "1", "'quoted'", "", "a=b"])
def test_any_other_cell_stays_as_it_is(text: str) -> None:
    """Nothing is added to what is harmless."""
    assert original(harmless(text)) == harmless(text) == text
