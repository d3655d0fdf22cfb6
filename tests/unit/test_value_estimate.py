"""The estimate of gains: shared among systems, scaled by how far the KPIs have come."""

from decimal import Decimal

import pytest

from playbooks.model.diagnosis import PainPoint, ranked
from playbooks.model.goal import Direction
from playbooks.model.kpi import KpiStanding, Scale, Standing
from playbooks.model.playbook import Kpi
from playbooks.model.value_estimate import estimated_gains, mean_way
from tests.simulators.facts import text

KPI = Kpi(key="k", title=text("k"), unit="%", direction=Direction.UP)


def stand(way: str | None) -> KpiStanding:
    """Return a KPI that has come so far."""
    standing = Standing(way=None if way is None else Decimal(way))
    return KpiStanding(kpi=KPI, scale=Scale(direction=Direction.UP), readings=(), standing=standing)


def point(key: str, *systems: str) -> PainPoint:
    """Return a pain point of 1000 a month."""
    return PainPoint(
        key=key,
        title=text(key),
        department="sales",
        frequency_per_month=Decimal(0),
        hours_lost_each=Decimal(0),
        customers_hurt=3,
        cost_cny_month=Decimal(1000),
        systems=systems,
    )


@pytest.mark.parametrize(
    ("ways", "mean"),
    [
        (("50", "100"), 75),
        (("150",), 100),
        (("-20", "20"), 10),
        (("40", None), 40),
        ((None,), None),
        ((), None),
    ],
)
def test_ways_count_from_nothing_to_full(ways: tuple[str | None, ...], mean: int | None) -> None:
    """Overshooting one target does not make up for missing another; unknown ways are left out."""
    assert mean_way(map(stand, ways)) == (None if mean is None else Decimal(mean))


def test_a_shared_pain_point_is_shared() -> None:
    """1000 a month, half cured, for two systems: 250 each; those of other systems bring nothing."""
    points = ranked([point("own", "crm"), point("shared", "crm", "erp"), point("other", "erp")])
    gains = estimated_gains(points, [stand("50")], system="crm")
    assert {gain.key: gain.cny_month for gain in gains} == {"own": Decimal(500), "shared": Decimal(250)}
    assert all("estimate" in gain.source.en for gain in gains)


@pytest.mark.parametrize("way", ["0", "-30", None])
def test_before_anything_moved_there_is_no_gain(way: str | None) -> None:
    """Hope is not a gain."""
    assert estimated_gains(ranked([point("own", "crm")]), [stand(way)], system="crm") == ()
