"""Opening a side of whatever kind, and closing it again."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import assert_never

from playbooks.model.data_side import (
    CsvFile,
    DataSide,
    DriverTable,
    ExcelFile,
    MysqlTable,
    ParquetFile,
    PostgresqlTable,
    SqliteTable,
)
from tasks.adapters.reconcile.data_folder import locate
from tasks.adapters.reconcile.sides.csv_file import CsvSide
from tasks.adapters.reconcile.sides.driver_table import opened_driver
from tasks.adapters.reconcile.sides.excel_file import ExcelSide
from tasks.adapters.reconcile.sides.mysql_table import opened_mysql
from tasks.adapters.reconcile.sides.opened import Opened
from tasks.adapters.reconcile.sides.parquet_file import ParquetSide
from tasks.adapters.reconcile.sides.postgresql_table import opened_postgresql
from tasks.adapters.reconcile.sides.sqlite_table import SqliteSide


@contextmanager
def opened(spec: DataSide, *, base: Path) -> Generator[Opened]:
    """Yield the side; files lie below the data folder, databases where their variable says."""
    match spec:
        case CsvFile():
            yield CsvSide(spec, locate(base, spec.csv))
        case ExcelFile():
            yield ExcelSide(spec, locate(base, spec.excel))
        case ParquetFile():
            yield ParquetSide(spec, locate(base, spec.parquet))
        case SqliteTable():
            yield SqliteSide(spec, locate(base, spec.sqlite))
        case PostgresqlTable():
            with opened_postgresql(spec) as side:
                yield side
        case MysqlTable():
            with opened_mysql(spec) as table:
                yield table
        case DriverTable():
            with opened_driver(spec) as held:
                yield held
        case _:
            assert_never(spec)
