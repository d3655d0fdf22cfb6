"""A table or query of MySQL or MariaDB: one read-only snapshot, rows by an unbuffered cursor."""

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from playbooks.model.data_side import MysqlTable
from playbooks.model.errors import InputError, OutsideError
from playbooks.model.phrase import Phrase, phrase
from tasks.adapters.reconcile.mysql_value import Declared, declared_as
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.sides.address import address
from tasks.adapters.reconcile.sides.opened import RULES, standing
from tasks.adapters.reconcile.sides.pipe import Row, binary_refused, piped, row_writer
from tasks.adapters.reconcile.workspace import BATCH

if TYPE_CHECKING:
    import pymysql

_LOST = frozenset({1040, 1053, 1158, 1159, 1160, 1161, 1205, 1317, 1927, 1969, 2002, 2003, 2006, 2013, 3024})
_SESSION = (
    "set session transaction isolation level repeatable read",
    "set session transaction read only",
    "set time_zone = '+00:00'",
    f"set lock_wait_timeout = {RULES.lock_seconds}",
)
#: MariaDB counts in seconds, MySQL in milliseconds, and each knows its own name only.
_MARIADB_TIMEOUT = f"set max_statement_time = {RULES.longest_seconds}"
_MYSQL_TIMEOUT = f"set max_execution_time = {RULES.longest_seconds * 1000}"


_GRANTED = re.compile(r"GRANT (.*?) ON ")
_COLUMNS = re.compile(r"\([^)]*\)")
_READING = frozenset({"SELECT", "USAGE", "SHOW VIEW", "SHOW DATABASES", "PROCESS"})


