"""Each pair of sources the product promises, on the real servers: the same defects are found on all of them."""

from pathlib import Path

import pytest

from playbooks.model.reconciliation import CheckResult
from tasks.adapters.reconcile import reconcile
from tests.simulators import moved_orders as orders


def found(folder: Path, source: dict[str, object], target: dict[str, object]) -> dict[str, int]:
    """Return what a comparison of two sides finds."""
    return counts(reconcile(orders.plan(source, target), base=folder).checks[0])


def counts(check: CheckResult) -> dict[str, int]:
    """Return the counts of keys and of changed columns."""
    keys = {kind: getattr(check, kind) for kind in ("missing", "extra", "doubled_source", "doubled_target")}
    return {**keys, **{item.column: item.count for item in check.changed}}


@pytest.fixture
def old(postgresql_schema_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a PostgreSQL schema that the variable OLD leads to."""
    monkeypatch.setenv("OLD", postgresql_schema_url)
    return postgresql_schema_url.replace("+psycopg", "")


@pytest.mark.postgresql
def test_postgresql_to_postgresql(tmp_path: Path, old: str) -> None:
    """Two tables of two sessions."""
    source = orders.in_postgresql(old, orders.former(), variable="OLD")
    target = orders.in_postgresql(old, orders.moved(), variable="OLD", table="moved")
    assert found(tmp_path, source, target) == orders.FOUND


@pytest.mark.postgresql
def test_mariadb_to_postgresql(
    tmp_path: Path, old: str, mariadb_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another make on each side."""
    monkeypatch.setenv("SHOP", mariadb_database_url)
    source = orders.in_mariadb(mariadb_database_url, orders.former(), variable="SHOP")
    target = orders.in_postgresql(old, orders.moved(), variable="OLD")
    assert found(tmp_path, source, target) == orders.FOUND


def test_sqlite_to_sqlite(tmp_path: Path) -> None:
    """Two files; amounts kept as REAL are exact to the cent."""
    source = orders.in_sqlite(tmp_path / "old.sqlite", orders.former())
    target = orders.in_sqlite(tmp_path / "new.sqlite", orders.moved())
    assert found(tmp_path, source, target) == orders.FOUND


@pytest.mark.postgresql
def test_csv_in_gb18030_to_postgresql(tmp_path: Path, old: str) -> None:
    """An export of an old Chinese system."""
    source = orders.in_csv(tmp_path / "old.csv", orders.former(), encoding="gb18030")
    target = orders.in_postgresql(old, orders.moved(), variable="OLD")
    assert found(tmp_path, source, target) == orders.FOUND


def test_excel_to_sqlite(tmp_path: Path) -> None:
    """A workbook knows no empty text: an empty cell is NULL."""
    source = orders.in_excel(tmp_path / "old.xlsx", orders.former())
    target = orders.in_sqlite(tmp_path / "new.sqlite", orders.moved())
    assert found(tmp_path, source, target) == orders.FOUND


def test_parquet_to_parquet(tmp_path: Path) -> None:
    """Both read where they lie."""
    source = orders.in_parquet(tmp_path / "old.parquet", orders.former())
    target = orders.in_parquet(tmp_path / "new.parquet", orders.moved())
    assert found(tmp_path, source, target) == orders.FOUND


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_csv_to_parquet(tmp_path: Path, encoding: str) -> None:
    """Text on one side, types on the other."""
    source = orders.in_csv(tmp_path / "old.csv", orders.former(), encoding=encoding)
    target = orders.in_parquet(tmp_path / "new.parquet", orders.moved())
    assert found(tmp_path, source, target) == orders.FOUND
