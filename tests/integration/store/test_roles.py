"""The documented PostgreSQL roles: the product can do all its work as `app`, and nothing else."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tasks.adapters.store import SqlStore, open_store, upgrade
from tests.integration.store.conftest import ORIGIN
from tests.integration.store.story import Teller, TestClock, item

pytestmark = [pytest.mark.postgresql, pytest.mark.parametrize("url", ["postgresql"], indirect=True)]

TAMPERING = (
    "UPDATE ledger_entry SET entry = '{}'",
    "DELETE FROM ledger_entry",
    "TRUNCATE ledger_entry",
    "DELETE FROM ledger_head",
    "DELETE FROM ledger_checkpoint",
    "UPDATE ledger_log SET verifier = ''",
    "UPDATE request SET answer = ''",
    "DELETE FROM document",
    "DELETE FROM rollout",
    "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
    "DROP TABLE ledger_entry",
    "SET session_replication_role = replica",
    "CREATE TABLE other (id int)",
)


@pytest.fixture
def roles(store: SqlStore, url: str) -> Iterator[dict[str, str]]:
    """The documented roles under names of this test, which go away with it."""
    Teller(store, TestClock()).begin()
    names = {part: f"phasegate_{part}_{uuid.uuid4().hex[:12]}" for part in ("owner", "app", "reader")}
    schema = make_url(url).query["options"].partition("=")[2]  # type: ignore[union-attr]  # one option
    script = (upgrade.MIGRATIONS / "postgresql_roles.sql").read_text(encoding="utf-8")
    for variable, value in {**names, "schema": schema}.items():
        script = script.replace(f':"{variable}"', f'"{value}"')
    run(url, script)
    yield names
    run(
        url,
        "; ".join(
            f'REASSIGN OWNED BY "{name}" TO CURRENT_USER; DROP OWNED BY "{name}"; DROP ROLE "{name}"'
            for name in names.values()
        ),
    )


def run(url: str, script: str) -> None:
    """Run statements as the administrator."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute(script.encode())


def test_the_product_works_as_app(roles: dict[str, str], url: str, key: Path) -> None:
    """A whole phase, deliveries and verification need no other right."""
    store = open_store(_as(url, roles["app"]), origin=ORIGIN, key=key)
    teller = Teller(store, TestClock())
    teller.finish()
    for parcel in store.due(teller.clock.now()):
        store.delivered(parcel, teller.clock.now())
    assert store.verify().verified
    assert store.undelivered() == 0
    store.close()


@pytest.mark.parametrize("statement", TAMPERING)
def test_app_cannot_tamper(roles: dict[str, str], url: str, statement: str) -> None:
    """Each statement is refused for want of a right."""
    with _connected(url, roles["app"]) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_a_reader_cannot_stop_the_ledger(roles: dict[str, str], url: str, teller: Teller) -> None:
    """Not even by taking locks: there is none that it may take."""
    with _connected(url, roles["reader"]) as connection:
        connection.execute("SELECT pg_advisory_lock(n) FROM generate_series(0, 100) AS n")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute("SELECT * FROM ledger_head FOR UPDATE")
        assert teller.granted(item(1)).leaf


def _connected(url: str, role: str) -> "psycopg.Connection[tuple[object, ...]]":
    connection = psycopg.connect(url.replace("+psycopg", ""))
    connection.execute(f'SET ROLE "{role}"'.encode())
    connection.commit()
    return connection


def _as(url: str, role: str) -> str:
    """Return the address with another login; the test server lets local logins in as the roles they have."""
    options = f"-c role={role}"
    parsed = make_url(url)
    return parsed.update_query_dict({"options": f"{parsed.query['options']} {options}"}).render_as_string(
        hide_password=False
    )
