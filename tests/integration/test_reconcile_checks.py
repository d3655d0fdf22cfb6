"""The checks beyond rows: rules, references, balances, months, dimensions, scope, waves, budgets, and going on."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from playbooks.model.errors import InputError
from playbooks.model.mapping import Check, ReconciliationPlan
from playbooks.model.reconciliation import DifferenceKind, ReconciliationResult, Severity
from playbooks.model.requirement import Reference
from tasks.adapters.reconcile import Pace, Terms, reconcile
from tests.simulators import moved_orders as orders

RULE = {
    "key": "amount",
    "title": {"zh": "金额", "en": "Amount"},
    "must": "amount = round(price * quantity, 2)",
}
BUDGET = {"missing": 2, "extra": 1, "doubled": 1, "changed": 5}


def sides(
    folder: Path, old: Sequence[orders.Row] | None = None, new: Sequence[orders.Row] | None = None
) -> ReconciliationPlan:
    """Write both sides as CSV and Parquet, those with planted defects by default, and return their plan."""
    source = orders.in_csv(folder / "old.csv", old or orders.former())
    return orders.plan(source, orders.in_parquet(folder / "new.parquet", new or orders.moved()))


def changed(plan: ReconciliationPlan, **check: object) -> ReconciliationPlan:
    """Return the plan with some fields of its check changed."""
    return plan_of(Check.model_validate({**plan.checks[0].model_dump(), **check}))


def plan_of(*checks: Check, **fields: object) -> ReconciliationPlan:
    """Return a plan of checks."""
    title = {"zh": "对账", "en": "All"}
    return ReconciliationPlan.model_validate(
        {"key": "erp", "title": title, "checks": [check.model_dump() for check in checks], **fields}
    )


def compared(folder: Path, plan: ReconciliationPlan, **terms: object) -> ReconciliationResult:
    """Return the result of a plan."""
    return reconcile(plan, base=folder, terms=Terms(**terms))  # type: ignore[arg-type]  # fields by name


def test_a_row_that_breaks_a_rule_is_found(tmp_path: Path) -> None:
    """The amount that went wrong is off from price times quantity, and no other is."""
    check = compared(tmp_path, changed(sides(tmp_path), rules=[RULE])).checks[0]
    assert [(item.column, item.count) for item in check.broken] == [("amount", 1)]
    (sample,) = [sample for sample in check.samples if sample.kind is DifferenceKind.BROKEN]
    assert sample.key == ("A00022",)


def test_a_rule_that_cannot_be_worked_out_is_named(tmp_path: Path) -> None:
    """A text times a number is the plan's mistake."""
    rule = {**RULE, "must": "customer * quantity > 1"}
    with pytest.raises(InputError, match="rule 'amount'"):
        compared(tmp_path, changed(sides(tmp_path), rules=[rule]))


def test_a_reference_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    """An order of a warehouse that was not moved is an orphan, by row and by value."""
    reference = Reference(columns=("warehouse",), check="houses")
    check = sides(tmp_path, new=orders.former()).checks[0].model_copy(update={"references": (reference,)})
    found = compared(tmp_path, plan_of(check, houses(tmp_path, "WH00", "WH01"))).checks[0]
    assert [(item.column, item.count) for item in found.orphans] == [("warehouse", 100)]
    assert found.severity is Severity.CRITICAL


def houses(folder: Path, *known: str) -> Check:
    """Return the check of a small table of warehouses that agrees."""
    text = "".join(f"{line}\n" for line in ("code,name", *(f"{code},{code}" for code in known)))
    (folder / "houses.csv").write_text(text, encoding="utf-8")
    return Check.model_validate(
        {
            "key": "houses",
            "title": {"zh": "仓库", "en": "Warehouses"},
            "source": {"csv": "houses.csv"},
            "target": {"csv": "houses.csv"},
            "keys": [{"source": "code", "target": "code"}],
            "columns": [{"source": "name", "target": "name"}],
        }
    )


