"""What a database side is held to: so much and no more, by a login that need not write."""

from pathlib import Path

import psycopg
import pytest

from playbooks.model.errors import InputError
from playbooks.model.mapping import ReconciliationPlan
from tasks.adapters.reconcile import reconcile, writing_logins
from tasks.adapters.reconcile.sides import pipe
from tasks.adapters.reconcile.sides.opened import Rules
from tests.conftest import mariadb
from tests.simulators import moved_orders as orders

#: A series in FROM would be made whole by the server first.
ENDLESS = "select o.* from orders o, (select generate_series(1, 1000000000)) as more"


@pytest.fixture
def old(postgresql_schema_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a PostgreSQL schema with orders that the variable OLD leads to."""
    monkeypatch.setenv("OLD", postgresql_schema_url)
    url = postgresql_schema_url.replace("+psycopg", "")
    orders.in_postgresql(url, orders.former(20), variable="OLD")
    return url


@pytest.fixture
def shop(mariadb_database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a MariaDB database with orders that the variable SHOP leads to."""
    monkeypatch.setenv("SHOP", mariadb_database_url)
    orders.in_mariadb(mariadb_database_url, orders.former(20), variable="SHOP")
    return mariadb_database_url


def compared(folder: Path, source: dict[str, object]) -> ReconciliationPlan:
    """Return the plan comparing a side with a file in order."""
    return orders.plan(source, orders.in_parquet(folder / "new.parquet", orders.former(20)))


@pytest.mark.postgresql
@pytest.mark.parametrize("rules", [Rules(most_rows=5000), Rules(most_bytes=1 << 20)])
def test_a_query_without_end_is_cut(
    tmp_path: Path, old: str, monkeypatch: pytest.MonkeyPatch, rules: Rules
) -> None:
    """By rows or by bytes, long before it fills the disk."""
    assert old
    monkeypatch.setattr(pipe, "RULES", rules)
    plan = compared(tmp_path, {"postgresql": "OLD", "query": ENDLESS})
    with pytest.raises(InputError, match=r"the query of OLD gives more than .* correct the query"):
        reconcile(plan, base=tmp_path)


@pytest.mark.parametrize("kind", ["mariadb", "sqlite", "csv"])
def test_every_stream_is_counted(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Whatever the server or the file behind it."""
    if kind == "mariadb":
        request.getfixturevalue("shop")
        source: dict[str, object] = {"mysql": "SHOP", "table": "orders"}
    elif kind == "sqlite":
        source = orders.in_sqlite(tmp_path / "old.sqlite", orders.former(20))
    else:
        source = {**orders.in_csv(tmp_path / "old.csv", orders.former(20)), "encoding": "gb18030"}
    monkeypatch.setattr(pipe, "RULES", Rules(most_rows=10))
    with pytest.raises(InputError, match="gives more than 10 rows"):
        reconcile(compared(tmp_path, source), base=tmp_path)


@pytest.mark.postgresql
def test_a_login_that_may_write_to_postgresql_is_told(
    tmp_path: Path, old: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A role that may only select is not."""
    plan = compared(tmp_path, {"postgresql": "OLD", "table": "orders"})
    assert writing_logins(plan, base=tmp_path) == ("OLD",)
    role = old.rsplit("%3D", 1)[1]
    with psycopg.connect(old, autocommit=True) as connection:
        connection.execute(f"create role {role} login password 'reads'".encode())
        try:
            connection.execute(f"grant usage on schema {role} to {role}".encode())
            connection.execute(f"grant select on orders to {role}".encode())
            monkeypatch.setenv("OLD", old.replace("//root@", f"//{role}:reads@"))
            assert writing_logins(plan, base=tmp_path) == ()
            assert reconcile(plan, base=tmp_path).agrees
        finally:
            connection.execute(f"drop owned by {role}; drop role {role}".encode())


def test_a_login_that_may_write_to_mariadb_is_told(
    tmp_path: Path, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user who may only select is not."""
    plan = compared(tmp_path, {"mysql": "SHOP", "table": "orders"})
    assert writing_logins(plan, base=tmp_path) == ("SHOP",)
    name = shop.rsplit("/", 1)[1]
    with mariadb(shop) as connection, connection.cursor() as cursor:
        cursor.execute(f"create user {name}@'%' identified by 'reads'")
        try:
            cursor.execute(f"grant select, show view on {name}.* to {name}@'%'")
            monkeypatch.setenv("SHOP", shop.replace("//root@", f"//{name}:reads@"))
            assert writing_logins(plan, base=tmp_path) == ()
            assert reconcile(plan, base=tmp_path).agrees
        finally:
            cursor.execute(f"drop user {name}@'%'")
