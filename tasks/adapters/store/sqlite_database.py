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

    def writing(self) -> "_Writing":
        """Open the one writing transaction, after all writers that came before."""
        return _Writing(self._path, self._idle, queue=self._queue)

    def reading(self) -> "_Transaction":
        """Open a transaction that sees one moment."""
        return _Transaction(self._path, self._idle)

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


class _Transaction:
    """A transaction on a connection that nobody else uses; a class, because a generator costs an append more."""

    __slots__ = ("_connection", "_idle", "_path")
    _begin = "BEGIN"

    def __init__(self, path: Path, idle: list[sqlite3.Connection]) -> None:
        self._path = path
        self._idle = idle

    def __enter__(self) -> Session:
        try:
            self._connection = self._lent()
        except sqlite3.Error as error:
            raise plain(error, str(self._path)) from error
        self._run(self._begin)
        return Session(self._connection, postgresql=False)

    def __exit__(self, _kind: type[BaseException] | None, fault: BaseException | None, _: object) -> None:
        if fault is not None:
            self._give_up(fault)
        else:
            self._run("COMMIT")
            self._idle.append(self._connection)

    def _run(self, statement: str) -> None:
        try:
            self._connection.execute(statement)
        except BaseException as fault:
            self._give_up(fault)
            raise

    def _give_up(self, fault: BaseException) -> None:
        """Undo everything, and say in a sentence what the database complains of; another fault goes on by itself."""
        self._undo()
        if isinstance(fault, sqlite3.Error):
            raise plain(fault, str(self._path)) from fault

    def _undo(self) -> None:
        try:
            self._connection.rollback()
        except sqlite3.Error:  # what failed before is told; closing undoes as well
            self._connection.close()
        else:
            self._idle.append(self._connection)

    def _lent(self) -> sqlite3.Connection:
        """Return a connection that nobody uses at this moment, in whichever thread it was opened."""
        try:
            return self._idle.pop()
        except IndexError:
            connection = _connected(self._path)
            connection.set_authorizer(authorize)
            return connection


class _Writing(_Transaction):
    """The one writing transaction; its turn is over when it has ended."""

    __slots__ = ("_queue",)
    _begin = "BEGIN IMMEDIATE"

    def __init__(self, path: Path, idle: list[sqlite3.Connection], *, queue: WriterQueue) -> None:
        super().__init__(path, idle)
        self._queue = queue

    def __enter__(self) -> Session:
        self._queue.__enter__()
        try:
            return super().__enter__()
        except BaseException:
            self._queue.__exit__()
            raise

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: object) -> None:
        try:
            super().__exit__(kind, fault, trace)
        finally:
            self._queue.__exit__()


def _connected(path: Path) -> sqlite3.Connection:
    # No isolation level: the driver opens no transactions by itself; ours begin where they are said to.
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    for setting in _SETTINGS:
        connection.execute(setting)
    return connection
