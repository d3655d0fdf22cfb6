"""The value of a system: three layers, payback, and what is paid for and not used."""

from decimal import Decimal

import pytest

from playbooks.model.kpi import standings
from playbooks.model.text import Text
from playbooks.model.value import (
    Assessment,
    Cost,
    FunctionUse,
    Gain,
    Layer,
    LayerValue,
    Measure,
    Service,
    assess,
    payback_months,
    unused,
)
from tests.unit.render.story import told

NAME = Text(zh="名称", en="name")
GOOD = Service(availability=Decimal("99.8"), promoter_score=Decimal(31))


def use(key: str, paid: int, active: int, cost: int = 1000) -> FunctionUse:
    """Return the use of one function."""
    return FunctionUse(
        key=key, title=NAME, seats_paid=paid, seats_active=active, cost_cny_month=Decimal(cost)
    )


def gain(amount: int) -> Gain:
    """Return a monthly gain."""
    return Gain(key="gain", title=NAME, cny_month=Decimal(amount), source=NAME)


def cost(once: int, monthly: int = 0) -> Cost:
    """Return what a system costs."""
    return Cost(one_off_cny=Decimal(once), running_cny_month=Decimal(monthly))


def value(*functions: FunctionUse, service: Service = GOOD, gains: tuple[Gain, ...] = ()) -> Assessment:
    """Return the assessment of the told rollout's system."""
    kpis = standings(told().rollout)
    return assess(functions=functions, service=service, kpis=kpis, gains=gains, cost=cost(180_000, 6_000))


@pytest.mark.parametrize(
    ("gains", "spent", "months"),
    [
        ((gain(16_000),), cost(180_000, 6_000), "18.0"),
        ((gain(9_000), gain(7_000)), cost(180_000, 6_000), "18.0"),
        ((gain(10_000),), cost(0), "0.0"),
        ((gain(3),), cost(10), "3.4"),  # rounded up: it has not come back before
        ((gain(6_000),), cost(180_000, 6_000), None),
        ((), cost(1), None),
        ((gain(1),), cost(10**9), None),  # longer than a century is never
    ],
)
def test_payback_is_cost_over_surplus(gains: tuple[Gain, ...], spent: Cost, months: str | None) -> None:
    """What never comes back has no payback period."""
    assert payback_months(gains, spent) == (None if months is None else Decimal(months))


def test_the_audit_names_what_nobody_uses() -> None:
    """The dearest waste first; free functions and used ones are no waste."""
    found = unused([use("a", 10, 1), use("b", 10, 2), use("c", 50, 0, 4000), use("d", 10, 0, 0)])
    assert [function.key for function in found] == ["c", "a"]
    assert [function.unused_cost for function in found] == [Decimal(4000), Decimal(900)]


@pytest.mark.parametrize(
    ("paid", "active", "share"), [(10, 5, "0.5"), (10, 12, "1"), (0, 0, "0"), (0, 3, "1"), (7, 0, "0")]
)
def test_the_share_of_use_is_between_nothing_and_all(paid: int, active: int, share: str) -> None:
    """More people than seats is full use; a flat fee without users is none."""
    assert use("a", paid, active).share == Decimal(share)


def test_the_first_layer_needs_functions_service_and_users() -> None:
    """Everything known and met is met."""
    assert value(use("a", 10, 8)).layers[0].met is True


@pytest.mark.parametrize(
    "service",
    [
        Service(promoter_score=Decimal(31)),
        Service(availability=Decimal("99.4"), promoter_score=Decimal(31)),
        Service(availability=Decimal("99.9"), promoter_score=Decimal(0)),
    ],
)
def test_what_is_unknown_or_short_is_not_met(service: Service) -> None:
    """A figure nobody measured never counts as reached."""
    assert value(use("a", 10, 8), service=service).layers[0].met is False


def test_the_second_layer_is_the_kpis() -> None:
    """Each KPI is one measure, with its latest figure."""
    layer = value().layers[1]
    assert [(measure.figure.zh, measure.met) for measure in layer.measures] == [
        ("82.7%", False),
        ("3.2 h", False),
    ]


def test_the_third_layer_is_money() -> None:
    """Gains above the running cost, and a payback that exists."""
    assert value(gains=(gain(16_000),)).layers[2].met is True
    assert value().layers[2].met is False


def test_a_layer_without_measures_has_shown_nothing() -> None:
    """Nothing measured is not everything met."""
    assert LayerValue(layer=Layer.OPERATION, measures=()).met is False
    assert (
        LayerValue(layer=Layer.OPERATION, measures=(Measure(title=NAME, figure=NAME, met=True),)).met is True
    )


def test_the_waste_adds_up() -> None:
    """The assessment says what the unused functions cost in a month."""
    assert value(use("a", 10, 1), use("b", 4, 4)).unused_cost == Decimal(900)
