"""Freeze windows: how a file states them, and what is refused."""

import pytest
from pydantic import ValidationError

from playbooks.model.freeze_window import Activity, FreezeWindow

REASON = {"zh": "月结", "en": "Month-end close"}


def window(**given: object) -> FreezeWindow:
    """Return a freeze as a file gives it."""
    return FreezeWindow.model_validate({"key": "close", "reason": REASON, **given})


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        ({"from": "2026-12-28", "to": "2027-01-01"}, "2026-12-28 至 2027-01-01", "2026-12-28 to 2027-01-01"),
        ({"from": "11-01", "to": "11-15"}, "11-01 至 11-15", "11-01 to 11-15"),
        (
            {"monthly": {"last_business_days": 3}},
            "每月最后 3 个工作日",
            "last 3 business days of each month",
        ),
        (
            {"monthly": {"first_business_days": 2, "last_business_days": 1, "months": [3, 6]}},
            "3、6 月前 2 个工作日、最后 1 个工作日",
            "first 2 business days and last 1 business day of month 3, 6",
        ),
    ],
)
def test_a_freeze_is_said_in_words(given: dict[str, object], zh: str, en: str) -> None:
    """Dated, every year, every month, in some months."""
    assert (window(**given).when.zh, window(**given).when.en) == (zh, en)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"from": "2026-12-28"},
        {"from": "2026-12-28", "to": "12-31"},
        {"from": "11-01", "to": "11-15", "monthly": {"last_business_days": 3}},
        {"from": "2026-12-28", "to": "2026-12-01"},
        {"from": "13-01", "to": "13-15"},
        {"monthly": {}},
        {"monthly": {"last_business_days": 3, "months": [13]}},
        {"monthly": {"last_business_days": -1}},
        {"from": "11-01", "to": "11-15", "activities": ["lunch"]},
    ],
)
def test_what_is_no_freeze_is_refused(given: dict[str, object]) -> None:
    """Without days, with both forms, backwards, or of things nobody can freeze."""
    with pytest.raises(ValidationError):
        window(**given)


@pytest.mark.parametrize(("systems", "concerned"), [([], True), (["crm", "erp"], True), (["wms"], False)])
def test_a_freeze_concerns_the_systems_it_names(systems: list[str], concerned: bool) -> None:  # noqa: FBT001  # parametrized
    """All of them, where it names none."""
    assert window(**{"from": "11-01", "to": "11-15", "systems": systems}).concerns("crm") is concerned


def test_everything_is_frozen_unless_told_otherwise() -> None:
    """And a freeze survives the ledger."""
    kept = window(**{"from": "2026-12-28", "to": "2027-01-01"})
    assert kept.activities == tuple(Activity)
    assert FreezeWindow.model_validate_json(kept.model_dump_json()) == kept
