"""Hostile and broken input: one clear sentence, nothing passes, nothing is written, nothing stays behind."""

import os
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from playbooks.model.errors import InputError, OutsideError, RolloutError
from tasks.adapters.reconcile import Terms, reconcile
from tasks.adapters.reconcile import comparison as engine
from tasks.adapters.reconcile.sides.postgresql_table import PostgresqlSide
from tasks.adapters.reconcile.workspace import Workspace, workspace
from tests.conftest import mariadb
from tests.simulators import moved_orders as orders

WHOLE = ",".join(orders.HEADER).encode()


@pytest.fixture
def target(tmp_path: Path) -> dict[str, object]:
    """A side that is in order."""
    return orders.in_parquet(tmp_path / "new.parquet", orders.former(20))


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The temporary folder, which is empty again after every test."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def old(postgresql_schema_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a PostgreSQL schema that the variable OLD leads to."""
    monkeypatch.setenv("OLD", postgresql_schema_url)
    return postgresql_schema_url.replace("+psycopg", "")


def refused(folder: Path, source: dict[str, object], target: dict[str, object], complaint: str) -> None:
    """Demand that a comparison ends with this complaint."""
    with pytest.raises(RolloutError, match=complaint):
        reconcile(orders.plan(source, target), base=folder)


BAD_FILES: dict[str, tuple[str, bytes, dict[str, object], str]] = {
    "parquet": ("old.parquet", b"PAR1 no more", {"parquet": "old.parquet"}, "not readable as Parquet"),
    "excel": ("old.xlsx", b"PK\x03\x04", {"excel": "old.xlsx", "sheet": "x"}, "not readable as an Excel"),
    "gb18030 as utf-8": (
        "old.csv",
        "编号\n".encode("gb18030"),
        {"csv": "old.csv"},
        "`encoding: gb18030` in a plan",
    ),
    "not gb18030": (
        "old.csv",
        WHOLE + b"\n\x81\n\xff\xff\n",
        {"csv": "old.csv", "encoding": "gb18030"},
        "line 2: the file is not GB18030",
    ),
    "10,000 columns": (
        "old.csv",
        ",".join(f"c{n}" for n in range(10_000)).encode(),
        {"csv": "old.csv"},
        "9988 more",
    ),
    "nothing": ("old.csv", b"", {"csv": "old.csv", "encoding": "utf-16"}, "is empty"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_cannot_be_relied_on_is_refused(
    tmp_path: Path, target: dict[str, object], kind: str
) -> None:
    """What it is, and what to do."""
    name, content, side, complaint = BAD_FILES[kind]
    (tmp_path / name).write_bytes(content)
    refused(tmp_path, side, target, complaint)


def test_a_wide_export_is_read(tmp_path: Path, target: dict[str, object]) -> None:
    """Ten thousand columns beside those of the mapping only take longer."""
    side = orders.in_csv(tmp_path / "narrow.csv", orders.former(20))
    wide = [
        f"{line},{','.join([f'{place}' for place in range(10_000)])}"
        for line in _lines(tmp_path / "narrow.csv")
    ]
    (tmp_path / "wide.csv").write_text("\n".join(wide) + "\n", encoding="utf-8")
    assert reconcile(orders.plan({**side, "csv": "wide.csv"}, target), base=tmp_path).agrees


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_a_missing_sheet_is_named(tmp_path: Path, target: dict[str, object]) -> None:
    """With those that are there."""
    side = orders.in_excel(tmp_path / "old.xlsx", orders.former(20))
    refused(tmp_path, {**side, "sheet": "客户"}, target, "no sheet '客户' .it has 订单")


def test_all_rows_different_is_a_result(tmp_path: Path, target: dict[str, object]) -> None:
    """Every row is counted, and samples stay few."""
    rows = [(*row[:1], f"{row[1]}!", *row[2:]) for row in orders.former(20)]
    check = reconcile(orders.plan(orders.in_csv(tmp_path / "old.csv", rows), target), base=tmp_path).checks[0]
    assert [(item.column, item.count) for item in check.changed] == [("customer", 20)]


@pytest.mark.parametrize(
    "query",
    [
        "select * from orders where id = load_extension('x')",
        "select * from orders, pragma_database_list",
        "select writefile('x', id) as id from orders",
        "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) as id from n, orders",
    ],
)
def test_a_hostile_query_of_sqlite_is_refused(
    tmp_path: Path, target: dict[str, object], query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only reading is authorised, and not for ever."""
    monkeypatch.setattr("tasks.adapters.reconcile.sides.sqlite_table.LONGEST_SECONDS", 0.2)
    side = orders.in_sqlite(tmp_path / "old.sqlite", orders.former(20))
    refused(tmp_path, {"sqlite": side["sqlite"], "query": query}, target, "cannot be read|has no column")


def test_a_view_of_sqlite_cannot_reach_another_file(tmp_path: Path, target: dict[str, object]) -> None:
    """A foreign database may hold more than tables."""
    side = orders.in_sqlite(tmp_path / "old.sqlite", orders.former(20))
    with closing(sqlite3.connect(tmp_path / "old.sqlite")) as connection:
        connection.execute("create view trap as select *, load_extension('x') as bad from orders")
    refused(tmp_path, {**side, "table": "trap"}, target, "cannot be read")


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("with d as (delete from orders returning *) select * from d", "top level"),
        (f"select nextval('numbers')::text as {', '.join(orders.HEADER)} from orders", "would write"),  # noqa: S608  # our own names
        ("select * from orders) to stdout", "cannot be read"),
        ("select * from nowhere", "does not exist"),
        ("select 'x' as id", "no column 'customer'"),
    ],
)
def test_a_hostile_query_of_postgresql_is_refused(
    tmp_path: Path, target: dict[str, object], old: str, query: str, complaint: str
) -> None:
    """The session is read-only, whatever the login may do."""
    orders.in_postgresql(old, orders.former(20), variable="OLD")
    with psycopg.connect(old) as connection:
        connection.execute("create sequence numbers")
    refused(tmp_path, {"postgresql": "OLD", "query": query}, target, complaint)
    with psycopg.connect(old) as connection:
        assert connection.execute("select count(*) from orders").fetchall() == [(20,)]


@pytest.mark.postgresql
def test_a_connection_lost_in_the_middle_is_told(
    tmp_path: Path, target: dict[str, object], old: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of the rows are never taken for all."""
    side = orders.in_postgresql(old, orders.former(20), variable="OLD")
    ending = "(select * from {} union all select o.* from {} o where pg_terminate_backend(pg_backend_pid())) as cut"
    monkeypatch.setattr(PostgresqlSide, "relation", property(lambda _: ending.format("orders", "orders")))
    with pytest.raises(OutsideError, match="lost on the way"):
        reconcile(orders.plan(side, target), base=tmp_path)


@pytest.mark.parametrize(
    ("value", "complaint"),
    [("", "NOWHERE is not set"), ("postgresql://u:s3cret@127.0.0.1:1/x", "does not answer")],
)
def test_a_server_that_is_not_there_is_named_without_its_address(
    tmp_path: Path, target: dict[str, object], monkeypatch: pytest.MonkeyPatch, value: str, complaint: str
) -> None:
    """The variable is named; the password is not."""
    monkeypatch.setenv("NOWHERE", value)
    with pytest.raises(RolloutError, match=complaint) as raised:
        reconcile(orders.plan({"postgresql": "NOWHERE", "table": "t"}, target), base=tmp_path)
    assert "s3cret" not in str(raised.value)


def test_mariadb_is_read_only(
    tmp_path: Path, target: dict[str, object], mariadb_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A function that writes is refused by the transaction."""
    monkeypatch.setenv("SHOP", mariadb_database_url)
    orders.in_mariadb(mariadb_database_url, orders.former(20), variable="SHOP")
    with mariadb(mariadb_database_url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "create function wipe() returns int modifies sql data begin delete from orders; return 1; end"
        )
    query = "select o.* from orders o where wipe() = 1"
    refused(tmp_path, {"mysql": "SHOP", "query": query}, target, "cannot be read")


@pytest.mark.parametrize("driver", ["pyodbc", "oracledb"])
def test_another_driver_is_spoken_to_by_the_book(
    tmp_path: Path, target: dict[str, object], monkeypatch: pytest.MonkeyPatch, driver: str
) -> None:
    """SQL Server and Oracle are read through PEP 249 alone."""
    side = orders.in_sqlite(tmp_path / "old.sqlite", orders.former(20))
    monkeypatch.setitem(sys.modules, driver, orders.Driver())
    monkeypatch.setenv("LEGACY", str(tmp_path / "old.sqlite"))
    source = {"driver": driver, "address": "LEGACY", "table": side["table"]}
    assert reconcile(orders.plan(source, target), base=tmp_path).agrees


def test_a_disk_that_is_full_is_told(tmp_path: Path, target: dict[str, object]) -> None:
    """The file of differences needs room; nothing half-written takes its place."""
    source = orders.in_csv(tmp_path / "old.csv", orders.former(20))
    with pytest.raises(OutsideError, match=r"takes no file|could not be written"):
        reconcile(
            orders.plan(source, target), base=tmp_path, terms=Terms(differences=Path("/dev/full/out.csv"))
        )


@pytest.mark.parametrize("kind", ["csv", "parquet", "sqlite"])
def test_a_disk_that_fills_up_on_the_way_is_told(
    tmp_path: Path, target: dict[str, object], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """No room for what is kept in between: one sentence, and nothing of it stays."""
    write = {"csv": orders.in_csv, "parquet": orders.in_parquet, "sqlite": orders.in_sqlite}[kind]
    source = write(tmp_path / f"old.{kind}", orders.former(20))
    monkeypatch.setattr(engine, "workspace", without_room)
    with pytest.raises(OutsideError, match="for want of memory or disk; free some and try again"):
        reconcile(orders.plan(source, target), base=tmp_path)


@contextmanager
def without_room(memory_mib: int) -> Generator[Workspace]:
    """A workspace whose memory is used up and whose disk takes no more files."""
    with workspace(memory_mib) as space:
        space.run("set memory_limit = '8MiB'; set max_temp_directory_size = '0KiB'")
        space.run("create temp table taken as select hash(i) as h from range(700000) t(i)")
        yield space


def test_ctrl_c_ends_a_comparison(
    tmp_path: Path, target: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, with nothing half-done: no file of differences, and no result on the shelf."""
    source = orders.in_csv(tmp_path / "old.csv", orders.former(20))

    def endless(space: Workspace, _check: object) -> None:
        Thread(target=os.kill, args=(os.getpid(), signal.SIGINT)).start()
        space.run("select count(*) from range(1000000000000)")

    monkeypatch.setattr(engine, "find_broken_rules", endless)
    terms = Terms(differences=tmp_path / "out.csv", resume=tmp_path / "shelf")
    with pytest.raises(KeyboardInterrupt):
        reconcile(orders.plan(source, target), base=tmp_path, terms=terms)
    assert not (tmp_path / "out.csv").exists()
    assert list((tmp_path / "shelf").iterdir()) == []


@pytest.mark.postgresql
def test_ctrl_c_ends_the_statement_of_a_database(tmp_path: Path, target: dict[str, object], old: str) -> None:
    """A statement that has not begun to answer is cancelled on the server."""
    query = "select o.* from orders o, (select pg_sleep(60)) as long"
    orders.in_postgresql(old, orders.former(20), variable="OLD")
    waiting = "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and query like '%orders%'"

    def press() -> None:
        with psycopg.connect(old, autocommit=True) as connection:
            while connection.execute(waiting).fetchone() == (0,):
                pass
        os.kill(os.getpid(), signal.SIGINT)

    Thread(target=press, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        reconcile(orders.plan({"postgresql": "OLD", "query": query}, target), base=tmp_path)
    with psycopg.connect(old) as connection:
        assert connection.execute(waiting).fetchone() == (0,)


def test_input_errors_are_not_worth_another_try(tmp_path: Path, target: dict[str, object]) -> None:
    """A missing file is the plan's or the export's mistake."""
    with pytest.raises(InputError, match="not a file"):
        reconcile(orders.plan({"csv": "none.csv"}, target), base=tmp_path)
