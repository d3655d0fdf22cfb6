"""A table or query of a SQLite file: opened read-only, streamed.

- A foreign file may hold hostile views and a plan a hostile query: only reading is authorised, and no function
  that reaches out.
- Decimals kept as REAL come as their shortest exact text, so that no binary rounding takes part.
"""

import sqlite3
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from time import monotonic

from playbooks.model.data_side import SqliteTable
from playbooks.model.errors import InputError, OutsideError
from playbooks.model.phrase import Phrase
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.sides.opened import RULES, standing
from tasks.adapters.reconcile.sides.pipe import Row, binary_refused, piped, row_writer
from tasks.adapters.reconcile.workspace import BATCH, identifier

LOCK_SECONDS = RULES.lock_seconds
LONGEST_SECONDS: float = RULES.longest_seconds
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR})
_READING = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
_REACHING_OUT = frozenset(
    {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "zeroblob", "randomblob"}
)
_STEPS = 100_000
_LONGEST_VALUE = 2_000_000


@dataclass(frozen=True)
class SqliteSide:
    """A table of a database that lies in the data folder."""

    spec: SqliteTable
    path: Path

    @property
    def where(self) -> Phrase:
        """Return table and file."""
        return standing(self.spec.table, self.spec.sqlite)

    @property
    def types(self) -> Mapping[str, str]:
        """Return the columns; every value comes as text."""
        return self._types

    @cached_property
    def _types(self) -> Mapping[str, str]:
        with self._explained(), closing(_opened(self.path)) as connection:
            if self.spec.table is None:
                found = connection.execute(f"select * from ({self.spec.query}) limit 0").description  # noqa: S608  # the plan's own query
                return {str(column[0]): "VARCHAR" for column in found}
            held = connection.execute(
                "select 1 from sqlite_master where type in ('table', 'view') and name = ? collate nocase",
                (self.spec.table,),
            )
            if held.fetchone() is None:
                raise InputError(
                    "{where} does not exist; correct the mapping or load the table", where=self.where
                )
            found = connection.execute(f"select * from {identifier(self.spec.table)} limit 0").description  # noqa: S608  # a quoted name
        return {str(column[0]): "VARCHAR" for column in found}

    def cancel(self) -> None:
        """Do nothing: who reads it ends when nobody takes the rows."""

    @contextmanager
    def reading(self, wanted: Sequence[str], room: Room) -> Generator[str]:
        """Yield the wanted columns as text; one statement is one snapshot."""
        # Asked for by name only after `types` was seen: SQLite takes an unknown quoted column for a text.
        chosen = ", ".join(map(identifier, wanted))
        relation = f"({self.spec.query})" if self.spec.table is None else identifier(self.spec.table)
        rows = self._batches(f"select {chosen} from {relation}", wanted)  # noqa: S608  # quoted names and the plan's query
        write = row_writer(rows, partial(_text, where=self.where))
        with self._explained(), piped(write, width=len(wanted), where=self.where, room=room) as piece:
            yield piece

    def _batches(self, query: str, wanted: Sequence[str]) -> Iterator[list[Row]]:
        # Opened by the thread that reads.
        with closing(_opened(self.path)) as connection:
            rows = connection.execute(query)
            while batch := rows.fetchmany(BATCH):
                binary = next((row for row in batch if bytes in set(map(type, row))), None)
                if binary is not None:
                    raise self._binary(binary, wanted)
                yield batch

    def _binary(self, row: Row, wanted: Sequence[str]) -> InputError:
        pairs = zip(wanted, row, strict=True)
        return InputError(
            "column {binary!r} of {where} holds binary data; leave it out of the mapping",
            binary=next(name for name, value in pairs if isinstance(value, bytes)),
            where=self.where,
        )

    @contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY:
                raise OutsideError(
                    "{where} is being written or its disk does not answer; try again ({reason})",
                    where=self.where,
                    reason=error,
                ) from error
            raise InputError(
                "{where} cannot be read; check that it is a whole SQLite database with UTF-8 text ({reason})",
                where=self.where,
                reason=error,
            ) from error


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=LOCK_SECONDS)
    connection.execute("pragma query_only = on")
    # A view of a foreign file must not call functions with effects.
    connection.execute("pragma trusted_schema = off")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.set_authorizer(_authorised)
    end = monotonic() + LONGEST_SECONDS
    connection.set_progress_handler(lambda: int(monotonic() > end), _STEPS)
    return connection


def _authorised(action: int, _one: str | None, name: str | None, *_rest: str | None) -> int:
    if action not in _READING:
        return sqlite3.SQLITE_DENY
    reaching = action == sqlite3.SQLITE_FUNCTION and (name or "").lower() in _REACHING_OUT
    return sqlite3.SQLITE_DENY if reaching else sqlite3.SQLITE_OK


def _text(value: object, *, where: str | Phrase) -> str:
    return repr(value) if isinstance(value, float) else binary_refused(value, where=where)
