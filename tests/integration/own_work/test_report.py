"""The report holds what the phases have worked out, for whoever never opens Prefect."""

import html
import sys
from pathlib import Path
from subprocess import run

import pytest

from playbooks.model.phase import PhaseKey
from playbooks.model.text import Language
from tasks.adapters.own_work import SHEETS, own_sheets
from tasks.adapters.render.sheet import sheet_markdown
from tasks.adapters.render.voice import Voice
from tasks.adapters.reports import report_page
from tasks.diagnose import diagnose
from tests.integration.own_work.conftest import ROLLOUT, Work

PRODUCT = Path(__file__).parents[3]


def page(work: Work, language: Language = Language.EN) -> str:
    """Return the report."""
    return html.unescape(report_page(work.office, ROLLOUT, language=language, key=work.folder / "none"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.ZH, ("立项诊断", "供应商选型", "启元软件", "痛点排序")),
        (Language.EN, ("Diagnosis", "Vendor selection", "Qiyuan Software", "Pain points, ranked")),
    ],
)
def test_the_diagnosis_stands_in_the_report(work: Work, language: Language, said: tuple[str, ...]) -> None:
    """With the vendors compared, in the reader's language whatever the office speaks."""
    shown = page(work, language)
    assert [words for words in said if words not in shown] == []


def test_only_phases_that_have_begun_have_worked(work: Work) -> None:
    """Training and value come when their phases do."""
    assert [sheet.title.partition(":")[0] for sheet in own_sheets(work.office, work.state, Language.EN)] == [
        "Diagnosis"
    ]
    shown = page(work)
    assert ("Diagnosis: " in shown, "Training and roll-out: " in shown, "Value: " in shown) == (
        True,
        False,
        False,
    )


def test_it_is_the_sheet_that_prefect_shows(work: Work) -> None:
    """One sheet, two places."""
    diagnose.fn(work.office, ROLLOUT, artifacts=work.shown)
    (sheet,) = own_sheets(work.office, work.state, Language.EN)
    assert work.shown.text("crm-2026-diagnosis") == sheet_markdown(sheet)


@pytest.mark.parametrize("phase", SHEETS)
@pytest.mark.parametrize("language", Language)
def test_each_sheet_can_be_made_at_any_time(work: Work, phase: PhaseKey, language: Language) -> None:
    """What is not known yet is said in the sheet."""
    sheet = SHEETS[phase](work.office, Voice(language, work.state))
    assert sheet.title
    assert sheet.sections


def test_a_report_loads_no_prefect() -> None:
    """It is made where Prefect is down, and sooner."""
    asked = "import sys, tasks.adapters.reports; sys.exit('prefect' in sys.modules)"
    assert run([sys.executable, "-c", asked], cwd=PRODUCT, check=False).returncode == 0
