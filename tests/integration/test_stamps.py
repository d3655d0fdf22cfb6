"""Stamps: each kind of side looks the same as long as nothing is changed, and tells in which way it was."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from playbooks.model.drift import CheckStamp, drifted
from playbooks.model.errors import InputError
from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.requirement import Part
from playbooks.model.text import Text
from tasks.adapters.reconcile import stamped
from tests.conftest import mariadb
from tests.simulators import moved_orders as orders

SIDES: dict[str, Callable[[Path, Sequence[orders.Row]], dict[str, object]]] = {
    "csv": orders.in_csv,
    "excel": orders.in_excel,
    "parquet": orders.in_parquet,
    "sqlite": orders.in_sqlite,
}
NEW = ("Z00001", "新客户", date(2024, 2, 1), 1, Decimal(120), Decimal(120), None, None, "WH01")


def plan(folder: Path, kind: str, rows: Sequence[orders.Row], **check: object) -> ReconciliationPlan:
    """Write the target and return the plan comparing it with the former orders as CSV."""
    source = orders.in_csv(folder / "old.csv", orders.former(30))
    new = folder / f"new.{'xlsx' if kind == 'excel' else kind}"
    new.unlink(missing_ok=True)
    return orders.plan(source, SIDES[kind](new, rows), **check)


def stamp(folder: Path, kind: str, rows: Sequence[orders.Row], **check: object) -> CheckStamp:
    """Return how the orders look with these rows in the target."""
    (found,) = stamped(plan(folder, kind, rows, **check), base=folder)
    return found


@pytest.mark.parametrize("kind", SIDES)
def test_the_order_of_rows_changes_no_stamp(tmp_path: Path, kind: str) -> None:
    """A table that is written anew in another order is the same table."""
    rows = orders.former(30)
    assert stamp(tmp_path, kind, rows) == stamp(tmp_path, kind, rows[::-1])


@pytest.mark.parametrize("kind", SIDES)
def test_a_row_more_is_seen_with_its_money(tmp_path: Path, kind: str) -> None:
    """Rows, the total and the total of its warehouse move; the other side stands still."""
    rows = orders.former(30)
    before, after = stamp(tmp_path, kind, rows), stamp(tmp_path, kind, [*rows, NEW])
    moved = {
        one.group: Decimal(one.amount) - Decimal(old.amount)
        for one, old in zip(after.target.sums, before.target.sums, strict=True)
    }
    assert (after.target.rows, after.source) == (31, before.source)
    assert moved == {None: 120, "WH00": 0, "WH01": 120, "WH02": 0}


@pytest.mark.parametrize(
    ("place", "value"),
    [(1, "别的客户"), (5, Decimal("0.01")), (6, ""), (7, None), (0, "A99999")],
    ids=["text", "amount", "empty", "moment", "key"],
)
def test_one_changed_value_is_seen(tmp_path: Path, place: int, value: object) -> None:
    """Whatever the column: the digest is another."""
    before = stamp(tmp_path, "sqlite", orders.former(30))
    rows = [list(row) for row in orders.former(30)]
    rows[22][place] = value
    assert stamp(tmp_path, "sqlite", [tuple(row) for row in rows]).target.digest != before.target.digest


def test_a_doubled_row_and_two_swapped_values_are_seen(tmp_path: Path) -> None:
    """Neither a row that stands twice nor two changes that make up for each other hide in the digest."""
    rows = orders.former(30)
    first, second = rows[0], rows[1]
    swapped = [(first[0], "甲", *first[2:]), (second[0], "乙", *second[2:]), *rows[2:]]
    other = [(first[0], "乙", *first[2:]), (second[0], "甲", *second[2:]), *rows[2:]]
    looks = [rows, [*rows, first], [*rows, first, first], swapped, other]
    found = {stamp(tmp_path, "csv", look).target.digest for look in looks}
    assert len(found) == len(looks)


def test_what_lies_outside_the_scope_may_move(tmp_path: Path) -> None:
    """Orders that come in after the cutover are no drift of the history."""
    scope = [{"column": "ordered", "below": "2024-01-20"}]
    rows = orders.former(30)
    assert stamp(tmp_path, "sqlite", rows, scope=scope) == stamp(
        tmp_path, "sqlite", [*rows, NEW], scope=scope
    )


def test_only_the_checks_asked_for_are_looked_at(tmp_path: Path) -> None:
    """Each check has its own schedule."""
    assert stamped(plan(tmp_path, "csv", orders.former(3)), base=tmp_path, only=()) == ()


def test_a_side_that_lacks_a_column_is_refused(tmp_path: Path) -> None:
    """A changed schema is told, not hashed."""
    written = plan(tmp_path, "csv", orders.former(3))
    (tmp_path / "new.csv").write_text("id,customer\nA,B\n", encoding="utf-8")
    with pytest.raises(InputError, match="has no column"):
        stamped(written, base=tmp_path)


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "check",
    [{}, {"columns": [{"source": "amount", "target": "amount", "transform": "decimal", "factor": "1"}]}],
    ids=["in the database", "streamed"],
)
def test_a_database_looks_the_same_until_a_row_changes(
    postgresql_schema_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, check: dict[str, object]
) -> None:
    """PostgreSQL hashes where the data lie; a cent more in one row is seen, as money and by its warehouse."""
    url = postgresql_schema_url.replace("+psycopg", "")
    monkeypatch.setenv("OLD", url)
    source = orders.in_postgresql(url, orders.former(300), variable="OLD")
    totals = {"control_totals": [{"column": "amount"}]} if check else {}
    target = orders.in_postgresql(url, orders.former(300)[::-1], variable="OLD", table="moved")
    written = orders.plan(source, target, **check, **totals)
    (before,) = stamped(written, base=tmp_path)
    with psycopg.connect(url) as connection:
        connection.execute("update moved set amount = amount + 0.01 where id = 'A00022'")
    (after,) = stamped(written, base=tmp_path)
    (drift,) = drifted([before], [after], titles={"orders": Text(zh="订单", en="Orders")})
    assert before.source == before.target == after.source
    assert (drift.side, drift.rows, [one.amount for one in drift.sums]) == (Part.TARGET, 0, ["0.01"])


def test_mariadb_looks_the_same_until_a_row_is_gone(
    mariadb_database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Rows come by a stream and count like those of any other side."""
    monkeypatch.setenv("OLD", mariadb_database_url)
    target = orders.in_mariadb(mariadb_database_url, orders.former(30), variable="OLD")
    written = orders.plan(orders.in_csv(tmp_path / "old.csv", orders.former(30)), target)
    (before,) = stamped(written, base=tmp_path)
    with mariadb(mariadb_database_url) as connection, connection.cursor() as cursor:
        cursor.execute("delete from orders where id = 'A00022'")
    (after,) = stamped(written, base=tmp_path)
    assert (before.source, after.target.rows) == (before.target, 29)
