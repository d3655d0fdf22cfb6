"""How a KPI stands: against its baseline, on its way to the target, and over its last readings.

A reading that is not a finite number never counts as met, ends a run of readings met, and is counted as
unreadable; readings in another unit than the playbook's are unreadable altogether.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from itertools import takewhile

from playbooks.model.evidence import Goals, Reading, Series
from playbooks.model.frozen import Frozen
from playbooks.model.goal import Direction, GoalDraft
from playbooks.model.playbook import Kpi
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text

#: A change smaller than this share of the figure itself is noise, not a trend.
STEADY = Decimal("0.01")

_TENTH = Decimal("0.1")
_PRECISION = 28


class Trend(StrEnum):
    """Where the last readings lead."""

    BETTER = "better"
    WORSE = "worse"
    STEADY = "steady"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Text:
        """Return the trend as shown to people."""
        return _TRENDS[self]


_TRENDS = {
    Trend.BETTER: Text(zh="好转", en="improving"),
    Trend.WORSE: Text(zh="变差", en="getting worse"),
    Trend.STEADY: Text(zh="持平", en="steady"),
    Trend.UNKNOWN: Text(zh="读数不足", en="too few readings"),
}


class Scale(Frozen):
    """What a KPI is held against."""

    direction: Direction
    baseline: Decimal | None = None
    target: Decimal | None = None

    def reached(self, value: Decimal) -> bool:
        """Tell whether a value is at the target or on its better side; never without a target."""
        if self.target is None or not value.is_finite():
            return False
        return value >= self.target if self.direction is Direction.UP else value <= self.target


class Standing(Frozen):
    """How a series stands; `change` and `way` are percent, None where nothing can be compared."""

    latest: Reading | None = None
    change: Decimal | None = None
    way: Decimal | None = None
    trend: Trend = Trend.UNKNOWN
    met_in_a_row: int = 0
    unreadable: int = 0

    @property
    def met(self) -> bool:
        """Tell whether the newest reading reaches the target."""
        return self.met_in_a_row > 0


class KpiStanding(Frozen):
    """One KPI of a rollout: what it is held against, its readings by day, and how it stands."""

    kpi: Kpi
    scale: Scale
    readings: tuple[Reading, ...]
    standing: Standing


def standing(readings: Iterable[Reading], scale: Scale, *, window: int = 4) -> Standing:
    """Return how the readings stand; the trend looks at the last `window` of them."""
    ordered = sorted(readings, key=lambda reading: reading.on)
    finite = [reading for reading in ordered if reading.value.is_finite()]
    unreadable = len(ordered) - len(finite)
    if not finite:
        return Standing(unreadable=unreadable)
    value = finite[-1].value
    met = sum(1 for _ in takewhile(lambda reading: scale.reached(reading.value), reversed(ordered)))
    # Figures people type may overflow any arithmetic: without traps the result is infinite and becomes None.
    with localcontext(Context(prec=_PRECISION, traps=[])):
        return Standing(
            latest=finite[-1],
            change=_percent(value - scale.baseline, abs(scale.baseline))
            if scale.baseline is not None
            else None,
            way=_way(value, scale),
            trend=_trend([reading.value for reading in finite[-window:]], scale.direction),
            met_in_a_row=met,
            unreadable=unreadable,
        )


def standings(rollout: Rollout, *, until: date | None = None) -> tuple[KpiStanding, ...]:
    """Return every KPI of the playbook as it stood at the end of a day, in the playbook's order."""
    return tuple(_kpi_standing(rollout, kpi, until=until) for kpi in rollout.playbook.kpis)


def goals(rollout: Rollout) -> tuple[GoalDraft, ...]:
    """Return the goals in force: those on record, the newest first, then the playbook's own."""
    recorded = sorted(rollout.evidence.values(), key=lambda evidence: evidence.recorded_at, reverse=True)
    on_record = (goal for e in recorded if isinstance(e.payload, Goals) for goal in e.payload.goals)
    return (*on_record, *rollout.playbook.goals)


def _kpi_standing(rollout: Rollout, kpi: Kpi, *, until: date | None) -> KpiStanding:
    scale = _scale(rollout, kpi)
    series = _newest_series(rollout, kpi)
    readings = tuple(r for r in series.readings if until is None or r.on <= until) if series else ()
    if series is not None and series.unit != kpi.unit:
        return KpiStanding(kpi=kpi, scale=scale, readings=(), standing=Standing(unreadable=len(readings)))
    return KpiStanding(kpi=kpi, scale=scale, readings=readings, standing=standing(readings, scale))


def _scale(rollout: Rollout, kpi: Kpi) -> Scale:
    """Return baseline and target as the goal in force says, unless it speaks of another unit."""
    fitting: Iterator[GoalDraft] = (
        g for g in goals(rollout) if g.metric == kpi.key and g.unit in (None, kpi.unit)
    )
    goal = next(fitting, None)
    baseline = _finite(goal.baseline) if goal else None
    target = _finite(goal.target) if goal else None
    return Scale(
        direction=kpi.direction, baseline=baseline, target=_finite(kpi.target) if target is None else target
    )


def _newest_series(rollout: Rollout, kpi: Kpi) -> Series | None:
    found = [
        (evidence.recorded_at, evidence.payload)
        for evidence in rollout.evidence.values()
        if isinstance(evidence.payload, Series) and evidence.payload.metric == kpi.key
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _way(value: Decimal, scale: Scale) -> Decimal | None:
    """Return how much of the way from baseline to target is behind, below 0 on the wrong side."""
    if scale.baseline is None or scale.target is None:
        return None
    return _percent(value - scale.baseline, scale.target - scale.baseline)


def _trend(values: list[Decimal], direction: Direction) -> Trend:
    """Compare the mean of the newer half with that of the older half."""
    half = len(values) // 2
    if not half:
        return Trend.UNKNOWN
    older, newer = sum(values[:half]) / Decimal(half), sum(values[-half:]) / Decimal(half)
    moved = newer - older
    if not moved.is_finite() or abs(moved) <= STEADY * max(abs(older), abs(newer)):
        return Trend.STEADY if moved.is_finite() else Trend.UNKNOWN
    return Trend.BETTER if (moved > 0) is (direction is Direction.UP) else Trend.WORSE


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return _finite((100 * part / whole).quantize(_TENTH)) if whole else None


def _finite(value: Decimal | None) -> Decimal | None:
    return value if value is not None and value.is_finite() else None
