"""Data governance in a story: the commands' own findings, and decisions that follow a rule from the data."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from config.example.make import prepare
from config.example.rows import read_rows, write_rows
from flows.entrypoints.demo import stage
from flows.entrypoints.demo.data_desk import DataDesk, Found
from flows.entrypoints.demo.narrator import Narrator
from flows.entrypoints.demo.story import Work
from playbooks.model.errors import InputError
from playbooks.model.text import Language, Text
from tests.simulators.told_story import governing

CLEANSING = "crm_cleansing.csv"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company's data folder, which no test changes."""
    folder = tmp_path_factory.mktemp("made") / "company"
    prepare(folder)
    return folder


@pytest.fixture
def company(made: Path, tmp_path: Path) -> Path:
    """A folder with what the five steps read, for one test; nobody has merged anything yet."""
    for name in ("reconciliation", "legacy", "structure"):
        for file in (made / name).rglob("*"):
            if file.is_file() and file.name != "merge_map.csv":
                copy = tmp_path / "company" / file.relative_to(made)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(file.read_bytes())
    return tmp_path / "company"


def taken(company: Path, *works: Work, language: Language = Language.EN) -> Found:
    """Take these steps of the CRM story and return what came of the last."""
    steps = {one.step: one for one in governing("crm")}
    return [DataDesk(company, language).work(steps[work]) for work in works][-1]


def proposal(company: Path) -> list[dict[str, str]]:
    """Return the lines of the proposal to merge."""
    with (company / "cleansing" / CLEANSING).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("works", "said", "goes_on_record"),
    [
        (["inventory"], "Counted: customers.source (1,860 rows), orders.source (21,000 rows)", True),
        (["standards"], "standards: 15, rows: 1,860, tables: 1", True),
        (["proposal"], "120 records of 1,860 look like duplicates, groups: 60;", False),
        (["proposal", "decisions"], "the same: 60; kept apart: 0", False),
        (["proposal", "decisions", "cleansing"], "Merged: 60 records into 60; kept apart: 0 groups", True),
        (["mapping"], "all 44 columns are mapped or set aside with a reason", True),
    ],
)
def test_each_step_says_what_it_found(
    company: Path,
    works: list[Work],
    said: str,
    goes_on_record: bool,  # noqa: FBT001  # parametrized
) -> None:
    """Real figures, in the words of the commands; proposal and decisions go on record with what comes of them."""
    found = taken(company, *works)
    assert said in found.said
    assert (found.finding is not None) is goes_on_record


def test_what_people_decide_is_the_map_of_what_was_planted(company: Path, made: Path) -> None:
    """All 60 duplicates, each led to the record that cleansing kept."""
    taken(company, "proposal", "decisions", "cleansing")
    decided, planted = (read_rows(folder / "legacy" / "merge_map.csv") for folder in (company, made))
    assert sorted(row["merged"] for row in decided) == sorted(row["merged"] for row in planted)
    assert {row["merged"]: row["survivor"] for row in decided} == {
        row["merged"]: row["survivor"] for row in planted
    }


def test_records_of_two_companies_stay_apart(company: Path) -> None:
    """The decisions follow the data: a group in which a credit code is lacking is not merged."""
    export = company / "legacy" / "customers_raw.csv"
    rows = read_rows(export)
    write_rows(export, [row | {"credit_code": ""} if row["cust_no"] == "002301" else row for row in rows])
    assert "the same: 59; kept apart: 1" in taken(company, "proposal", "decisions").said
    assert "Merged: 59 records into 59; kept apart: 1 groups" in taken(company, "cleansing").said


@pytest.mark.parametrize(("language", "word"), [(Language.ZH, "合并"), (Language.EN, "merge")])
def test_decisions_are_written_as_people_write_them(company: Path, language: Language, word: str) -> None:
    """In the language of the demo, one on each line."""
    taken(company, "proposal", "decisions", language=language)
    assert {row["decision"] for row in proposal(company)} == {word}


def test_nothing_is_merged_before_people_have_decided(company: Path) -> None:
    """The proposal alone is refused, as by the command."""
    with pytest.raises(InputError, match="is not decided"):
        taken(company, "proposal", "cleansing")
    assert not (company / "legacy" / "merge_map.csv").exists()


def test_a_second_play_proposes_anew(company: Path) -> None:
    """Decisions of the first do not stand for the second."""
    taken(company, "proposal", "decisions", "proposal")
    assert {row["decision"] for row in proposal(company)} == {""}


def test_the_decisions_are_those_of_whoever_made_them(company: Path) -> None:
    """The steward puts the map on record; it names the one of sales who decided."""
    finding = taken(company, "proposal", "decisions", "cleansing").finding
    assert finding is not None
    assert (finding.item, finding.done, '"decided_by": "huang.haibo"' in finding.content.decode()) == (
        "cleansing",
        True,
        True,
    )


def test_a_fresh_stage_holds_no_merge_map(tmp_path: Path) -> None:
    """The one that is read later is the one that people decided on."""
    assert not (stage.prepare(tmp_path) / "legacy" / "merge_map.csv").exists()


def test_the_narrator_tells_who_found_what() -> None:
    """The name, and the sentence with its figures."""
    told = StringIO()
    Narrator(Console(file=told, width=200), Language.EN).found(Text(zh="梁静", en="Liang Jing"), "60 groups")
    assert told.getvalue() == "  ▦ Liang Jing: 60 groups\n"
