"""Columns held against their standards: what breaks which demand, how often, with which values."""

from pathlib import Path

import pytest

from playbooks.model.errors import InputError
from playbooks.model.standard import Demand
from playbooks.model.standards_result import BrokenDemand, StandardsResult
from tasks.adapters.governance.standards import check_standards
from tests.simulators.migration import customers, plan, write_export, write_target

HEADER = ("编号", "value")


def held(folder: Path, values: tuple[str | None, ...], **demands: object) -> StandardsResult:
    """Hold one column of values against a standard."""
    write_export(folder, [(number, value) for number, value in enumerate(values)], HEADER)
    checked = customers(standards=[{"column": "value", **demands}])
    return check_standards(plan(checked), base=folder)


def broken(folder: Path, values: tuple[str | None, ...], **demands: object) -> list[tuple[Demand, int]]:
    """Return the demands that are broken, and how often."""
    return [(one.demand, one.rows) for one in held(folder, values, **demands).tables[0].broken]


@pytest.mark.parametrize(
    ("demands", "good", "bad"),
    [
        ({"codes": ["A", "B"]}, ("A", "B", None), ("a", "A ", "C")),
        ({"pattern": "[0-9]{3}"}, ("123",), ("12", "1234", "x123")),
        ({"shortest": 2, "longest": 3}, ("张三", "abc"), ("张", "abcd")),
        ({"date": "%Y-%m-%d"}, ("2026-02-28",), ("2026-02-30", "2026/2/28", "soon")),
        ({"date": "%Y/%m/%d", "at_least": "2020-01-01"}, ("2020/1/1",), ("2019/12/31",)),
        ({"at_least": "0", "at_most": "10.5"}, ("0", "10.50"), ("-0.01", "10.51", "1e1", "ten")),
        ({"unit": "kg"}, ("12.5kg", "12 kg", "3"), ("12g", "kg", "12kgs", "1,200kg")),
        ({"unit": "m^2", "at_most": "5"}, ("5m^2",), ("6m^2",)),
        ({"kind": "mobile"}, ("13800138000",), ("12800138000", "1380013800")),
        ({"kind": "phone"}, ("0760-88881234",), ("88881234",)),
        ({"kind": "email"}, ("a.b@c.com.cn",), ("a@b", "a b@c.cn")),
        ({"kind": "id_card"}, ("11010519491231002X",), ("110105194912310021",)),
        ({"kind": "credit_code"}, ("91350100M000100Y43",), ("91350100M000100Y44",)),
        ({"required": True}, ("a",), (None, " ", "\u3000")),
    ],
    ids=lambda one: next(iter(one)) if isinstance(one, dict) else None,
)
def test_each_demand_tells_good_from_bad(
    tmp_path: Path, demands: dict[str, object], good: tuple[str | None, ...], bad: tuple[str | None, ...]
) -> None:
    """NULL breaks nothing but `required`."""
    assert broken(tmp_path, good, **demands) == []
    assert sum(rows for _, rows in broken(tmp_path, (*good, *bad), **demands)) >= len(bad)


def test_what_is_broken_is_counted_and_shown_most_frequent_first(tmp_path: Path) -> None:
    """Rows, different values, samples."""
    (found,) = held(tmp_path, ("A", "x", "x", "y"), codes=["A"]).tables[0].broken
    assert (found.rows, found.values) == (3, 2)
    assert [(one.text, one.count) for one in found.samples] == [("x", 2), ("y", 1)]


def test_personal_numbers_are_masked(tmp_path: Path) -> None:
    """Evidence is read by many."""
    (found,) = held(tmp_path, ("138001380001",), kind="mobile").tables[0].broken
    assert found.samples[0].text == "138*******01"


def test_both_sides_can_have_standards(tmp_path: Path) -> None:
    """Each is read once, and tells how many rows it has."""
    write_export(tmp_path, [("1", "a", "", "", "")])
    write_target(tmp_path, [("1", "a", "", "1.00", "E")])
    standards = [{"column": "name", "longest": 3}, {"column": "region", "side": "target", "codes": ["E"]}]
    result = check_standards(plan(customers(standards=standards)), base=tmp_path)
    assert [(table.side, table.rows, table.demands) for table in result.tables] == [
        ("source", 1, 1),
        ("target", 1, 1),
    ]
    assert result.met


def test_the_digest_is_the_same_for_the_same_data(tmp_path: Path) -> None:
    """Whatever their order."""
    one = held(tmp_path, ("A", "B"), codes=["A"])
    other = held(tmp_path, ("A", "C"), codes=["A"])
    assert held(tmp_path, ("A", "B"), codes=["A"]).digest == one.digest != other.digest


@pytest.mark.parametrize(
    ("standards", "said"),
    [
        ([], "has no standards"),
        ([{"column": "fax", "required": True}], "has no column 'fax'"),
        ([{"column": "name", "pattern": "(?=a)a"}], "without looking ahead"),
    ],
)
def test_what_cannot_be_checked_is_refused(
    tmp_path: Path, standards: list[dict[str, object]], said: str
) -> None:
    """One sentence with the fix."""
    write_export(tmp_path, [("1", "a", "", "", "")])
    with pytest.raises(InputError, match=said):
        check_standards(plan(customers(standards=standards)), base=tmp_path)


def test_a_broken_demand_needs_a_row() -> None:
    """Nothing is broken no times."""
    with pytest.raises(ValueError, match="greater"):
        BrokenDemand(column="c", demand=Demand.CODES, rows=0, values=0)
