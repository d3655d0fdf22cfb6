"""The file with every difference, as CSV for a spreadsheet: written aside, put in place when complete."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeAlias

from playbooks.model.errors import OutsideError
from playbooks.model.phrase import system_fault
from tasks.adapters.output_file import no_folder, require_place
from tasks.adapters.reconcile.workspace import quoted

Append: TypeAlias = Callable[[Path], None]

HEADER = "check,kind,key,column,source,target\n"
NULL = "(NULL)"
_CHUNK = 1 << 20


@contextmanager
def difference_file(path: Path | None) -> Generator[Append]:
    """Yield what appends a check's differences; without a path it does nothing.

    Raises:
        InputError: the path is a folder or a device.
        OutsideError: its folder takes no file, or the disk is full.
    """
    if path is None:
        yield lambda _piece: None
        return
    require_place(path)
    try:
        aside = NamedTemporaryFile(  # noqa: SIM115  # closed below, before it is put in place
            "wb", dir=path.parent, prefix=f".{path.name}.", delete=False
        )
    except OSError as error:
        raise no_folder(path) from error
    try:
        with aside:
            aside.write(HEADER.encode("utf-8-sig"))
            yield lambda piece: _copied(piece, aside.write)
        Path(aside.name).replace(path)
    except OSError as error:
        raise OutsideError(
            "{path} could not be written; make room and try again ({reason})",
            path=path,
            reason=system_fault(error),
        ) from error
    finally:
        Path(aside.name).unlink(missing_ok=True)


def export_query(check: str, file: Path, *, table: str = "differences") -> str:
    """Return the statement that writes a check's differences to a file without a header."""
    column = _harmless("coalesce(col, '')")
    key = _harmless("array_to_string(key, ' / ')")
    values = ", ".join(_harmless(f"coalesce({name}, {quoted(NULL)})") for name in ("source", "target"))
    ordered = f"select * from {table} order by kind, place, key, source, target"  # noqa: S608  # our own names
    return (
        f"copy (select {quoted(check)}, kind, {key}, {column}, {values} from ({ordered})) "  # noqa: S608  # same
        f"to {quoted(str(file))} (format csv, header false)"
    )


def _harmless(text: str) -> str:
    # A spreadsheet runs a text that begins like this as a formula; data from outside must not.
    formula = f"regexp_matches({text}, '^[=@+\\-\\t\\r]') and not regexp_full_match({text}, '[+-][0-9.]+')"
    return f"case when {formula} then chr(39) || {text} else {text} end"


def _copied(piece: Path, write: Callable[[bytes], object]) -> None:
    with piece.open("rb") as file:
        while chunk := file.read(_CHUNK):
            write(chunk)
