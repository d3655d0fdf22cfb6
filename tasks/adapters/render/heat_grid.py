"""The geometry of a heat map: columns of a table down, values of a business dimension across, darker where more differs."""

from collections.abc import Iterable
from dataclasses import dataclass

from playbooks.model.reconciliation import CheckResult, DifferenceKind, HeatMap, HeatRow
from playbooks.model.text import Language
from tasks.adapters.render import reconciliation_wording as w
from tasks.adapters.render.plain_text import fitted

LABEL, CELL, ROW, HEAD, EDGE, FOOT = 180, 76, 26, 34, 12, 24
SIZE, SMALL = 12.5, 11.5
_STEPS = (0.04, 0.15, 0.35, 0.65)
_FILLS = ("#fdf1ee", "#f8d3cb", "#efa596", "#d5695a", "#9c2a1d")
_INKS = ("#7a2f25", "#7a2f25", "#5f1a12", "#ffffff", "#ffffff")


@dataclass(frozen=True, slots=True)
class Cell:
    """One count in its place."""

    x: float
    y: float
    count: int
    fill: str
    ink: str
    tip: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A heat map of one dimension, ready to be drawn."""

    title: str
    heads: tuple[tuple[float, str], ...]
    labels: tuple[tuple[float, str], ...]
    cells: tuple[Cell, ...]
    note: str

    @property
    def width(self) -> int:
        """Return the width of the drawing."""
        return max(LABEL + CELL * len(self.heads) + 2 * EDGE, 420)

    @property
    def height(self) -> int:
        """Return the height of the drawing."""
        return HEAD + ROW * len(self.labels) + FOOT + EDGE


def grids(check: CheckResult, language: Language) -> tuple[Grid, ...]:
    """Return one heat map for each dimension; without dimensions one over all rows."""
    if not check.heat:
        whole = _over_all(check, w.HEAT_ALL.to(language))
        return (_grid(whole, w.COLUMNS.to(language), language),) if whole.rows else ()
    return tuple(
        _grid(one, w.HEAT_BY.to(language).format(dimension=one.dimension), language) for one in check.heat
    )


def _over_all(check: CheckResult, everything: str) -> HeatMap:
    counted = [
        (DifferenceKind.MISSING, None, check.missing),
        (DifferenceKind.EXTRA, None, check.extra),
        *((DifferenceKind.CHANGED, item.column, item.count) for item in check.changed),
    ]
    rows = tuple(
        HeatRow(kind=kind, column=column, counts=(count, 0)) for kind, column, count in counted if count
    )
    return HeatMap(dimension="", values=(everything,), rows=rows)


def _grid(heat: HeatMap, title: str, language: Language) -> Grid:
    rows, values = _ordered(heat.rows), [_value(value, language) for value in heat.values]
    if any(row.counts[-1] for row in rows):
        values.append(w.HEAT_OTHERS.to(language))
    most = max(count for row in rows for count in row.counts)
    return Grid(
        title=title,
        heads=tuple(
            (_x(across) + CELL / 2, fitted(value, CELL - 6, size=SMALL))
            for across, value in enumerate(values)
        ),
        labels=tuple(
            (_y(down) + ROW * 0.66, fitted(_name(row, language), LABEL - 12, size=SIZE))
            for down, row in enumerate(rows)
        ),
        cells=tuple(
            _cell(count, most, place=(across, down), tip=f"{_name(row, language)} × {values[across]}")
            for down, row in enumerate(rows)
            for across, count in enumerate(row.counts)
            if count
        ),
        note=w.HEAT_NOTE.to(language),
    )


def _ordered(rows: Iterable[HeatRow]) -> list[HeatRow]:
    """Return rows missing and extra, then the columns with the most differences."""
    kinds = list(DifferenceKind)
    return sorted(rows, key=lambda row: (kinds.index(row.kind), -sum(row.counts)))


def _cell(count: int, most: int, *, place: tuple[int, int], tip: str) -> Cell:
    step = sum(count / most > limit for limit in _STEPS)
    return Cell(_x(place[0]), _y(place[1]), count, _FILLS[step], _INKS[step], f"{tip}: {count:,}")


def _x(across: int) -> float:
    return EDGE + LABEL + across * CELL


def _y(down: int) -> float:
    return HEAD + down * ROW


def _name(row: HeatRow, language: Language) -> str:
    return row.column or w.KINDS[row.kind].to(language)


def _value(value: str | None, language: Language) -> str:
    return value or w.HEAT_EMPTY.to(language)
