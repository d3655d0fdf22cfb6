"""Waves: it starts where it hurts most, and departments without pain points come last."""

from datetime import date
from decimal import Decimal

import pytest

from playbooks.model.calendar import Calendar
from playbooks.model.cutover_window import FrozenDays, SystemDates
from playbooks.model.diagnosis import PainPoint, RankedPoint, ranked
from playbooks.model.wave import taking_part, wave_days, waves
from tests.simulators.example_company import playbook
from tests.simulators.facts import text

DAYS = (date(2026, 6, 8), date(2026, 7, 20), date(2026, 8, 3))


def pain(**costs: int) -> tuple[RankedPoint, ...]:
    """Return a pain point of the CRM in each of these departments, with its cost."""
    points = (
        PainPoint(
            key=department,
            title=text(department),
            department=department,
            frequency_per_month=Decimal(0),
            hours_lost_each=Decimal(0),
            customers_hurt=0,
            cost_cny_month=Decimal(cost),
            systems=("crm",),
        )
        for department, cost in costs.items()
    )
    return ranked(points)


@pytest.mark.parametrize(
    ("points", "groups"),
    [
        ({"sales": 10, "service": 30, "finance": 20}, [("service",), ("finance", "sales"), ("it",)]),
        ({"sales": 10}, [("sales",), ("finance", "it", "service")]),
        ({}, [("finance", "it", "sales", "service")]),
        ({"purchasing": 99}, [("finance", "it", "sales", "service")]),
    ],
)
def test_it_starts_where_it_hurts_most(points: dict[str, int], groups: list[tuple[str, ...]]) -> None:
    """The most hurt department is the pilot; whoever does not take part counts for nothing."""
    departments = ("finance", "it", "sales", "service")
    found = waves(departments, pain(**points), system="crm", begins=DAYS)
    assert [wave.departments for wave in found] == groups
    assert [(wave.number, wave.begins) for wave in found] == [(n + 1, DAYS[n]) for n in range(len(groups))]


def test_pain_of_other_systems_counts_for_nothing() -> None:
    """The ERP starts where the ERP helps."""
    assert [wave.departments for wave in waves(("sales",), pain(sales=9), system="erp", begins=DAYS)] == [
        ("sales",)
    ]


def test_days_follow_pilot_and_cutover() -> None:
    """The last wave begins two weeks after the cutover, later where days are frozen."""
    freeze = FrozenDays.model_validate({"from": "2026-08-10", "to": "2026-08-14", "reason": text("audit")})
    system = SystemDates(milestones={"pilot": DAYS[0], "go_live": DAYS[1]})
    assert wave_days(system, Calendar()) == DAYS
    later = system.model_copy(update={"frozen": (freeze,)})
    assert wave_days(later, Calendar()) == (*DAYS[:2], date(2026, 8, 25))


def test_without_a_calendar_no_day_is_known() -> None:
    """Nothing is guessed."""
    assert wave_days(None, Calendar()) == wave_days(SystemDates(), Calendar()) == (None, None, None)


def test_departments_are_those_the_gates_name() -> None:
    """Each once, in the playbook's order."""
    found = taking_part(playbook("crm"))
    assert found[:4] == ("sales", "service", "finance", "warehouse")
    assert len(set(found)) == len(found)
