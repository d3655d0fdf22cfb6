"""Load one table as the vendor's script would: convert every row, then plant the faults of the load.

A row carries at most one fault, so the tally says exactly what a reconciliation must find.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from config.example.faults import Value
from config.example.loads import Fault, Load
from config.example.rows import Row
from playbooks.model.mapping import Check, Column, Transform

Record = dict[str, Value]
Tally = dict[str, int | dict[str, int]]

# Money is kept in both ways that real systems keep it; every other column is TEXT.
REAL_COLUMNS = frozenset({"credit_limit", "unit_price", "list_price"})
INTEGER_COLUMNS = frozenset({"quantity"})
_STRAY_BLANK = 0.15
_ZERO_CUT = 0.2


@dataclass(frozen=True, slots=True)
class Table:
    """A loaded table and what is wrong with it."""

    check: Check
    records: tuple[Record, ...]
    tally: Tally


def loaded(check: Check, load: Load, source: list[Row], *, strays: list[Row], draw: Random) -> Table:
    """Convert the source, plant the faults, add `strays` (or copies under test keys) as extra records."""
    records = [converted(row, check, draw) for row in source]
    free = list(range(len(records)))
    draw.shuffle(free)
    for fault in load.faults:
        _spoil(records, fault, free)
    doubled = [dict(records[place]) for place in _taken(free, load.doubled)]
    extra = _strays(check, [converted(row, check, draw) for row in strays] or records, load.extra)
    gone = set(_taken(free, load.missing))
    kept = [record for place, record in enumerate(records) if place not in gone] + doubled + extra
    draw.shuffle(kept)
    return Table(check, tuple(kept), _tally(check, load, len(source), kept=kept))


def converted(row: Row, check: Check, draw: Random) -> Record:
    """Return a source row as the new system stores it."""
    keys: Record = {pair.target: row[pair.source] for pair in check.keys}
    return keys | {column.target: _stored(row[column.source], column, draw) for column in check.columns}


def _stored(text: str, column: Column, draw: Random) -> Value:
    """Convert one value; an empty field is NULL."""
    if not text:
        return None
    match column.transform:
        case Transform.DATE:
            return str(date(*map(int, text.split("/"))))
        case Transform.CODE:
            return (column.code_table or {})[text]
        case Transform.TRIM:
            return text + " " if draw.random() < _STRAY_BLANK else text
        case Transform.DECIMAL:
            return _number(text, column.target, draw)
        case _:
            return text


def _number(text: str, target: str, draw: Random) -> Value:
    """Store a decimal as the column wants it; TEXT may lose trailing zeros, which changes nothing."""
    if target in INTEGER_COLUMNS:
        return int(text)
    if target in REAL_COLUMNS:
        return float(text)
    return text.rstrip("0").rstrip(".") if "." in text and draw.random() < _ZERO_CUT else text


def _spoil(records: list[Record], fault: Fault, free: list[int]) -> None:
    """Plant one fault in as many free rows as it asks for."""

    def applies(place: int) -> bool:
        value = records[place][fault.column]
        return fault.rewrite(value) != value

    for place in _taken(free, fault.rows, applies):
        records[place][fault.column] = fault.rewrite(records[place][fault.column])


def _taken(free: list[int], wanted: int, applies: Callable[[int], bool] = lambda _: True) -> list[int]:
    """Take the first free places that fit out of `free`."""
    places: list[int] = []
    for place in free:
        if len(places) == wanted:
            break
        if applies(place):
            places.append(place)
    gone = set(places)
    free[:] = [place for place in free if place not in gone]
    return places


def _strays(check: Check, records: list[Record], wanted: int) -> list[Record]:
    """Return extra records: the given ones if their keys are new, else copies under test keys."""
    key = check.keys[0].target
    if check.unique:
        return records[:wanted]
    return [record | {key: f"TEST{number:04d}"} for number, record in enumerate(records[:wanted], start=1)]


def _tally(check: Check, load: Load, source_rows: int, *, kept: list[Record]) -> Tally:
    """Say what a reconciliation of this table must find."""
    changed: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for fault in load.faults:
        changed[fault.column] += fault.rows
        kinds[fault.kind] += fault.rows
    return {
        "source_rows": source_rows,
        "target_rows": len(kept),
        "missing": load.missing,
        "extra": load.extra,
        "doubled": load.doubled,
        "changed": dict(changed),
        "kinds": dict(kinds),
        "unique": {column: _repeated(kept, column) for column in check.unique},
    }


def _repeated(records: list[Record], column: str) -> int:
    """Count the values that stand on more than one row."""
    return sum(1 for seen in Counter(record[column] for record in records).values() if seen > 1)
