"""A DuckDB database bounded in memory, with a folder for what exceeds it, gone afterwards whatever happens.

Extensions are never fetched, so that a reconciliation behaves the same without a network.
"""

import os
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.phrase import Phrase, system_fault

#: What the whole process may take; ten million rows are compared within it.
MEMORY_MIB = 960
#: Below it nothing of some size can be sorted.
LEAST_MIB = 320
#: What Python, the drivers and DuckDB itself take beside the data.
_BESIDE_MIB = 200
BATCH = 10_000
#: More would divide the memory into pieces too small to sort in.
MOST_THREADS = 4


@dataclass(frozen=True, slots=True)
class Workspace:
    """The database in which both sides are compared, and its folder."""

    connection: duckdb.DuckDBPyConnection
    folder: Path

    def run(self, statement: str) -> None:
        """Execute a statement that answers nothing."""
        self.connection.execute(statement).fetchall()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Return all rows of a small answer."""
        return self.connection.execute(query).fetchall()

    def count(self, query: str) -> int:
        """Return the one number of an answer."""
        return int(str(self.rows(query)[0][0]))

    def cursor(self) -> "Workspace":
        """Return the same workspace for another thread."""
        return Workspace(self.connection.cursor(), self.folder)

    @contextmanager
    def as_written(self) -> Generator[None]:
        """Join as the statement says: the planner knows not how long a CSV file is, and would keep it in memory."""
        self.run("set disabled_optimizers = 'build_side_probe_side'")
        try:
            yield
        finally:
            self.run("set disabled_optimizers = ''")

    def cancel(self) -> None:
        """End the statement that is running."""
        self.connection.interrupt()

    def stream(self, query: str) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a large answer, batch by batch."""
        answer = self.connection.execute(query)
        while batch := answer.fetchmany(BATCH):
            yield from batch


@contextmanager
def workspace(memory_mib: int = MEMORY_MIB) -> Generator[Workspace]:
    """Yield an empty workspace that keeps the process within its memory, and remove its files at the end."""
    if memory_mib < LEAST_MIB:
        raise InputError("{least} MiB of memory is the least that compares; raise the limit", least=LEAST_MIB)
    with _folder() as name:
        folder = Path(name)
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{memory_mib - _BESIDE_MIB}MiB",
            "temp_directory": str(folder / "spill"),
            "preserve_insertion_order": "false",
            "threads": min(os.cpu_count() or 1, MOST_THREADS),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        with closing(duckdb.connect(config=settings)) as connection, _interruptible():
            yield Workspace(connection, folder)


@contextmanager
def _interruptible() -> Generator[None]:
    """Tell of Ctrl-C as Python does; DuckDB tells of an interrupted query."""
    try:
        yield
    except RuntimeError as error:
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from error
        raise


def _folder() -> TemporaryDirectory[str]:
    try:
        return TemporaryDirectory(prefix="phasegate-reconcile-")
    except OSError as error:
        raise OutsideError(
            "no temporary folder can be made; free disk and try again ({reason})", reason=system_fault(error)
        ) from error


@contextmanager
def explained(where: str | Phrase) -> Generator[None]:
    """Turn what DuckDB complains about into one sentence of the right family."""
    try:
        yield
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        raise OutsideError(
            "{where} could not be compared for want of memory or disk; free some and try again ({reason})",
            where=where,
            reason=_first_line(error),
        ) from error
    except duckdb.OutOfRangeException as error:
        raise InputError(
            "{where} holds numbers too large to add up; correct them or the scale ({reason})",
            where=where,
            reason=_first_line(error),
        ) from error
    except duckdb.Error as error:
        raise InputError(
            "{where} could not be compared; check its mapping ({reason})",
            where=where,
            reason=_first_line(error),
        ) from error


def identifier(name: str) -> str:
    """Return a name as an SQL identifier, whatever signs it holds."""
    return '"' + name.replace('"', '""') + '"'


def quoted(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
