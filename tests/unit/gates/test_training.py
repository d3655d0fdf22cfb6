"""The training gate: enough people of each tier completed it with a sufficient score."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from playbooks.model.evidence import Tier, TrainingRecord
from playbooks.model.gates.training import TrainingGate
from playbooks.model.verdict import Outcome
from tests.simulators.facts import NOW, TODAY, evidence, facts, trained, training
from tests.simulators.gates import judged, rule

STAFF = {"tier": "staff", "level": "skill", "completion": 90, "pass_score": 80}
MANAGERS = {"tier": "management", "level": "skill", "completion": 100}


def gate(*tiers: object, **parameters: object) -> TrainingGate:
    """Return a gate with these rules, or that for staff."""
    return rule(TrainingGate, tiers=tiers or (STAFF,), **parameters)


def crew(passed: int, total: int) -> list[TrainingRecord]:
    """Return the records of so many people, of whom the first ones passed."""
    return [trained(f"p{number}", 90 if number < passed else 79) for number in range(total)]


def test_a_trained_crew_passes() -> None:
    """Everybody completed it with a good score."""
    assert judged(gate(), training()).passed


@pytest.mark.parametrize(("passed", "outcome"), [(9, Outcome.PASSED), (8, Outcome.FAILED)])
def test_the_rate_itself_is_enough(passed: int, outcome: Outcome) -> None:
    """9 of 10 are 90%."""
    assert judged(gate(), training(*crew(passed, 10))).outcome is outcome


@pytest.mark.parametrize(
    ("record", "outcome"),
    [
        (trained("a", 80), Outcome.PASSED),
        (trained("a", "79.99"), Outcome.FAILED),
        (trained("a", None), Outcome.FAILED),
        (trained("a", 100, completed=None), Outcome.FAILED),
    ],
    ids=["mark reached", "below the mark", "not assessed", "not completed"],
)
def test_completed_means_a_day_and_a_score(record: TrainingRecord, outcome: Outcome) -> None:
    """The mark itself passes; without a score or a day nobody does."""
    assert judged(gate(), training(record)).outcome is outcome


def test_without_a_mark_completion_is_enough() -> None:
    """Awareness is not assessed."""
    assert judged(gate(MANAGERS), training(trained("lin_wei", None, tier=Tier.MANAGEMENT))).passed


def test_the_reason_names_tier_level_and_rate() -> None:
    """What a PMO reads."""
    verdict = judged(gate(), training(*crew(1, 3)))
    assert verdict.reason.zh == "培训未达标：一线员工·技能 完成 1/3 人（33.3%，要求 90%）"


def test_a_tier_without_records_is_waited_for() -> None:
    """The staff are trained, nobody of the management is on record."""
    verdict = judged(gate(STAFF, MANAGERS), training())
    assert verdict.outcome is Outcome.PENDING
    assert verdict.reason.en == "no training records yet: management, skill"


@pytest.mark.parametrize("score", ["NaN", "Infinity"])
def test_a_score_that_is_no_number_is_invalid(score: str) -> None:
    """Infinity is above every mark and passes none."""
    assert judged(gate(), training(trained("a"), trained("b", score))).outcome is Outcome.INVALID


def test_a_completion_in_the_future_is_invalid() -> None:
    """Planned is not completed."""
    planned = trained("a", completed=TODAY + timedelta(days=2))
    assert judged(gate(), training(planned)).outcome is Outcome.INVALID


def test_a_person_listed_twice_is_invalid() -> None:
    """Repeating those who passed must not raise the rate."""
    records = [trained("a"), trained("a"), trained("b", 0)]
    assert judged(gate(), training(*records)).outcome is Outcome.INVALID


def test_only_the_named_departments_count() -> None:
    """Those who failed elsewhere are another gate's business."""
    records = training(trained("a"), trained("b", 0, department="sales"))
    assert judged(gate(departments=["finance"]), records).passed
    assert not judged(gate(), records).passed


def test_a_named_department_without_records_is_waited_for() -> None:
    """It is named by its name."""
    verdict = judged(gate(departments=["finance", "sales"]), training(trained("a")))
    assert verdict.outcome is Outcome.PENDING
    assert verdict.reason.zh == "尚无培训记录：销售部"


@pytest.mark.parametrize(("days", "outcome"), [(365, Outcome.PASSED), (366, Outcome.FAILED)])
def test_each_training_grows_old_by_itself(days: int, outcome: Outcome) -> None:
    """That of somebody else, a moment ago, makes it no fresher."""
    old = trained("a", completed=TODAY - timedelta(days=days))
    assert judged(gate(valid_for=365), training(old, trained("b"))).outcome is outcome


def test_the_reason_names_what_is_out_of_date() -> None:
    """So that a PMO knows why ten trained people are eight."""
    old = trained("a", completed=TODAY - timedelta(days=731))
    verdict = judged(gate(valid_for=365), training(old, trained("b")))
    assert verdict.reason.zh == (
        "培训未达标：一线员工·技能 完成 1/2 人（50%，要求 90%，1 人的培训已超过 365 天）"
    )
    assert "(50%, need 90%; 1 trained more than 365 days ago)" in verdict.reason.en


def test_time_alone_makes_a_training_too_old() -> None:
    """The verdict of today does not stand for ever."""
    yesterday = training(trained("a", completed=TODAY - timedelta(days=1)))
    known, keeper = facts(evidence("fact", yesterday)), gate(valid_for=2)
    assert keeper.judge(known, NOW).passed
    assert keeper.judge(known, NOW + timedelta(days=2)).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "tiers",
    [
        [],
        [STAFF, STAFF],
        [{**STAFF, "completion": 0}],
        [{**STAFF, "completion": "NaN"}],
        [{**STAFF, "pass_score": "NaN"}],
        [{**STAFF, "pass_score": -1}],
    ],
)
def test_rules_that_prove_nothing_are_refused(tiers: list[object]) -> None:
    """No rules, doubled rules, rates and marks out of range."""
    with pytest.raises(ValidationError):
        rule(TrainingGate, tiers=tiers)
