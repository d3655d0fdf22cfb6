"""A named pipe between who writes rows and DuckDB, which reads them as CSV; nothing is kept in between.

Whatever goes wrong at the writer's end is told as the writer tells it: an early end is never taken for all.
"""

import csv
import io
import os
import secrets
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, cast

from typing_extensions import override

from playbooks.model.errors import InputError
from playbooks.model.phrase import Phrase
from tasks.adapters.reconcile.room import Meter, Room
from tasks.adapters.reconcile.sides.opened import RULES
from tasks.adapters.reconcile.workspace import quoted

if TYPE_CHECKING:
    from typing_extensions import Buffer as ReadableBuffer

Writer: TypeAlias = Callable[[BinaryIO], None]
Row: TypeAlias = Sequence[object]

#: Stands for NULL between the two ends; made anew in each process, so that no value equals it.
NULL = f"\x01{secrets.token_hex(8)}"
_BUFFER = 1 << 20
_QUOTES = """quote='"', escape='"', delim=','"""


class _Counting(io.RawIOBase):
    """Passes bytes on and counts them and their lines, up to what a side may give."""

    def __init__(self, file: BinaryIO, meter: Meter, where: str | Phrase) -> None:
        super().__init__()
        self._file, self._meter, self._where = file, meter, where
        self._rows = self._bytes = 0

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: "ReadableBuffer", /) -> int:
        piece = bytes(data)
        rows = piece.count(b"\n")
        self._meter.rows += rows
        self._rows, self._bytes = self._rows + rows, self._bytes + len(piece)
        if self._rows > RULES.most_rows or self._bytes > RULES.most_bytes:
            raise InputError(
                "{where} gives more than {rows} rows or {gib} GiB; correct the query, or compare it in waves",
                where=self._where,
                rows=RULES.most_rows,
                gib=RULES.most_bytes >> 30,
            )
        return self._file.write(piece)

    @override
    def flush(self) -> None:
        self._file.flush()


@contextmanager
def piped(write: Writer, *, width: int, where: str | Phrase, room: Room, null: str = NULL) -> Generator[str]:
    """Yield the relation r0, r1 ... of the CSV that `write` writes of what stands at `where`.

    Raises:
        InputError: it gives more than a side may give.
        Exception: whatever the writer raised.
    """
    path = room.folder / f"pipe-{secrets.token_hex(4)}"
    os.mkfifo(path)
    failures: list[BaseException] = []
    told = {"failures": failures, "meter": room.meter, "where": where}
    thread = Thread(target=_fill, args=(path, write), kwargs=told, daemon=True)
    thread.start()
    try:
        yield _relation(path, width=width, null=null)
    except Exception:
        _release(path, thread)
        if failures and not isinstance(failures[0], BrokenPipeError):
            raise failures[0] from None
        raise
    finally:
        _release(path, thread)
        path.unlink()
    if failures:
        raise failures[0]


def row_writer(rows: Iterable[Sequence[Row]], text: Callable[[object], str]) -> Writer:
    """Return what writes batches of rows as CSV; `text` writes a value that is neither a text nor NULL."""

    def write(file: BinaryIO) -> None:
        with io.TextIOWrapper(file, "utf-8", newline="", write_through=False) as lines:
            writer = csv.writer(lines, lineterminator="\n")
            for batch in rows:
                writer.writerows(
                    [NULL if value is None else value if type(value) is str else text(value) for value in row]
                    for row in batch
                )

    return write


def binary_refused(value: object, *, where: str | Phrase) -> str:
    """Return a plain value as text, and refuse bytes."""
    if isinstance(value, bytes | bytearray | memoryview):
        raise InputError("a column of {where} holds binary data; leave it out of the mapping", where=where)
    return str(value)


def _fill(
    path: Path, write: Writer, *, failures: list[BaseException], meter: Meter, where: str | Phrase
) -> None:
    try:
        with path.open("wb", buffering=_BUFFER) as file:
            write(cast("BinaryIO", _Counting(file, meter, where)))
    except Exception as error:  # noqa: BLE001  # raised again by the reader's thread
        failures.append(error)


def _relation(path: Path, *, width: int, null: str) -> str:
    columns = ", ".join(f"'r{place}': 'varchar'" for place in range(width))
    return (
        f"read_csv({quoted(str(path))}, header=false, auto_detect=false, strict_mode=true, {_QUOTES}, "
        f"nullstr={quoted(null)}, allow_quoted_nulls=false, columns={{{columns}}})"
    )


def _release(path: Path, thread: Thread) -> None:
    """Let a writer go on whom nobody reads: it finds the pipe broken and ends."""
    while thread.is_alive():
        end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        thread.join(0.01)
        os.close(end)
        thread.join(0.05)
