"""Customers as several people typed them: a list with planted duplicates whose pairs are known."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from config.example.names import CITIES, FULL_WIDTH, company_name, person_name
from playbooks.model.mapping import Check
from tests.simulators.migration import customers

HEADER = ("no", "name", "phone", "address", "code")
#: One record in so many has a duplicate.
EVERY = 20
Record = tuple[str, str, str, str, str]


def _full_width(name: str) -> str:
    return f"{name[:2]}\u3000{name[2:]}".translate(FULL_WIDTH)


def _short(name: str) -> str:
    return name.replace("（集团）", "").removesuffix("有限公司")


def _placed(name: str) -> str:
    return f"{name[2:].removesuffix('有限公司')}（{name[:2]}）有限公司" if name.endswith("有限公司") else name


def _slip(name: str) -> str:
    return name[:3] + "鑫" + name[4:] if name[3] != "鑫" else name[:3] + "金" + name[4:]


#: How somebody else types a name; a slip is found by the phone alone.
VARIANTS: tuple[Callable[[str], str], ...] = (_full_width, _short, _placed, _slip)


@dataclass(frozen=True, slots=True)
class Planted:
    """A list of customers, and the pairs of keys that are one customer."""

    records: tuple[Record, ...]
    pairs: frozenset[frozenset[str]]

    def write(self, folder: Path) -> None:
        """Write the list as `old.csv`."""
        with (folder / "old.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *self.records])


def planted(rows: int, seed: int = 5) -> Planted:
    """Return so many customers, no name twice, and a duplicate of every twentieth."""
    draw, names = Random(seed), set[str]()
    records: list[Record] = []
    pairs: set[frozenset[str]] = set()
    while len(records) < rows:
        name = company_name(draw.choice(CITIES), draw)
        if name in names:
            continue
        names.add(name)
        number = len(records)
        records.append((f"{number:06d}", name, f"12{number:09d}", f"工业大道 {number} 号", ""))
        again = VARIANTS[len(pairs) % len(VARIANTS)](name)
        if number % EVERY == 0 and len(records) < rows and again not in names:
            names.add(again)
            pairs.add(frozenset({records[-1][0], f"9{number:06d}"}))
            records.append((f"9{number:06d}", again, f"+86 12-{number:09d}", "", ""))
    return Planted(tuple(records), frozenset(pairs))


def people() -> Planted:
    """Return people who share names, and some who are one: by the same phone and a title."""
    draw = Random(7)
    surname = person_name(draw)[0][0]
    records = (
        ("1", "张三", "13800138000", "", ""),
        ("2", "张先生", "138 0013 8000", "", ""),
        ("3", "张三", "13900139000", "", ""),
        ("4", "Mr. Zhang San", "13900139001", "", ""),
        ("5", f"{surname}女士", "13900139002", "", ""),
    )
    return Planted(records, frozenset({frozenset({"1", "2"})}))


def search(**columns: object) -> Check:
    """Return the check of such a list, looking for duplicates by these columns."""
    return customers(
        keys=[{"source": "no", "target": "no"}],
        columns=[{"source": "name", "target": "name"}],
        duplicates={"name": "name", **columns},
    )