@pytest.mark.parametrize(("group", "groups"), [(None, 1), ("warehouse", 3)])
def test_a_ledger_that_does_not_balance_is_found(tmp_path: Path, group: str | None, groups: int) -> None:
    """One cent in one warehouse, seen by the sum of the new system against that of the old."""
    wrong = [row for row in orders.moved() if row[0] == "A00022"]
    plan = sides(tmp_path, new=[*wrong, *(row for row in orders.former() if row[0] != "A00022")])
    arm = {"check": "orders", "column": "amount", "group_by": group}
    balance = {
        "key": "gl",
        "title": {"zh": "总账", "en": "Ledger"},
        "left": {**arm, "side": "source"},
        "right": arm,
    }
    found = compared(tmp_path, plan_of(plan.checks[0], balances=[balance])).balances[0].total
    assert (found.groups, found.differing, found.difference) == (groups, 1, "0.01")


def test_months_are_totalled(tmp_path: Path) -> None:
    """A date groups by its month, on both sides alike."""
    totals = [{"column": "amount", "group_by": "ordered", "month": True}]
    plan = changed(sides(tmp_path, new=orders.former()), control_totals=totals)
    (total,) = compared(tmp_path, plan).checks[0].control_totals
    assert (total.groups, total.differing, total.samples[0].group) == (10, 0, "2024-01")


def test_differing_rows_are_counted_by_dimension(tmp_path: Path) -> None:
    """Nine rows differ in all: wherever they stood, and one that came from nowhere."""
    check = compared(tmp_path, changed(sides(tmp_path), dimensions=["warehouse"])).checks[0]
    counts = {item.value: item.count for item in check.dimensions}
    assert sum(counts.values()) == 9
    assert set(counts) == {"WH00", "WH01", "WH02"}


def test_history_outside_the_scope_does_not_count(tmp_path: Path) -> None:
    """Only the orders of February are compared on both sides."""
    scope = [{"column": "ordered", "at_least": "2024-02-01", "below": "2024-03-01"}]
    check = compared(tmp_path, changed(sides(tmp_path), scope=scope)).checks[0]
    assert (check.rows_source, check.rows_target, check.agrees) == (29, 29, True)


def test_a_wave_is_compared_by_itself(tmp_path: Path) -> None:
    """The result says that it speaks of the sample only."""
    wave = {"key": "pilot", "scope": [{"column": "warehouse", "among": ["WH02"]}]}
    plan = changed(sides(tmp_path), waves=[wave])
    result = compared(tmp_path, plan, wave="pilot")
    assert (result.wave, result.checks[0].rows_source) == ("pilot", 100)
    with pytest.raises(InputError, match="no wave 'second'"):
        compared(tmp_path, plan, wave="second")


@pytest.mark.parametrize(
    ("budget", "acceptable", "severity"),
    [
        (BUDGET, False, Severity.CRITICAL),
        ({}, False, Severity.CRITICAL),
        ({**BUDGET, "changed": 4}, False, Severity.CRITICAL),
    ],
)
def test_a_total_that_is_off_is_in_no_budget(
    tmp_path: Path, budget: dict[str, int], severity: Severity, *, acceptable: bool
) -> None:
    """Rows may differ within the budget; money may not."""
    check = compared(tmp_path, changed(sides(tmp_path), budget=budget)).checks[0]
    assert (check.acceptable, check.severity) == (acceptable, severity)


def test_within_its_budget_a_check_is_acceptable_and_does_not_agree(tmp_path: Path) -> None:
    """What was agreed to stay is minor, and still told."""
    check = compared(tmp_path, changed(sides(tmp_path), budget=BUDGET, control_totals=[])).checks[0]
    assert (check.acceptable, check.agrees, check.severity) == (True, False, Severity.MINOR)


def test_a_broken_off_comparison_goes_on(tmp_path: Path) -> None:
    """The finished check is not read again; its differences stand in the file all the same."""
    shelf, first = tmp_path / "shelf", sides(tmp_path).checks[0]
    second = houses(tmp_path, "WH00").model_copy(update={"key": "later"})
    plan = plan_of(first, second)
    (tmp_path / "houses.csv").unlink()
    with pytest.raises(InputError, match=r"houses\.csv"):
        compared(tmp_path, plan, resume=shelf)
    houses(tmp_path, "WH00")
    result = compared(tmp_path, plan, resume=shelf, differences=tmp_path / "out.csv")
    assert (result.checks[0].missing, result.checks[1].agrees, list(shelf.iterdir())) == (2, True, [])
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").count("\n") == 1 + 9


