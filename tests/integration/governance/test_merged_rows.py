"""A comparison that honours a merge map: who was merged is not missing, and nobody else vanishes."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from playbooks.model.errors import InputError
from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.reconciliation import CheckResult, DifferenceKind, ReconciliationResult
from playbooks.model.reconciliation_summary import summary
from tasks.adapters.reconcile import Terms, reconcile
from tests.simulators.migration import Row, customers, plan, write_export, write_target

OLD = [(str(number), f"n{number}", "2026/1/1", "1.00", "东") for number in range(1, 6)]
NEW = [(str(number), f"n{number}", "2026-01-01", "1.00", "E") for number in range(1, 6)]
MAP = "merged,survivor\n2,1\n3,1\n"


def compared(folder: Path, target: Sequence[Row], written: str = MAP, **fields: object) -> CheckResult:
    """Compare five customers, some merged, with a target."""
    return whole(folder, target, written, plan(customers(merge_map="map.csv", **fields))).checks[0]


def whole(
    folder: Path, target: Sequence[Row], written: str, steps: ReconciliationPlan
) -> ReconciliationResult:
    """Return the whole result."""
    write_export(folder, OLD)
    write_target(folder, target)
    (folder / "map.csv").write_text(written, encoding="utf-8")
    return reconcile(steps, base=folder)


def without(*keys: str) -> Sequence[Row]:
    """Return the target without some records."""
    return [row for row in NEW if row[0] not in keys]


def test_who_was_merged_is_not_missing(tmp_path: Path) -> None:
    """Both sides agree, and the merged are counted and told."""
    result = whole(tmp_path, without("2", "3"), MAP, plan(customers(merge_map="map.csv")))
    found = result.checks[0]
    assert (found.agrees, found.rows_source, found.merged) == (True, 3, 2)
    assert summary(result).zh.endswith("另有 2 行已并入保留记录。")


def test_what_differs_is_told_beside_what_was_merged(tmp_path: Path) -> None:
    """Who reads the sentence sees why the former system has fewer rows than its export."""
    steps = plan(customers(merge_map="map.csv"))
    told = summary(whole(tmp_path, without("2", "3", "4"), MAP, steps))
    assert "旧系统 3 行，另有 2 行已并入保留记录，新系统 2 行" in told.zh


def test_who_was_merged_and_moved_all_the_same_is_extra(tmp_path: Path) -> None:
    """A duplicate has come back."""
    found = compared(tmp_path, without("3"))
    assert (found.extra, found.missing) == (1, 0)
    assert found.samples[0].key == ("2",)


def test_a_survivor_that_did_not_arrive_is_missing(tmp_path: Path) -> None:
    """With everything that was merged into it."""
    assert compared(tmp_path, without("1", "2", "3")).missing == 1


def test_the_wrong_record_of_a_group_is_told_on_both_counts(tmp_path: Path) -> None:
    """A merged record arrived in its survivor's place: one is missing, one is extra, and each counts once."""
    found = compared(tmp_path, without("1", "3"))
    assert (found.missing, found.extra, found.differences, found.agrees) == (1, 1, 2, False)
    told = {(sample.kind, sample.key) for sample in found.samples}
    assert told == {(DifferenceKind.MISSING, ("1",)), (DifferenceKind.EXTRA, ("2",))}


def test_a_survivor_with_unlike_keys_is_found_all_the_same(tmp_path: Path) -> None:
    """The map writes keys as the source does; both sides bring them into one form."""
    keys = [{"source": "编号", "target": "no", "transform": "trim"}]
    assert compared(tmp_path, without("2", "3"), "merged,survivor\n 2,1 \n3,1\n", keys=keys).agrees
    found = compared(tmp_path, without("1", "3"), "merged,survivor\n 2,1 \n3,1\n", keys=keys)
    assert (found.missing, found.extra) == (1, 1)


def test_two_records_merged_into_each_other_do_not_both_vanish(tmp_path: Path) -> None:
    """Written in unlike forms they get past the reading of the map; neither is then a survivor that stands."""
    keys = [{"source": "编号", "target": "no", "transform": "trim"}]
    found = compared(tmp_path, without("1", "2"), "merged,survivor\n 2,1\n1 ,2\n", keys=keys)
    assert (found.missing, found.merged) == (2, 0)


def test_nothing_is_merged_into_what_the_source_has_not(tmp_path: Path) -> None:
    """A map that leads nowhere makes no record vanish."""
    found = compared(tmp_path, without("2"), "merged,survivor\n2,99\n")
    assert (found.missing, found.merged) == (1, 0)


