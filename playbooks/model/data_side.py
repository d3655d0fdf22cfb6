"""Where one side of a comparison stands: a file below the data folder, or a table or query of a database.

- A plan never holds an address or a password: a database is named by the environment variable that does.
- A path leads downwards from the data folder; a query is one statement that reads.
"""

import re
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, StringConstraints, Tag, model_validator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Frozen

_READS = re.compile(r"(select|with)\b", re.IGNORECASE)


def _printable(name: str) -> str:
    if not name.isprintable() or name != name.strip():
        raise BrokenRuleError(
            "the name {name!r} has blanks around it or invisible characters; write it as in the header",
            name=name,
        )
    return name


def _inside(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not path.isprintable() or "\\" in path or path.startswith("/") or ".." in parts or not parts:
        raise BrokenRuleError(
            "the path {path!r} must lead downwards from the data folder: no leading '/', no '..'", path=path
        )
    return path


def _reading(query: str) -> str:
    query = query.strip().removesuffix(";").rstrip()
    if ";" in query or "\0" in query or not _READS.match(query):
        raise BrokenRuleError("a query is one statement that begins with `select` or `with` and holds no ';'")
    return query


#: A column or table name as it stands in the header; Chinese names are welcome.
Name = Annotated[str, StringConstraints(min_length=1, max_length=128), AfterValidator(_printable)]
#: A path relative to the data folder that the caller names.
DataPath = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_inside)]
#: The environment variable that holds the address of a database.
Address = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{0,79}$")]
#: One statement that reads.
Query = Annotated[str, StringConstraints(min_length=8, max_length=20_000), AfterValidator(_reading)]


class Encoding(StrEnum):
    """How the bytes of a text file are read."""

    UTF_8 = "utf-8"
    GB18030 = "gb18030"  # GBK and GB2312 are parts of it
    UTF_16 = "utf-16"


class CsvFile(Frozen):
    """An export with a header line; a field that equals `null` is NULL."""

    csv: DataPath
    encoding: Encoding = Encoding.UTF_8
    delimiter: Literal[",", ";", "\t", "|"] = ","
    null: Annotated[str, StringConstraints(max_length=20)] = ""

    @property
    def file(self) -> str:
        """Return the path below the data folder."""
        return self.csv


class ExcelFile(Frozen):
    """One sheet of a workbook; the header stands in `header_row`."""

    excel: DataPath
    sheet: Name
    header_row: int = Field(default=1, ge=1, le=1000)

    @property
    def file(self) -> str:
        """Return the path below the data folder."""
        return self.excel


class ParquetFile(Frozen):
    """A Parquet file."""

    parquet: DataPath

    @property
    def file(self) -> str:
        """Return the path below the data folder."""
        return self.parquet


class Relation(Frozen):
    """The part all databases share: a table, or a query instead."""

    table: Name | None = None
    query: Query | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "Relation":
        if (self.table is None) == (self.query is None):
            raise BrokenRuleError("give either `table` or `query`")
        return self

    @property
    def file(self) -> str | None:
        """Return the path below the data folder, if there is one."""
        return None


class SqliteTable(Relation):
    """A table of a SQLite file."""

    sqlite: DataPath

    @property
    def file(self) -> str | None:
        """Return the path below the data folder."""
        return self.sqlite


class PostgresqlTable(Relation):
    """A table of a PostgreSQL database, whose address the variable `postgresql` holds."""

    postgresql: Address
    namespace: Name | None = None  # the database schema, where the search path does not lead to it


class MysqlTable(Relation):
    """A table of a MySQL or MariaDB database, whose address the variable `mysql` holds."""

    mysql: Address


class DriverTable(Relation):
    """A table read through a DB-API driver that the installation brings; see the README for each."""

    driver: Literal["pyodbc", "oracledb", "pymssql"]
    address: Address


_KINDS = ("csv", "excel", "parquet", "sqlite", "postgresql", "mysql", "driver")


def _kind(side: object) -> str | None:
    fields = side if isinstance(side, dict) else type(side).model_fields if isinstance(side, Frozen) else ()
    return next((kind for kind in _KINDS if kind in fields), None)


DataSide: TypeAlias = Annotated[
    Annotated[CsvFile, Tag("csv")]
    | Annotated[ExcelFile, Tag("excel")]
    | Annotated[ParquetFile, Tag("parquet")]
    | Annotated[SqliteTable, Tag("sqlite")]
    | Annotated[PostgresqlTable, Tag("postgresql")]
    | Annotated[MysqlTable, Tag("mysql")]
    | Annotated[DriverTable, Tag("driver")],
    Discriminator(
        _kind,
        custom_error_type="side",
        custom_error_message="name where the data stand by one of " + ", ".join(_KINDS),
    ),
]
