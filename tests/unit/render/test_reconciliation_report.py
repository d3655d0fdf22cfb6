"""The report of a reconciliation: what a manager reads first, what is below, and that nothing can break it."""

from datetime import UTC, datetime

import pytest

from playbooks.model.drift import Drift
from playbooks.model.evidence import Reconciliation
from playbooks.model.mapping import ReconciliationPlan
from playbooks.model.reconciliation import (
    BalanceResult,
    Budget,
    CheckResult,
    ColumnCount,
    DifferenceKind,
    GroupTotal,
    HeatMap,
    HeatRow,
    MovedMoney,
    Sample,
    TotalResult,
)
from playbooks.model.requirement import Part
from playbooks.model.text import Language
from tasks.adapters.render.heat_grid import grids
from tasks.adapters.render.reconciliation_advice import advice
from tasks.adapters.render.reconciliation_report import Provenance, reconciliation_report
from tasks.adapters.render.reconciliation_sheet import reconciliation_sheet, warmest_map
from tests.simulators.facts import DIGEST, check, reconciliation, text
from tests.simulators.migration import customers, plan
from tests.unit.render.page import Page

NOON = datetime(2026, 7, 6, 4, tzinfo=UTC)
OFF = TotalResult(
    column="amount",
    group_by="currency",
    groups=3,
    differing=1,
    source="1500.00",
    target="1620.00",
    difference="120.00",
    samples=(GroupTotal(group="CNY", source="1000.00", target="1120.00", difference="120.00"),),
)
HEAT = HeatMap(
    dimension="warehouse",
    values=("WH00", None),
    rows=(
        HeatRow(kind=DifferenceKind.CHANGED, column="amount", counts=(7, 1, 0)),
        HeatRow(kind=DifferenceKind.MISSING, counts=(0, 2, 4)),
    ),
)
RULE = {"key": "positive", "title": {"zh": "额度为正", "en": "Limit is positive"}, "must": "credit_limit > 0"}


def differing(**changes: object) -> CheckResult:
    """Return a check in which much is wrong."""
    given = {
        "rows_target": 99,
        "missing": 6,
        "changed": (ColumnCount(column="amount", count=8),),
        "broken": (ColumnCount(column="positive", count=2),),
        "control_totals": (OFF,),
        "heat": (HEAT,),
        "money": (MovedMoney(column="amount", missing="10.00", extra="130.00", changed="0.01"),),
        "samples": (
            Sample(kind=DifferenceKind.MISSING, key=("0007",), source="1"),
            Sample(kind=DifferenceKind.CHANGED, key=("0008",), column="name", source=None, target=" 华鑫"),
        ),
    }
    return check().model_copy(update={**given, **changes})


def report(payload: Reconciliation, language: Language = Language.EN, **provenance: object) -> str:
    """Return the page."""
    given = {"compared_at": NOON, "zone": "Asia/Shanghai", **provenance}
    return reconciliation_report(payload, Provenance(**given), language=language)  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    ("checks", "word"),
    [
        ((check(),), "They agree: ready to be signed"),
        ((check(missing=1, rows_target=99, budget=Budget(missing=1)),), "They differ within what was agreed"),
        ((check(), differing()), "They differ: not to be signed"),
    ],
    ids=["green", "amber", "red"],
)
def test_the_light_says_in_words_whether_it_can_be_signed(checks: tuple[CheckResult, ...], word: str) -> None:
    """Nobody has to tell red from green."""
    assert word in Page(report(reconciliation(*checks))).shown


def test_a_manager_reads_rows_money_and_what_to_do_first() -> None:
    """Before any table: the largest differences and who repairs what."""
    shown = Page(report(reconciliation(differing()))).shown
    above = shown[: shown.index("Table by table")]
    assert "totals of amount by currency: 1 groups differ, 120.00 in all" in above
    assert "load what is missing (rows: 6)" in above
    assert "Compared at 2026-07-06 12:00 (Asia/Shanghai)" in above


@pytest.mark.parametrize("language", Language)
def test_the_page_stands_alone(language: Language) -> None:
    """No script, nothing fetched, in either language."""
    page = report(reconciliation(differing()), language)
    assert {"script", "link", "img", "iframe"} & set(Page(page).tags) == set()
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "default-src 'none'" in page


