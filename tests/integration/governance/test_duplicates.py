"""Duplicates: how many of the planted ones are found, and how many that are found are none."""

import csv
from itertools import combinations
from pathlib import Path

import pytest

from config.example.rows import read_rows
from config.example.targets import HERE
from playbooks.model.errors import InputError
from playbooks.model.governance import DuplicateSearch
from playbooks.model.likeness import Ground, Level
from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.strict_yaml import load_model, parse_yaml
from tasks.adapters.governance.likeness_search import MOST_IN_BLOCK, Found, find_duplicates
from tests.simulators import mistyped

PLAN = HERE / "reconciliation" / "crm_cleansing.yaml"
MERGED = frozenset(
    frozenset({row["cust_no"], row["merged_into"]}) for row in read_rows(HERE / "legacy" / "duplicates.csv")
)


def pairs(found: Found) -> set[frozenset[str]]:
    """Return every two records that stand in one group."""
    return {frozenset(pair) for group in found.groups for pair in combinations(group.keys, 2)}


def figures(found: Found, truth: frozenset[frozenset[str]]) -> tuple[float, float]:
    """Return precision and recall."""
    hits = len(pairs(found) & truth)
    return hits / len(pairs(found)), hits / len(truth)


def example(**search: object) -> Found:
    """Return what is found in the example's customers before their cleansing."""
    plan = load_model(parse_yaml(PLAN.read_bytes(), name=PLAN.name), ReconciliationPlan)
    given = DuplicateSearch.model_validate({"name": "cust_name", **search})
    return find_duplicates(plan.checks[0].model_copy(update={"duplicates": given}), base=HERE)


@pytest.mark.parametrize(
    ("search", "precision", "recall"),
    [
        ({"credit_code": "credit_code"}, 1.0, 1.0),
        ({"phone": "phone"}, 1.0, 1.0),
        ({}, 1.0, 58 / 60),
    ],
    ids=["by code", "by phone", "by name alone"],
)
def test_the_duplicates_of_the_example_are_found(
    search: dict[str, object], precision: float, recall: float
) -> None:
    """60 among 1,860; by the names alone two short forms that dropped the word trade are missed."""
    assert figures(example(**search), MERGED) == (precision, recall)


def test_twenty_thousand_mistyped_customers(tmp_path: Path) -> None:
    """Full width, blanks, short forms, moved places, slips: all found by name and phone, and nothing else."""
    given = mistyped.planted(20_000)
    given.write(tmp_path)
    found = find_duplicates(mistyped.search(phone="phone"), base=tmp_path)
    precision, recall = figures(found, given.pairs)
    assert recall == 1.0
    assert precision == 1.0
    assert found.rows == 20_000


def test_by_name_alone_slips_are_left_to_people(tmp_path: Path) -> None:
    """One sign that differs is another company until somebody has looked."""
    given = mistyped.planted(4_000)
    given.write(tmp_path)
    precision, recall = figures(find_duplicates(mistyped.search(), base=tmp_path), given.pairs)
    everything = figures(find_duplicates(mistyped.search(), base=tmp_path, possible=True), given.pairs)
    assert precision > 0.98
    assert 0.7 < recall < 0.8  # a quarter of the planted ones are slips
    assert everything[1] > 0.98


def test_a_title_and_a_phone_make_one_person(tmp_path: Path) -> None:
    """张三 and 张先生 with one phone; another 张三 stays another."""
    given = mistyped.people()
    given.write(tmp_path)
    found = find_duplicates(mistyped.search(phone="phone"), base=tmp_path)
    assert pairs(found) == given.pairs
    assert found.groups[0].grounds == (Ground.TITLE, Ground.PHONE)
    assert (found.groups[0].level, found.groups[0].survivor) == (Level.LIKELY, "1")


def write(folder: Path, *rows: tuple[str, ...]) -> None:
    """Write a list of customers."""
    with (folder / "old.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([mistyped.HEADER, *rows])


def test_materials_keep_their_sizes(tmp_path: Path) -> None:
    """The same bolt typed twice; another length and another specification are others."""
    write(
        tmp_path,
        ("1", "螺栓 M8×20", "", "镀锌", ""),
        ("2", "螺栓M8*20", "", "镀锌", ""),
        ("3", "螺栓 M8x2.0", "", "镀锌", ""),
        ("4", "螺栓 M8x20", "", "不锈钢", ""),
    )
    found = find_duplicates(mistyped.search(subject="material", apart=["address"]), base=tmp_path)
    assert [group.keys for group in found.groups] == [("1", "2")]


def test_a_phone_that_many_share_is_no_ground(tmp_path: Path) -> None:
    """The switchboard's number; it is counted as left out."""
    rows = [(str(number), f"德嘉{number}木业", "12345678900", "", "") for number in range(MOST_IN_BLOCK + 1)]
    write(tmp_path, *rows)
    found = find_duplicates(mistyped.search(phone="phone"), base=tmp_path)
    assert (found.groups, found.crowded) == ((), 1)


def test_a_key_that_stands_twice_is_counted(tmp_path: Path) -> None:
    """Its first record is looked at; keys have to be corrected before anything is merged."""
    write(
        tmp_path,
        ("1", "恒信五金厂家", "", "", ""),
        ("1", "恒信五金厂家", "", "", ""),
        ("2", "恒信五金厂家", "", "", ""),
    )
    found = find_duplicates(mistyped.search(), base=tmp_path)
    assert (found.doubled, [group.keys for group in found.groups]) == (1, [("1", "2")])


def test_a_row_without_a_key_is_refused(tmp_path: Path) -> None:
    """Nobody could say what was merged."""
    write(tmp_path, ("", "恒信五金厂", "", "", ""))
    with pytest.raises(InputError, match="without a key"):
        find_duplicates(mistyped.search(), base=tmp_path)


def test_a_check_that_does_not_say_how_is_refused(tmp_path: Path) -> None:
    """The message says what to add."""
    check = mistyped.search().model_copy(update={"duplicates": None})
    with pytest.raises(InputError, match="duplicates:"):
        find_duplicates(check, base=tmp_path)
