"""CSV rows with the line they stand on, so that a fault names file, line and column."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from playbooks.model.errors import InputError
from playbooks.model.frozen import Key
from playbooks.model.gates.wording import brief
from playbooks.model.phrase import Phrase, phrase, system_fault

MAX_ROWS = 200_000
LONGEST_FIGURE = 40

_KEYS: TypeAdapter[str] = TypeAdapter(Key)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a CSV file."""

    file: Path
    line: int
    values: dict[str, str]

    def text(self, column: str) -> str:
        """Return a value without surrounding blanks; raises InputError when it is empty."""
        value = self.values[column].strip()
        if not value:
            raise self.fault(column, phrase("is empty; fill it in"))
        return value

    def key(self, column: str) -> str:
        """Return a value that names something, in lower case."""
        try:
            return _KEYS.validate_python(self.text(column).lower())
        except ValidationError:
            raise self.wrong(
                column, phrase("use letters a-z, digits, dots, dashes and underscores")
            ) from None

    def optional(self, column: str) -> str | None:
        """Return a value, or None when it is empty."""
        return self.values[column].strip() or None

    def day(self, column: str) -> date:
        """Return a value as a date."""
        try:
            return date.fromisoformat(self.text(column))
        except ValueError:
            raise self.wrong(column, phrase("write dates as 2026-03-31")) from None

    def optional_day(self, column: str) -> date | None:
        """Return a value as a date, or None when it is empty."""
        return self.day(column) if self.optional(column) else None

    def figure(self, column: str) -> Decimal:
        """Return a value as a decimal; `NaN` is admitted, gates call it invalid."""
        try:
            figure = Decimal(self.text(column))
        except InvalidOperation:
            raise self.wrong(column, phrase("write a number such as 12.5")) from None
        # A signalling NaN cannot even be compared; a figure of more signs is no measurement.
        if figure.is_snan() or len(self.text(column)) > LONGEST_FIGURE:
            raise self.wrong(column, phrase("write a number such as 12.5"))
        return figure

    def whole(self, column: str) -> int:
        """Return a value as a whole number, from 1 on."""
        figure = self.figure(column)
        if not figure.is_finite() or figure != figure.to_integral_value() or figure < 1:
            raise self.wrong(column, phrase("write a whole number such as 1"))
        return int(figure)

    def wrong(self, column: str, mending: Phrase) -> InputError:
        """Return the error that quotes the value at this place and says how to mend it."""
        return self.fault(
            column, phrase("is {value!r}; {mending}", value=brief(self.values[column]), mending=mending)
        )

    def fault(self, column: str, what: Phrase) -> InputError:
        """Return the error that names this place."""
        return InputError(
            "{name}, line {line}, column {column!r} {what}.",
            name=self.file.name,
            line=self.line,
            column=column,
            what=what,
        )


def read_rows(file: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a CSV file with at least these columns; raises InputError for anything else."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            yield from _rows(file, csv.DictReader(stream, strict=True), columns)
    except UnicodeDecodeError:
        line = _first_undecodable(file)
        raise InputError(
            "{file}, line {line} is not UTF-8 (GBK perhaps); save it as CSV UTF-8.", file=file.name, line=line
        ) from None
    except OSError as error:
        raise InputError(
            "{file} cannot be read ({reason}); check the path in the sources file.",
            file=file,
            reason=system_fault(error),
        ) from error


def _rows(file: Path, reader: "csv.DictReader[str]", columns: Sequence[str]) -> Iterator[Row]:
    try:
        _check_header(file, reader.fieldnames or (), columns)
        for values in reader:
            yield _row(file, reader.line_num, values)
    except csv.Error as error:
        line = reader.reader.line_num  # the rows' own number is that of the last good one
        raise InputError(
            "{file}, line {line} is not CSV ({reason}); correct it or export the file again.",
            file=file.name,
            line=line,
            reason=error,
        ) from error


def _first_undecodable(file: Path) -> int:
    """Return the number of the first line that is not UTF-8."""
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        try:
            line.decode()
        except UnicodeDecodeError:
            return number
    return 1


def _check_header(file: Path, found: Sequence[str], columns: Sequence[str]) -> None:
    doubled = sorted({column for column in columns if list(found).count(column) > 1})
    if doubled:
        raise InputError(
            "{file}, line 1 names the column {column!r} twice; keep one of them.",
            file=file.name,
            column=doubled[0],
        )
    missing = [column for column in columns if column not in found]
    if missing:
        raise InputError(
            "{file}, line 1 lacks the columns {missing}; it has {found}.",
            file=file.name,
            missing=tuple(missing),
            found=brief(", ".join(found), 400) or phrase("none"),
        )


def _row(file: Path, line: int, values: Mapping[Any, Any]) -> Row:
    if line > MAX_ROWS:
        raise InputError("{file} has more than {most} lines; split it.", file=file.name, most=MAX_ROWS)
    if None in values or None in values.values():
        raise InputError(
            "{file}, line {line} has another number of columns than the header; correct the line.",
            file=file.name,
            line=line,
        )
    return Row(file, line, {str(key): str(value) for key, value in values.items()})
