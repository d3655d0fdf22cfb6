"""Sides of a comparison: which kinds there are, and what a plan may not say about them."""

import pytest
from pydantic import TypeAdapter, ValidationError

from playbooks.model.data_side import CsvFile, DataSide, MysqlTable, ParquetFile, PostgresqlTable

SIDES: TypeAdapter[DataSide] = TypeAdapter(DataSide)


@pytest.mark.parametrize(
    ("written", "file"),
    [
        ({"csv": "a.csv", "encoding": "gb18030"}, "a.csv"),
        ({"excel": "a.xlsx", "sheet": "客户"}, "a.xlsx"),
        ({"parquet": "a.parquet"}, "a.parquet"),
        ({"sqlite": "a.sqlite", "table": "t"}, "a.sqlite"),
        ({"postgresql": "OLD_ERP", "table": "t", "namespace": "s"}, None),
        ({"mysql": "OLD_SHOP", "query": "select 1 as a"}, None),
        ({"driver": "oracledb", "address": "OLD_ORACLE", "table": "t"}, None),
    ],
)
def test_a_side_is_known_by_where_it_stands(written: dict[str, object], file: str | None) -> None:
    """The first word says which kind it is; only files are watched for changes."""
    assert SIDES.validate_python(written).file == file


@pytest.mark.parametrize(
    "written",
    [
        {},
        {"cvs": "a.csv"},
        {"csv": "a.csv", "encoding": "latin-1"},
        {"excel": "a.xlsx"},
        {"sqlite": "a.sqlite"},
        {"sqlite": "a.sqlite", "table": "t", "query": "select 1 as a"},
        {"postgresql": "postgresql://root:secret@host/db", "table": "t"},
        {"mysql": "OLD", "query": "delete from t where true"},
        {"mysql": "OLD", "query": "select 1; drop table t"},
        {"driver": "os", "address": "OLD", "table": "t"},
    ],
)
def test_a_side_that_makes_no_sense_is_refused(written: dict[str, object]) -> None:
    """Addresses in the plan, statements that write, drivers nobody knows."""
    with pytest.raises(ValidationError):
        SIDES.validate_python(written)


def test_a_side_comes_back_from_its_json() -> None:
    """What is kept of a plan is the plan."""
    sides = [CsvFile(csv="a"), ParquetFile(parquet="b"), PostgresqlTable(postgresql="A", table="t")]
    assert [SIDES.validate_json(side.model_dump_json()) for side in sides] == sides


def test_a_closing_semicolon_is_no_second_statement() -> None:
    """Queries are often copied with it."""
    assert MysqlTable(mysql="A", query="select a from t;").query == "select a from t"
