"""What a mapping can level: zones, formats, units, booleans, letter case and cleaned codes."""

from pathlib import Path

import duckdb
import pytest

from playbooks.model.mapping import Column
from tasks.adapters.reconcile import reconcile
from tests.simulators.migration import customers, plan, write_export, write_target

SHANGHAI = {"zone": "Asia/Shanghai"}
DATETIME = {"transform": "datetime"}


@pytest.mark.parametrize(
    ("options", "old", "new", "agrees"),
    [
        ({**DATETIME, "source_time": SHANGHAI}, "2024-03-01 08:00:00", "2024-03-01 00:00:00", True),
        ({**DATETIME, "source_time": SHANGHAI}, "2024-03-01 08:00:00", "2024-03-01 08:00:00", False),
        (DATETIME, "2024-03-01T08:00:00+08:00", "2024-03-01 00:00:00", True),
        (DATETIME, "2024/3/1 8:00", "2024-03-01 08:00:00", True),
        (DATETIME, "2024-03-01 08:00:00.123456", "2024-03-01 08:00:00", False),
        ({**DATETIME, "precision": "second"}, "2024-03-01 08:00:00.123456", "2024-03-01 08:00:00", True),
        (DATETIME, "0000-00-00 00:00:00", "0000-00-00 00:00:00", False),
        ({"transform": "date", "source_time": {"format": "%d.%m.%y"}}, "31.12.24", "2024-12-31", True),
        (
            {"transform": "date", "source_time": {"format": "%Y年%m月%d日"}},
            "2024年2月3日",
            "2024-02-03",
            True,
        ),
        ({"transform": "date"}, "2024-02-03 00:00:00", "2024-02-03", True),
        ({"transform": "date"}, "2024-02-03 10:00:00", "2024-02-03", False),
        ({"transform": "date"}, "infinity", "infinity", False),
        ({"transform": "date", "source_time": {"format": "%Y%m%d"}}, "-Infinity", "1900-01-01", False),
        (DATETIME, "infinity", "1900-01-01 00:00:00", False),
        (DATETIME, "epoch", "epoch", False),
        ({"transform": "boolean"}, "是", "1", True),
        ({"transform": "boolean"}, "N", "false", True),
        ({"transform": "boolean"}, "maybe", "maybe", False),
        ({"transform": "decimal", "factor": "1000", "scale": 0}, "1.25", "1250", True),
        ({"transform": "decimal", "factor": "0.5"}, "3", "3", False),
        ({"transform": "decimal", "tolerance": "0.05"}, "1.00", "1.05", True),
        ({"transform": "decimal", "tolerance": "0.05"}, "1.00", "1.06", False),
        ({"transform": "decimal"}, "0.00", "-0.01", False),
        ({"transform": "decimal", "scale": 0}, "4", "-5", False),
        ({"transform": "trim", "case": "upper"}, " ab ", "AB", True),
        ({"transform": "code", "code_table": {"A": "1"}, "clean": "width"}, " \uff21", "1", True),
        ({"transform": "code", "code_table": {"A": "1"}, "case": "upper"}, "a", "1", True),
        ({"transform": "code", "code_table": {"A": "1"}}, "a", "1", False),
    ],
)
def test_a_column_is_levelled_as_the_mapping_says(
    tmp_path: Path, options: dict[str, object], old: str, new: str, *, agrees: bool
) -> None:
    """What it does not level stays a difference; what cannot be read is never equal."""
    write_export(tmp_path, [["1", old]], ("编号", "name"))
    write_target(tmp_path, [["1", new]], ("no", "name"))
    column = Column.model_validate({"source": "name", "target": "name", **options})
    assert reconcile(plan(customers(columns=(column,))), base=tmp_path).agrees is agrees


def test_a_key_may_be_levelled_too(tmp_path: Path) -> None:
    """Full-width digits and blanks of an old system do not make another customer."""
    write_export(tmp_path, [["\uff21\uff11 ", "x"]], ("编号", "name"))
    write_target(tmp_path, [["a1", "x"]], ("no", "name"))
    keys = [{"source": "编号", "target": "no", "transform": "width", "case": "lower"}]
    columns = (Column(source="name", target="name"),)
    assert reconcile(plan(customers(columns=columns, keys=keys)), base=tmp_path).agrees


@pytest.mark.parametrize("kind", ["decimal(38,2)", "decimal(18,2)", "varchar"])
def test_a_cent_below_nothing_is_not_nothing(tmp_path: Path, kind: str) -> None:
    """DuckDB gives -0.01 and 0.00 one hash where they take two machine words."""
    with duckdb.connect() as connection:
        for name, amount in (("old", "0.00"), ("new", "-0.01")):
            connection.execute(
                f"copy (select 1 as no, '{amount}'::{kind} as due) to '{tmp_path}/{name}.parquet'"
            )
    sides = {side: {"parquet": f"{name}.parquet"} for side, name in (("source", "old"), ("target", "new"))}
    columns = [{"source": "due", "target": "due", "transform": "decimal"}]
    check = customers(**sides, keys=[{"source": "no", "target": "no"}], columns=columns, control_totals=[])
    assert [item.count for item in reconcile(plan(check), base=tmp_path).checks[0].changed] == [1]
