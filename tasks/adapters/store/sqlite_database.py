"""SQLite: write-ahead log, every commit flushed to disk, one writer at a time, guarded connections.

- A writing transaction takes the write lock when it begins; begun later, two of them would fork the ledger.
- `recursive_triggers` makes the guards see rows that REPLACE would push out.
- Connections are lent out and taken back here: SQLAlchemy's pool costs more than an append.
"""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from tasks.adapters.store.failures import plain, told_plainly
from tasks.adapters.store.filesystem import require_local_disk
from tasks.adapters.store.guards import authorize
from tasks.adapters.store.session import Session
from tasks.adapters.store.writer_queue import WriterQueue

BUSY_SECONDS = 30.0
_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
)


class SqliteDatabase:
    """One SQLite file."""

    def __init__(self, path: Path) -> None:
        require_local_disk(path)
        self.place = str(path)
        self._path = path
        self._queue = WriterQueue(path.with_name(path.name + ".lock"))
        self._idle: list[sqlite3.Connection] = []

    @contextmanager
    def writing(self) -> Generator[Session]:
        """Open the one writing transaction, after all writers that came before."""
        with self._queue:
            yield from self._transaction("BEGIN IMMEDIATE")

    @contextmanager
    def reading(self) -> Generator[Session]:
        """Open a transaction that sees one moment."""
        yield from self._transaction("BEGIN")

    @contextmanager
    def migrating(self) -> Generator[Connection]:
        """Open an unguarded transaction."""
        engine = create_engine("sqlite://", creator=lambda: _connected(self._path), poolclass=NullPool)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        with self._queue, told_plainly(self.place, sqlite3.Error), engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection; the last one to close tidies the write-ahead log away."""
        while self._idle:
            self._idle.pop().close()
        self._queue.close()

    def _transaction(self, begin: str) -> Generator[Session]:
        try:
            connection = self._lent()
            try:
                connection.execute(begin)
                yield Session(connection, postgresql=False)
                connection.execute("COMMIT")
            except BaseException:
                self._undo(connection)
                raise
            self._idle.append(connection)
        except sqlite3.Error as error:
            raise plain(error, self.place) from error

    def _undo(self, connection: sqlite3.Connection) -> None:
        try:
            connection.rollback()
        except sqlite3.Error:  # what failed before is told; closing undoes as well
            connection.close()
        else:
            self._idle.append(connection)

    def _lent(self) -> sqlite3.Connection:
        """Return a connection that nobody uses at this moment, in whichever thread it was opened."""
        try:
            return self._idle.pop()
        except IndexError:
            connection = _connected(self._path)
            connection.set_authorizer(authorize)
            return connection


def _connected(path: Path) -> sqlite3.Connection:
    # No isolation level: the driver opens no transactions by itself; ours begin where they are said to.
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    for setting in _SETTINGS:
        connection.execute(setting)
    return connection
