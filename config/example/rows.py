r"""Rows as text and the one way they are written: UTF-8, header, `\n` line ends, an empty field is NULL."""

import csv
from collections.abc import Sequence
from pathlib import Path

Row = dict[str, str]


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write the rows as CSV; the first row gives the order of the columns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_rows(path: Path) -> list[Row]:
    """Read every row of a CSV file as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
