"""A CSV export: UTF-8 is read in place, any other encoding is decoded on the way through a pipe."""

import codecs
import csv
import re
import secrets
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import BinaryIO

import duckdb

from playbooks.model.data_side import CsvFile, Encoding
from playbooks.model.errors import InputError
from tasks.adapters.reconcile.data_folder import unchanged
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.sides.csv_lines import CsvLines
from tasks.adapters.reconcile.sides.pipe import piped
from tasks.adapters.reconcile.workspace import quoted

_LONGEST_LINE = 2_000_000  # DuckDB reads no longer ones
_LINE = re.compile(r"CSV Error on Line: (\d+)")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class CsvSide:
    """An export that lies in the data folder."""

    spec: CsvFile
    path: Path

    @property
    def where(self) -> str:
        """Return the path as the plan writes it."""
        return self.spec.csv

    @property
    def in_place(self) -> bool:
        """Tell whether it is read without a pipe, so that it can be read again."""
        return self.spec.encoding is Encoding.UTF_8

    @property
    def types(self) -> Mapping[str, str]:
        """Return the header; every value is text."""
        return self._types

    @cached_property
    def _types(self) -> Mapping[str, str]:
        header = _header(self.path, self.spec)
        if not header:
            raise InputError("{where} is empty; export it again with a header line", where=self.where)
        doubled = sorted(column for column, times in Counter(header).items() if times > 1)
        if doubled:
            raise InputError(
                "{where}, line 1: the header names {column!r} twice; keep one column of that name",
                where=self.where,
                column=doubled[0],
            )
        return dict.fromkeys(header, "VARCHAR")

    def cancel(self) -> None:
        """Do nothing: who reads it ends when nobody takes the rows."""

    @contextmanager
    def reading(self, wanted: Sequence[str], room: Room) -> Generator[str]:
        """Yield the wanted columns as text."""
        chosen = ", ".join(f"c{at} as r{place}" for place, at in enumerate(self._places(wanted)))
        with unchanged(self.path, self.where), self.explained(), self._file(room) as path:
            yield f"(select {chosen} from {self._read(path)})"  # noqa: S608  # numbered columns only

    @contextmanager
    def lines(self, wanted: Sequence[str], room: Room) -> Generator[CsvLines]:
        """Yield the lines of a file that is read in place."""
        with self._file(room) as path:
            yield CsvLines(self.spec, path, len(self.types), self._places(wanted))

    def _places(self, wanted: Sequence[str]) -> list[int]:
        places = {column: place for place, column in enumerate(self.types)}
        return [places[column] for column in wanted]

    @contextmanager
    def _file(self, room: Room) -> Generator[Path]:
        if self.spec.encoding is not Encoding.UTF_8:
            with piped(
                partial(_decoded, self.path, self.spec), width=1, where=self.where, room=room
            ) as relation:
                yield Path(relation.split("'")[1])
            return
        # A link with a plain name, as DuckDB would take *, ? and [ in the real one for a pattern of many files.
        link = room.folder / f"export-{secrets.token_hex(4)}.csv"
        link.symlink_to(self.path)
        try:
            yield link
        finally:
            link.unlink()

    def _read(self, path: Path) -> str:
        columns = ", ".join(f"'c{place}': 'varchar'" for place in range(len(self.types)))
        return (
            f"read_csv({quoted(str(path))}, header=true, auto_detect=false, strict_mode=true, "
            f"""encoding='utf-8', quote='"', escape='"', delim={quoted(self.spec.delimiter)}, """
            f"nullstr={quoted(self.spec.null)}, columns={{{columns}}})"
        )

    @contextmanager
    def explained(self) -> Generator[None]:
        """Turn what DuckDB complains about while it reads this file into one sentence."""
        try:
            yield
        except duckdb.InvalidInputException as error:
            raise _unreadable(self.spec, str(error), columns=len(self.types)) from error


def _header(path: Path, spec: CsvFile) -> list[str]:
    try:
        with path.open("rb") as file:
            return next(csv.reader(_lines(file, spec), delimiter=spec.delimiter, strict=True), [])
    except UnicodeError as error:
        raise _wrongly_encoded(spec, "1") from error
    except csv.Error as error:
        raise InputError(
            "{file}, line 1: the header cannot be read ({reason}); export it again as CSV",
            file=spec.csv,
            reason=error,
        ) from error


def _lines(file: BinaryIO, spec: CsvFile) -> Iterator[str]:
    # Decoded line by line: a text file would complain about bytes that stand far behind the header.
    if spec.encoding is Encoding.UTF_16:
        yield from codecs.getreader("utf-16")(file)
        return
    name = "utf-8-sig" if spec.encoding is Encoding.UTF_8 else spec.encoding
    while line := file.readline(_LONGEST_LINE):
        yield line.decode(name)


def _decoded(path: Path, spec: CsvFile, out: BinaryIO) -> None:
    decoder, lines = codecs.getincrementaldecoder(spec.encoding)(), 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeError as error:
                before = error.object[: error.start] if isinstance(error, UnicodeDecodeError) else b""
                raise _wrongly_encoded(spec, str(lines + bytes(before).count(b"\n"))) from error
            out.write(text.encode())
            lines += text.count("\n")
            if not chunk:
                return


def _unreadable(spec: CsvFile, complaint: str, *, columns: int) -> InputError:
    found = _LINE.search(complaint)
    line = found[1] if found else "?"
    if "nicode" in complaint:
        return _wrongly_encoded(spec, line)
    if "Expected Number of Columns" in complaint:
        return InputError(
            "{file}, line {line}: the line does not have the header's {count} fields; correct or quote it",
            file=spec.csv,
            line=line,
            count=columns,
        )
    if "unterminated quote" in complaint:
        return InputError(
            "{file}, line {line}: a quote is opened and not closed; correct the line",
            file=spec.csv,
            line=line,
        )
    return InputError(
        "{file}, line {line}: not readable as CSV; correct the line ({reason})",
        file=spec.csv,
        line=line,
        reason=complaint.splitlines()[-1][:100],
    )


def _wrongly_encoded(spec: CsvFile, line: str) -> InputError:
    if spec.encoding is Encoding.UTF_8:
        return InputError(
            "{file}, line {line}: the file is not UTF-8 (GBK perhaps); export it as UTF-8 or name its encoding "
            "(`encoding: gb18030` in a plan, --encoding gb18030 without one)",
            file=spec.csv,
            line=line,
        )
    return InputError(
        "{file}, line {line}: the file is not {encoding}; name another encoding (`encoding` in a plan, "
        "--encoding without one) or export it again",
        file=spec.csv,
        line=line,
        encoding=spec.encoding.upper(),
    )
