"""The inventory of exports: what is counted, what cannot be read, and when it is counted anew."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from playbooks.model.column_profile import ColumnKind, ColumnProfile, TableProfile
from playbooks.model.data_side import CsvFile
from playbooks.model.errors import InputError
from tasks.adapters.governance.column_counts import side_profile
from tasks.adapters.inventory import Inventory, take
from tasks.adapters.reconcile.workspace import Workspace, workspace
from tasks.adapters.sources.specification import ReconciliationSource

SOURCE = ReconciliationSource.model_validate(
    {"kind": "reconciliation", "evidence": "migration", "plan": "reconciliation/crm.yaml", "base": "."}
)
Profiled = Callable[..., TableProfile]


def table_profile(space: Workspace, name: str, *, base: Path) -> TableProfile:
    """Return the profile of an export."""
    return side_profile(space, CsvFile(csv=name), base=base, name=name)


@pytest.fixture
def profiled(tmp_path: Path) -> Profiled:
    """A function that writes lines into a file and returns its profile."""

    def counted(*lines: str) -> TableProfile:
        (tmp_path / "export.csv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        with workspace() as space:
            return table_profile(space, "export.csv", base=tmp_path)

    return counted


def only(table: TableProfile) -> ColumnProfile:
    """Return the one column of a table."""
    (column,) = table.columns
    return column


def test_the_customers_of_the_example(company: Path) -> None:
    """Known kinds, known counts; every credit code fits its check sign, and no phone number is shown."""
    with workspace() as space:
        table = table_profile(space, "legacy/customers.csv", base=company)
    kinds = {column.column: column.kind for column in table.columns}
    found = {column.column: column for column in table.columns}
    assert table.rows == 1800
    assert (kinds["phone"], kinds["open_date"], kinds["zip"]) == (
        ColumnKind.PHONE,
        ColumnKind.DATE,
        ColumnKind.CODE,
    )
    assert found["credit_code"].valid_credit_codes == 1800
    assert found["phone"].shown_range is None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("c", "3", "20", "-1.50"), (ColumnKind.NUMBER, ("-1.5", "20"))),
        (("c", "2025/3/7", "2024-12-31", "20250101"), (ColumnKind.DATE, ("2024-12-31", "2025-03-07"))),
        (("c", "2025/13/7"), (ColumnKind.CODE, ("2025/13/7", "2025/13/7"))),
        (("c", "007", "12"), (ColumnKind.CODE, ("007", "12"))),
        (("c", "张三", "李四"), (ColumnKind.TEXT, None)),
        (("c", "13800138000", "076088881234"), (ColumnKind.PHONE, None)),
        (("c,d", ",1", ",2"), (ColumnKind.EMPTY, None)),
    ],
)
def test_columns_are_read_as_what_they_are(
    profiled: Profiled, lines: tuple[str, ...], expected: tuple[ColumnKind, tuple[str, str] | None]
) -> None:
    """Numbers by value, dates by day, a leading zero keeps a code a code."""
    column = profiled(*lines).columns[0]
    assert (column.kind, column.shown_range) == expected


def test_empty_fields_and_blanks_are_counted(profiled: Profiled) -> None:
    """An empty field is no value; a full-width blank is a blank."""
    column = only(profiled("c", '""', " a", "b\u3000", "b"))
    assert (column.nulls, column.distinct, column.padded, column.longest) == (1, 3, 2, 2)


def test_a_header_without_rows_is_empty(profiled: Profiled) -> None:
    """Nothing divides by nothing."""
    assert only(profiled("c")).kind is ColumnKind.EMPTY


def test_names_that_look_like_patterns_or_code_are_names(tmp_path: Path) -> None:
    """Neither file nor column names reach SQL."""
    (tmp_path / "a'; drop *?[x].csv").write_text('"x""; drop table export; --",x\n1,2\n')
    with workspace() as space:
        table = table_profile(space, "a'; drop *?[x].csv", base=tmp_path)
    assert [column.column for column in table.columns] == ['x"; drop table export; --', "x"]


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n1\n", b"a\n\xb0\xa1\xb0\xa1\n", b'a\n"open\n'],
    ids=["empty", "short line", "GBK", "open quote"],
)
def test_what_is_no_csv_is_refused(tmp_path: Path, content: bytes) -> None:
    """The message names the file."""
    (tmp_path / "export.csv").write_bytes(content)
    with workspace() as space, pytest.raises(InputError, match=r"export\.csv"):
        table_profile(space, "export.csv", base=tmp_path)


def taken(folder: Path, memory: Path) -> Inventory:
    """Take the inventory of the CRM's exports."""
    return take([SOURCE], folder, memory=memory)


def test_a_missing_export_is_named_and_the_other_counted(own_company: Path, tmp_path: Path) -> None:
    """One bad file does not hide the good one."""
    (own_company / "legacy" / "orders.csv").unlink()
    found = taken(own_company, tmp_path / "memory.json")
    assert [table.file for table in found.tables] == ["legacy/customers_raw.csv"]
    assert ["legacy/orders.csv cannot be read" in remark.en for remark in found.remarks] == [True]


@pytest.mark.parametrize("content", [None, "checks: []\n"])
def test_a_plan_that_cannot_be_read_is_named(own_company: Path, tmp_path: Path, content: str | None) -> None:
    """Gone or wrong, nothing is raised."""
    plan = own_company / "reconciliation" / "crm.yaml"
    plan.unlink()
    if content is not None:
        plan.write_text(content)
    found = taken(own_company, tmp_path / "memory.json")
    assert found.tables == ()
    assert "crm.yaml cannot be read" in found.remarks[0].en


def test_an_unchanged_export_is_not_counted_again(own_company: Path, tmp_path: Path) -> None:
    """What is remembered is believed until time or size of a file changes."""
    memory = tmp_path / "memory.json"
    first = taken(own_company, memory)
    memory.write_text(first.model_copy(update={"tables": first.tables[:1]}).model_dump_json())
    assert len(taken(own_company, memory).tables) == 1
    os.utime(own_company / "legacy" / "orders.csv", (1, 1))
    assert len(taken(own_company, memory).tables) == 2


def test_a_broken_memory_is_made_anew(own_company: Path, tmp_path: Path) -> None:
    """Half a file costs one more count."""
    memory = tmp_path / "memory.json"
    memory.write_text('{"files": ')
    assert taken(own_company, memory) == Inventory.model_validate_json(memory.read_bytes())


def test_a_memory_that_cannot_be_written_costs_one_more_count(own_company: Path, tmp_path: Path) -> None:
    """The disk beside the database is full."""
    (tmp_path / "inventory").write_text("no folder")
    assert len(taken(own_company, tmp_path / "inventory" / "memory.json").tables) == 2
