"""Reconciliation refuses what it cannot read, in one sentence that says what, where and what to do."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from playbooks.model.errors import InputError, OutsideError
from playbooks.model.mapping import Column
from tasks.adapters.reconcile import Terms, reconcile
from tests.simulators.migration import SOURCE_HEADER, customers, plan, write_export, write_target

OLD = ["1", "客户", "2024/1/1", "0.5", "东"]
NEW = ["1", "客户", "2024-01-01", 0.5, "E"]
HEADER = ",".join(SOURCE_HEADER)
LINE = ",".join(OLD)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one row that agrees."""
    write_export(tmp_path, [OLD])
    write_target(tmp_path, [NEW])
    return tmp_path


def test_the_row_itself_agrees(data: Path) -> None:
    """What the refusals below start from is in order."""
    assert reconcile(plan(), base=data).agrees


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "old.csv is empty"),
        (f"{HEADER}\n".encode(), "old.csv holds no rows"),
        (f"{HEADER}\n{LINE}\n".encode("gbk"), "line 1: the file is not UTF-8"),
        (f"{HEADER}\n".encode() + f"{LINE}\n".encode("gbk"), "line 2: the file is not UTF-8"),
        (f"{HEADER},name\n{LINE},x\n".encode(), "names 'name' twice"),
        (f"编号,name\n{LINE}\n".encode(), "no column 'opened' .it has 编号, name."),
        (f"{HEADER}\n{LINE}\n1,2\n".encode(), "line 3: .* the header's 5 fields"),
        (f"{HEADER}\n{LINE},x\n".encode(), "line 2: .* the header's 5 fields"),
        (f'{HEADER}\n1,"客户,2024/1/1,0.5,东\n'.encode(), "line 2: a quote is opened"),
        (f"{HEADER}\n,客户,2024/1/1,0.5,东\n".encode(), "1 rows without a value in key column '编号'"),
    ],
)
def test_an_export_that_cannot_be_relied_on_is_refused(data: Path, content: bytes, complaint: str) -> None:
    """File, line and column are named."""
    (data / "old.csv").write_bytes(content)
    with pytest.raises(InputError, match=complaint):
        reconcile(plan(), base=data)


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("delete from customers", "'customers' of new.sqlite holds no rows"),
        ("drop table customers", "'customers' of new.sqlite does not exist"),
        ("alter table customers drop column name", "no column 'name' .it has no, opened_on"),
        ("update customers set no = null", "without a value in key column 'no'"),
        ("update customers set name = x'ff00'", "column 'name' of .* holds binary data"),
        ("update customers set name = cast(x'ff' as text)", "UTF-8"),
    ],
)
def test_a_target_that_cannot_be_relied_on_is_refused(data: Path, script: str, complaint: str) -> None:
    """Table and column are named."""
    with closing(sqlite3.connect(data / "new.sqlite")) as connection:
        connection.executescript(script)
    with pytest.raises(InputError, match=complaint):
        reconcile(plan(), base=data)


@pytest.mark.parametrize("name", ["old.csv", "new.sqlite"])
def test_a_missing_file_is_named(data: Path, name: str) -> None:
    """The message tells which file to put into the data folder."""
    (data / name).unlink()
    with pytest.raises(InputError, match=f"{name} is not a file"):
        reconcile(plan(), base=data)


def test_a_link_that_leaves_the_folder_is_not_followed(
    data: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The data folder is a border."""
    outside = write_export(tmp_path_factory.mktemp("outside"), [OLD])
    (data / "old.csv").unlink()
    (data / "old.csv").symlink_to(outside)
    with pytest.raises(InputError, match="outside the data folder"):
        reconcile(plan(), base=data)


def test_a_file_that_is_no_database_is_refused(data: Path) -> None:
    """A spreadsheet renamed to .sqlite is no database."""
    (data / "new.sqlite").write_bytes(b"PK\x03\x04" + b"x" * 5000)
    with pytest.raises(InputError, match="not a database"):
        reconcile(plan(), base=data)


def test_a_database_being_written_is_worth_another_try(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock is nobody's mistake."""
    monkeypatch.setattr("tasks.adapters.reconcile.sides.sqlite_table.LOCK_SECONDS", 0)
    with closing(sqlite3.connect(data / "new.sqlite")) as writer:
        writer.execute("begin exclusive")
        with pytest.raises(OutsideError, match="being written"):
            reconcile(plan(), base=data)


def test_a_sum_that_overflows_is_refused(data: Path) -> None:
    """Numbers too large for exact decimals are not added up wrongly."""
    huge = "9" * 36
    write_export(data, [[number, "客户", "2024/1/1", huge, "东"] for number in range(200)])
    check = customers(control_totals=[{"column": "credit_limit"}])
    with pytest.raises(InputError, match="numbers too large"):
        reconcile(plan(check), base=data)


def test_the_target_is_never_written(data: Path) -> None:
    """The database's bytes stay, and no journal appears beside it."""
    before = (data / "new.sqlite").read_bytes()
    reconcile(plan(), base=data)
    assert (data / "new.sqlite").read_bytes() == before
    assert sorted(path.name for path in data.iterdir()) == ["new.sqlite", "old.csv"]


def test_an_unknown_column_is_not_taken_for_a_text(data: Path) -> None:
    """SQLite reads an unknown quoted name as a text; every row would seem to hold it."""
    check = customers(columns=(Column(source="name", target="客户"),))
    with pytest.raises(InputError, match="no column '客户'"):
        reconcile(plan(check), base=data)


@pytest.mark.parametrize("name", ["o*d.csv", "[old].csv", "o'ld?.csv"])
def test_a_file_name_is_not_a_pattern(data: Path, name: str) -> None:
    """Only the file named is read, not those its name would match."""
    (data / "old.csv").rename(data / name)
    write_export(data, [OLD, OLD])
    assert reconcile(plan(customers(source={"csv": name})), base=data).checks[0].rows_source == 1


@pytest.mark.parametrize("place", [Path("/dev/full"), Path("/dev/null"), Path("/dev")])
def test_a_folder_or_a_device_is_no_file_of_differences(data: Path, place: Path) -> None:
    """It stays what it is; nothing is read before."""
    with pytest.raises(InputError, match=f"{place} is a folder, a device or a link"):
        reconcile(plan(), base=data / "nowhere", terms=Terms(differences=place))
    assert not place.is_file()


def test_a_folder_that_takes_no_file_is_named(data: Path) -> None:
    """The file of differences needs a folder that exists."""
    with pytest.raises(OutsideError, match="takes no file"):
        reconcile(plan(), base=data, terms=Terms(differences=data / "nowhere" / "out.csv"))
