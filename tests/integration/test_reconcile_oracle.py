"""Reconciliation against a naive model in plain Python, on small tables made at random."""

import tempfile
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playbooks.model.reconciliation import CheckResult
from tasks.adapters.reconcile import reconcile
from tests.simulators.migration import by_region, customers, plan, write_export, write_target

Row: TypeAlias = tuple[str | None, ...]
Rows: TypeAlias = list[Row]
Value: TypeAlias = str | date | Decimal | None

UNREADABLE = {"n/a", "2024-13-01"}
CODES = {"东": "E", "西": "W"}

keys = st.sampled_from(["1", "01", "2", "3", "key", "钥"])
names = st.sampled_from([None, "张三", "张三 ", "a,b", 'say "x"', "two\nlines", "'", "=?"])
days = st.sampled_from([None, "2024-01-02", "2024/1/2", "20240102", "2024-01-03", "2024-13-01"])
amounts = st.sampled_from([None, "1", "1.0", "1.005", "-1.005", "0.1", "1e2", " 7 ", "n/a"])
former = st.tuples(keys, names, days, amounts, st.sampled_from([None, "东", "西", "北", "E"]))
new = st.tuples(keys, names, days, amounts, st.sampled_from([None, "E", "W", "北"]))


def naive(source: Rows, target: Rows) -> dict[str, object]:
    """Return what the check of the customers must find, by loops over dictionaries."""
    in_source, in_target = (Counter(row[0] for row in rows) for rows in (source, target))
    once = [key for key in in_source if in_source[key] == in_target[key] == 1]
    old = {row[0]: values(row, CODES) for row in source}
    now = {row[0]: values(row, {}) for row in target}
    changed = [sum(differ(old[key][place], now[key][place]) for key in once) for place in range(4)]
    columns = ("name", "opened_on", "credit_limit", "region")
    return {
        "missing": len(in_source.keys() - in_target.keys()),
        "extra": len(in_target.keys() - in_source.keys()),
        "doubled_source": sum(times > 1 for times in in_source.values()),
        "doubled_target": sum(times > 1 for times in in_target.values()),
        "changed": {column: count for column, count in zip(columns, changed, strict=True) if count},
        "total": sum(map(limit, target), Decimal()) - sum(map(limit, source), Decimal()),
    }


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


def engine(source: Rows, target: Rows) -> CheckResult:
    """Return what the engine finds."""
    with tempfile.TemporaryDirectory() as name:
        write_export(Path(name), source)
        write_target(Path(name), target)
        check = customers(control_totals=[by_region().model_dump()])
        return reconcile(plan(check), base=Path(name)).checks[0]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source=st.lists(former, min_size=1, max_size=12), target=st.lists(new, min_size=1, max_size=12))
def test_the_engine_finds_what_a_naive_model_finds(source: Rows, target: Rows) -> None:
    """Counts of every kind and the control total are the same, whatever the rows."""
    check = engine(source, target)
    found = {name: getattr(check, name) for name in ("missing", "extra", "doubled_source", "doubled_target")}
    found["changed"] = {item.column: item.count for item in check.changed}
    found["total"] = Decimal(check.control_totals[0].difference)
    assert found == naive(source, target)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(new, min_size=1, max_size=8), data=st.data())
def test_order_changes_nothing(rows: Rows, data: st.DataObject) -> None:
    """Both sides in any order give the same result, the digest of the target included."""
    shuffled = data.draw(st.permutations(rows))
    assert engine(rows, shuffled) == engine(rows, rows)
