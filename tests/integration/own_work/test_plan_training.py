"""Training of the example company: against the marks, by department, who lacks what, the award."""

from playbooks.model.commands import RaiseIssue
from playbooks.model.issue import Severity
from tasks.plan_training import plan_training
from tests.integration.own_work.conftest import Work

KEY = "crm-2026-training"
USAGE = """month,person,department,active_days,records
2026-06,ye.xin,sales,20,300
2026-06,luo.ting,service,12,80
"""


def planned(work: Work) -> str:
    """Plan the training and return what is shown."""
    plan_training.fn(work.office, work.state.key, artifacts=work.shown)
    return work.shown.text(KEY)


def test_before_any_record_nothing_is_reached(work: Work) -> None:
    """No record is no success."""
    text = planned(work)
    assert (
        "| Training by tier reaches its marks | staff, skill | 0/0 | – | 90%, score ≥ 80 | ✗ short |" in text
    )
    assert "There are no training records yet." in text


def test_half_way_people_who_lack_a_level_are_named(work: Work) -> None:
    """In the middle of May nobody has finished everything."""
    work.at("2026-05-20 09:00")
    work.collect("training")
    text = planned(work)
    assert "✗ short" in text
    assert "| Lin Guohua |" in text.partition("Who still lacks what")[2]
    assert "more." in text


def test_at_the_end_the_marks_are_reached(work: Work) -> None:
    """Three people still lack a level, and the marks allow it."""
    work.at("2026-06-12 18:00")
    work.collect("training")
    text = planned(work)
    assert "✗ short" not in text
    assert text.partition("Who still lacks what")[2].partition("###")[0].count("| staff") == 3


def test_super_users_come_from_the_roster(work: Work) -> None:
    """A department without one lacks one."""
    assert "| Super users: Sales | – | 1 | ✗ 1 lacking |" in planned(work)
    work.bring("super_users", "fan.xue")
    assert "| Super users: Sales | – | 1 |" not in planned(work)


def test_without_usage_the_award_goes_by_training_and_issues(work: Work) -> None:
    """The artifact says so, and how to add usage."""
    work.at("2026-05-28 09:00")
    work.collect("training")
    work.wish(RaiseIssue(issue="slow", title="slow", severity=Severity.HINDERS_WORK), "ye.xin")
    text = planned(work)
    assert (
        "usage/crm.csv: There is no usage yet; the award goes by training scores and issues raised." in text
    )
    assert "User of the month, 2026-05" in text
    assert "First with " in text


def test_with_usage_the_award_goes_by_usage(work: Work) -> None:
    """The one who worked most days stands first."""
    (work.folder / "usage").mkdir()
    (work.folder / "usage" / "crm.csv").write_text(USAGE)
    work.at("2026-06-30 18:00")
    assert ": Ye Xin." in planned(work)


def test_usage_of_another_month_does_not_count(work: Work) -> None:
    """May has no usage on file."""
    (work.folder / "usage").mkdir()
    (work.folder / "usage" / "crm.csv").write_text(USAGE)
    work.at("2026-05-28 09:00")
    assert "The usage file holds nothing of 2026-05" in planned(work)
