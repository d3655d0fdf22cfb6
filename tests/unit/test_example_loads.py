"""The example's loads carry exactly the faults that planted.yaml says, and are the same bytes every time."""

import csv
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import closing
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.example import faults
from config.example.targets import HERE, build_targets, put_in_place

TABLES = [("crm", "customers"), ("crm", "orders"), ("erp", "items"), ("erp", "stock"), ("erp", "receivables")]
Fault = Callable[[faults.Value], faults.Value]
Cell = str | int | float | Decimal | date | None
PLANTED = yaml.safe_load((HERE / "planted.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the target databases once."""
    out = tmp_path_factory.mktemp("targets")
    build_targets(out)
    return out


def test_targets_are_the_same_bytes_every_time(targets: Path, tmp_path: Path) -> None:
    """Two builds on one machine do not differ in a byte."""
    build_targets(tmp_path)
    built = sorted((targets / "target").glob("*_load.sqlite"))
    assert [path.read_bytes() for path in built] == [
        (tmp_path / "target" / path.name).read_bytes() for path in built
    ]


@pytest.mark.parametrize("load", ["first_load", "second_load"])
@pytest.mark.parametrize(("system", "table"), TABLES)
def test_plain_comparison_finds_what_was_planted(targets: Path, system: str, table: str, load: str) -> None:
    """An independent row-by-row comparison agrees with planted.yaml to the last row."""
    planted = dict(PLANTED[system][load][table])
    del planted["kinds"]
    mapping = yaml.safe_load((HERE / "reconciliation" / f"{system}.yaml").read_text(encoding="utf-8"))
    check = next(check for check in mapping["checks"] if check["key"] == table)
    assert compared(check, targets / "target" / f"{system}_{load}.sqlite") == planted


def compared(check: dict[str, Any], database: Path) -> dict[str, Any]:
    """Compare both sides in plain Python."""
    pairs = check["keys"] + check["columns"]
    old = [
        [canonical(row[pair["source"]] or None, pair, source=True) for pair in pairs]
        for row in exported(check)
    ]
    new = [
        [canonical(value, pair) for value, pair in zip(row, pairs, strict=True)]
        for row in stored(check, database)
    ]
    width = len(check["keys"])
    old_by, new_by = by_key(old, width), by_key(new, width)
    both = [(old_by[key][0], found[0]) for key, found in new_by.items() if key in old_by and len(found) == 1]
    changed = Counter(p["target"] for a, b in both for p, x, y in zip(pairs, a, b, strict=True) if x != y)
    return {
        "source_rows": len(old),
        "target_rows": len(new),
        "missing": len(old_by.keys() - new_by.keys()),
        "extra": len(new_by.keys() - old_by.keys()),
        "doubled": sum(len(found) > 1 for found in new_by.values()),
        "changed": dict(changed),
        "unique": {name: repeated(new, [p["target"] for p in pairs].index(name)) for name in check["unique"]},
    }


def exported(check: dict[str, Any]) -> list[dict[str, str]]:
    """Read the legacy export, without what was merged away."""
    key = check["keys"][0]["source"]
    gone = {row["merged"] for row in rows(check["merge_map"])} if "merge_map" in check else set()
    return [row for row in rows(check["source"]["csv"]) if row[key] not in gone]


def rows(name: str) -> list[dict[str, str]]:
    """Read a file of the company."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stored(check: dict[str, Any], database: Path) -> list[Any]:
    """Read the mapped columns of the target."""
    names = ", ".join(pair["target"] for pair in check["keys"] + check["columns"])
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(f"SELECT {names} FROM {check['target']['table']}").fetchall()  # noqa: S608


def canonical(value: str | float | None, pair: dict[str, Any], *, source: bool = False) -> Cell:
    """Bring one value into the form in which both sides are compared."""
    if value is None or value == "":
        return value
    text = str(value)
    match pair.get("transform", "none"):
        case "decimal":
            return Decimal(text).quantize(Decimal(1).scaleb(-pair["scale"]), ROUND_HALF_UP)
        case "date":
            return date(*map(int, re.split("[/-]", text)))
        case "code" if source:
            return str(pair["code_table"][text])
        case "trim":
            return text.strip()
        case _:
            return text


def by_key(table: list[list[Cell]], width: int) -> dict[tuple[Cell, ...], list[list[Cell]]]:
    """Group rows by their key."""
    found = defaultdict(list)
    for row in table:
        found[tuple(row[:width])].append(row)
    return found


def repeated(table: list[list[Cell]], column: int) -> int:
    """Count the values that stand on more than one row."""
    return sum(count > 1 for count in Counter(row[column] for row in table).values())


def test_first_load_has_several_kinds_of_fault_and_second_none() -> None:
    """The first load is bad in many ways, the second in none."""
    crm = PLANTED["crm"]
    kinds = {kind for table in crm["first_load"].values() for kind in table["kinds"]}
    assert kinds == {
        "full_width",
        "cut_short",
        "wrong_code",
        "zeros_lost",
        "day_before",
        "cent_off",
        "empty_for_null",
        "rounded_to_tenths",
    }
    assert not any(
        table["kinds"] or table["missing"] or table["extra"] for table in crm["second_load"].values()
    )


def test_putting_a_load_in_place_replaces_the_former(targets: Path) -> None:
    """The target is the load that was put in place last."""
    put_in_place(targets, system="crm", load="first_load")
    target = put_in_place(targets, system="crm", load="second_load")
    assert target.read_bytes() == (targets / "target" / "crm_second_load.sqlite").read_bytes()


@pytest.mark.parametrize(
    ("fault", "value", "spoilt"),
    [
        (faults.full_width, "恒达168", "恒达１６８"),
        (faults.cut_short, "上海恒达五金有限公司", "上海恒达五金有限公"),
        (faults.cut_short, "短名", "短名"),
        (faults.zeros_lost, "00100001", "100001"),
        (faults.day_before, "2026-03-01", "2026-02-28"),
        (faults.day_before, None, None),
        (faults.cent_off, "9.99", "10.00"),
        (faults.cent_off, 0.1, 0.11),
        (faults.rounded_to_tenths, 12.35, 12.4),
        (faults.rounded_to_tenths, 12.3, 12.3),
        (faults.empty_for_null, None, ""),
        (faults.empty_for_null, "x", "x"),
        (faults.one_more, 7, 8),
        (faults.other_of("a", "b"), "b", "a"),
    ],
)
def test_fault_rewrites_what_it_is_named_for(fault: Fault, value: faults.Value, spoilt: faults.Value) -> None:
    """Each fault changes exactly one thing, and leaves alone what it does not apply to."""
    assert fault(value) == spoilt
