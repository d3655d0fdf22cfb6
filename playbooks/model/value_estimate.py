"""What a system probably brings in a month, estimated while nobody has measured it.

    gain = burden of the pain points the system cures, shared among the systems each needs
           x mean way of the KPIs from baseline to target (0 to 100 %)

It is an upper bound and is called an estimate; it is shown and never counted as met. Measured gains in the
value file take its place.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from pydantic import Field

from playbooks.model.diagnosis import RankedPoint
from playbooks.model.frozen import Frozen
from playbooks.model.kpi import KpiStanding
from playbooks.model.text import Text
from playbooks.model.value import FunctionUse, Gain, Service

_WHOLE, _CENT = Decimal(100), Decimal("0.01")


class ValueFacts(Frozen):
    """The value file: how the system ran, which functions were used, what it brought in a month."""

    service: Service = Field(default_factory=Service)
    functions: tuple[FunctionUse, ...] = ()
    gains: tuple[Gain, ...] = ()


def estimated_gains(
    ranking: Iterable[RankedPoint], kpis: Sequence[KpiStanding], *, system: str
) -> tuple[Gain, ...]:
    """Return one gain for each pain point the system cures; none while no KPI has moved."""
    way = mean_way(kpis)
    if way is None or not way:
        return ()
    shown = f"{way:.0f}"
    source = Text(
        zh=f"估算：痛点每月成本按相关系统平摊，乘以指标平均完成度 {shown}%",
        en="estimate: monthly cost of the pain point, shared among its systems, "
        f"times {shown}% mean way to the targets",
    )
    return tuple(
        Gain(
            key=ranked.point.key,
            title=ranked.point.title,
            cny_month=(ranked.burden / len(ranked.point.systems) * way / _WHOLE).quantize(_CENT),
            source=source,
        )
        for ranked in ranking
        if system in ranked.point.systems
    )


def mean_way(kpis: Iterable[KpiStanding]) -> Decimal | None:
    """Return the mean way to the targets, each KPI counted from 0 to 100 %; None where none is known."""
    ways = [min(max(kpi.standing.way, Decimal(0)), _WHOLE) for kpi in kpis if kpi.standing.way is not None]
    return sum(ways, Decimal(0)) / len(ways) if ways else None
