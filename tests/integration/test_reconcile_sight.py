"""What the engine looks at first never decides what it finds: doubled, unreadable and differently written rows."""

import subprocess
import sys
from pathlib import Path

import duckdb
import psycopg
import pytest

from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.reconciliation import CheckResult
from tasks.adapters.reconcile import reconcile, suspects
from tests.simulators import moved_orders as orders

Side = dict[str, object]
KINDS = ("csv", "parquet", "sqlite", "numbers")


def in_numbers(path: Path, rows: list[orders.Row]) -> Side:
    """Write the orders as Parquet, with whole numbers for keys."""
    side = orders.in_parquet(path.with_suffix(".text"), rows)
    with duckdb.connect() as connection:
        text = f"read_parquet('{path.parent}/{side['parquet']}')"
        connection.execute(
            f"copy (select * replace (substr(id, 2)::bigint as id) from {text}) to '{path}' (format parquet)"  # noqa: S608  # our own file
        )
    return {"parquet": path.name}


WRITERS = {
    "csv": orders.in_csv,
    "parquet": orders.in_parquet,
    "sqlite": orders.in_sqlite,
    "numbers": in_numbers,
}


def compared(folder: Path, kind: str, old: list[orders.Row], new: list[orders.Row]) -> CheckResult:
    """Write both sides in one way and return what is found."""
    write = WRITERS[kind]
    sides = write(folder / f"old.{kind}", old), write(folder / f"new.{kind}", new)
    return reconcile(orders.plan(*sides), base=folder).checks[0]


@pytest.mark.parametrize("kind", KINDS)
def test_keys_doubled_alike_on_both_sides_are_found(tmp_path: Path, kind: str) -> None:
    """Both sides hold the very same rows, and both are wrong."""
    rows = orders.former(50)
    check = compared(tmp_path, kind, [*rows, rows[3], rows[3]], [rows[3], *rows, rows[3]])
    assert (check.doubled_source, check.doubled_target, check.missing, check.extra) == (1, 1, 0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_pairs_of_equal_rows_do_not_make_up_for_each_other(tmp_path: Path, kind: str) -> None:
    """A row twice here and another row twice there are as many rows, and their hashes cancel out."""
    one, other, *rows = orders.former(20)
    check = compared(tmp_path, kind, [one, one, *rows], [other, other, *rows])
    assert (check.missing, check.extra) == (1, 1)
    assert (check.doubled_source, check.doubled_target) == (1, 1)


@pytest.mark.postgresql
@pytest.mark.parametrize("kind", ["text", "bigint"])
@pytest.mark.parametrize("is_primary", [False, True])
def test_doubled_keys_are_found_inside_a_database(
    tmp_path: Path,
    postgresql_schema_url: str,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    *,
    is_primary: bool,
) -> None:
    """In buckets that agree, too; where one side has a primary key, buckets that agree hold none."""
    monkeypatch.setenv("OLD", postgresql_schema_url)
    with psycopg.connect(postgresql_schema_url.replace("+psycopg", "")) as connection:
        connection.execute(
            f"create table old as select i::{kind} as id, 'x' as name from generate_series(1, 900) i".encode()  # noqa: S608  # two types of ours
        )
        connection.execute("create table new as select * from old")
        for table in ("new",) if is_primary else ("old", "new"):
            connection.execute(f"insert into {table} select * from old where id = '7'".encode())  # noqa: S608  # two names of ours
        if is_primary:
            connection.execute("alter table old add primary key (id)")
    check = reconcile(
        numbered({"postgresql": "OLD", "table": "old"}, {"postgresql": "OLD", "table": "new"}), base=tmp_path
    ).checks[0]
    assert (check.doubled_source, check.doubled_target) == (int(not is_primary), 1)
    assert check.changed == ()


def numbered(source: Side, target: Side) -> ReconciliationPlan:
    """Return a plan of a key and a name."""
    title = {"zh": "数", "en": "Numbers"}
    check = {
        "key": "numbers",
        "title": title,
        "source": source,
        "target": target,
        "keys": [{"source": "id", "target": "id"}],
        "columns": [{"source": "name", "target": "name"}],
    }
    return ReconciliationPlan.model_validate({"key": "n", "title": title, "checks": [check]})


def test_what_both_sides_write_alike_and_nobody_can_read_is_a_difference(tmp_path: Path) -> None:
    """The same bytes on both sides are equal at first sight; a date they are not."""
    rows = [list(row) for row in orders.former(20)]
    rows[4][2] = "2024-02-30"
    same = [tuple(row) for row in rows]
    check = compared(tmp_path, "csv", same, same)
    assert [(item.column, item.count) for item in check.changed] == [("ordered", 1)]


@pytest.mark.parametrize("too_many", [1, 8, 1000])
def test_what_is_written_in_another_way_throughout_is_equal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, too_many: int
) -> None:
    """Every row differs at first sight; whether a second look is worth it or not, one defect is one."""
    monkeypatch.setattr(suspects, "_TOO_MANY", too_many)
    rows = orders.former(40)
    new = [(*row[:5], f"{row[5]}0", *row[6:]) for row in rows]
    new[7] = (*new[7][:3], 99, *new[7][4:])
    check = compared(tmp_path, "csv", rows, new)
    assert [(item.column, item.count) for item in check.changed] == [("quantity", 1)]


@pytest.mark.parametrize("key", ["1.5", "1e2", "007", " 7", "9" * 30, "钥"])
def test_a_key_that_is_no_whole_number_stands_for_itself(tmp_path: Path, key: str) -> None:
    """Keys that share a number are told apart by their values."""
    one, *rows = orders.former(20)
    keyed = [(key, *one[1:]), *((str(place), *row[1:]) for place, row in enumerate(rows))]
    gone = [("7.0", *one[1:]), *keyed[1:]]
    assert compared(tmp_path, "csv", keyed, keyed[::-1]).agrees
    check = compared(tmp_path, "csv", keyed, gone)
    assert (check.missing, check.extra, check.changed) == (1, 1, ())


def test_a_comparison_starts_without_the_office() -> None:
    """Neither the ledger's database nor the orchestrator is loaded for a comparison alone."""
    loaded = "import sys, flows.entrypoints.cli.reconcile; print(*{'sqlalchemy', 'prefect', 'httpx'} & sys.modules.keys())"
    answer = subprocess.run([sys.executable, "-c", loaded], check=True, capture_output=True, text=True)
    assert answer.stdout.strip() == ""
