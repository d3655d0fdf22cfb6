"""Reconciliation on real files: every planted defect is found exactly, and nothing else."""

import csv
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.example.targets import build_targets, put_in_place
from playbooks.model.errors import InputError
from playbooks.model.mapping import Column, KeyPair, ReconciliationPlan, Transform
from playbooks.model.reconciliation import CheckResult, DifferenceKind
from tasks.adapters.reconcile import Terms, reconcile
from tests.simulators.migration import TARGET_HEADER, by_region, customers, plan, write_export, write_target

EXAMPLE = Path(__file__).parents[2] / "config" / "example"

Rows = list[list[object]]


def former(count: int = 200) -> Rows:
    """Return rows as the former system exports them."""
    return [
        [f"{n:05}", f"客户{n}", f"2024/{n % 12 + 1}/{n % 28 + 1}", f"{n}.5", "东西"[n % 2]]
        for n in range(count)
    ]


def moved(count: int = 200) -> Rows:
    """Return the same rows as the new system must hold them."""
    return [
        [f"{n:05}", f"客户{n}", f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}", n + 0.5, "EW"[n % 2]]
        for n in range(count)
    ]


def compared(folder: Path, source: Rows, target: Rows, **changes: object) -> CheckResult:
    """Write both sides and return what the one check finds."""
    write_export(folder, source)
    write_target(folder, target)
    return reconcile(plan(customers(**changes)), base=folder).checks[0]


def counts(check: CheckResult) -> dict[str, int]:
    """Return every count that is not zero."""
    keys = {kind: getattr(check, kind) for kind in ("missing", "extra", "doubled_source", "doubled_target")}
    columns = {item.column: item.count for item in check.changed}
    return {kind: count for kind, count in {**keys, **columns}.items() if count}


def test_a_faithful_move_agrees(tmp_path: Path) -> None:
    """Dates in another writing, decimals as REAL and translated codes are no differences."""
    check = compared(tmp_path, former(), moved(), control_totals=[by_region().model_dump()])
    assert check.agrees
    assert (check.rows_source, check.rows_target) == (200, 200)


def drop(rows: Rows) -> None:
    """Lose two rows."""
    del rows[10:12]


def add(rows: Rows) -> None:
    """Bring in a row nobody knew."""
    rows.append(["99999", "陌生", "2024-01-01", 1, "E"])


def double(rows: Rows) -> None:
    """Load three rows again, one of them twice."""
    rows.extend([rows[0], rows[0], rows[1], rows[2]])


def put(column: int, value: object) -> Callable[[Rows], None]:
    """Return what puts a value into one column of the seventh row."""

    def damage(rows: Rows) -> None:
        rows[6] = [value if place == column else old for place, old in enumerate(rows[6])]

    return damage


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (drop, {"missing": 2}),
        (add, {"extra": 1}),
        (double, {"doubled_target": 3}),
        (put(0, "6"), {"missing": 1, "extra": 1}),
        (put(1, "客户"), {"name": 1}),
        (put(1, "客户6 "), {"name": 1}),
        (put(1, ""), {"name": 1}),
        (put(1, None), {"name": 1}),
        (put(2, "2024-07-06"), {"opened_on": 1}),
        (put(2, "2024-02-30"), {"opened_on": 1}),
        (put(3, 6.51), {"credit_limit": 1}),
        (put(3, "6.5 EUR"), {"credit_limit": 1}),
        (put(3, "6_5"), {"credit_limit": 1}),
        (put(3, float("inf")), {"credit_limit": 1}),
        (put(3, None), {"credit_limit": 1}),
        (put(4, "W"), {"region": 1}),
        (put(4, "东"), {"region": 1}),
    ],
)
def test_one_defect_is_found_and_no_other(
    tmp_path: Path, damage: Callable[[Rows], None], found: object
) -> None:
    """Each kind of damage is counted where it is, and raises no false alarm elsewhere."""
    target = moved()
    damage(target)
    check = compared(tmp_path, former(), target)
    assert counts(check) == found
    assert not check.agrees


@pytest.mark.parametrize("written", ["6.50", "6.504", " 6.5　", "+6.5", "65e-1"])
def test_one_amount_in_many_writings_is_one_amount(tmp_path: Path, written: str) -> None:
    """Decimals are compared as numbers rounded to their scale."""
    target = moved()
    put(3, written)(target)
    assert compared(tmp_path, former(), target).agrees


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    """A shuffled target gives the very same result."""
    target = moved()
    double(target)
    first = compared(tmp_path, former(), target)
    random.Random(1).shuffle(target)
    assert compared(tmp_path, former(), target) == first


def test_a_doubled_key_in_the_export_is_found(tmp_path: Path) -> None:
    """The former system may be at fault, too."""
    check = compared(tmp_path, [*former(), former()[0]], moved())
    assert counts(check) == {"doubled_source": 1}
    assert check.samples[0].model_dump(exclude_none=True) == {
        "kind": "doubled_source",
        "key": ("00000",),
        "source": "2",
        "target": "1",
    }


