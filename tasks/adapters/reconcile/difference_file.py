"""The file with every difference, as CSV for a spreadsheet: written aside, put in place when complete."""

import csv
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeAlias

from playbooks.model.errors import OutsideError
from playbooks.model.mapping import Check
from tasks.adapters.reconcile.workspace import Workspace

Write: TypeAlias = Callable[[Workspace, Check], None]

HEADER = ("check", "kind", "key", "column", "source", "target")
NULL = "(NULL)"
_NUMBER = re.compile(r"[+-][0-9.]+")
_ALL = "select kind, key, col, source, target from differences order by kind, place, key, source, target"


@contextmanager
def difference_file(path: Path | None) -> Generator[Write]:
    """Yield what writes a check's differences; without a path it writes nothing."""
    if path is None:
        yield lambda _space, _check: None
        return
    try:
        aside = NamedTemporaryFile(  # noqa: SIM115  # closed below, before it is put in place
            "w", encoding="utf-8-sig", newline="", dir=path.parent, prefix=f".{path.name}.", delete=False
        )
    except OSError as error:
        raise OutsideError(
            f"{path.parent} takes no file; name a folder that exists and may be written"
        ) from error
    try:
        with aside:
            rows = csv.writer(aside)
            rows.writerow(HEADER)
            yield lambda space, check: rows.writerows(_rows(space, check))
        Path(aside.name).replace(path)
    except OSError as error:
        raise OutsideError(
            f"{path} could not be written; make room and try again ({error.strerror})"
        ) from error
    finally:
        Path(aside.name).unlink(missing_ok=True)


def _rows(space: Workspace, check: Check) -> Iterator[list[str]]:
    for kind, key, column, source, target in space.stream(_ALL):
        parts = key if isinstance(key, list) else []
        shown_key = " / ".join(map(str, parts))
        values = (NULL if value is None else str(value) for value in (source, target))
        yield [check.key, str(kind), *map(_harmless, (shown_key, str(column or ""), *values))]


def _harmless(text: str) -> str:
    # A spreadsheet runs a text that begins like this as a formula; data from outside must not.
    if text.startswith(("=", "@", "+", "-", "\t", "\r")) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text
