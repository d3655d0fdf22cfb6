"""The five steps of data governance on the example company's customers, from the raw export to a load that agrees.

60 duplicates are planted among 1,860 records. What is proposed is held against `legacy/duplicates.csv`: precision
and recall are both 1 by name, phone and credit code.
"""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from config.example.make import prepare
from config.example.targets import put_in_place
from flows.entrypoints.cli.running import run

Call = Callable[..., tuple[int, dict[str, object]]]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example company's data, with the repaired load in place."""
    folder = tmp_path_factory.mktemp("company")
    prepare(folder)
    put_in_place(folder, system="crm", load="second_load")
    return folder


@pytest.fixture
def phasegate(company: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """The command line on the plan of the cleansing; answers with exit code and document."""
    plan = str(company / "reconciliation" / "crm_cleansing.yaml")

    def call(*words: str) -> tuple[int, dict[str, object]]:
        capsys.readouterr()
        named = [plan if word == "PLAN" else word for word in words]
        code = run([*named, "--base", str(company), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


def rows(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("step", ["profile", "check", "mapping"])
def test_the_raw_export_is_counted_held_against_standards_and_mapped(phasegate: Call, step: str) -> None:
    """Inventory, standards and mapping are in order."""
    assert phasegate("data", step, "PLAN")[0] == 0


def test_every_planted_duplicate_is_proposed_and_nothing_else(
    phasegate: Call, company: Path, tmp_path: Path
) -> None:
    """Precision 60/60, recall 60/60; each record that stays is the one that cleansing kept."""
    assert phasegate("data", "duplicates", "PLAN", "--out", str(tmp_path / "p.csv"))[0] == 5
    merged = {row["cust_no"]: row["merged_into"] for row in rows(company / "legacy" / "duplicates.csv")}
    proposed = rows(tmp_path / "p.csv")
    survivors = {row["group"]: row["key"] for row in proposed if row["survivor"]}
    found = {row["key"]: survivors[row["group"]] for row in proposed if not row["survivor"]}
    assert len(merged) == 60
    assert found == merged


def test_what_people_decide_makes_the_load_agree(phasegate: Call, company: Path, tmp_path: Path) -> None:
    """The merge map of their decisions; the reconciliation takes the 60 for merged, not for missing."""
    phasegate("data", "duplicates", "PLAN", "--out", str(tmp_path / "p.csv"))
    text = (tmp_path / "p.csv").read_text("utf-8-sig").replace(",,x,", ",merge,x,")
    (tmp_path / "p.csv").write_text(text, "utf-8-sig")
    target = str(company / "legacy" / "merge_map.csv")
    code, decided = phasegate("data", "merge", str(tmp_path / "p.csv"), "--plan", "PLAN", "--out", target)
    assert (code, len(decided["map"]["merges"])) == (0, 60)  # type: ignore[index]  # as JSON is
    code, compared = phasegate("reconcile", "PLAN")
    (check,) = compared["result"]["checks"]  # type: ignore[index]  # same
    assert (code, check["merged"], check["missing"], check["rows_source"]) == (0, 60, 0, 1800)
