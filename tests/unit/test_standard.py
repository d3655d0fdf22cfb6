"""The standard of a column: what it demands, and which demands cannot be met."""

import pytest
from pydantic import ValidationError

from playbooks.model.standard import Demand, Standard, ValueKind


def standard(**demands: object) -> Standard:
    """Return the standard of a column."""
    return Standard.model_validate({"column": "c", **demands})


@pytest.mark.parametrize(
    ("demands", "named"),
    [
        ({"required": True, "kind": "mobile"}, (Demand.REQUIRED, Demand.KIND)),
        ({"codes": ["A"]}, (Demand.CODES,)),
        ({"pattern": "[0-9]+", "longest": 8}, (Demand.PATTERN, Demand.LENGTH)),
        ({"date": "%Y-%m-%d", "at_least": "2020-01-01"}, (Demand.DATE, Demand.RANGE)),
        ({"unit": "kg", "at_most": "12.5"}, (Demand.UNIT, Demand.RANGE)),
    ],
)
def test_demands_are_told_in_one_order(demands: dict[str, object], named: tuple[Demand, ...]) -> None:
    """As they are reported."""
    assert standard(**demands).demands == named


@pytest.mark.parametrize(
    "demands",
    [
        {},
        {"pattern": "(["},
        {"shortest": 5, "longest": 4},
        {"at_least": "10", "at_most": "9"},
        {"at_least": "2020-01-01"},
        {"date": "%Y", "at_least": "10"},
        {"date": "%Y-%m-%d", "at_least": "2021-01-01", "at_most": "2020-01-01"},
        {"date": "%Y", "unit": "kg"},
        {"kind": "passport"},
        {"at_most": "many"},
    ],
)
def test_demands_that_cannot_be_met_are_refused(demands: dict[str, object]) -> None:
    """Nothing at all, no expression, ends upside down, days without dates."""
    with pytest.raises(ValidationError):
        standard(**demands)


def test_a_credit_code_is_no_personal_number() -> None:
    """All others may tell of a person."""
    assert [kind for kind in ValueKind if not kind.is_personal] == [ValueKind.CREDIT_CODE]


def test_every_kind_has_its_form_and_every_demand_its_words() -> None:
    """A new one without them would be seen here."""
    assert all(kind.shape for kind in ValueKind)
    assert len({demand.label.zh for demand in Demand}) == len(Demand)
