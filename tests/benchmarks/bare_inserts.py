"""What the ledger's appending is compared with: the very same bytes through sqlite3 alone, at its durability."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from playbooks.model.ledger.merkle import Frontier
from tasks.adapters.store import open_store

TABLE = "CREATE TABLE entry (seq INTEGER PRIMARY KEY, entry TEXT NOT NULL, leaf BLOB NOT NULL)"
# The one index that no ledger can do without: an event is recorded once.
UNIQUE = "CREATE UNIQUE INDEX entry_event_id ON entry (json_extract(entry, '$.event.id'))"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the store keeps it, and what its head held then."""

    seq: int
    entry: str
    leaf: bytes
    time: str
    frontier: bytes


def kept_rows(path: Path) -> list[Row]:
    """Return the entries a store has kept."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT seq, entry, leaf_hash, at FROM ledger_entry ORDER BY seq"
        ).fetchall()
    tree, rows = Frontier(), list[Row]()
    for seq, entry, leaf, at in found:
        tree.append(leaf)
        rows.append(Row(seq, entry, leaf, at, tree.dump()))
    return rows


def into_bare_table(path: Path, *schema: str) -> Callable[[Sequence[Row]], None]:
    """Return a function that inserts rows into a table with nothing more to it than this schema."""
    connection = connected(path)
    for statement in (TABLE, *schema):
        connection.execute(statement)

    def insert(rows: Sequence[Row]) -> None:
        for row in rows:
            connection.execute("INSERT INTO entry VALUES (?, ?, ?)", (row.seq, row.entry, row.leaf))

    return insert


def into_guarded_tables(folder: Path) -> Callable[[Sequence[Row]], None]:
    """Return a function that runs the statements of an append, and nothing else, on the store's own tables."""
    folder.mkdir()
    open_store(f"sqlite:///{folder / 'store.db'}", origin="phasegate.test/ledger", key=folder / "key").close()
    connection = connected(folder / "store.db")

    def insert(rows: Sequence[Row]) -> None:
        for row in rows:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("SELECT size, last_leaf, last_time, frontier FROM ledger_head").fetchone()
            connection.execute(
                "INSERT INTO ledger_entry (seq, entry, leaf_hash) VALUES (?, ?, ?)",
                (row.seq, row.entry, row.leaf),
            )
            connection.execute(
                "UPDATE ledger_head SET size = ?, last_leaf = ?, last_time = ?, frontier = ? WHERE id = 1",
                (row.seq + 1, row.leaf, row.time, row.frontier),
            )
            connection.execute("COMMIT")

    return insert


def connected(path: Path) -> sqlite3.Connection:
    """Open a database at the store's durability."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection
