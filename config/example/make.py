"""Write every generated file of the example company: `python -m config.example.make [--out DIR]`.

Without `--out` the files beside this module are renewed. With it, DIR becomes a complete data folder: the
hand-written files too, the target databases, both systems' structures, and the first loads in place.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from config.example.customers import before_cleansing, customers, duplicates, merge_map
from config.example.defects import as_of
from config.example.items import items
from config.example.kpi_series import CURVES, series
from config.example.opening import receivables, stock
from config.example.orders import orders
from config.example.rows import Row, read_rows, write_rows
from config.example.staff import staff
from config.example.targets import HERE, SYSTEMS, Planted, build_structure, build_targets, put_in_place
from config.example.training import COURSES, training
from config.example.uat import TRIALS, runs

_HAND_WRITTEN = ("organisation.yaml", "goals.yaml", "calendar.yaml", "sources.yaml")
_HAND_WRITTEN_FOLDERS = ("reconciliation", "scorecards", "documents", "evidence", "defects")
_ROUND_NAMES = {1: "first_round", 2: "second_round"}
_FRIDAY = timedelta(days=4)


def make(out: Path = HERE) -> None:
    """Write the generated CSV files and `planted.yaml` under `out`."""
    for name, rows in generated():
        write_rows(out / name, rows)
    with TemporaryDirectory() as scratch:
        _write_planted(out / "planted.yaml", build_targets(Path(scratch), out))


def prepare(out: Path) -> None:
    """Make `out` a complete data folder for a demo: all files, all loads, the first loads in place."""
    out.mkdir(parents=True, exist_ok=True)
    _copy_hand_written(out)
    for name, rows in generated():
        write_rows(out / name, rows)
    _write_planted(out / "planted.yaml", build_targets(out, out))
    for system in SYSTEMS:
        build_structure(out, system=system)
        put_in_place(out, system=system, load="first_load")


def generated() -> Iterator[tuple[str, list[Row]]]:
    """Yield the relative name and the rows of every generated CSV file."""
    payroll = staff(HERE / "organisation.yaml")
    yield "staff.csv", payroll
    yield from _legacy()
    for season, curve in CURVES:
        yield f"kpi/{curve.kpi}.csv", series(season, curve)
    for course in COURSES:
        yield f"training/{course.system}.csv", training(course, payroll)
    yield from _tests(payroll)


def _legacy() -> Iterator[tuple[str, list[Row]]]:
    """Yield the exports of the old invoicing system."""
    buyers, goods = customers(), items()
    yield "legacy/customers.csv", buyers
    second = duplicates(buyers)
    yield "legacy/duplicates.csv", second
    yield "legacy/customers_raw.csv", before_cleansing(buyers, second)
    yield "legacy/merge_map.csv", merge_map(second)
    yield "legacy/orders.csv", orders(buyers, goods)
    yield "legacy/items.csv", goods
    yield "legacy/stock.csv", stock(goods)
    yield "legacy/receivables.csv", receivables(buyers)


def _tests(payroll: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """Yield test runs and the defect list at the Friday of each round."""
    for trial in TRIALS:
        known = read_rows(HERE / "defects" / f"{trial.system}.csv")
        for test_round in trial.rounds:
            name = f"{trial.system}_{_ROUND_NAMES[test_round.number]}.csv"
            yield f"uat/{name}", runs(trial, test_round, payroll)
            yield f"defects/{name}", as_of(known, test_round.monday + _FRIDAY)


def _copy_hand_written(out: Path) -> None:
    """Copy what people wrote."""
    for name in _HAND_WRITTEN:
        shutil.copyfile(HERE / name, out / name)
    for name in _HAND_WRITTEN_FOLDERS:
        shutil.copytree(HERE / name, out / name, dirs_exist_ok=True)


def _write_planted(path: Path, planted: Planted) -> None:
    """Write what a correct reconciliation must find."""
    head = "# What a correct reconciliation finds in each load; `kinds` counts the faults behind `changed`.\n"
    path.write_text(head + yaml.safe_dump(planted, sort_keys=False, width=100), encoding="utf-8")


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(prog="python -m config.example.make", description=__doc__)
    parser.add_argument("--out", type=Path, help="make a complete data folder here")
    out: Path | None = parser.parse_args().out
    if out is not None and out.resolve() == HERE:
        parser.error(
            "--out is the company's own folder; name another one, or leave --out away to renew this one"
        )
    make() if out is None else prepare(out)
    sys.stdout.write(f"written: {out or HERE}\n")


if __name__ == "__main__":
    main()