def test_a_doubled_key_stays_doubled(tmp_path: Path) -> None:
    """Merging takes no survivor away."""
    found = compared(tmp_path, [*without("2", "3"), NEW[0]])
    assert (found.doubled_target, found.rows_source, found.rows_target) == (1, 3, 4)


def test_totals_leave_out_what_was_merged(tmp_path: Path) -> None:
    """Both sides add up the same records."""
    totals = [{"column": "credit_limit", "group_by": "region"}]
    found = compared(tmp_path, without("2", "3"), control_totals=totals)
    assert (found.control_totals[0].source, found.totals_off) == ("3.00", 0)


def test_another_map_gives_another_digest(tmp_path: Path) -> None:
    """So that signatures on the first one lapse."""
    one = compared(tmp_path, NEW)
    assert one.source_digest != compared(tmp_path, NEW, "merged,survivor\n2,1\n").source_digest


def test_a_parquet_side_is_folded_where_it_lies(tmp_path: Path) -> None:
    """Its keys may be numbers."""
    import duckdb

    write_target(tmp_path, [("1", "a"), ("3", "c")], ("no", "name"))
    (tmp_path / "map.csv").write_text("merged,survivor\n2,1\n", encoding="utf-8")
    with duckdb.connect() as connection:
        rows = "(values (1::bigint, 'a'), (2, 'b'), (3, 'c')) t(\"编号\", name)"
        connection.execute(f"copy (select * from {rows}) to '{tmp_path / 'old.parquet'}' (format parquet)")  # noqa: S608  # made here
    columns = [{"source": "name", "target": "name"}]
    check = customers(source={"parquet": "old.parquet"}, merge_map="map.csv", columns=columns)
    found = reconcile(plan(check), base=tmp_path).checks[0]
    assert (found.agrees, found.merged) == (True, 1)


def orders(target: list[tuple[str, str]], folder: Path, *, follows: str | None) -> CheckResult:
    """Compare orders whose customers were merged."""
    rows = [("A", "1"), ("B", "2"), ("C", "5")]
    (folder / "orders.csv").write_text("no,customer\n" + "".join(f"{a},{b}\n" for a, b in rows))
    (folder / "orders_new.csv").write_text("no,customer\n" + "".join(f"{a},{b}\n" for a, b in target))
    check = customers(
        key="orders",
        source={"csv": "orders.csv"},
        target={"csv": "orders_new.csv"},
        keys=[{"source": "no", "target": "no"}],
        columns=[{"source": "customer", "target": "customer", "follows": follows}],
    )
    both = plan().model_copy(update={"checks": (customers(merge_map="map.csv"), check)})
    return whole(folder, without("2", "3"), MAP, both).checks[1]


def test_orders_follow_their_customers_to_the_survivor(tmp_path: Path) -> None:
    """An order of a merged customer belongs to the one that was kept."""
    moved = [("A", "1"), ("B", "1"), ("C", "5")]
    assert orders(moved, tmp_path, follows="customers").agrees
    assert orders(moved, tmp_path, follows=None).changed[0].count == 1


def test_an_order_left_with_the_merged_customer_is_found(tmp_path: Path) -> None:
    """It would lead nowhere."""
    found = orders([("A", "1"), ("B", "2"), ("C", "5")], tmp_path, follows="customers")
    assert (found.changed[0].column, found.changed[0].count) == ("customer", 1)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "a,b\n",
        "merged,survivor\n1\n",
        "merged,survivor\n1,2\n1,3\n",
        "merged,survivor\n1,2\n2,3\n",
        'merged,survivor\n"1,2\n',
    ],
)
def test_a_crooked_map_is_refused(tmp_path: Path, written: str) -> None:
    """Other columns, one missing, two ways, a chain, half a file."""
    with pytest.raises(InputError, match=r"map\.csv"):
        compared(tmp_path, NEW, written)


def test_a_map_that_changed_is_not_taken_from_the_shelf(tmp_path: Path) -> None:
    """An interrupted comparison goes on only with the same map."""
    shelf = tmp_path / "shelf"
    steps = plan(customers(merge_map="map.csv"))
    write_export(tmp_path, OLD)
    write_target(tmp_path, without("2", "3"))
    digests = []
    for written in (MAP, "merged,survivor\n2,1\n"):
        (tmp_path / "map.csv").write_text(written)
        digests.append(reconcile(steps, base=tmp_path, terms=Terms(resume=shelf)).digest)
    assert digests[0] != digests[1]
