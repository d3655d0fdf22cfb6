"""The trial run of the example company: acceptance test, defects and issues, reconciliation, KPIs."""

from playbooks.model.commands import CloseIssue, RaiseIssue
from playbooks.model.issue import Severity
from tasks.track_trial import track_trial
from tests.integration.own_work.conftest import Work
from tests.simulators.facts import check, reconciliation

KEY = "crm-2026-trial"


def tracked(work: Work) -> str:
    """Track the trial run and return what is shown."""
    track_trial.fn(work.office, work.state.key, artifacts=work.shown)
    return work.shown.text(KEY)


def test_before_the_trial_nothing_is_claimed(work: Work) -> None:
    """Every part says that there is nothing yet."""
    text = tracked(work)
    assert "There are no test results yet." in text
    assert "No data have been compared yet." in text
    assert "No issue or defect is open." in text


def test_the_first_round_fails_in_service(work: Work) -> None:
    """Each department stands against the mark, open defects by severity."""
    work.at("2026-06-26 18:00")
    work.collect("uat")
    text = tracked(work)
    service = next(line for line in text.splitlines() if line.startswith("| Customer Service |"))
    assert service.endswith("| ✗ short |")
    assert "| 1 | 1 | 0 |" in text


def test_the_second_round_passes(work: Work) -> None:
    """Nobody is short any more."""
    work.at("2026-07-10 18:00")
    work.collect("uat")
    assert "✗ short" not in tracked(work)


def test_issues_count_while_they_are_open(work: Work) -> None:
    """A closed issue is no open issue."""
    work.wish(RaiseIssue(issue="print", title="prints twice", severity=Severity.NUISANCE), "ye.xin")
    assert "| 3 | 0 | 1 |" in tracked(work)
    work.wish(CloseIssue(issue="print", resolution="fixed"), "ye.xin")
    assert "No issue or defect is open." in tracked(work)


def test_the_reconciliation_is_said_in_a_sentence(work: Work) -> None:
    """What agrees and what does not."""
    work.record("migration", reconciliation(check("customers"), check("orders", missing=3)))
    assert "1 of 2 tables do not agree." in tracked(work)


def test_kpis_stand_between_baseline_and_target(work: Work) -> None:
    """The latest reading with its way to the target."""
    work.at("2026-07-13 18:00")
    work.bring("goals", "xu.wen")
    work.collect("kpi.on_time_follow_up")
    line = next(line for line in tracked(work).splitlines() if line.startswith("| Follow-ups done on time"))
    assert "| 55 |" in line
    assert "| 90 |" in line