def test_doubled_keys_do_not_multiply(tmp_path: Path) -> None:
    """Thirty thousand times thirty thousand rows of one key are one finding, within the memory allowed."""
    check = compared(tmp_path, former(1) * 30_000 + former()[1:], moved(1) * 30_000 + moved()[1:])
    assert counts(check) == {"doubled_source": 1, "doubled_target": 1}


def test_keys_of_two_columns_are_one_key(tmp_path: Path) -> None:
    """Each part alone may repeat; the pair must not."""
    keys = [KeyPair(source="编号", target="no"), KeyPair(source="area", target="region")]
    rows = [["1", "a", "20240101", "1", "E"], ["1", "b", "20240101", "1", "W"]]
    write_export(tmp_path, rows)
    write_target(tmp_path, rows[:1])
    columns = (Column(source="name", target="name"),)
    check = reconcile(plan(customers(columns=columns, keys=keys)), base=tmp_path).checks[0]
    assert (counts(check), check.samples[0].key) == ({"missing": 1}, ("1", "W"))


@pytest.mark.parametrize(
    ("transform", "old", "new", "agrees"),
    [
        (Transform.NONE, "a ", "a", False),
        (Transform.NONE, "é", "e\u0301", False),
        (Transform.TRIM, "\u3000a b\t", "a b", True),
        (Transform.TRIM, "（", "(", False),
        (Transform.WIDTH, "（\uff21\uff11）\u3000", "(A1)", True),
        (Transform.WIDTH, "é", "e\u0301", True),
        (Transform.WIDTH, "a", "A", False),
        (Transform.DATE, "2024/2/3", "20240203", True),
        (Transform.DATE, "2024/2/30", "2024/2/30", False),
        (Transform.DATE, "24/2/3", "24/2/3", False),
        (Transform.DECIMAL, "1.005", "1.01", True),
        (Transform.DECIMAL, "-1.005", "-1.01", True),
        (Transform.DECIMAL, "1,000", "1000", False),
        (Transform.DECIMAL, "abc", "abc", False),
        (Transform.DECIMAL, "1" * 30, "1" * 29 + "2", False),
    ],
)
def test_a_transform_says_what_is_equal(
    tmp_path: Path, transform: Transform, old: str, new: str, *, agrees: bool
) -> None:
    """What a transform does not level stays a difference; what cannot be read is never equal."""
    write_export(tmp_path, [["1", old]], ("编号", "name"))
    write_target(tmp_path, [["1", new]], ("no", "name"))
    columns = (Column(source="name", target="name", transform=transform),)
    assert reconcile(plan(customers(columns=columns)), base=tmp_path).agrees is agrees


@pytest.mark.parametrize(("empty_is_null", "agrees"), [(True, True), (False, False)])
def test_empty_is_not_null_unless_said_so(tmp_path: Path, *, empty_is_null: bool, agrees: bool) -> None:
    """An empty field of the export is NULL; a target of '' differs from it by default."""
    write_export(tmp_path, [["1", None], ["2", "x"]], ("编号", "name"))
    write_target(tmp_path, [["1", ""], ["2", "x"]], ("no", "name"))
    columns = (Column(source="name", target="name", empty_is_null=empty_is_null),)
    assert reconcile(plan(customers(columns=columns)), base=tmp_path).agrees is agrees


@pytest.mark.parametrize(("tolerance", "found"), [("0.00", 2), ("0.01", 1), ("0.02", 0)])
def test_the_tolerance_is_the_largest_difference_allowed(tmp_path: Path, tolerance: str, found: int) -> None:
    """A decimal off by exactly the tolerance is still equal."""
    target = moved()
    put(3, 6.51)(target)
    target[7][3] = 7.48
    check = compared(tmp_path, former(), target, tolerance=tolerance)
    assert counts(check).get("credit_limit", 0) == found


def test_a_control_total_names_the_groups_that_differ(tmp_path: Path) -> None:
    """Sums are exact decimals per group, those that differ first."""
    target = moved()
    put(3, 6.51)(target)
    (total,) = compared(tmp_path, former(), target, control_totals=[by_region().model_dump()]).control_totals
    assert (total.groups, total.differing, total.difference) == (2, 1, "0.01")
    assert total.samples[0].model_dump() == {
        "group": "E",
        "source": "9950.00",
        "target": "9950.01",
        "difference": "0.01",
    }


def test_a_total_over_everything_can_hide_what_groups_show(tmp_path: Path) -> None:
    """An amount moved to another region leaves the grand total and breaks two groups."""
    target = moved()
    put(4, "W")(target)
    totals = [{"column": "credit_limit"}, by_region().model_dump()]
    whole, grouped = compared(tmp_path, former(), target, control_totals=totals).control_totals
    assert (whole.differing, grouped.differing, grouped.difference) == (0, 2, "0.00")