@dataclass(frozen=True)
class MysqlSide:
    """A table in an open transaction."""

    spec: MysqlTable
    connection: "pymysql.Connection[pymysql.cursors.SSCursor]"
    types: Mapping[str, str]
    #: What a table's columns are declared as; nothing of a query.
    declared: Mapping[str, Declared] = field(default_factory=dict)
    narrowed: str | None = None

    @property
    def relation(self) -> str:
        """Return what stands behind FROM, narrowed to the rows that are wanted."""
        return _relation(self.spec) if self.narrowed is None else f"({self.narrowed}) as narrowed"

    @property
    def where(self) -> Phrase:
        """Return the table and the variable that leads to its database."""
        return standing(self.spec.table, self.spec.mysql)

    def cancel(self) -> None:
        """Do nothing: who reads it ends when nobody takes the rows."""

    @contextmanager
    def reading(self, wanted: Sequence[str], room: Room) -> Generator[str]:
        """Yield the wanted columns as the server writes them."""
        chosen = ", ".join(map(mysql_identifier, wanted))
        query = f"select {chosen} from {self.relation}"  # noqa: S608  # quoted names and the plan's query
        write = row_writer(self._batches(query), partial(binary_refused, where=self.where))
        with _explained(self.where), piped(write, width=len(wanted), where=self.where, room=room) as piece:
            yield piece

    @contextmanager
    def numbers(self, query: str, *, width: int, room: Room) -> Generator[str]:
        """Yield the rows of a query of whole numbers."""
        write = row_writer(self._batches(query), str)
        with _explained(self.where), piped(write, width=width, where=self.where, room=room) as piece:
            yield piece

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Return the rows of a small answer."""
        with _explained(self.where), self.connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    def expected_rows(self) -> int:
        """Return about how many rows a table has."""
        query = (
            "select table_rows from information_schema.tables "  # noqa: S608  # escaped
            f"where table_schema = database() and table_name = {self.connection.escape(self.spec.table)}"
        )
        return int(str(self.rows(query)[0][0] or 0))

    def has_index(self, column: str) -> bool:
        """Tell whether rows can be found by this column without reading all of them."""
        return any(columns[0] == column for columns, _ in self._indexes())

    def has_unique_index(self, column: str) -> bool:
        """Tell whether an index allows no two rows with the same value in this column."""
        return ([column], True) in self._indexes()

    def may_write(self) -> bool:
        """Tell whether the login could write to some database in a session of its own."""
        granted = [str(row[0]) for row in self.rows("show grants")]
        # A role is granted without a place to which it applies.
        words = [_GRANTED.match(line) for line in granted]
        rights = (
            right.strip() for found in words if found for right in _COLUMNS.sub("", found[1]).split(",")
        )
        return not _READING.issuperset(rights)

    def _indexes(self) -> list[tuple[list[str], bool]]:
        """Return the columns of each index in order, and whether it allows no two rows with the same values."""
        found: dict[str, tuple[list[str], bool]] = {}
        for _, repeats, name, _, column, _, _, length, *_ in self.rows(f"show index from {self.relation}"):
            columns, _ = found.setdefault(str(name), ([], str(repeats) == "0"))
            # Of a text's beginning the index knows no more.
            columns.append(str(column) if length is None else "")
        return list(found.values())

    def _batches(self, query: str) -> Iterator[Sequence[Row]]:
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            while batch := cursor.fetchmany(BATCH):
                yield batch


@contextmanager
def opened_mysql(spec: MysqlTable) -> Generator[MysqlSide]:
    """Yield the table in a transaction that sees one state of it until the end."""
    try:
        import pymysql  # noqa: PLC0415  # an optional part of the installation
        from pymysql.converters import encoders  # noqa: PLC0415  # same
        from pymysql.cursors import SSCursor  # noqa: PLC0415  # same
    except ImportError as error:
        raise InputError('reading MySQL needs the extra: pip install "phasegate[mysql]"') from error
    url = urlsplit(address(spec.mysql))
    where = phrase("the database of {place}", place=spec.mysql)
    with _explained(where):
        # Without decoders every value comes as the server writes it: no float, no lost zero date.
        connection = pymysql.connect(
            host=url.hostname or "127.0.0.1",
            port=url.port or 3306,
            user=unquote(url.username or ""),
            password=unquote(url.password or ""),
            database=unquote(url.path.lstrip("/")) or None,
            charset="utf8mb4",
            cursorclass=SSCursor,
            conv={kind: written for kind, written in encoders.items()},  # noqa: C416  # a copy of wider types
            connect_timeout=10,
            local_infile=False,
        )
    with closing(connection):
        with _explained(where):
            _secure(connection)
            types, declared = _types(connection, spec), _declared(connection, spec)
        yield MysqlSide(spec, connection, types, declared)


def _secure(connection: "pymysql.Connection[pymysql.cursors.SSCursor]") -> None:
    import pymysql  # noqa: PLC0415  # same

    with connection.cursor() as cursor:
        for statement in _SESSION:
            cursor.execute(statement)
        try:
            cursor.execute(_MARIADB_TIMEOUT)
        except pymysql.MySQLError:
            cursor.execute(_MYSQL_TIMEOUT)
        cursor.execute("start transaction with consistent snapshot, read only")


def _types(connection: "pymysql.Connection[pymysql.cursors.SSCursor]", spec: MysqlTable) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {_relation(spec)} limit 0")  # noqa: S608  # quoted names and the plan's query
        return {str(column[0]): "VARCHAR" for column in cursor.description or ()}


def _declared(
    connection: "pymysql.Connection[pymysql.cursors.SSCursor]", spec: MysqlTable
) -> dict[str, Declared]:
    if spec.table is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"show full columns from {mysql_identifier(spec.table)}")
        return {
            str(name): declared_as(str(kind), collation) for name, kind, collation, *_ in cursor.fetchall()
        }


def _relation(spec: MysqlTable) -> str:
    return f"({spec.query}) as q" if spec.table is None else mysql_identifier(spec.table)


def mysql_identifier(name: str) -> str:
    """Return a name as the server quotes it, whatever signs it holds."""
    return "`" + name.replace("`", "``") + "`"


@contextmanager
def _explained(where: str | Phrase) -> Generator[None]:
    import pymysql  # noqa: PLC0415  # same

    try:
        yield
    except pymysql.MySQLError as error:
        code = error.args[0] if error.args else 0
        said = str(error.args[-1])[:150] if error.args else phrase("no reason given")
        if code in _LOST or isinstance(error, pymysql.err.InterfaceError):
            raise OutsideError(
                "{where} does not answer or was lost on the way; try again ({reason})",
                where=where,
                reason=said,
            ) from error
        if code == 1146:  # noqa: PLR2004  # the server's number of "no such table"
            raise InputError(
                "{where} does not exist; correct the mapping or load the table", where=where
            ) from error
        raise InputError(
            "{where} cannot be read; check the mapping and the rights ({reason})", where=where, reason=said
        ) from error
