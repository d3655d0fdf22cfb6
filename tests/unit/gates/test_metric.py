"""The metric gate: n readings in a row, of the right figure, recent and real."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pydantic import ValidationError

from playbooks.model.evidence import Payload, Reading, Series
from playbooks.model.gates.metric import MetricGate
from playbooks.model.verdict import Outcome
from tests.simulators.facts import (
    NOW,
    TODAY,
    ago,
    document,
    evidence,
    facts,
    goal,
    goals,
    series,
    unreadable,
)
from tests.simulators.gates import judged, rule

ADOPTION = {"metric": "adoption", "unit": "%", "direction": "up", "threshold": 80}


def metric(**parameters: object) -> MetricGate:
    """Return a gate that asks for an adoption of 80%."""
    return rule(MetricGate, **{**ADOPTION, **parameters})


@pytest.mark.parametrize(
    ("direction", "value", "outcome"),
    [
        ("up", "80", Outcome.PASSED),
        ("up", "79.999", Outcome.FAILED),
        ("up", "-80", Outcome.FAILED),
        ("down", "80", Outcome.PASSED),
        ("down", "80.001", Outcome.FAILED),
        ("down", "-5", Outcome.PASSED),
    ],
)
def test_the_threshold_itself_is_reached(direction: str, value: str, outcome: Outcome) -> None:
    """At the threshold in either direction, and a thousandth beside it."""
    assert judged(metric(direction=direction), series(value)).outcome is outcome


def test_the_reason_has_figure_unit_and_threshold() -> None:
    """What a PMO reads: which day, how much, how much it should be."""
    verdict = judged(metric(), series(70))
    assert verdict.reason.zh == "2026-06-15 的读数 70% 未达标（≥ 80%）"


@pytest.mark.parametrize(
    ("readings", "consecutive", "zh", "en"),
    [
        (
            ("2.0", "1.0"),
            2,
            "连续 2 个读数达标（≤ 2 小时），最近 1 小时",
            "2 readings in a row reach ≤ 2 hours, the latest is 1 hour",
        ),
        (
            ("1.5",),
            1,
            "连续 1 个读数达标（≤ 2 小时），最近 1.5 小时",
            "the latest reading, 1.5 hours, reaches ≤ 2 hours",
        ),
    ],
)
def test_the_unit_is_said_in_the_language(
    readings: tuple[str, ...], consecutive: int, zh: str, en: str
) -> None:
    """Without idle zeros, and one of a thing in the singular."""
    gate = metric(metric="wait", unit="hours", direction="down", threshold="2.0", consecutive=consecutive)
    reason = judged(gate, series(*readings, metric="wait", unit="hours")).reason
    assert (reason.zh, reason.en) == (zh, en)


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ((70, 85, 85, 85), Outcome.PASSED),
        ((85, 85, 70, 85), Outcome.FAILED),
        ((85, 85, 85, 70), Outcome.FAILED),
        ((85, 85), Outcome.PENDING),
        ((), Outcome.PENDING),
    ],
)
def test_the_last_readings_count(values: tuple[int, ...], outcome: Outcome) -> None:
    """Three in a row, whatever was before."""
    assert judged(metric(consecutive=3), series(*values)).outcome is outcome


def test_readings_in_any_order_are_judged_by_day() -> None:
    """The newest reading decides, not the one written last."""
    readings = series(70, 90).readings
    shuffled = Series(metric="adoption", unit="%", readings=tuple(reversed(readings)))
    assert judged(metric(), shuffled).passed


@pytest.mark.parametrize(("age", "outcome"), [(14, Outcome.PASSED), (15, Outcome.INVALID)])
def test_an_old_last_reading_is_invalid(age: int, outcome: Outcome) -> None:
    """What was good a month ago says nothing of today."""
    given = series(90, until=TODAY - timedelta(days=age))
    assert judged(metric(), given).outcome is outcome


@pytest.mark.parametrize(("every", "outcome"), [(14, Outcome.PASSED), (15, Outcome.PENDING)])
def test_a_gap_ends_the_run(every: int, outcome: Outcome) -> None:
    """Readings with a hole between them are not consecutive."""
    assert judged(metric(consecutive=2), series(90, 90, every=every)).outcome is outcome


@pytest.mark.parametrize(("every", "outcome"), [(9, Outcome.PASSED), (10, Outcome.PENDING)])
def test_readings_before_the_window_do_not_count(every: int, outcome: Outcome) -> None:
    """A window of ten days holds today and the nine days before."""
    gate = metric(consecutive=2, window_days=10)
    assert judged(gate, series(90, 90, every=every)).outcome is outcome


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_not_a_number_is_invalid(value: str) -> None:
    """Infinity is above every threshold and passes none."""
    assert judged(metric(), series(value)).outcome is Outcome.INVALID
    assert judged(metric(direction="down"), series(value)).outcome is Outcome.INVALID


def test_a_broken_figure_before_the_run_does_no_harm() -> None:
    """Only what is judged has to be readable."""
    assert judged(metric(), series("NaN", 90)).passed


@pytest.mark.parametrize(
    "given",
    [
        series(90, unit="persons"),
        series(90, metric="turnover"),
        series(unit="persons"),
        series(90, unit="x" * 5000),
    ],
    ids=["unit", "metric", "unit without readings", "endless unit"],
)
def test_another_figure_is_invalid(given: Series) -> None:
    """90 persons are not 90%."""
    assert judged(metric(), given).outcome is Outcome.INVALID


def test_two_readings_of_one_day_are_invalid() -> None:
    """Nobody chooses the better of the two."""
    both = (Reading(on=TODAY, value=Decimal(70)), Reading(on=TODAY, value=Decimal(90)))
    assert judged(metric(), Series(metric="adoption", unit="%", readings=both)).outcome is Outcome.INVALID


@pytest.mark.parametrize(("days", "outcome"), [(1, Outcome.PASSED), (2, Outcome.INVALID)])
def test_readings_of_the_future_are_invalid(days: int, outcome: Outcome) -> None:
    """Tomorrow has begun east of Greenwich, the day after has not."""
    given = series(90, until=TODAY + timedelta(days=days))
    assert judged(metric(), given).outcome is outcome


@pytest.mark.parametrize("value", ["9e99999", "1e-99999", "0." + "9" * 3000])
def test_a_figure_of_any_size_is_judged(value: str) -> None:
    """No figure is too long for a reason."""
    verdict = judged(metric(), series(value))
    assert verdict.outcome in {Outcome.PASSED, Outcome.FAILED}
    assert len(verdict.reason.zh) < 200


@pytest.mark.parametrize(
    ("payload", "outcome"),
    [
        (series(40), Outcome.PASSED),
        (goals(goal(metric="adoption", unit="%", baseline=Decimal(40))), Outcome.PASSED),
        (series("NaN"), Outcome.INVALID),
        (series(), Outcome.INVALID),
        (series(40, unit="persons"), Outcome.INVALID),
        (goals(), Outcome.INVALID),
        (document(), Outcome.INVALID),
        (unreadable(), Outcome.INVALID),
    ],
)
def test_a_baseline_is_a_figure_of_the_same_kind(payload: Payload, outcome: Outcome) -> None:
    """A series or a goal in the same metric and unit, and nothing else."""
    gate = metric(baseline_required=True, baseline_evidence="before")
    given = facts(evidence("fact", series(90)), evidence("before", payload, observed=ago(200)))
    assert gate.judge(given, NOW).outcome is outcome


def test_without_the_required_baseline_the_gate_waits() -> None:
    """However good the readings are; the verdict rests on the baseline as well."""
    gate = metric(baseline_required=True, baseline_evidence="before")
    verdict = judged(gate, series(90))
    assert verdict.outcome is Outcome.PENDING
    assert gate.evidence_keys == ("fact", "before")


@pytest.mark.parametrize(
    "parameters",
    [
        {"threshold": "NaN"},
        {"threshold": "Infinity"},
        {"consecutive": 0},
        {"consecutive": 8, "window_days": 7},
        {"window_days": 0},
        {"unit": ""},
        {"baseline_required": True},
        {"direction": "sideways"},
    ],
)
def test_a_metric_that_cannot_be_judged_is_refused(parameters: dict[str, object]) -> None:
    """When the playbook is loaded, not in the middle of a rollout."""
    with pytest.raises(ValidationError):
        metric(**parameters)