def test_a_value_that_must_be_unique_is_not_shared(tmp_path: Path) -> None:
    """Two rows with one name count once; NULLs may repeat."""
    source, target = former(), moved()
    for rows in (source, target):
        rows[1][1] = rows[2][1] = "同名"
        rows[3][1] = rows[4][1] = None
    check = compared(tmp_path, source, target, unique=["name"])
    assert [(item.column, item.count) for item in check.shared] == [("name", 1)]
    assert check.samples[0].target == "同名"


def test_samples_come_from_all_columns(tmp_path: Path) -> None:
    """A column with many differences does not crowd out one with few."""
    target = [[row[0], "?", *row[2:]] for row in moved()]
    target[150][4] = "?"
    check = compared(tmp_path, former(), target)
    drawn = [sample.column for sample in check.samples if sample.kind is DifferenceKind.CHANGED]
    assert (drawn.count("name"), drawn.count("region")) == (19, 1)


def test_every_difference_is_written_to_the_file(tmp_path: Path) -> None:
    """The file holds all of them, harmless to a spreadsheet, NULL told from ''."""
    target = [[row[0], "=1+1", *row[2:]] for row in moved(50)]
    target[0][1] = None
    write_export(tmp_path, former(51))
    write_target(tmp_path, target)
    reconcile(plan(), base=tmp_path, terms=Terms(differences=tmp_path / "out.csv"))
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 1 + 1 + 50
    assert rows[1] == ["customers", "changed", "00000", "name", "客户0", "(NULL)"]
    assert rows[2][5] == "'=1+1"


def test_the_result_is_the_same_on_every_run(tmp_path: Path) -> None:
    """Neither time nor place is part of the result."""
    write_export(tmp_path, former())
    write_target(tmp_path, moved(150))
    elsewhere = shutil.copytree(tmp_path, tmp_path / "copy")
    first, second = (reconcile(plan(), base=base) for base in (tmp_path, elsewhere))
    assert first.digest == second.digest


def test_the_target_digest_covers_what_is_compared(tmp_path: Path) -> None:
    """It changes with a compared value, and not with a column nobody compares."""
    digests = []
    for name, other in (("a", "x"), ("a", "y"), ("b", "y")):
        write_export(tmp_path, former(1))
        write_target(tmp_path, [["00000", name, "2024-01-01", 0.5, "E", other]], (*TARGET_HEADER, "touched"))
        digests.append(reconcile(plan(), base=tmp_path).checks[0].target_digest)
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize("broken", [False, True])
def test_nothing_temporary_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, broken: bool) -> None:
    """The workspace and the half-written file are gone after success and after failure."""
    data, scratch = tmp_path / "data", tmp_path / "scratch"
    data.mkdir()
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    write_export(data, former())
    write_target(data, moved() if not broken else [])
    try:
        reconcile(plan(), base=data, terms=Terms(differences=data / "out.csv"))
    except InputError:
        assert broken
    left = {path.name for path in (*data.iterdir(), *scratch.iterdir())}
    assert left == {"old.csv", "new.sqlite"} | (set() if broken else {"out.csv"})


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example company's data folder with the targets of both loads."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(EXAMPLE / "legacy", folder / "legacy")
    build_targets(folder)
    return folder


@pytest.mark.parametrize("load", ["first_load", "second_load"])
@pytest.mark.parametrize("system", ["crm", "erp"])
def test_the_example_company_holds_what_is_planted(example: Path, system: str, load: str) -> None:
    """Every count equals the one its maker wrote down, and the repaired load agrees."""
    put_in_place(example, system=system, load=load)  # type: ignore[arg-type]  # parametrized with its words
    mapping = yaml.safe_load((EXAMPLE / "reconciliation" / f"{system}.yaml").read_text(encoding="utf-8"))
    result = reconcile(ReconciliationPlan.model_validate(mapping), base=example)
    planted = yaml.safe_load((EXAMPLE / "planted.yaml").read_text(encoding="utf-8"))[system][load]
    assert {check.key: tally(check) for check in result.checks} == {
        key: named(planted[key]) for key in planted
    }
    assert result.agrees is (load == "second_load")


def tally(check: CheckResult) -> dict[str, object]:
    """Return the findings in the words of `planted.yaml`; the kinds of faults are not visible here."""
    return {
        "source_rows": check.rows_source,
        "target_rows": check.rows_target,
        "missing": check.missing,
        "extra": check.extra,
        "doubled": check.doubled_source + check.doubled_target,
        "changed": {item.column: item.count for item in check.changed},
        "unique": {item.column: item.count for item in check.shared},
        "kinds": None,
    }


def named(planted: dict[str, Any]) -> dict[str, object]:
    """Return what is planted without the columns in which nothing is, and without the kinds of faults."""
    unique = {column: count for column, count in planted["unique"].items() if count}
    return {**planted, "unique": unique, "kinds": None}
