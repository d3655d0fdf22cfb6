"""The new system's table in SQLite: opened read-only, streamed; its digest covers the compared rows.

Decimals kept as REAL come as their shortest exact text, so that no binary rounding takes part.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.mapping import Check
from tasks.adapters.reconcile.canonical_value import target_value
from tasks.adapters.reconcile.data_folder import listed, locate
from tasks.adapters.reconcile.side import Side, counted, key_names, rows_digest, unique_names, value_names
from tasks.adapters.reconcile.workspace import BATCH, Workspace

Row = tuple[object, ...]
LOCK_SECONDS = 5
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR})


def load_target(space: Workspace, check: Check, *, base: Path) -> Side:
    """Read the check's table into the table `target`."""
    path = locate(base, check.target.sqlite)
    where = f"table {check.target.table!r} of {check.target.sqlite}"
    try:
        with closing(_opened(path)) as connection:
            _copy(space, _batches(connection, check, where=where), width=len(_wanted(check)))
    except sqlite3.Error as error:
        raise _explained(error, where) from error
    _canonicalise(space, check)
    keys = dict(zip(key_names(check), [pair.target for pair in check.keys], strict=True))
    rows = counted(space, "target", keys=keys, where=where)
    names = [*key_names(check), *value_names(check), *unique_names(check)]
    return Side(rows, rows_digest(space, "target", names=names))


def _wanted(check: Check) -> list[str]:
    pairs = [pair.target for pair in check.keys]
    return [*pairs, *(column.target for column in check.columns), *check.unique]


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=LOCK_SECONDS)
    connection.execute("pragma query_only = on")
    # A view of a foreign file must not call functions with effects.
    connection.execute("pragma trusted_schema = off")
    return connection


def _batches(connection: sqlite3.Connection, check: Check, *, where: str) -> Iterator[list[Row]]:
    table, wanted = check.target.table, _wanted(check)
    found = [str(row[1]) for row in connection.execute(f"pragma table_info({_identifier(table)})")]
    if not found:
        raise InputError(
            f"{where} does not exist; correct the mapping of check {check.key!r} or load the table"
        )
    lacking = [column for column in wanted if column not in found]
    # Asked for by name only after this: SQLite takes an unknown quoted column for a text.
    if lacking:
        raise InputError(
            f"{where} has no column {lacking[0]!r} (it has {listed(found)}); "
            f"correct the mapping of check {check.key!r}"
        )
    columns = ", ".join(map(_identifier, wanted))
    # One statement is one snapshot, so that a load going on meanwhile is seen whole or not at all.
    rows = connection.execute(f"select {columns} from {_identifier(table)}")  # noqa: S608  # names are checked
    while batch := rows.fetchmany(BATCH):
        yield [_texts(row, wanted=wanted, where=where) for row in batch]


def _texts(row: Row, *, wanted: list[str], where: str) -> Row:
    # Most values are texts already; a call for each would double the time of reading.
    return tuple(
        value if isinstance(value, str) else _text(value, column=column, where=where)
        for value, column in zip(row, wanted, strict=True)
    )


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: object, *, column: str, where: str) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        raise InputError(f"column {column!r} of {where} holds binary data; leave it out of the mapping")
    return repr(value)


def _copy(space: Workspace, batches: Iterable[list[Row]], *, width: int) -> None:
    columns = ", ".join(f"r{place} varchar" for place in range(width))
    space.run(f"create or replace table raw ({columns})")
    appender = space.connection.appender("raw")
    for batch in batches:
        appender.append_rows(batch)
        appender.flush()


def _canonicalise(space: Workspace, check: Check) -> None:
    raw = iter(f"r{place}" for place in range(len(_wanted(check))))
    keys = [f"{next(raw)} as {name}" for name in key_names(check)]
    values = [
        f"{target_value(next(raw), column)} as {name}"
        for name, column in zip(value_names(check), check.columns, strict=True)
    ]
    unique = [f"{next(raw)} as {name}" for name in unique_names(check)]
    space.run(f"create or replace table target as select {', '.join(keys + values + unique)} from raw")  # noqa: S608  # ours
    space.run("drop table raw")


def _explained(error: sqlite3.Error, where: str) -> Exception:
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY:
        return OutsideError(f"{where} is being written or its disk does not answer; try again ({error})")
    return InputError(
        f"{where} cannot be read; check that it is a whole SQLite database with UTF-8 text ({error})"
    )
