"""A database as the store uses it: one writing transaction at a time, and as many readers as like."""

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection

from tasks.adapters.store.session import Session


class Database(Protocol):
    """Where the store's tables lie."""

    @property
    def place(self) -> str:
        """Return what the database is called in messages, without its password."""
        ...

    def writing(self) -> AbstractContextManager[Session]:
        """Open the one writing transaction; committed at the end, undone by an exception."""
        ...

    def reading(self) -> AbstractContextManager[Session]:
        """Open a transaction that sees one moment and changes nothing."""
        ...

    def migrating(self) -> AbstractContextManager[Connection]:
        """Open the transaction in which tables may be made and changed."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...


def session_of(connection: Connection) -> Session:
    """Return a session inside a transaction that SQLAlchemy began."""
    return Session(
        connection.connection.driver_connection, postgresql=connection.dialect.name == "postgresql"
    )
