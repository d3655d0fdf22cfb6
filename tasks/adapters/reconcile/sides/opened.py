"""A side that has been opened: its columns are known and its rows can be read."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from playbooks.model.phrase import Phrase, phrase
from tasks.adapters.reconcile.room import Room


class Opened(Protocol):
    """What the engine knows of a side, whatever its kind."""

    @property
    def where(self) -> str | Phrase:
        """Return what people call it: the file, or the table and its database."""
        ...

    @property
    def types(self) -> Mapping[str, str]:
        """Return its columns in order, each with DuckDB's name of its type; VARCHAR where values come as text."""
        ...

    def reading(self, wanted: Sequence[str], room: Room) -> AbstractContextManager[str]:
        """Yield the SQL relation with the wanted columns as r0, r1 ...; to be read once, unless it is a file in place."""
        ...

    def cancel(self) -> None:
        """End what is just being read, from another thread."""
        ...


@dataclass(frozen=True, slots=True)
class Rules:
    """What every database is held to: it is read, by one statement, for so long and so much at most."""

    longest_seconds: int = 6 * 3600
    lock_seconds: int = 5
    #: What a query without end would otherwise fill the disk with.
    most_rows: int = 1_000_000_000
    most_bytes: int = 256 << 30


RULES = Rules()


def standing(table: str | None, place: str) -> Phrase:
    """Return what people call a table, or the query of a plan, and where it stands."""
    if table is None:
        return phrase("the query of {place}", place=place)
    return phrase("table {table!r} of {place}", table=table, place=place)
