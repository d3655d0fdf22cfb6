"""A store of each kind for every test: in a SQLite file of its own, and in a PostgreSQL schema of its own."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tasks.adapters.store import SqlStore, open_store
from tests.integration.store.story import Teller, TestClock
from tests.simulators.memory_store import MemoryStore

ORIGIN = "phasegate.test/ledger"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    found: str = request.getfixturevalue("postgresql_schema_url")
    return found


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The place of the signing key."""
    return tmp_path / "ledger.key"


@pytest.fixture
def opened(url: str, key: Path) -> Iterator[Callable[[], SqlStore]]:
    """A function that opens the store, as often as a test likes."""
    stores: list[SqlStore] = []

    def another() -> SqlStore:
        stores.append(open_store(url, origin=ORIGIN, key=key))
        return stores[-1]

    yield another
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], SqlStore]) -> SqlStore:
    """An open store."""
    return opened()


@pytest.fixture
def teller(store: SqlStore) -> Teller:
    """Somebody who tells a rollout's story in the store."""
    return Teller(store, TestClock())


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def narrator(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Teller]:
    """Somebody who tells the story in every kind of store, the simulated one included."""
    if request.param == "memory":
        yield Teller(MemoryStore(), TestClock())
        return
    url = f"sqlite:///{tmp_path / 'store.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_schema_url")
    store = open_store(url, origin=ORIGIN, key=tmp_path / "ledger.key")
    yield Teller(store, TestClock())
    store.close()


@pytest.fixture
def tamper(url: str) -> Callable[..., None]:
    """A function that runs statements as somebody who owns the database and has taken its guards away."""

    def run(*statements: str) -> None:
        if url.startswith("sqlite"):
            _tamper_sqlite(url.removeprefix("sqlite:///"), statements)
        else:
            _tamper_postgresql(url.replace("+psycopg", ""), statements)

    return run


def _tamper_sqlite(path: str, statements: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def _tamper_postgresql(url: str, statements: tuple[str, ...]) -> None:
    tables = ("ledger_log", "ledger_head", "ledger_entry", "ledger_tile", "ledger_checkpoint")
    with psycopg.connect(url) as connection:
        for table in tables:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL".encode())
        for statement in statements:
            connection.execute(statement.encode())
