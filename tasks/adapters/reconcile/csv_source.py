"""The former system's export: read in place as text, an empty field is NULL; its digest covers its bytes."""

import csv
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import duckdb

from playbooks.model.errors import InputError
from playbooks.model.mapping import Check
from tasks.adapters.reconcile.canonical_value import source_value
from tasks.adapters.reconcile.data_folder import listed, locate
from tasks.adapters.reconcile.side import Side, counted, key_names, value_names
from tasks.adapters.reconcile.workspace import Workspace, quoted

_DIALECT = (
    "header=true, auto_detect=false, strict_mode=true, all_varchar=true, encoding='utf-8', nullstr='', "
    """delim=',', quote='"', escape='"'"""
)
_LONGEST_LINE = 2_000_000  # DuckDB reads no longer ones
_LINE = re.compile(r"CSV Error on Line: (\d+)")


def load_source(space: Workspace, check: Check, *, base: Path) -> Side:
    """Read the check's export into the table `source`."""
    name = check.source.csv
    path = locate(base, name)
    try:
        before = path.stat()
        header = _header(path, name)
        digest = _file_digest(path)
        _read(space, check, path=path, header=header)
        after = path.stat()
    except OSError as error:
        raise InputError(
            f"{name} cannot be read; check the file and its permissions ({error.strerror})"
        ) from error
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise InputError(
            f"{name} was changed while it was read; wait until the export is complete and compare again"
        )
    keys = dict(zip(key_names(check), [pair.source for pair in check.keys], strict=True))
    return Side(counted(space, "source", keys=keys, where=name), digest)


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _header(path: Path, name: str) -> list[str]:
    try:
        with path.open("rb") as file:
            header = next(csv.reader(_lines(file), strict=True), [])
    except UnicodeDecodeError as error:
        raise InputError(_not_utf8(name, "1")) from error
    except csv.Error as error:
        raise InputError(
            f"{name}, line 1: the header cannot be read ({error}); export it again as CSV"
        ) from error
    if not header:
        raise InputError(f"{name} is empty; export it again with a header line")
    doubled = sorted({column for column in header if header.count(column) > 1})
    if doubled:
        raise InputError(
            f"{name}, line 1: the header names {doubled[0]!r} twice; keep one column of that name"
        )
    return header


def _lines(file: BinaryIO) -> Iterator[str]:
    # Decoded line by line: a text file would complain about bytes that stand far behind the header.
    while line := file.readline(_LONGEST_LINE):
        yield line.decode("utf-8-sig")


def _read(space: Workspace, check: Check, *, path: Path, header: list[str]) -> None:
    places = {column: f"c{place}" for place, column in enumerate(header)}
    raw = {column: _place(places, column, check=check) for column in _wanted(check)}
    keys = [f"{raw[pair.source]} as {name}" for name, pair in zip(key_names(check), check.keys, strict=True)]
    values = [
        f"{source_value(raw[column.source], column)} as {name}"
        for name, column in zip(value_names(check), check.columns, strict=True)
    ]
    columns = ", ".join(f"'{place}': 'varchar'" for place in places.values())
    # A link with a plain name, as DuckDB would take *, ? and [ in the real one for a pattern of many files.
    link = space.folder / "source.csv"
    link.unlink(missing_ok=True)
    link.symlink_to(path)
    file = f"read_csv({quoted(str(link))}, {_DIALECT}, columns={{{columns}}})"
    select = f"select {', '.join(keys + values)} from {file}"  # noqa: S608  # numbered columns and literals only
    try:
        space.run(f"create or replace table source as {select}")
    except duckdb.InvalidInputException as error:
        raise InputError(_unreadable(check.source.csv, str(error), columns=len(header))) from error


def _wanted(check: Check) -> list[str]:
    return [*(pair.source for pair in check.keys), *(column.source for column in check.columns)]


def _place(places: dict[str, str], column: str, *, check: Check) -> str:
    if column not in places:
        raise InputError(
            f"{check.source.csv} has no column {column!r} (it has {listed(list(places))}); "
            f"correct the mapping of check {check.key!r} or the export"
        )
    return places[column]


def _unreadable(name: str, complaint: str, *, columns: int) -> str:
    found = _LINE.search(complaint)
    line = found[1] if found else "?"
    if "nicode" in complaint:
        return _not_utf8(name, line)
    if "Expected Number of Columns" in complaint:
        return (
            f"{name}, line {line}: the line does not have the header's {columns} fields; correct or quote it"
        )
    if "unterminated quote" in complaint:
        return f"{name}, line {line}: a quote is opened and not closed; correct the line"
    return f"{name}, line {line}: not readable as CSV; correct the line ({complaint.splitlines()[-1][:100]})"


def _not_utf8(name: str, line: str) -> str:
    return f"{name}, line {line}: the file is not UTF-8 (GBK perhaps); export or convert it as UTF-8"
