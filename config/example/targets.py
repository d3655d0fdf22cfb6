"""The target databases after a first load with planted faults and after a second, repaired one.

They are built from the legacy CSV files and the mapping files, the same bytes every time.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Literal

import yaml

from config.example.chance import chance
from config.example.loading import INTEGER_COLUMNS, REAL_COLUMNS, Table, Tally, loaded
from config.example.loads import FIRST_LOADS, Load
from config.example.rows import Row, read_rows
from playbooks.model.data_side import SqliteTable
from playbooks.model.mapping import Check, ReconciliationPlan

System = Literal["crm", "erp"]
LoadName = Literal["first_load", "second_load"]
Planted = dict[str, dict[str, dict[str, Tally]]]

SYSTEMS: tuple[System, ...] = ("crm", "erp")
LOADS: tuple[LoadName, ...] = ("first_load", "second_load")
HERE = Path(__file__).parent


def build_targets(out: Path, company: Path = HERE) -> Planted:
    """Write `target/<system>_<load>.sqlite` under `out` and return what is planted in each."""
    return {system: {load: _build(out, company, system, load=load) for load in LOADS} for system in SYSTEMS}


def put_in_place(out: Path, *, system: System, load: LoadName) -> Path:
    """Make one load the content of `target/<system>.sqlite`, the file that the mapping names."""
    target = out / "target" / f"{system}.sqlite"
    fresh = target.with_suffix(".new")
    shutil.copyfile(_path(out, system, load), fresh)
    # A reader sees the old load or the new one, never half a file.
    return fresh.replace(target)


def build_structure(out: Path, *, system: System, company: Path = HERE) -> None:
    """Write what both systems can hold, without a row, under `out/structure`: a mapping is checked on it before any load."""
    checks = _plan(company, system).checks
    for check in checks:
        file = str(check.source.file)
        header = (company / file).read_text(encoding="utf-8").partition("\n")[0]
        (out / "structure" / file).parent.mkdir(parents=True, exist_ok=True)
        (out / "structure" / file).write_text(f"{header}\n", encoding="utf-8")
    _write(
        out / "structure" / "target" / f"{system}.sqlite",
        [Table(check, records=(), tally={}) for check in checks],
    )


def _path(out: Path, system: System, load: LoadName) -> Path:
    """Name the file of one load."""
    return out / "target" / f"{system}_{load}.sqlite"


def _build(out: Path, company: Path, system: System, *, load: LoadName) -> dict[str, Tally]:
    """Load every table of one system into a new file."""
    tables = [_table(company, system, load, check=check) for check in _plan(company, system).checks]
    _write(_path(out, system, load), tables)
    return {table.check.key: table.tally for table in tables}


def _plan(company: Path, system: System) -> ReconciliationPlan:
    written = (company / "reconciliation" / f"{system}.yaml").read_text(encoding="utf-8")
    return ReconciliationPlan.model_validate(yaml.safe_load(written))


def _table(company: Path, system: System, load: LoadName, *, check: Check) -> Table:
    """Load one table; the customers that a careless load brings back are the merged duplicates."""
    name = f"{system}.{check.key}"
    plan = FIRST_LOADS[name] if load == "first_load" else Load()
    strays = read_rows(company / "legacy" / "duplicates.csv") if check.key == "customers" else []
    return loaded(check, plan, _kept(company, check), strays=strays, draw=chance(f"{name}.{load}"))


def _kept(company: Path, check: Check) -> list[Row]:
    """Return the rows of the source that its merge map leaves."""
    rows = read_rows(company / str(check.source.file))
    if check.merge_map is None:
        return rows
    gone = {row["merged"] for row in read_rows(company / check.merge_map)}
    return [row for row in rows if row[check.keys[0].source] not in gone]


def _named(check: Check) -> str:
    """Return the table that the mapping names."""
    if not isinstance(check.target, SqliteTable) or check.target.table is None:
        raise TypeError(f"the example keeps its targets in SQLite tables; correct check {check.key!r}")
    return check.target.table


def _write(path: Path, tables: list[Table]) -> None:
    """Write the tables into a new SQLite file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database, database:
        for table in tables:
            keys, values = table.check.keys, table.check.columns
            columns = [key.target for key in keys] + [column.target for column in values]
            name = _named(table.check)
            declared = ", ".join(f"{column} {_type(column)}" for column in columns)
            database.execute(f"CREATE TABLE {name} ({declared})")
            places = ", ".join(f":{column}" for column in columns)
            # Names come from the mapping files beside this module, never from a user.
            database.executemany(f"INSERT INTO {name} VALUES ({places})", table.records)  # noqa: S608


def _type(column: str) -> str:
    """Return the SQLite type of a column."""
    if column in REAL_COLUMNS:
        return "REAL"
    return "INTEGER" if column in INTEGER_COLUMNS else "TEXT"
