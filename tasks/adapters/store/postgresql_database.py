"""PostgreSQL: the row of the ledger's head is the sequencer; who holds it writes, the others wait, readers never.

That goes for every writing transaction, not only for those that append: who looks for letters to deliver must see
what the dispatcher before it has claimed.

No advisory lock is used: any login, even a reader's, could take it and stop the ledger. A row lock needs the
right to change the row.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import cast

import psycopg
from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from tasks.adapters.store.failures import told_plainly
from tasks.adapters.store.session import Session

LOCK_SECONDS = 30
_TURN = b"SELECT 1 FROM ledger_head WHERE id = 1 FOR UPDATE"
_SNAPSHOT = b"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresqlDatabase:
    """One database of a PostgreSQL server."""

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self.place = address.set(query={}).render_as_string(hide_password=True)
        self._engine = create_engine(address, pool_pre_ping=True, isolation_level="READ COMMITTED")
        event.listen(self._engine, "connect", _settle)

    @contextmanager
    def writing(self) -> Generator[Session]:
        """Open the one writing transaction, after all writers that came before."""
        with self._transaction() as connection:
            connection.execute(_TURN)
            yield Session(connection, postgresql=True)

    @contextmanager
    def reading(self) -> Generator[Session]:
        """Open a transaction that sees one moment."""
        with self._transaction() as connection:
            connection.execute(_SNAPSHOT)
            yield Session(connection, postgresql=True)

    @contextmanager
    def migrating(self) -> Generator[Connection]:
        """Open a transaction; in PostgreSQL tables change in transactions like rows."""
        with told_plainly(self.place, psycopg.Error), self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Generator["psycopg.Connection[tuple[object, ...]]"]:
        with told_plainly(self.place, psycopg.Error):
            pooled = self._engine.raw_connection()
            try:
                connection = cast("psycopg.Connection[tuple[object, ...]]", pooled.driver_connection)
                yield connection
                connection.commit()
            finally:
                pooled.close()  # undoes what was not committed


def _settle(connection: "psycopg.Connection[tuple[object, ...]]", _entry: ConnectionPoolEntry) -> None:
    connection.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'".encode())
    connection.commit()
