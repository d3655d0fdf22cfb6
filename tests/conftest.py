"""What every test may count on: a home of its own, a quiet Prefect, a schema of its own in PostgreSQL."""

import gc
import os
import signal
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    import pymysql

# While tests are collected nothing becomes garbage; the search for it takes a quarter of that time.
gc.disable()

HOMES = tempfile.TemporaryDirectory(prefix="phasegate-tests-")

# Set before any test module imports Prefect, which reads its settings while it is imported.
os.environ |= {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_HOME": str(Path(HOMES.name) / "prefect"),
    "PHASEGATE_HOME": str(Path(HOMES.name) / "phasegate"),
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
}
for name in ("PREFECT_API_URL", "PREFECT_PROFILE", "PHASEGATE_DATABASE_URL", "PHASEGATE_CLOCK"):
    os.environ.pop(name, None)


def pytest_configure() -> None:
    """Let Ctrl-C count, which tests press: a shell that starts them in the background has it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what starts servers: it waits most of its time, and must not be what is left over at the end."""
    items.sort(
        key=lambda item: (not item.get_closest_marker("crash"), not item.get_closest_marker("prefect"))
    )


def pytest_collection_finish() -> None:
    """Look for garbage again, and never among the nine thousand tests: they stay until the end."""
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    """Remove the homes of this session."""
    HOMES.cleanup()


def connect(url: URL) -> Connection:
    """Open one connection that commits by itself and leaves no pool behind."""
    return create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect()


@pytest.fixture(scope="session")
def postgresql_url() -> URL:
    """The database for tests; without one, skip on a user's machine and fail where it is required."""
    given = os.environ.get("PHASEGATE_TEST_POSTGRESQL_URL", "")
    reason = "PHASEGATE_TEST_POSTGRESQL_URL names no database"
    if given:
        try:
            connect(make_url(given)).close()
        except OperationalError as error:
            reason = f"no PostgreSQL answers: {str(error.orig).splitlines()[0]}"
        else:
            return make_url(given)
    if os.environ.get("PHASEGATE_REQUIRE_POSTGRESQL") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture
def postgresql_schema_url(postgresql_url: URL) -> Iterator[str]:
    """The address of an empty schema, which goes away with the test."""
    schema = f"phasegate_{uuid.uuid4().hex}"
    with connect(postgresql_url) as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        own = postgresql_url.update_query_dict({"options": f"-csearch_path={schema}"})
        yield own.render_as_string(hide_password=False)
    finally:
        with connect(postgresql_url) as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


@pytest.fixture(scope="session")
def mariadb_url() -> str:
    """The server for tests; without one, skip on a user's machine and fail where it is required."""
    given = os.environ.get("PHASEGATE_TEST_MARIADB_URL", "")
    reason = "PHASEGATE_TEST_MARIADB_URL names no server"
    if given:
        import pymysql

        try:
            mariadb(given).close()
        except pymysql.MySQLError as error:
            reason = f"no MariaDB answers: {error.args[-1]}"
        else:
            return given
    if os.environ.get("PHASEGATE_REQUIRE_MARIADB") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture
def mariadb_database_url(mariadb_url: str) -> Iterator[str]:
    """The address of an empty database, which goes away with the test."""
    name = f"phasegate_{uuid.uuid4().hex}"
    with mariadb(mariadb_url) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    try:
        yield f"{mariadb_url.rstrip('/')}/{name}"
    finally:
        with mariadb(mariadb_url) as connection, connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def mariadb(url: str) -> "pymysql.Connection[pymysql.cursors.Cursor]":
    """Open one connection to MariaDB that commits by itself."""
    import pymysql

    parts = urlsplit(url)
    return pymysql.connect(
        host=parts.hostname or "127.0.0.1",
        port=parts.port or 3306,
        user=parts.username or "root",
        password=parts.password or "",
        database=parts.path.lstrip("/") or None,
        charset="utf8mb4",
        autocommit=True,
        local_infile=True,
    )
