"""Opening a store: the first process makes the tables, the key and the ledger; every other one finds them."""

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from playbooks.model.errors import InputError, RolloutError
from tasks.adapters.store.database import Database, session_of
from tasks.adapters.store.kept_checkpoint import kept_note
from tasks.adapters.store.ledger_log import LedgerLog, begin_log, identify
from tasks.adapters.store.sql_store import SqlStore
from tasks.adapters.store.upgrade import NEWEST, upgrade, version


def open_store(url: str, *, origin: str, key: Path) -> SqlStore:
    """Open the store at an address, and make it on first use."""
    database = open_database(url)
    try:
        log = _found(database, origin, key) or _made(database, origin, key)
    except BaseException:
        database.close()
        raise
    return SqlStore(database, log)


def open_database(url: str) -> Database:
    """Return the database an address names."""
    try:
        address = make_url(url)
    except ArgumentError:
        address = None
    if (
        address is not None
        and address.drivername == "sqlite"
        and address.database not in (None, "", ":memory:")
    ):
        # Imported where it is used: each database needs a driver that the other does without.
        from tasks.adapters.store.sqlite_database import SqliteDatabase  # noqa: PLC0415

        return SqliteDatabase(Path(str(address.database)).absolute())
    if address is not None and address.drivername == "postgresql+psycopg":
        from tasks.adapters.store.postgresql_database import PostgresqlDatabase  # noqa: PLC0415

        return PostgresqlDatabase(url)
    raise InputError(
        "The address of the store is not known; write sqlite:///FILE or "
        "postgresql+psycopg://USER:PASSWORD@HOST/DATABASE."
    )


def _found(database: Database, origin: str, key: Path) -> LedgerLog | None:
    note = kept_note(key)
    with database.reading() as session:
        return identify(session, origin, key, note=note) if version(session) == NEWEST else None


def _made(database: Database, origin: str, key: Path) -> LedgerLog:
    try:
        with database.migrating() as connection:
            upgrade(connection)
            begin_log(session_of(connection), origin, key)
    except RolloutError:
        # Where two processes make the same tables at once, one of them is told that they are there.
        found = _found(database, origin, key)
        if found is None:
            raise
        return found
    found = _found(database, origin, key)
    if found is None:
        raise InputError(
            "The tables in {place} were taken away while the store was opened.", place=database.place
        )
    return found
