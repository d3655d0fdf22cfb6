"""The test report gate: each department passed enough tests, few enough defects are open."""

import pytest
from pydantic import ValidationError

from playbooks.model.gates.test_report import TestReportGate
from playbooks.model.verdict import Outcome
from tests.simulators.facts import acceptance_report, department_tests
from tests.simulators.gates import judged, rule

BOTH = ("finance", "sales")


def test_a_good_report_passes() -> None:
    """The reason says how many departments and tests."""
    verdict = judged(rule(TestReportGate, departments=BOTH), acceptance_report())
    assert verdict.passed
    assert verdict.reason.zh == "2 个部门、40 项测试，通过率均不低于 95%"


@pytest.mark.parametrize("counted", ["failed", "blocked", "not_run"])
@pytest.mark.parametrize(("passed", "outcome"), [(19, Outcome.PASSED), (18, Outcome.FAILED)])
def test_what_did_not_pass_counts_against(counted: str, passed: int, outcome: Outcome) -> None:
    """19 of 20 are 95%, 18 of 19 are not, whether failed, blocked or never run."""
    given = acceptance_report(department_tests("finance", passed, **{counted: 1}))
    assert judged(rule(TestReportGate), given).outcome is outcome


def test_no_department_hides_behind_another() -> None:
    """The rate holds for each department, not for their sum; the weak one is named."""
    given = acceptance_report(department_tests("finance", 1000), department_tests("sales", 1, failed=1))
    verdict = judged(rule(TestReportGate, departments=BOTH), given)
    assert verdict.outcome is Outcome.FAILED
    assert verdict.missing[0].what.en == "Sales passed 1 of 2 (50%, 95% required)"


@pytest.mark.parametrize("sales", [(), (department_tests("sales", 0),)], ids=["not named", "no tests"])
def test_a_department_without_tests_is_waited_for(sales: tuple[object, ...]) -> None:
    """It is named by its name."""
    given = acceptance_report(department_tests("finance")).model_copy(
        update={"departments": (department_tests("finance"), *sales)}
    )
    verdict = judged(rule(TestReportGate, departments=BOTH), given)
    assert verdict.outcome is Outcome.PENDING
    assert verdict.reason.zh == "尚未测试的部门：销售部"


def test_a_report_without_any_test_is_invalid() -> None:
    """Zero of zero is not 100%."""
    given = acceptance_report(department_tests("finance", 0))
    assert judged(rule(TestReportGate), given).outcome is Outcome.INVALID


def test_an_empty_report_is_invalid() -> None:
    """A report of no departments at all."""
    given = acceptance_report().model_copy(update={"departments": ()})
    assert judged(rule(TestReportGate), given).outcome is Outcome.INVALID


def test_a_department_named_twice_is_invalid() -> None:
    """The better of two lines must not hide the worse."""
    given = acceptance_report(department_tests("sales", 0, failed=9), department_tests("sales"))
    assert judged(rule(TestReportGate), given).outcome is Outcome.INVALID


@pytest.mark.parametrize(
    ("severities", "outcome"),
    [([3, 4, 4], Outcome.PASSED), ([2], Outcome.FAILED), ([1], Outcome.FAILED)],
)
def test_serious_defects_fail(severities: list[int], outcome: Outcome) -> None:
    """By default none of severity 1 or 2, and any number of the milder ones."""
    assert judged(rule(TestReportGate), acceptance_report(open_severities=severities)).outcome is outcome


@pytest.mark.parametrize(("count", "outcome"), [(3, Outcome.PASSED), (4, Outcome.FAILED)])
def test_the_limit_itself_is_borne(count: int, outcome: Outcome) -> None:
    """Three are allowed, the fourth is too many."""
    gate = rule(TestReportGate, max_open={1: 0, 2: 0, 3: 3})
    assert judged(gate, acceptance_report(open_severities=[3] * count)).outcome is outcome


@pytest.mark.parametrize(
    "parameters",
    [
        {"pass_rate": 0},
        {"pass_rate": "NaN"},
        {"pass_rate": 101},
        {"max_open": {}},
        {"max_open": {2: 0}},
        {"max_open": {1: -1}},
        {"max_open": {5: 0}},
    ],
)
def test_a_report_that_proves_nothing_is_refused(parameters: dict[str, object]) -> None:
    """Rates and limits out of range, and a limit that lets the worse through."""
    with pytest.raises(ValidationError):
        rule(TestReportGate, **parameters)
