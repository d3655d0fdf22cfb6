"""Orders as two systems hold them, on every kind of side, with planted defects whose counts are known."""

import csv
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

import duckdb
import openpyxl
import psycopg
from typing_extensions import override

from playbooks.model.mapping import ReconciliationPlan
from tests.conftest import mariadb

Row: TypeAlias = tuple[object, ...]

HEADER = ("id", "customer", "ordered", "quantity", "price", "amount", "remark", "paid", "warehouse")
#: What a right comparison finds, whatever the sides are.
FOUND = {
    "missing": 2,
    "extra": 1,
    "doubled_source": 0,
    "doubled_target": 1,
    "customer": 1,
    "ordered": 1,
    "amount": 1,
    "remark": 1,
    "paid": 1,
}
_TYPES = (
    "id {text}, customer {text}, ordered date, quantity int, price decimal(12,4), amount decimal(16,2), "
    "remark {text}, paid {moment}, warehouse {text}"
)


def former(count: int = 300) -> list[Row]:
    """Return the orders of the former system."""
    return [_order(number) for number in range(1, count + 1)]


def moved(count: int = 300) -> list[Row]:
    """Return the orders of the new system, where eight things have gone wrong."""
    rows = {str(row[0]): list(row) for row in former(count)}
    del rows["A00010"], rows["A00011"]
    rows["A00020"][1] = "华鑫贸易有限公"
    rows["A00021"][2] = date(2024, 1, 23)
    rows["A00022"][5] = Decimal(str(rows["A00022"][5])) + Decimal("0.01")
    rows["A00023"][6] = "" if rows["A00023"][6] is None else None
    rows["A00024"][7] = datetime(2024, 3, 1, 8, 0, 0)  # noqa: DTZ001  # a clock on the wall
    whole = [tuple(row) for row in rows.values()]
    return [
        *whole,
        whole[0],
        ("Z99999", "陌生", date(2024, 1, 1), 1, Decimal(1), Decimal(1), None, None, "WH01"),
    ]


def plan(source: dict[str, object], target: dict[str, object], **check: object) -> ReconciliationPlan:
    """Return the plan comparing the orders of two sides."""
    columns: list[dict[str, object]] = [
        {"source": "customer", "target": "customer"},
        {"source": "ordered", "target": "ordered", "transform": "date"},
        {"source": "quantity", "target": "quantity", "transform": "decimal", "scale": 0},
        {"source": "price", "target": "price", "transform": "decimal", "scale": 4},
        {"source": "amount", "target": "amount", "transform": "decimal"},
        {"source": "remark", "target": "remark"},
        {"source": "paid", "target": "paid", "transform": "datetime"},
        {"source": "warehouse", "target": "warehouse"},
    ]
    orders = {
        "key": "orders",
        "title": {"zh": "订单", "en": "Orders"},
        "source": source,
        "target": target,
        "keys": [{"source": "id", "target": "id"}],
        "columns": columns,
        "control_totals": [{"column": "amount", "group_by": "warehouse"}],
        **check,
    }
    return ReconciliationPlan.model_validate(
        {"key": "erp", "title": {"zh": "订单对账", "en": "Orders"}, "checks": [orders]}
    )


def in_csv(path: Path, rows: Sequence[Row], *, encoding: str = "utf-8") -> dict[str, object]:
    """Write the orders as CSV, with a sign of its own for NULL, and return the side."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(HEADER)
        writer.writerows([["\\N" if value is None else value for value in row] for row in rows])
    return {"csv": path.name, "encoding": encoding, "null": "\\N"}


def in_excel(path: Path, rows: Sequence[Row]) -> dict[str, object]:
    """Write the orders to a workbook and return the side."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("订单")
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return {"excel": path.name, "sheet": "订单"}


def in_parquet(path: Path, rows: Sequence[Row]) -> dict[str, object]:
    """Write the orders as Parquet and return the side."""
    with duckdb.connect() as connection:
        connection.execute(f"create table orders ({_TYPES.format(text='varchar', moment='timestamp')})")
        connection.executemany(f"insert into orders values ({', '.join('?' * len(HEADER))})", rows)  # noqa: S608  # question marks only
        connection.execute(f"copy orders to '{path}' (format parquet)")
    return {"parquet": path.name}


def in_sqlite(path: Path, rows: Sequence[Row]) -> dict[str, object]:
    """Write the orders to SQLite, amounts as REAL, and return the side."""
    plain = [tuple(_plain(value) for value in row) for row in rows]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"create table orders ({', '.join(HEADER)})")
        connection.executemany(f"insert into orders values ({', '.join('?' * len(HEADER))})", plain)  # noqa: S608  # question marks only
    return {"sqlite": path.name, "table": "orders"}


def in_postgresql(
    url: str, rows: Sequence[Row], *, variable: str, table: str = "orders"
) -> dict[str, object]:
    """Write the orders to PostgreSQL and return the side that a variable leads to."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(f"create table {table} ({_TYPES.format(text='text', moment='timestamp')})".encode())
        with cursor.copy(f"copy {table} from stdin".encode()) as copy:
            for row in rows:
                copy.write_row(row)
    return {"postgresql": variable, "table": table}


def in_mariadb(url: str, rows: Sequence[Row], *, variable: str) -> dict[str, object]:
    """Write the orders to MariaDB and return the side that a variable leads to."""
    with mariadb(url) as connection, connection.cursor() as cursor:
        cursor.execute(f"create table orders ({_TYPES.format(text='varchar(100)', moment='datetime')})")
        cursor.executemany(f"insert into orders values ({', '.join(['%s'] * len(HEADER))})", rows)  # noqa: S608  # placeholders only
    return {"mysql": variable, "table": "orders"}


class Driver(ModuleType):
    """A DB-API driver over SQLite that answers to the name of another, and dislikes what that one dislikes."""

    Error = sqlite3.Error

    def __init__(self) -> None:
        super().__init__("driver")

    def connect(self, address: str, **_options: object) -> sqlite3.Connection:
        """Open the database."""
        connection = sqlite3.connect(address, factory=_Session, check_same_thread=False)
        connection.execute("pragma query_only = on")
        return connection


class _Session(sqlite3.Connection):
    """A session whose cursors know Oracle's way of asking for a snapshot."""

    @override
    def cursor(self, *_: object) -> sqlite3.Cursor:  # type: ignore[override]  # no other factory is asked for
        return super().cursor(_Cursor)


class _Cursor(sqlite3.Cursor):
    """A cursor that begins a transaction when it is asked for one that only reads."""

    @override
    def execute(self, sql: str, *_: object) -> sqlite3.Cursor:  # type: ignore[override]  # no parameters are given
        return super().execute("begin" if sql == "set transaction read only" else sql)


def _order(number: int) -> Row:
    price, quantity = Decimal(number * 37 % 1000) / 8, number % 9 + 1
    return (
        f"A{number:05}",
        f"华鑫贸易有限公司{number % 7}" if number != 20 else "华鑫贸易有限公司",  # the one to be shortened
        date(2024, 1, 1) + timedelta(days=number),
        quantity,
        price.quantize(Decimal("0.0001")),
        (price * quantity).quantize(Decimal("0.01"), ROUND_HALF_UP),
        None if number % 4 == 3 else f'备注, "{number}"',  # some are NULL
        datetime(2024, 3, 1, number % 24, 30, 0) if number % 5 else None,  # noqa: DTZ001  # a clock on the wall
        f"WH{number % 3:02}",
    )


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return (
        value.isoformat(" ")
        if isinstance(value, datetime)
        else value.isoformat()
        if isinstance(value, date)
        else value
    )
