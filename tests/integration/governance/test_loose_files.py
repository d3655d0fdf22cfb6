"""A file that no specification speaks of: what can be read in it is found out by itself."""

import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from playbooks.model.data_side import CsvFile, Encoding, ExcelFile
from playbooks.model.errors import InputError, NotFoundError
from tasks.adapters.governance.loose_file import sides_of


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter"),
    [
        ("编号,名称\n1,张三\n".encode(), Encoding.UTF_8, ","),
        ("编号;名称\n1;张三\n".encode("gb18030"), Encoding.GB18030, ";"),
        ("编号\t名称\n1\t张三\n".encode("utf-16"), Encoding.UTF_16, "\t"),
        (b"", Encoding.UTF_8, ","),
    ],
)
def test_encoding_and_delimiter_of_a_csv_are_found_out(
    tmp_path: Path, content: bytes, encoding: Encoding, delimiter: str
) -> None:
    """By its first bytes."""
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    (side,) = sides_of(file).values()
    assert side == CsvFile.model_validate({"csv": "a.csv", "encoding": encoding, "delimiter": delimiter})


def test_what_the_caller_knows_better_counts(tmp_path: Path) -> None:
    """The encoding can be named."""
    (tmp_path / "a.csv").write_bytes(b"a,b\n")
    (side,) = sides_of(tmp_path / "a.csv", encoding=Encoding.GB18030).values()
    assert isinstance(side, CsvFile)
    assert side.encoding is Encoding.GB18030


def test_every_sheet_of_a_workbook_is_a_table(tmp_path: Path) -> None:
    """Named after file and sheet."""
    book = openpyxl.Workbook()
    book.create_sheet("客户")
    book.save(tmp_path / "a.xlsx")
    found = sides_of(tmp_path / "a.xlsx")
    assert found["a.xlsx · 客户"] == ExcelFile(excel="a.xlsx", sheet="客户")
    assert len(found) == 2


def test_every_table_of_a_database_is_a_table(tmp_path: Path) -> None:
    """In the order of their names."""
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("create table b (x)")
        connection.execute("create table a (x)")
    assert list(sides_of(tmp_path / "a.db")) == ["a.db · a", "a.db · b"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.pdf", InputError), ("a.xlsx", InputError), ("a.db", InputError), ("no.csv", NotFoundError)],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, kind: type[Exception]) -> None:
    """The message names the file."""
    for given in ("a.pdf", "a.xlsx", "a.db"):
        (tmp_path / given).write_bytes(b"no such thing")
    with pytest.raises(kind, match=name.replace(".", r"\.")):
        sides_of(tmp_path / name)
