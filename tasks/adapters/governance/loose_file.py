"""A file that no specification speaks of yet, as sides that can be read: each sheet of a workbook, each table of a database."""

import codecs
import csv
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from pydantic import ValidationError

from playbooks.model.data_side import CsvFile, DataSide, Encoding, ExcelFile, ParquetFile, SqliteTable
from playbooks.model.errors import InputError, NotFoundError
from playbooks.model.phrase import system_fault

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 1 << 20


def sides_of(file: Path, *, encoding: Encoding | None = None) -> Mapping[str, DataSide]:
    """Return what can be read in a file, by name; paths are relative to the file's folder."""
    makers: dict[str, Callable[[Path, Encoding | None], Mapping[str, DataSide]]] = {
        ".csv": _csv,
        ".tsv": _csv,
        ".txt": _csv,
        ".xlsx": _excel,
        ".xlsm": _excel,
        ".parquet": _parquet,
        ".sqlite": _sqlite,
        ".sqlite3": _sqlite,
        ".db": _sqlite,
    }
    make = makers.get(file.suffix.lower())
    try:
        if not file.is_file():
            raise NotFoundError("there is no file {file}; check the path", file=file)
        if make is None:
            raise InputError(
                "{file} is neither CSV, Excel, Parquet nor SQLite by its name; export it as one of them",
                file=file,
            )
        return make(file, encoding)
    except ValidationError as error:
        raise InputError("{file} cannot be named in a specification; rename it", file=file) from error
    except OSError as error:
        raise InputError(
            "{file} cannot be read ({reason}); check its rights", file=file, reason=system_fault(error)
        ) from error


def _csv(file: Path, encoding: Encoding | None) -> Mapping[str, DataSide]:
    with file.open("rb") as stream:
        head = stream.read(_LOOKED_AT)
    found = encoding or _encoding(head, file)
    first = next(iter(head.decode(found, "replace").splitlines()), "")
    delimiter = max(_DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
    return {file.name: CsvFile.model_validate({"csv": file.name, "encoding": found, "delimiter": delimiter})}


def _encoding(head: bytes, file: Path) -> Encoding:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding.UTF_16
    for encoding in (Encoding.UTF_8, Encoding.GB18030):
        with suppress(UnicodeDecodeError):
            codecs.getincrementaldecoder(encoding)().decode(head)
            return encoding
    raise InputError(
        "{file} is no text in UTF-8, GB18030 or UTF-16; export it again as CSV UTF-8", file=file.name
    )


def _parquet(file: Path, _encoding: Encoding | None) -> Mapping[str, DataSide]:
    return {file.name: ParquetFile(parquet=file.name)}


def _excel(file: Path, _encoding: Encoding | None) -> Mapping[str, DataSide]:
    import zipfile  # noqa: PLC0415  # openpyxl is an extra, and few look at a workbook

    try:
        import openpyxl  # noqa: PLC0415  # same
    except ImportError as error:
        raise InputError("reading Excel needs the extra `excel`; install phasegate[excel]") from error
    try:
        with closing(openpyxl.load_workbook(file, read_only=True)) as book:
            names = list(book.sheetnames)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise InputError("{file} is no Excel workbook; save it as .xlsx", file=file.name) from error
    return {f"{file.name} · {name}": ExcelFile(excel=file.name, sheet=name) for name in names}


def _sqlite(file: Path, _encoding: Encoding | None) -> Mapping[str, DataSide]:
    query = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            names = [str(name) for (name,) in connection.execute(query)]
    except sqlite3.Error as error:
        raise InputError(
            "{file} is no SQLite database ({reason}); check the file", file=file.name, reason=error
        ) from error
    return {f"{file.name} · {name}": SqliteTable(sqlite=file.name, table=name) for name in names}