def test_a_changed_file_is_compared_again(tmp_path: Path) -> None:
    """What was finished for other bytes does not count."""
    shelf, plan = tmp_path / "shelf", plan_of(sides(tmp_path).checks[0], houses(tmp_path, "WH00"))
    (tmp_path / "houses.csv").unlink()
    with pytest.raises(InputError):
        compared(tmp_path, plan, resume=shelf)
    orders.in_csv(tmp_path / "old.csv", orders.former(200))
    houses(tmp_path, "WH00")
    assert compared(tmp_path, plan, resume=shelf).checks[0].rows_source == 200


def test_progress_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits sees the check, the step, and how many rows were gone through, also of files that are read in place."""
    monkeypatch.setattr("tasks.adapters.reconcile.progress.INTERVAL_SECONDS", 0.001)
    paces: list[Pace] = []
    compared(tmp_path, sides(tmp_path), report=paces.append)
    assert {pace.check for pace in paces} == {"orders"}
    assert {pace.step for pace in paces} <= {"reading", "comparing"}
    assert paces[-1].rows > 0
    assert paces[-1].rate > 0


def test_memory_has_a_least(tmp_path: Path) -> None:
    """A limit under which nothing can be sorted is refused at once."""
    with pytest.raises(InputError, match="the least"):
        compared(tmp_path, sides(tmp_path), memory_mib=100)


def test_differences_are_counted_by_column_and_dimension(tmp_path: Path) -> None:
    """Each changed value, missing and extra row once, where its warehouse stands."""
    check = compared(tmp_path, changed(sides(tmp_path), dimensions=["warehouse"])).checks[0]
    (heat,) = check.heat
    rows = {(row.kind, row.column): row.counts for row in heat.rows}
    assert (heat.dimension, heat.values) == ("warehouse", ("WH00", "WH01", "WH02"))
    assert rows[DifferenceKind.CHANGED, "amount"] == (0, 1, 0, 0)
    assert rows[DifferenceKind.EXTRA, None] == (0, 1, 0, 0)
    assert {key: sum(counts) for key, counts in rows.items()}[DifferenceKind.MISSING, None] == 2


def test_beyond_the_warmest_values_all_others_count_together(tmp_path: Path) -> None:
    """Every order has a day of its own: eight are named, the last count is that of the rest."""
    gone = [row for row in orders.former() if int(str(row[0])[1:]) > 20]
    check = compared(tmp_path, changed(sides(tmp_path, new=gone), dimensions=["ordered"])).checks[0]
    (heat,) = check.heat
    assert [sum(row.counts) for row in heat.rows] == [20]
    assert heat.rows[0].counts == (1,) * 8 + (12,)


def test_the_money_of_missing_extra_and_changed_rows_is_told(tmp_path: Path) -> None:
    """What two missing orders were worth, what came along, and the cent."""
    (money,) = compared(tmp_path, sides(tmp_path)).checks[0].money
    gone = [row[5] for row in orders.former() if row[0] in {"A00010", "A00011"}]
    assert money.missing == str(sum(gone))  # type: ignore[arg-type]  # decimals
    assert (money.column, money.extra, money.changed) == ("amount", "1.00", "0.01")


def test_where_all_agrees_no_money_has_moved(tmp_path: Path) -> None:
    """There is neither heat nor money to tell of."""
    plan = changed(sides(tmp_path, new=orders.former()), dimensions=["warehouse"])
    check = compared(tmp_path, plan).checks[0]
    assert (check.heat, check.money) == ((), ())


def test_a_plan_says_how_many_samples_it_wants(tmp_path: Path) -> None:
    """Of each kind; the counts are whole all the same."""
    check = compared(tmp_path, changed(sides(tmp_path), samples=1)).checks[0]
    kinds = [sample.kind for sample in check.samples]
    assert (len(kinds), len(set(kinds)), check.missing) == (len(set(kinds)), len(kinds), 2)