def test_totals_money_samples_and_digests_are_below() -> None:
    """A NULL and blanks around a value can be seen; the other language and the differences are linked."""
    page = report(reconciliation(differing()), differences="d.csv", other="r.zh.html")
    shown = Page(page).shown
    for words in (
        "+120.00",
        "rows missing 10.00, rows extra 130.00",
        "missing: 0007",
        "(NULL)",
        "“ 华鑫”",
        DIGEST,
    ):
        assert words in shown
    assert ('href="d.csv"' in page, 'href="r.zh.html"' in page) == (True, True)
    assert "2 more groups agree" in shown


def test_a_broken_rule_is_told_by_its_title_where_the_plan_is_at_hand() -> None:
    """Else by its key."""
    written: ReconciliationPlan = plan(customers(rules=[RULE]))
    payload = reconciliation(differing())
    assert "Limit is positive: credit_limit > 0" in Page(report(payload, plan=written)).shown
    assert "positive" in Page(report(payload)).shown


def test_balances_are_shown_whether_they_agree_or_not() -> None:
    """The books come before the tables' details."""
    payload = reconciliation()
    balance = BalanceResult(key="gl", title=text("Ledger"), total=OFF)
    result = payload.result.model_copy(update={"balances": (balance,)})
    shown = Page(report(payload.model_copy(update={"result": result}))).shown
    assert "Ledger" in shown
    assert "the books do not balance" in shown


def test_drift_turns_the_light_red_whatever_was_signed() -> None:
    """The sentence says what moved, the advice what to do."""
    drift = Drift(check="customers", title=text("Customers"), side=Part.TARGET, rows=3)
    shown = Page(report(reconciliation().model_copy(update={"drift": (drift,)}))).shown
    assert "The data have moved since sign-off" in shown
    assert "target (Customers): 3 rows more than signed" in shown
    assert "Find out who changed the data" in shown


def test_hostile_values_are_shown_as_text() -> None:
    """Data from outside cannot write markup."""
    evil = "<script>alert(1)</script>"
    sample = Sample(kind=DifferenceKind.CHANGED, key=(evil,), column=evil, source=evil, target=evil)
    heat = HEAT.model_copy(update={"values": (evil, evil), "dimension": evil})
    page = report(reconciliation(differing(samples=(sample,), heat=(heat,))))
    assert "script" not in Page(page).tags
    assert evil in Page(page).shown


def test_a_heat_map_is_darkest_where_most_differs_and_blank_where_nothing_does() -> None:
    """Missing rows come first, then the columns; what has no name of its own is told as others."""
    (grid,) = grids(differing(), Language.EN)
    counts = {cell.tip: cell.fill for cell in grid.cells}
    assert [label for _, label in grid.labels] == ["missing", "amount"]
    assert set(counts) == {
        "amount × WH00: 7",
        "amount × (none): 1",
        "missing × (none): 2",
        "missing × others: 4",
    }
    assert counts["amount × WH00: 7"] == "#9c2a1d"


def test_without_dimensions_the_map_counts_by_column_alone() -> None:
    """And where nothing differs there is none."""
    (grid,) = grids(differing(heat=()), Language.EN)
    assert [cell.tip for cell in grid.cells] == ["missing × all: 6", "amount × all: 8"]
    assert grids(check(), Language.EN) == ()


@pytest.mark.parametrize("language", Language)
def test_every_kind_of_difference_has_its_advice(language: Language) -> None:
    """At most seven lines, the tables in turn."""
    columns = (ColumnCount(column="a", count=1),)
    wrong = differing(extra=1, doubled_source=1, doubled_target=1, shared=columns, orphans=columns)
    lines = advice(reconciliation(wrong, differing(title=text("Items"))), language)
    assert len(lines) == 7
    assert len(set(lines)) == 7
    assert "{" not in "".join(lines)


def test_the_sheet_for_prefect_says_the_same_in_short() -> None:
    """The verdict, where the report lies, and a line for each table."""
    payload = reconciliation(check(), differing(key="items"))
    sheet = reconciliation_sheet(payload, Language.EN, report="/home/r.html")
    (table,) = [section.table for section in sheet.sections if section.table]
    assert (sheet.title, sheet.notes[1]) == (
        "🔴 They differ: not to be signed",
        "Data migration reconciliation: /home/r.html",
    )
    assert [row[1] for row in table.rows] == ["✓ agrees", "✗ differs"]
    assert "<svg" in str(warmest_map(payload.result, Language.EN))
    assert warmest_map(reconciliation().result, Language.EN) is None
