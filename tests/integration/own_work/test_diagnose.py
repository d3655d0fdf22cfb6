"""The diagnosis of the example company: ranking, SMART, vendors, team; and a company without files."""

import shutil

from playbooks.model.text import Language
from tasks.diagnose import diagnose
from tests.integration.own_work.conftest import Work

KEY = "crm-2026-diagnosis"


def diagnosed(work: Work) -> str:
    """Diagnose and return what is shown."""
    diagnose.fn(work.office, work.state.key, artifacts=work.shown)
    return work.shown.text(KEY)


def test_pain_points_are_ranked(work: Work) -> None:
    """The worst stands first; the share of the system at hand is said."""
    text = diagnosed(work)
    assert "| 1 | Lines stop for missing material" in text
    assert "cures make up 44% of all scores and cost 238,650 CNY a month" in text


def test_vendors_are_compared_by_score_and_total(work: Work) -> None:
    """The chosen one is marked, the dear cheap one is named."""
    text = diagnosed(work)
    assert "| 1 | ✓ Qiyuan Software (cloud subscription) | 4.60 | 360,000 | 215,000 (37%) | 575,000 |" in text
    assert (
        "Bluepine Technology (cloud subscription) quotes the lowest price, yet costs 31,000 CNY more" in text
    )


def test_goals_that_are_not_smart_name_the_letters(work: Work) -> None:
    """The first draft lacks a baseline or a date; the second is complete."""
    work.bring("goals.first", "xu.wen", key="goals")
    assert "✗ lacks M measurable" in diagnosed(work)
    work.bring("goals", "xu.wen")
    assert "✗ lacks M" not in diagnosed(work)


def test_empty_slots_are_filled_by_the_roster(work: Work) -> None:
    """Before the roster everything lacks; afterwards people stand there with their deputies."""
    assert "| Sponsor | – | 1 | ✗ 1 lacking |" in diagnosed(work)
    work.bring("team", "xu.wen")
    assert "| Sponsor | Lin Guohua (He Min) | 1 | ✓ filled |" in diagnosed(work)


def test_it_is_shown_once_while_nothing_changes(work: Work) -> None:
    """The run is resumed many times."""
    for _ in range(3):
        diagnosed(work)
    assert work.shown.times[KEY] == 1


def test_a_company_without_files_gets_the_way_to_add_them(work: Work) -> None:
    """The work does not fail for want of a score card."""
    shutil.rmtree(work.folder / "scorecards")
    work.office.company.unlink()
    text = diagnosed(work)
    assert "scorecards/crm.yaml: There is no score card yet. Add it" in text
    assert "organisation.yaml: The organisation file is missing" in text


def test_it_speaks_the_language_of_the_office(work: Work) -> None:
    """The same facts in Chinese."""
    work.speak(Language.ZH)
    assert "## 立项诊断" in diagnosed(work)
    assert "客户关系系统" in diagnosed(work)
