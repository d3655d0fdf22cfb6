"""A small migration on disk: an export and a target table from plain rows, and the plan comparing them."""

import csv
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from playbooks.model.data_side import CsvFile, SqliteTable
from playbooks.model.mapping import (
    Check,
    Column,
    ControlTotal,
    KeyPair,
    ReconciliationPlan,
    Transform,
)
from playbooks.model.text import Text

Row = Sequence[object]

SOURCE_HEADER = ("编号", "name", "opened", "limit", "area")
TARGET_HEADER = ("no", "name", "opened_on", "credit_limit", "region")
COLUMNS = (
    Column(source="name", target="name"),
    Column(source="opened", target="opened_on", transform=Transform.DATE),
    Column(source="limit", target="credit_limit", transform=Transform.DECIMAL),
    Column(source="area", target="region", transform=Transform.CODE, code_table={"东": "E", "西": "W"}),
)


def write_export(folder: Path, rows: Sequence[Row], header: Sequence[str] = SOURCE_HEADER) -> Path:
    """Write `old.csv` with these rows; None becomes an empty field."""
    path = folder / "old.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return path


def write_target(folder: Path, rows: Sequence[Row], header: Sequence[str] = TARGET_HEADER) -> Path:
    """Write `new.sqlite` with these rows in the table `customers`, whose columns have no declared type."""
    path = folder / "new.sqlite"
    path.unlink(missing_ok=True)
    columns = ", ".join(f'"{name}"' for name in header)
    places = ", ".join("?" * len(header))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"create table customers ({columns})")
        connection.executemany(f"insert into customers values ({places})", rows)  # noqa: S608  # question marks only
    return path


def plan(check: Check | None = None) -> ReconciliationPlan:
    """Return a plan of one check."""
    title = Text(zh="客户数据对账", en="Customer data")
    return ReconciliationPlan(key="crm", title=title, checks=(check or customers(),))


def customers(**changes: object) -> Check:
    """Return the check of the customers, with some of its fields changed."""
    check = Check(
        key="customers",
        title=Text(zh="客户主数据", en="Customers"),
        source=CsvFile(csv="old.csv"),
        target=SqliteTable(sqlite="new.sqlite", table="customers"),
        keys=(KeyPair(source="编号", target="no"),),
        columns=COLUMNS,
    )
    return Check.model_validate({**check.model_dump(), **changes})


def by_region() -> ControlTotal:
    """Return the control total of the credit limits per region."""
    return ControlTotal(column="credit_limit", group_by="region")
