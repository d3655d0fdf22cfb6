"""Reconciliation against a naive model in plain Python, on small tables made at random."""

import csv
import tempfile
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbooks.model.reconciliation import CheckResult
from tasks.adapters.reconcile import Terms, reconcile
from tests.simulators.migration import by_region, customers, plan, write_export, write_target

Row: TypeAlias = tuple[str | None, ...]
Rows: TypeAlias = list[Row]
Cases: TypeAlias = list[tuple[Rows, Rows]]
Finding: TypeAlias = tuple[str, str | None, str]
Value: TypeAlias = str | date | Decimal | None

COLUMNS = ("name", "opened_on", "credit_limit", "region")
UNREADABLE = {"n/a", "2024-13-01"}
CODES = {"东": "E", "西": "W"}

keys = st.sampled_from(["1", "01", "2", "3", "key", "钥"])
names = st.sampled_from([None, "张三", "张三 ", "a,b", 'say "x"', "two\nlines", "'", "=?"])
days = st.sampled_from([None, "2024-01-02", "2024/1/2", "20240102", "2024-01-03", "2024-13-01"])
amounts = st.sampled_from([None, "1", "1.0", "1.005", "-1.005", "0.1", "1e2", " 7 ", "n/a"])
former = st.tuples(keys, names, days, amounts, st.sampled_from([None, "东", "西", "北", "E"]))
new = st.tuples(keys, names, days, amounts, st.sampled_from([None, "E", "W", "北"]))


def naive(source: Rows, target: Rows) -> tuple[set[Finding], Decimal]:
    """Return what the check of the customers must find, by loops over dictionaries, and the control total."""
    in_source, in_target = (Counter(row[0] for row in rows) for rows in (source, target))
    old = {row[0]: values(row, CODES) for row in source}
    now = {row[0]: values(row, {}) for row in target}
    found = {("missing", key, "") for key in in_source.keys() - in_target.keys()}
    found |= {("extra", key, "") for key in in_target.keys() - in_source.keys()}
    found |= {("doubled_source", key, "") for key, times in in_source.items() if times > 1}
    found |= {("doubled_target", key, "") for key, times in in_target.items() if times > 1}
    for key in (key for key in in_source if in_source[key] == in_target[key] == 1):
        pairs = zip(COLUMNS, old[key], now[key], strict=True)
        found |= {("changed", key, column) for column, one, other in pairs if differ(one, other)}
    return found, sum(map(limit, target), Decimal()) - sum(map(limit, source), Decimal())


def values(row: Row, codes: dict[str, str]) -> tuple[Value, ...]:
    """Return a row's values as their types; what cannot be read becomes a text that equals nothing."""
    _, name, day, amount, area = row
    if codes and area is not None:
        area = codes.get(area, "n/a")
    return name, as_day(day), as_amount(amount), area


def as_day(text: str | None) -> Value:
    """Return the calendar day of one of the three writings."""
    if text is None or text in UNREADABLE:
        return text
    return date.fromisoformat(text) if "/" not in text else date(*map(int, text.split("/")))


def as_amount(text: str | None) -> Value:
    """Return the amount rounded half up to cents."""
    if text is None or text in UNREADABLE:
        return text
    return Decimal(text.strip()).quantize(Decimal("0.01"), ROUND_HALF_UP)


def limit(row: Row) -> Decimal:
    """Return the credit limit of a row, nothing when it has none or none that can be read."""
    amount = as_amount(row[3])
    return amount if isinstance(amount, Decimal) else Decimal()


def differ(one: Value, other: Value) -> bool:
    """Tell whether two values differ; an unreadable one always does."""
    return one != other or one in UNREADABLE


def engine(source: Rows, target: Rows) -> tuple[set[Finding], CheckResult]:
    """Return every difference of the engine's file, and its result."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_export(folder, source)
        write_target(folder, target)
        check = customers(control_totals=[by_region().model_dump()])
        result = reconcile(plan(check), base=folder, terms=Terms(differences=folder / "out.csv")).checks[0]
        with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
            return {(row["kind"], row["key"], row["column"]) for row in csv.DictReader(file)}, result


def apart(cases: Cases) -> tuple[Rows, Rows]:
    """Return many small pairs of tables as one pair, each with keys of its own."""
    sides: tuple[Rows, Rows] = ([], [])
    for number, case in enumerate(cases):
        for side, rows in zip(sides, case, strict=True):
            side.extend((f"{number} {row[0]}", *row[1:]) for row in rows)
    return sides


small = st.tuples(st.lists(former, min_size=1, max_size=12), st.lists(new, min_size=1, max_size=12))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases=st.lists(small, min_size=1, max_size=10))
def test_the_engine_finds_what_a_naive_model_finds(cases: Cases) -> None:
    """Every difference and no other, each with its kind, key and column, and the control total, whatever the rows."""
    source, target = apart(cases)
    found, check = engine(source, target)
    assert (found, Decimal(check.control_totals[0].difference)) == naive(source, target)
    assert counted(check) == Counter(kind for kind, _, _ in found)


def counted(check: CheckResult) -> Counter[str]:
    """Return the result's counts by kind, without those of nothing."""
    kinds = ("missing", "extra", "doubled_source", "doubled_target")
    counts = Counter({kind: getattr(check, kind) for kind in kinds})
    counts["changed"] = sum(item.count for item in check.changed)
    return +counts


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases=st.lists(small, min_size=1, max_size=4), data=st.data())
def test_order_changes_nothing(cases: Cases, data: st.DataObject) -> None:
    """Both sides in any order give the same result, the digest of the target included."""
    _, rows = apart(cases)
    assert engine(rows, data.draw(st.permutations(rows))) == engine(rows, rows)
