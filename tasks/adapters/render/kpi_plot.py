"""The geometry of a KPI chart: where lines, labels and the shaded shortfall go, in pixels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from playbooks.model.evidence import Reading
from playbooks.model.figure import plain
from playbooks.model.goal import Direction
from playbooks.model.kpi import KpiStanding, Scale
from playbooks.model.text import Language
from tasks.adapters.render.axis import DRAWABLE, Axis, day_ticks, round_ticks
from tasks.adapters.render.plain_text import fitted, width
from tasks.adapters.render.voice import aside
from tasks.adapters.render.wording import WORDS

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 62, 524, 62, 240
TITLE_SIZE, NOTE_SIZE, LABEL_SIZE = 15, 12, 12
GAP = 16
HUNDRED_THOUSAND, MILLION = 1e5, 1e6

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on an axis at one pixel; `anchor` says which side of it lies there."""

    at: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Reference:
    """A level (`at`) with its label at the right edge, moved (`label_at`) so that labels do not overlap."""

    role: str
    at: float
    label_at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiPlot:
    """Everything the template draws."""

    title: str
    note: str
    rows: tuple[Tick, ...]
    days: tuple[Tick, ...]
    line: tuple[Point, ...]
    shortfall: tuple[tuple[Point, ...], ...]
    references: tuple[Reference, ...]
    empty: str


def kpi_plot(kpi: KpiStanding, language: Language) -> KpiPlot:
    """Return the geometry of one KPI's chart."""
    readings = [reading for reading in kpi.readings if drawable(reading.value)]
    rows, days = _axes(kpi.scale, readings)
    line = tuple((days.at(r.on.toordinal()), rows.at(float(r.value))) for r in readings)
    references = _spread(_references(kpi.scale, readings, rows=rows, language=language))
    return KpiPlot(
        title=_title(kpi, language),
        note=_note(kpi, language),
        rows=tuple(
            Tick(rows.at(value), fitted(amount(value, language), LEFT - 20, size=LABEL_SIZE), "end")
            for value in _row_values(kpi.scale, readings)
        ),
        days=_day_labels(readings, days),
        line=line,
        shortfall=tuple(_shortfall(kpi.scale, line, rows=rows)),
        references=references,
        empty="" if readings else WORDS.chart_empty.to(language),
    )


def amount(value: float, language: Language) -> str:
    """Return a figure short enough for an axis: thousands grouped, millions in words of the language."""
    if abs(value) < HUNDRED_THOUSAND:
        return f"{value:.6g}"
    if abs(value) >= DRAWABLE / 1000:
        return f"{value:.3g}"
    unit, word = (1e4, "万") if language is Language.ZH else (MILLION, "M")
    return f"{value / unit:,.6g}{word}"


def drawable(value: Decimal) -> bool:
    """Tell whether a figure can be drawn: a number, and not beyond all bounds."""
    return value.is_finite() and abs(value) <= DRAWABLE


def _levels(scale: Scale) -> list[float]:
    return [float(level) for level in (scale.baseline, scale.target) if level is not None and drawable(level)]


def _row_values(scale: Scale, readings: Iterable[Reading]) -> tuple[float, ...]:
    return round_ticks([*_levels(scale), *(float(reading.value) for reading in readings)])


def _axes(scale: Scale, readings: Sequence[Reading]) -> tuple[Axis, Axis]:
    ticks = _row_values(scale, readings)
    days = [reading.on.toordinal() for reading in readings] or [date.min.toordinal()]
    first, last = min(days), max(days)
    lone = 1 if first == last else 0  # a single reading stands in the middle
    return (
        Axis(ticks[0], ticks[-1], start=BOTTOM, end=TOP),
        Axis(first - lone, last + lone, start=LEFT + 8, end=RIGHT - 8),
    )


def _title(kpi: KpiStanding, language: Language) -> str:
    title = kpi.kpi.title.to(language) + aside(kpi.kpi.unit_name.to(language), language)
    return fitted(title, WIDTH - 40, size=TITLE_SIZE)


def _note(kpi: KpiStanding, language: Language) -> str:
    standing = kpi.standing
    parts = [standing.trend.label]
    if standing.way is not None:
        parts.append(WORDS.chart_way)
    if standing.unreadable:
        parts.append(WORDS.chart_unreadable)
    said = [
        part.to(language).format(
            way="" if standing.way is None else plain(standing.way), count=standing.unreadable
        )
        for part in parts
    ]
    return fitted(" · ".join(said), WIDTH - 40, size=NOTE_SIZE)


def _day_labels(readings: Sequence[Reading], days: Axis) -> tuple[Tick, ...]:
    """Return the dates under the chart; the first says the year, later ones only where it changed."""
    ticks: list[Tick] = []
    year = 0
    for day in day_ticks([reading.on for reading in readings], most=6):
        label = f"{day:%m-%d}" if day.year == year else day.isoformat()
        year = day.year
        at, half = days.at(day.toordinal()), width(label, LABEL_SIZE) / 2
        if not ticks or at - half > ticks[-1].at + width(ticks[-1].label, LABEL_SIZE) / 2 + 6:
            ticks.append(Tick(at, label))
    return tuple(ticks)


def _references(
    scale: Scale, readings: Sequence[Reading], *, rows: Axis, language: Language
) -> list[Reference]:
    levels = [
        ("target", scale.target, WORDS.chart_target),
        ("baseline", scale.baseline, WORDS.chart_baseline),
        ("latest", readings[-1].value if readings else None, WORDS.chart_latest),
    ]
    room = WIDTH - RIGHT - 18
    return [
        Reference(
            role,
            rows.at(float(value)),
            rows.at(float(value)),
            fitted(word.to(language).format(value=amount(float(value), language)), room, size=LABEL_SIZE),
        )
        for role, value, word in levels
        if value is not None and drawable(value)
    ]


def _spread(references: list[Reference]) -> tuple[Reference, ...]:
    """Move labels that would overlap apart, downwards first, then up again from the bottom edge."""
    placed: list[float] = []
    ordered = sorted(references, key=lambda reference: reference.at)
    for reference in ordered:
        placed.append(max(reference.at, placed[-1] + GAP) if placed else reference.at)
    floor = float(BOTTOM)
    for place in reversed(range(len(placed))):
        placed[place] = min(placed[place], floor)
        floor = placed[place] - GAP
    return tuple(
        Reference(reference.role, reference.at, at, reference.label)
        for reference, at in zip(ordered, placed, strict=True)
    )


def _shortfall(scale: Scale, line: Sequence[Point], *, rows: Axis) -> Iterable[tuple[Point, ...]]:
    """Yield the area between line and target, segment by segment, where the target is not reached."""
    if scale.target is None or not drawable(scale.target):
        return
    target = rows.at(float(scale.target))
    sign = 1 if scale.direction is Direction.UP else -1  # pixels grow downwards
    for start, end in pairwise(line):
        short = [sign * (point[1] - target) for point in (start, end)]
        if max(short) > 0:
            yield _clipped(start, end, target=target, short=short)


def _clipped(start: Point, end: Point, *, target: float, short: Sequence[float]) -> tuple[Point, ...]:
    crossing = start
    if min(short) < 0:
        share = short[0] / (short[0] - short[1])
        crossing = (round(start[0] + share * (end[0] - start[0]), 2), target)
    first = start if short[0] >= 0 else crossing
    last = end if short[1] >= 0 else crossing
    return ((first[0], target), first, last, (last[0], target))
