"""The company's optional files: read where they are, named where missing, left out where wrong."""

import logging
from pathlib import Path

import pytest

from tasks.adapters.company import Company, Lookup

USAGE = "month,person,department,active_days,records\n2026-06,ye.xin,sales,20,300\n"


@pytest.fixture
def files(own_company: Path) -> Company:
    """The example company as the CRM sees it."""
    return Company(own_company / "organisation.yaml", "crm")


def looks(files: Company) -> dict[str, Lookup[object]]:
    """Look at every file."""
    return {
        "organisation.yaml": files.organisation(),
        "scorecards/crm.yaml": files.score_card(),
        "calendar.yaml": files.dates(),
        "value/crm.yaml": files.value(),
        "usage/crm.csv": files.usage(),
    }


def test_what_is_there_is_read(files: Company) -> None:
    """Organisation, score card and calendar of the example; value and usage are not kept yet."""
    found = {name for name, look in looks(files).items() if look.content is not None}
    assert found == {"organisation.yaml", "scorecards/crm.yaml", "calendar.yaml"}


@pytest.mark.parametrize(
    "name", ["organisation.yaml", "scorecards/crm.yaml", "calendar.yaml", "value/crm.yaml", "usage/crm.csv"]
)
def test_a_missing_file_is_named_with_the_way_to_add_it(files: Company, name: str) -> None:
    """Nothing is logged: a file that was never promised is no fault."""
    (files.folder / name).unlink(missing_ok=True)
    remark = looks(files)[name].remark
    assert remark is not None
    assert remark.en.startswith(f"{name}: ")
    assert remark.zh.startswith(f"{name}：")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("scorecards/crm.yaml", "key: crm\n", "title"),
        ("scorecards/crm.yaml", "key: [", "crm.yaml:1"),
        ("calendar.yaml", 'crm:\n  milestones: {go_live: "soon"}\n', "calendar.yaml:2"),
        ("value/crm.yaml", "gains: many\n", "gains"),
        ("usage/crm.csv", "month,person\n", "lacks the columns"),
        ("usage/crm.csv", USAGE.replace("20,", "many,"), "line 2"),
        ("usage/crm.csv", USAGE.replace("20,", "77,"), "at most 31 days"),
        ("usage/crm.csv", USAGE.replace("20,", "NaN,"), "at most 31 days"),
    ],
)
def test_a_wrong_file_is_left_out_and_logged(
    files: Company, name: str, content: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The remark and the warning name the place; nothing is raised."""
    (files.folder / name).parent.mkdir(exist_ok=True)
    (files.folder / name).write_text(content)
    with caplog.at_level(logging.WARNING):
        look = looks(files)[name]
    assert look.content is None
    assert look.remark is not None
    assert f"{name} is wrong" in look.remark.en
    assert words in look.remark.en
    assert name in caplog.text


def test_a_very_long_complaint_is_cut(files: Company) -> None:
    """A file full of faults cannot fill the page."""
    (files.folder / "scorecards/crm.yaml").write_text("".join(f"{'x' * 200}{n}: 1\n" for n in range(200)))
    remark = files.score_card().remark
    assert remark is not None
    assert len(remark.en) < 1500


def test_usage_is_read_by_month(files: Company) -> None:
    """One line is one person's month."""
    (files.folder / "usage").mkdir()
    (files.folder / "usage" / "crm.csv").write_text(USAGE)
    found = files.usage().content or ()
    assert [(one.month, one.usage.person, one.usage.records) for one in found] == [("2026-06", "ye.xin", 300)]
