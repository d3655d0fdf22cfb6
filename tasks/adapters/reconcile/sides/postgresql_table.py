"""A table or query of PostgreSQL: one repeatable-read, read-only transaction, rows by COPY.

A statement that runs too long or waits for a lock is ended by the server; the session can write nothing.
"""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from playbooks.model.data_side import PostgresqlTable
from playbooks.model.errors import InputError, OutsideError
from playbooks.model.phrase import Phrase, phrase
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.sides.address import address
from tasks.adapters.reconcile.sides.opened import RULES, standing
from tasks.adapters.reconcile.sides.pipe import piped
from tasks.adapters.reconcile.workspace import identifier, quoted

if TYPE_CHECKING:
    import psycopg

_ROWS_A_WRITE = 2000
_PACKS = 256
_SESSION = (
    f"-c default_transaction_read_only=on -c statement_timeout={RULES.longest_seconds}s "
    f"-c lock_timeout={RULES.lock_seconds}s -c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 "
    "-c extra_float_digits=1 -c bytea_output=hex -c work_mem=32MB -c jit=off"
)


@dataclass(frozen=True)
class PostgresqlSide:
    """A table in an open transaction."""

    spec: PostgresqlTable
    connection: "psycopg.Connection[tuple[object, ...]]"
    types: Mapping[str, str]
    declared: Mapping[str, str] = field(default_factory=dict)
    narrowed: str | None = None

    @property
    def where(self) -> Phrase:
        """Return the table and the variable that leads to its database."""
        return standing(self.spec.table, self.spec.postgresql)

    @property
    def relation(self) -> str:
        """Return what stands behind FROM, narrowed to the rows that are wanted."""
        return _relation(self.spec) if self.narrowed is None else f"({self.narrowed}) as narrowed"

    def cancel(self) -> None:
        """End the statement on the server, which may not have begun to answer."""
        import psycopg  # noqa: PLC0415  # an optional part of the installation

        with suppress(psycopg.Error):
            self.connection.cancel_safe(timeout=RULES.lock_seconds)

    @contextmanager
    def reading(self, wanted: Sequence[str], room: Room) -> Generator[str]:
        """Yield the wanted columns as PostgreSQL writes them."""
        # As text CHAR(n) loses the blanks that its type alone has added.
        chosen = ", ".join(f"{identifier(column)}::text" for column in wanted)
        with self.streaming(f"select {chosen} from {self.relation}", width=len(wanted), room=room) as piece:  # noqa: S608  # quoted names and the plan's query
            yield piece

    @contextmanager
    def streaming(self, query: str, *, width: int, room: Room) -> Generator[str]:
        """Yield the rows of a query as text, in the transaction of this side."""

        def write(file: BinaryIO) -> None:
            with _explained(self.where), self.connection.cursor() as cursor:
                statement = f"copy ({query}) to stdout (format csv, encoding 'UTF8')".encode()
                with cursor.copy(statement) as rows:
                    pieces = iter(rows)
                    while chunk := b"".join(islice(pieces, _ROWS_A_WRITE)):
                        file.write(chunk)

        with piped(write, width=width, where=self.where, room=room, null="") as piece:
            yield piece

    @contextmanager
    def packed(
        self, query: str, columns: Sequence[str], *, room: Room, by_index: bool = False
    ) -> Generator[str]:
        """Yield the whole numbers of a query, whose first column spreads its rows; they come in a few long lines."""
        # A message for every row is what takes the time.
        line = " || ',' || ".join(f"coalesce({name}::text, '')" for name in columns)
        packs = (
            f"select string_agg({line}, ';') from ({query}) as numbers group by {columns[0]} & {_PACKS - 1}"  # noqa: S608  # our own names
        )

        def write(file: BinaryIO) -> None:
            statement = f"copy ({packs}) to stdout".encode()
            with _explained(self.where), self.connection.cursor() as cursor:
                # Of ranges it does not know, the planner takes each for a large part of the table.
                cursor.execute(
                    "select set_config('enable_seqscan', %s, true)", ("off" if by_index else "on",)
                )
                with cursor.copy(statement) as rows:
                    file.writelines(bytes(pack).replace(b";", b"\n") for pack in rows)
                cursor.execute("select set_config('enable_seqscan', 'on', true)")

        with piped(write, width=len(columns), where=self.where, room=room, null="") as piece:
            yield piece

    def may_write(self) -> bool:
        """Tell whether the login could write to the database in a session of its own."""
        query = """
            select rolsuper or exists (
                select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
                and has_table_privilege(c.oid, 'insert, update, delete, truncate'))
            from pg_roles where rolname = current_user"""
        return bool(self.rows(query)[0][0])

    @property
    def is_plain_table(self) -> bool:
        """Tell whether it is a table that samples can be drawn from, of some size."""
        if self.spec.table is None:
            return False
        query = f"select 1 from pg_class where oid = to_regclass({quoted(self.relation)}) and relkind = 'r' and relpages > 1000"  # noqa: S608  # quoted
        return bool(self.rows(query))

    def has_index(self, column: str) -> bool:
        """Tell whether rows can be found by this column without reading all of them."""
        if self.spec.table is None:
            return False
        query = (
            "select 1 from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] "  # noqa: S608  # quoted
            f"where i.indrelid = to_regclass({quoted(self.relation)}) and a.attname = {quoted(column)} "  # quoted
            "and i.indisvalid and i.indpred is null"
        )
        return bool(self.rows(query))

    def has_unique_index(self, columns: Sequence[str]) -> bool:
        """Tell whether an index allows no two rows with the same values in these columns."""
        if self.spec.table is None or not columns:
            return False
        listed = ", ".join(map(quoted, columns))
        query = (
            f"select 1 from pg_index i where i.indrelid = to_regclass({quoted(self.relation)}) and i.indisunique "  # noqa: S608  # quoted
            "and i.indisvalid and i.indpred is null and i.indexprs is null and not exists (select 1 from "
            "pg_attribute a where a.attrelid = i.indrelid and a.attnum = any (i.indkey[0:i.indnkeyatts - 1]) "
            f"and a.attname not in ({listed}))"
        )
        return bool(self.rows(query))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Return the rows of a small answer."""
        with _explained(self.where), self.connection.cursor() as cursor:
            return cursor.execute(query.encode()).fetchall()


@contextmanager
def opened_postgresql(spec: PostgresqlTable) -> Generator[PostgresqlSide]:
    """Yield the table in a transaction that sees one state of it until the end."""
    try:
        import psycopg  # noqa: PLC0415  # an optional part of the installation
    except ImportError as error:
        raise InputError('reading PostgreSQL needs the extra: pip install "phasegate[postgresql]"') from error
    url = address(spec.postgresql).replace("postgresql+psycopg://", "postgresql://", 1)
    with _explained(phrase("the database of {place}", place=spec.postgresql)):
        connection = psycopg.connect(url, connect_timeout=10, application_name="phasegate reconcile")
    with connection:
        with _explained(phrase("the database of {place}", place=spec.postgresql)):
            _secure(connection)
            types = _types(connection, spec)
        yield PostgresqlSide(spec, connection, dict.fromkeys(types, "VARCHAR"), types)
        connection.rollback()


def _secure(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    from psycopg import IsolationLevel  # noqa: PLC0415  # same

    connection.read_only = True
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    for setting in _SESSION.split("-c ")[1:]:
        name, value = setting.strip().split("=")
        connection.execute("select set_config(%s, %s, false)", (name, value))
    connection.commit()


def _types(connection: "psycopg.Connection[tuple[object, ...]]", spec: PostgresqlTable) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from {_relation(spec)} limit 0".encode())  # noqa: S608  # quoted names and the plan's query
        return {column.name: column.type_display for column in cursor.description or ()}


def _relation(spec: PostgresqlTable) -> str:
    if spec.table is None:
        return f"({spec.query}) as q"
    prefix = f"{identifier(spec.namespace)}." if spec.namespace else ""
    return prefix + identifier(spec.table)


@contextmanager
def _explained(where: str | Phrase) -> Generator[None]:
    import psycopg  # noqa: PLC0415  # same

    try:
        yield
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName) as error:
        raise InputError(
            "{where} does not exist; correct the mapping or load the table", where=where
        ) from error
    except psycopg.errors.ReadOnlySqlTransaction as error:
        raise InputError("{where} would write; a query of a plan may only read", where=where) from error
    except psycopg.errors.QueryCanceled as error:
        raise OutsideError(
            "{where} took too long and was ended; try again at a quieter time", where=where
        ) from error
    except psycopg.OperationalError as error:
        first = next(iter(str(error).splitlines()), "")[:150] or phrase("no reason given")
        raise OutsideError(
            "{where} does not answer or was lost on the way; try again ({reason})", where=where, reason=first
        ) from error
    except psycopg.Error as error:
        first = next(iter(str(error).splitlines()), "")[:150] or phrase("no reason given")
        raise InputError(
            "{where} cannot be read; check the mapping and the rights ({reason})", where=where, reason=first
        ) from error
