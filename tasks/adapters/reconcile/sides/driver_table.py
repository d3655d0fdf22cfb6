"""A table or query of SQL Server or Oracle through the DB-API driver that the installation brings.

The drivers are asked to read only where they can be; the login has to be one that can do nothing else.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from importlib import import_module
from typing import Any, Protocol

from playbooks.model.data_side import DriverTable
from playbooks.model.errors import InputError, OutsideError
from playbooks.model.phrase import Phrase, phrase
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.sides.address import address
from tasks.adapters.reconcile.sides.opened import standing
from tasks.adapters.reconcile.sides.pipe import Row, binary_refused, piped, row_writer
from tasks.adapters.reconcile.workspace import BATCH, identifier


class Cursor(Protocol):
    """A cursor as PEP 249 has it."""

    description: Sequence[Sequence[object]] | None

    def execute(self, statement: str, /) -> object:
        """Run a statement."""
        ...

    def fetchmany(self, size: int, /) -> Sequence[Row]:
        """Return the next rows."""
        ...


class Connection(Protocol):
    """A connection as PEP 249 has it."""

    def cursor(self) -> Cursor:
        """Return a new cursor."""
        ...

    def close(self) -> None:
        """End the session."""
        ...


@dataclass(frozen=True)
class DriverSide:
    """A table in an open session."""

    spec: DriverTable
    connection: Connection
    types: Mapping[str, str]
    failure: type[Exception]

    @property
    def where(self) -> Phrase:
        """Return the table and the variable that leads to its database."""
        return standing(self.spec.table, self.spec.address)

    def cancel(self) -> None:
        """Do nothing: who reads it ends when nobody takes the rows."""

    @contextmanager
    def reading(self, wanted: Sequence[str], room: Room) -> Generator[str]:
        """Yield the wanted columns as text."""
        query = f"select {', '.join(map(identifier, wanted))} from {_relation(self.spec)}"  # noqa: S608  # quoted names and the plan's query
        write = row_writer(self._batches(query), partial(_text, where=self.where))
        with (
            _explained(self.where, self.failure),
            piped(write, width=len(wanted), where=self.where, room=room) as piece,
        ):
            yield piece

    def _batches(self, query: str) -> Iterator[Sequence[Row]]:
        cursor = self.connection.cursor()
        cursor.execute(query)
        while batch := cursor.fetchmany(BATCH):
            yield batch


@contextmanager
def opened_driver(spec: DriverTable) -> Generator[DriverSide]:
    """Yield the table in a session of its own."""
    try:
        driver: Any = import_module(spec.driver)
    except ImportError as error:
        raise InputError(
            "the driver {driver} is not installed; see the README for how to add it", driver=spec.driver
        ) from error
    where, failure = phrase("the database of {place}", place=spec.address), driver.Error
    with _explained(where, failure):
        connection: Connection = driver.connect(address(spec.address), **_options(spec))
    with closing(connection):
        with _explained(where, failure):
            cursor = connection.cursor()
            if spec.driver == "oracledb":
                cursor.execute("set transaction read only")
            cursor.execute(f"select * from {_relation(spec)} where 1 = 0")  # noqa: S608  # quoted names and the plan's query
            types = {str(column[0]): "VARCHAR" for column in cursor.description or ()}
        yield DriverSide(spec, connection, types, failure)


def _options(spec: DriverTable) -> dict[str, object]:
    return {"readonly": True, "autocommit": False} if spec.driver == "pyodbc" else {}


def _relation(spec: DriverTable) -> str:
    return f"({spec.query}) q" if spec.table is None else identifier(spec.table)


def _text(value: object, *, where: str | Phrase) -> str:
    match value:
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case float():
            return repr(value)
        case _:
            return binary_refused(value, where=where)


@contextmanager
def _explained(where: str | Phrase, failure: type[Exception]) -> Generator[None]:
    try:
        yield
    except failure as error:
        said = next(iter(str(error).splitlines()), "")[:150] or phrase("no reason given")
        if type(error).__name__ in {"OperationalError", "InterfaceError"}:
            raise OutsideError(
                "{where} does not answer or was lost on the way; try again ({reason})",
                where=where,
                reason=said,
            ) from error
        raise InputError(
            "{where} cannot be read; check the mapping and the rights ({reason})", where=where, reason=said
        ) from error
