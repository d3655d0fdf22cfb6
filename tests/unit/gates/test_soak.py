"""The soak gate: quiet days since the start."""

import pytest
from pydantic import ValidationError

from playbooks.model.evidence import Evidence
from playbooks.model.gates.soak import SoakGate
from playbooks.model.issue import Issue
from playbooks.model.verdict import Outcome, Verdict
from tests.simulators.facts import NOW, ago, document, evidence, facts, issue, unreadable
from tests.simulators.gates import rule

GATE = rule(SoakGate, days=10, severity=2, since_evidence="cutover")


def after(days: float, *issues: Issue) -> Verdict:
    """Return the verdict so many days after the cutover."""
    return GATE.judge(facts(evidence("cutover", document(), observed=ago(days)), issues=issues), NOW)


@pytest.mark.parametrize(("days", "outcome"), [(9.99, Outcome.PENDING), (10, Outcome.PASSED)])
def test_the_days_have_to_be_over(days: float, outcome: Outcome) -> None:
    """To the minute."""
    assert after(days).outcome is outcome


@pytest.mark.parametrize(("days", "left"), [(0, 10), (0.5, 10), (1, 9), (9.99, 1)])
def test_the_reason_says_how_many_days_are_left(days: float, left: int) -> None:
    """A day begun counts as a day left."""
    assert f"还需 {left} 天" in after(days).reason.zh


def test_before_the_start_the_gate_waits() -> None:
    """The evidence that marks the start is named."""
    verdict = GATE.judge(facts(), NOW)
    assert verdict.outcome is Outcome.PENDING
    assert "cutover" in verdict.missing[0].what.en


def test_an_open_issue_fails() -> None:
    """However long ago it was raised."""
    verdict = after(30, issue(raised=ago(29), owner="zhao_lei"))
    assert verdict.outcome is Outcome.FAILED
    assert verdict.missing[0].who == ("zhao_lei",)


@pytest.mark.parametrize(("closed", "outcome"), [(9, Outcome.PENDING), (10, Outcome.PASSED)])
def test_the_days_count_anew_from_the_closing(closed: float, outcome: Outcome) -> None:
    """Ten quiet days after the last serious issue."""
    assert after(30, issue(raised=ago(29), closed=ago(closed))).outcome is outcome


def test_milder_issues_do_not_disturb() -> None:
    """Severity 3 may be open while the gate asks about 1 and 2."""
    assert after(10, issue(severity=3)).passed


def test_issues_before_the_start_do_not_count() -> None:
    """What was solved before the cutover is over."""
    assert after(10, issue(raised=ago(40), closed=ago(20))).passed


def test_an_issue_closed_in_the_future_is_open() -> None:
    """Planned to be closed is not closed."""
    assert after(30, issue(raised=ago(29), closed=ago(-1))).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "start",
    [evidence("cutover", unreadable(), observed=ago(30)), evidence("cutover", document(), observed=ago(-1))],
)
def test_a_doubtful_start_is_invalid(start: Evidence) -> None:
    """One that could not be read, and one in the future."""
    assert GATE.judge(facts(start), NOW).outcome is Outcome.INVALID


def test_another_start_changes_the_inputs() -> None:
    """The moment counts, though the document is the same."""
    assert after(10).inputs_digest != after(11).inputs_digest


@pytest.mark.parametrize("change", [{"days": 0}, {"severity": 0}, {"severity": 5}])
def test_a_soak_without_days_is_refused(change: dict[str, object]) -> None:
    """No quiet days, or a severity that does not exist."""
    with pytest.raises(ValidationError):
        rule(SoakGate, **{"days": 10, "since_evidence": "cutover", **change})
