"""The issue limit gate: no more open issues than the playbook bears."""

import pytest
from pydantic import ValidationError

from playbooks.model.gates.issue_limit import IssueLimitGate
from playbooks.model.verdict import Outcome
from tests.simulators.facts import NOW, ago, facts, issue
from tests.simulators.gates import rule

GATE = rule(IssueLimitGate, limits={1: 0, 2: 1})


def test_no_issues_pass() -> None:
    """Nothing is open."""
    assert GATE.judge(facts(), NOW).passed


@pytest.mark.parametrize(
    ("severities", "outcome"),
    [([2], Outcome.PASSED), ([2, 2], Outcome.FAILED), ([1], Outcome.FAILED), ([3, 3, 4], Outcome.PASSED)],
)
def test_each_severity_has_its_limit(severities: list[int], outcome: Outcome) -> None:
    """The limit itself is borne, one more is not, and what has no limit is not counted."""
    issues = [issue(f"i{number}", severity) for number, severity in enumerate(severities)]
    assert GATE.judge(facts(issues=issues), NOW).outcome is outcome


def test_closed_issues_do_not_count() -> None:
    """Closed until this very moment."""
    assert GATE.judge(facts(issues=[issue(severity=1, closed=NOW)]), NOW).passed


def test_an_issue_closed_in_the_future_is_open() -> None:
    """Planned to be closed is not closed."""
    assert not GATE.judge(facts(issues=[issue(severity=1, closed=ago(-1))]), NOW).passed


def test_the_owner_of_the_issue_is_asked_to_close_it() -> None:
    """An issue without an owner falls to the gate's owner."""
    issues = [issue("a", 1, owner="zhao_lei"), issue("b", 1)]
    verdict = GATE.judge(facts(issues=issues), NOW)
    assert [item.who for item in verdict.missing] == [("zhao_lei",), ("pmo",)]


def test_the_reason_counts_by_severity() -> None:
    """What a PMO reads."""
    verdict = GATE.judge(facts(issues=[issue(severity=1)]), NOW)
    assert verdict.reason.zh == "未关闭问题超限：1 级未关闭 1 个，上限 0 个"


def test_the_inputs_change_with_the_open_issues() -> None:
    """A new issue re-opens what was decided on the earlier ones."""
    before, after = GATE.judge(facts(), NOW), GATE.judge(facts(issues=[issue()]), NOW)
    assert before.inputs_digest != after.inputs_digest


def test_the_order_of_the_issues_does_not_matter() -> None:
    """The same issues in another order are the same inputs."""
    one, two = issue("a"), issue("b")
    verdicts = [GATE.judge(facts(issues=order), NOW) for order in ([one, two], [two, one])]
    assert verdicts[0].inputs == verdicts[1].inputs


def test_thousands_of_issues_are_judged() -> None:
    """More than a ledger entry could hold still have one digest and one short reason."""
    issues = [issue(f"i{number}", 1) for number in range(2000)]
    assert GATE.judge(facts(issues=issues), NOW).outcome is Outcome.FAILED


@pytest.mark.parametrize("limits", [{}, {2: 0}, {1: 0, 3: 0}, {1: -1}, {0: 0}, {5: 0}])
def test_limits_with_holes_are_refused(limits: dict[int, int]) -> None:
    """No limit at all, one that lets the worse through, and severities that do not exist."""
    with pytest.raises(ValidationError):
        rule(IssueLimitGate, limits=limits)
