"""A sheet of an Excel workbook, read row by row; formulas count as the value Excel kept last."""

import warnings
import zipfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from playbooks.model.data_side import ExcelFile
from playbooks.model.errors import InputError
from playbooks.model.phrase import Phrase, phrase
from tasks.adapters.reconcile.data_folder import listed, unchanged
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.sides.pipe import Row, piped, row_writer
from tasks.adapters.reconcile.workspace import BATCH

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


@dataclass(frozen=True)
class ExcelSide:
    """A sheet of a workbook that lies in the data folder."""

    spec: ExcelFile
    path: Path

    @property
    def where(self) -> Phrase:
        """Return sheet and file."""
        return phrase("sheet {sheet!r} of {file}", sheet=self.spec.sheet, file=self.spec.excel)

    @property
    def types(self) -> Mapping[str, str]:
        """Return the header; every value becomes text."""
        return self._types

    @cached_property
    def _types(self) -> Mapping[str, str]:
        with _sheet(self.path, self.spec) as sheet:
            row = self.spec.header_row
            header = next(sheet.iter_rows(min_row=row, max_row=row, values_only=True), ())
        names = [_text(value) if value is not None else "" for value in header]
        if not any(names):
            raise InputError(
                "{where} has no header in row {header_row}; correct `header_row`",
                where=self.where,
                header_row=self.spec.header_row,
            )
        doubled = sorted({name for name in names if name and names.count(name) > 1})
        if doubled:
            raise InputError(
                "{where}: the header names {column!r} twice; keep one column of that name",
                where=self.where,
                column=doubled[0],
            )
        return dict.fromkeys(filter(None, names), "VARCHAR")

    def cancel(self) -> None:
        """Do nothing: who reads it ends when nobody takes the rows."""

    @contextmanager
    def reading(self, wanted: Sequence[str], room: Room) -> Generator[str]:
        """Yield the wanted columns as text."""
        with unchanged(self.path, self.where), _sheet(self.path, self.spec) as sheet:
            write = row_writer(_batches(sheet, self.spec, wanted), _text)
            with piped(write, width=len(wanted), where=self.where, room=room) as relation:
                yield relation


@contextmanager
def _sheet(path: Path, spec: ExcelFile) -> "Generator[Worksheet]":
    try:
        import openpyxl  # noqa: PLC0415  # an optional part of the installation
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415  # same
    except ImportError as error:
        raise InputError('reading Excel needs the extra `excel`: pip install "phasegate[excel]"') from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and validations, which are not read
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise InputError(
            "{file} is not readable as an Excel workbook (.xlsx); save it again", file=spec.excel
        ) from error
    with closing(book):
        if spec.sheet not in book.sheetnames:
            raise InputError(
                "{file} has no sheet {sheet!r} (it has {known}); correct the plan",
                file=spec.excel,
                sheet=spec.sheet,
                known=listed(book.sheetnames),
            )
        yield book[spec.sheet]


def _batches(sheet: "Worksheet", spec: ExcelFile, wanted: Sequence[str]) -> Iterator[Sequence[Row]]:
    rows = sheet.iter_rows(min_row=spec.header_row, values_only=True)
    names = [_text(value) if value is not None else "" for value in next(rows)]
    places = [names.index(column) for column in wanted]
    filled = (row for row in rows if any(value is not None for value in row))
    chosen = (tuple(row[place] if place < len(row) else None for place in places) for row in filled)
    yield from iter(lambda: list(islice(chosen, BATCH)), [])


def _text(value: object) -> str:
    match value:
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004  # Excel keeps 15 digits
            return str(int(value))
        case _:
            return str(value)
