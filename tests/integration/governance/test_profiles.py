"""The profile of every kind of side: the same rows give the same counts wherever they stand."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from pydantic import TypeAdapter

from config.example.credit_code import credit_code
from playbooks.model.column_profile import ColumnKind, ColumnProfile, TableProfile
from playbooks.model.credit_code import valid_credit_code
from playbooks.model.data_side import DataSide
from playbooks.model.resident_id import valid_resident_id
from tasks.adapters.governance import validity
from tasks.adapters.governance.column_counts import side_profile
from tasks.adapters.reconcile.workspace import quoted, workspace
from tests.simulators import moved_orders as orders

READ = TypeAdapter(DataSide)
FILES: dict[str, Callable[[Path, Sequence[orders.Row]], dict[str, object]]] = {
    "old.xlsx": orders.in_excel,
    "old.parquet": orders.in_parquet,
    "old.sqlite": orders.in_sqlite,
}


def profiled(folder: Path, side: dict[str, object]) -> TableProfile:
    """Return the profile of a side."""
    with workspace() as space:
        return side_profile(space, READ.validate_python(side), base=folder, name="orders")


def counted(table: TableProfile) -> dict[str, tuple[ColumnKind, int, int]]:
    """Return kind, NULLs and different values of some columns."""
    chosen = {"id", "customer", "ordered", "quantity", "warehouse"}
    return {one.column: (one.kind, one.nulls, one.distinct) for one in table.columns if one.column in chosen}


def column(folder: Path, *values: str) -> ColumnProfile:
    """Return the profile of one column of a CSV file."""
    (folder / "old.csv").write_text("\n".join(["c", *values, ""]), encoding="utf-8")
    return profiled(folder, {"csv": "old.csv"}).columns[0]


@pytest.fixture
def expected(tmp_path: Path) -> dict[str, tuple[ColumnKind, int, int]]:
    """What is counted in the orders as CSV in GB18030."""
    return counted(profiled(tmp_path, orders.in_csv(tmp_path / "a.csv", orders.former(), encoding="gb18030")))


def test_the_orders_as_an_old_chinese_system_exports_them(
    expected: dict[str, tuple[ColumnKind, int, int]],
) -> None:
    """Kinds are seen through the encoding."""
    assert expected["id"] == (ColumnKind.CODE, 0, 300)
    assert (expected["ordered"][0], expected["quantity"][0]) == (ColumnKind.DATE, ColumnKind.NUMBER)


@pytest.mark.parametrize("name", FILES)
def test_other_files_are_counted_alike(
    tmp_path: Path, name: str, expected: dict[str, tuple[ColumnKind, int, int]]
) -> None:
    """Excel, Parquet with its types, SQLite."""
    assert counted(profiled(tmp_path, FILES[name](tmp_path / name, orders.former()))) == expected


@pytest.mark.postgresql
def test_tables_of_servers_are_counted_alike(
    tmp_path: Path,
    postgresql_schema_url: str,
    mariadb_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    expected: dict[str, tuple[ColumnKind, int, int]],
) -> None:
    """PostgreSQL and MariaDB, through the variable that holds the address."""
    monkeypatch.setenv("OLD", postgresql_schema_url)
    monkeypatch.setenv("SHOP", mariadb_database_url)
    url = postgresql_schema_url.replace("+psycopg", "")
    sides = (
        orders.in_postgresql(url, orders.former(), variable="OLD"),
        orders.in_mariadb(mariadb_database_url, orders.former(), variable="SHOP"),
    )
    assert [counted(profiled(tmp_path, side)) for side in sides] == [expected, expected]


def test_numbers_that_have_a_check_sign_are_held_against_it(tmp_path: Path) -> None:
    """Valid ones and slips; an identity card is not taken for a credit code."""
    cards = column(tmp_path, "11010519491231002X", "440524188001010014", "110105194912310021")
    assert (cards.kind, cards.resident_ids, cards.valid_resident_ids) == (ColumnKind.RESIDENT_ID, 3, 2)
    codes = column(tmp_path, "91350100M000100Y43", "91350100M000100Y44")
    assert (codes.kind, codes.credit_codes, codes.valid_credit_codes) == (ColumnKind.CREDIT_CODE, 2, 1)


def test_the_sql_and_the_model_agree_on_what_is_valid(tmp_path: Path) -> None:  # noqa: ARG001  # a folder of its own
    """On valid numbers, slips in every place, and noise."""
    draw = Random(11)
    sound = [credit_code("442000", draw) for _ in range(40)] + ["11010519491231002X", "11010519490230002X"]
    slips = [
        code[:place] + draw.choice("0123456789XAI") + code[place + 1 :]
        for code in sound
        for place in range(18)
    ]
    values = ", ".join(f"({quoted(value)})" for value in {*sound, *slips, "", "x"})
    asked = f"{validity.valid_credit_code('v')}, {validity.valid_resident_id('v')}"
    with workspace() as space:
        found = space.rows(f"select v, {asked} from (values {values}) as t(v)")  # noqa: S608  # made here
    assert all(
        (valid_credit_code(str(value)), valid_resident_id(str(value))) == (code, card)
        for value, code, card in found
    )


def test_patterns_and_frequent_values_are_told(tmp_path: Path) -> None:
    """Long runs of one sign are counted."""
    codes = column(tmp_path, "AB-20250001", "AB-20250002", "AB-20250002", "x")
    assert [(one.text, one.count) for one in codes.patterns] == [("AA-9{8}", 3), ("a", 1)]
    assert (codes.frequent[0].text, codes.frequent[0].count) == ("AB-20250002", 2)
    assert (codes.shortest, codes.longest) == (1, 11)


@pytest.mark.parametrize("values", [("张三", "李四"), ("13800138000",), ("a@b.cn",), ("11010519491231002X",)])
def test_personal_values_do_not_leave_the_file(tmp_path: Path, values: tuple[str, ...]) -> None:
    """Their patterns do."""
    shown = column(tmp_path, *values).discreet()
    assert (shown.least, shown.frequent) == (None, ())
    assert shown.patterns
    assert not any(value in shown.model_dump_json() for value in values)


def test_blank_fields_are_told_from_empty_ones(tmp_path: Path) -> None:
    """A full-width blank is a blank; NULL is neither."""
    found = column(tmp_path, "a", '" "', '"\u3000"', '""')
    assert (found.nulls, found.blanks) == (1, 2)
