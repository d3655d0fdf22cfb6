"""What the system is worth, in three layers: function, operation, strategy.

A layer is met when all of its measures are known and met; what is not known is never counted as met.

    payback in months = one-off cost / (gain per month - running cost per month)

The value audit lists functions paid for and not used: fewer than a fifth of the paid seats were active.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from playbooks.model.figure import plain
from playbooks.model.frozen import Frozen, Key
from playbooks.model.kpi import KpiStanding
from playbooks.model.text import Text

#: Below this share of active seats a function counts as not used.
USED = Decimal("0.2")

_TENTH = Decimal("0.1")
_LONGEST_PAYBACK = Decimal(1200)

Money = Annotated[Decimal, Field(ge=0, le=10**12, allow_inf_nan=False)]


class Layer(StrEnum):
    """The three layers of value."""

    FUNCTION = "function"
    OPERATION = "operation"
    STRATEGY = "strategy"

    @property
    def label(self) -> Text:
        """Return the layer as shown to people."""
        return _LABELS[self]


_LABELS = {
    Layer.FUNCTION: Text(zh="功能层：系统可用", en="Function: the system works"),
    Layer.OPERATION: Text(zh="运营层：流程改善", en="Operation: work got better"),
    Layer.STRATEGY: Text(zh="战略层：公司受益", en="Strategy: the company gains"),
}


class FunctionUse(Frozen):
    """One function of the system: how many seats are paid for, how many were active, what it costs."""

    key: Key
    title: Text
    seats_paid: int = Field(ge=0, le=10**7)
    seats_active: int = Field(ge=0, le=10**7)
    cost_cny_month: Money

    @property
    def share(self) -> Decimal:
        """Return the share of paid seats that were active, from 0 to 1; without seats any use is full use."""
        if not self.seats_paid:
            return Decimal(self.seats_active > 0)
        return min(Decimal(1), Decimal(self.seats_active) / self.seats_paid)

    @property
    def unused_cost(self) -> Decimal:
        """Return what is paid each month for seats that nobody used."""
        return (self.cost_cny_month * (1 - self.share)).quantize(_TENTH)


class Service(Frozen):
    """How the system ran: availability in percent, and how users rate it (NPS from -100 to 100)."""

    availability: Decimal | None = Field(default=None, ge=0, le=100, allow_inf_nan=False)
    availability_agreed: Decimal = Field(default=Decimal("99.5"), ge=0, le=100, allow_inf_nan=False)
    promoter_score: Decimal | None = Field(default=None, ge=-100, le=100, allow_inf_nan=False)


class Gain(Frozen):
    """What the system brings in a month, direct or indirect, with where the figure comes from."""

    key: Key
    title: Text
    cny_month: Money
    source: Text


class Cost(Frozen):
    """What the system costs: once, and each month."""

    one_off_cny: Money
    running_cny_month: Money


class Measure(Frozen):
    """One measure of a layer; `met` is None while it is not known."""

    title: Text
    figure: Text
    met: bool | None


class LayerValue(Frozen):
    """One layer with its measures."""

    layer: Layer
    measures: tuple[Measure, ...]

    @property
    def met(self) -> bool:
        """Tell whether every measure is known and met; a layer without measures has shown nothing."""
        return bool(self.measures) and all(measure.met for measure in self.measures)


class Assessment(Frozen):
    """The value of a system: three layers, payback, and what is paid for and not used."""

    layers: tuple[LayerValue, ...]
    payback_months: Decimal | None
    unused: tuple[FunctionUse, ...]

    @property
    def unused_cost(self) -> Decimal:
        """Return what is paid each month for the functions on the list."""
        return sum((function.unused_cost for function in self.unused), Decimal(0))


def assess(
    *,
    functions: Sequence[FunctionUse],
    service: Service,
    kpis: Iterable[KpiStanding],
    gains: Sequence[Gain],
    cost: Cost,
) -> Assessment:
    """Return the three-layer assessment from recorded figures."""
    payback = payback_months(gains, cost)
    layers = (
        LayerValue(layer=Layer.FUNCTION, measures=_function_measures(functions, service)),
        LayerValue(layer=Layer.OPERATION, measures=tuple(_kpi_measure(kpi) for kpi in kpis)),
        LayerValue(layer=Layer.STRATEGY, measures=_strategy_measures(gains, cost, payback=payback)),
    )
    return Assessment(layers=layers, payback_months=payback, unused=unused(functions))


def payback_months(gains: Iterable[Gain], cost: Cost) -> Decimal | None:
    """Return after how many months the one-off cost has come back, rounded up; None where it never does."""
    surplus = sum((gain.cny_month for gain in gains), Decimal(0)) - cost.running_cny_month
    if surplus <= 0:
        return None
    months = cost.one_off_cny / surplus
    return months.quantize(_TENTH, rounding=ROUND_CEILING) if months <= _LONGEST_PAYBACK else None


def unused(functions: Iterable[FunctionUse]) -> tuple[FunctionUse, ...]:
    """Return the functions paid for and not used, the dearest first."""
    idle = [function for function in functions if function.cost_cny_month > 0 and function.share < USED]
    return tuple(sorted(idle, key=lambda function: (-function.unused_cost, function.key)))


def _function_measures(functions: Sequence[FunctionUse], service: Service) -> tuple[Measure, ...]:
    used = sum(function.share >= USED for function in functions)
    availability, score = service.availability, service.promoter_score
    return (
        Measure(
            title=Text(zh="在用功能", en="functions in use"),
            figure=_alike(f"{used}/{len(functions)}"),
            met=used == len(functions) if functions else None,
        ),
        Measure(
            title=Text(
                zh=f"可用率（约定 {plain(service.availability_agreed)}%）",
                en=f"availability ({plain(service.availability_agreed)}% agreed)",
            ),
            figure=_alike("–" if availability is None else f"{plain(availability)}%"),
            met=None if availability is None else availability >= service.availability_agreed,
        ),
        Measure(
            title=Text(zh="用户净推荐值 NPS（应大于 0）", en="net promoter score (above 0)"),
            figure=_alike("–" if score is None else plain(score, signed=True)),
            met=None if score is None else score > 0,
        ),
    )


def _kpi_measure(kpi: KpiStanding) -> Measure:
    latest = kpi.standing.latest
    figure = _alike("–") if latest is None else kpi.kpi.measured(latest.value)
    known = latest is not None and kpi.scale.target is not None
    return Measure(title=kpi.kpi.title, figure=figure, met=kpi.standing.met if known else None)


def _strategy_measures(gains: Sequence[Gain], cost: Cost, *, payback: Decimal | None) -> tuple[Measure, ...]:
    total = sum((gain.cny_month for gain in gains), Decimal(0))
    return (
        Measure(
            title=Text(zh="月收益大于月运行成本", en="gain per month above running cost"),
            figure=Text(
                zh=f"{total:,.0f} / {cost.running_cny_month:,.0f} 元",
                en=f"{total:,.0f} / {cost.running_cny_month:,.0f} CNY",
            ),
            met=total > cost.running_cny_month if gains else None,
        ),
        Measure(
            title=Text(zh="投资回收期（月）", en="payback in months"),
            figure=_alike("–" if payback is None else plain(payback)),
            met=payback is not None if gains else None,
        ),
    )


def _alike(figure: str) -> Text:
    """Return a figure that is written alike in both languages."""
    return Text(zh=figure, en=figure)
