"""The value of the example company's CRM: measured gains count, estimates are shown, the ledger teaches."""

import pytest

from playbooks.model.commands import Actor, DecidePhaseGate, PhaseDecision
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import Refusal
from tasks.assess_value import assess_value
from tests.integration.own_work.conftest import ROLLOUT, Work

KEY = "crm-2026-value"
KPIS = ("customer_response_hours", "quote_conversion_rate", "on_time_follow_up", "weekly_active_sellers")
VALUE = """
service: {availability: "99.9", promoter_score: "30"}
functions:
  - {key: quotes, title: {zh: 报价, en: Quotes}, seats_paid: 20, seats_active: 18, cost_cny_month: "3000"}
  - {key: map, title: {zh: 地图, en: Customer map}, seats_paid: 20, seats_active: 1, cost_cny_month: "1000"}
gains:
  - {key: orders, title: {zh: 订单, en: Orders}, cny_month: "36379.17", source: {zh: 财务, en: Finance}}
"""


def assessed(work: Work) -> str:
    """Assess the value and return what is shown."""
    assess_value.fn(work.office, work.state.key, artifacts=work.shown)
    return work.shown.text(KEY)


@pytest.fixture
def grown(work: Work) -> Work:
    """The rollout at the end of August, with its goals and readings on record."""
    work.at("2026-08-28 18:00")
    work.bring("goals", "xu.wen")
    work.collect(*(f"kpi.{key}" for key in KPIS))
    return work


def test_what_nobody_measured_is_not_met(work: Work) -> None:
    """No layer is met without figures, and the file to add is named."""
    text = assessed(work)
    assert "Function: the system works (○ not known)" in text
    assert "Strategy: the company gains (○ not known)" in text
    assert "value/crm.yaml: There are no value figures yet. Add the file" in text
    assert "The gain is unknown" in text


def test_an_estimate_is_shown_and_never_counted(grown: Work) -> None:
    """The layer stays unknown although the estimate would pay back."""
    text = assessed(grown)
    assert "The gain is estimated, at most so much" in text
    assert "It pays back in " in text
    assert "Strategy: the company gains (○ not known)" in text


def test_measured_gains_pay_back(grown: Work) -> None:
    """192,250 once against 36,379.17 - 6,379.17 a month: 6.5 months, rounded up."""
    (grown.folder / "value").mkdir()
    (grown.folder / "value" / "crm.yaml").write_text(VALUE, encoding="utf-8")
    text = assessed(grown)
    assert "It pays back in 6.5 months." in text
    assert "Strategy: the company gains (✓ reached)" in text
    assert "| Customer map | 1 / 20 | 950 |" in text


def test_without_a_score_card_payback_is_unknown(grown: Work) -> None:
    """A gain without its cost is no payback."""
    (grown.folder / "scorecards" / "crm.yaml").unlink()
    text = assessed(grown)
    assert "The cost of a chosen vendor is not known" in text
    assert "It pays back" not in text


def test_lessons_come_from_the_ledger(work: Work) -> None:
    """A refused decision and a gate that failed are remembered."""
    early = DecidePhaseGate(phase=PhaseKey.INITIATION, decision=PhaseDecision.GO, reason="let us go")
    assert isinstance(work.office.submit(ROLLOUT, Actor(key="lin.guohua"), early), Refusal)
    work.bring("goals.first", "xu.wen", key="goals")
    text = assessed(work)
    assert "| decide the phase gate | 1 |" in text
    assert "| Goals are SMART and have a baseline | 1 |" in text
