"""All 160 people on the payroll: the stakeholders of organisation.yaml and everybody else."""

from pathlib import Path
from random import Random
from typing import TypedDict, cast

import yaml

from config.example.chance import chance
from config.example.names import person_name
from config.example.rows import Row

HEADCOUNT = {
    "management": 5, "sales": 18, "service": 10, "purchasing": 7, "warehouse": 16, "production": 68,
    "quality": 12, "engineering": 6, "finance": 8, "hr": 6, "it": 4,
}  # fmt: skip


class Person(TypedDict):
    """What the payroll needs of a stakeholder."""

    key: str
    name: str
    name_en: str
    department: str
    roles: list[str]


def staff(organisation: Path) -> list[Row]:
    """Make the payroll, department by department, stakeholders first."""
    people = cast("list[Person]", yaml.safe_load(organisation.read_text(encoding="utf-8"))["people"])
    named = [_named(person) for person in people if person["department"] in HEADCOUNT]
    draw = chance("staff")
    keys = {row["person"] for row in named}
    rows: list[Row] = []
    for department, heads in HEADCOUNT.items():
        known = [row for row in named if row["department"] == department]
        rows += known + [_unnamed(department, keys, draw) for _ in range(heads - len(known))]
    return rows


def _named(person: Person) -> Row:
    """Return the payroll row of a stakeholder; nobody with a name in the organisation counts as staff."""
    leads = any(role == "steering" or role.endswith("_head") for role in person["roles"])
    return {
        "person": person["key"],
        "name": person["name"],
        "name_en": person["name_en"],
        "department": person["department"],
        "tier": "management" if leads else "middle",
    }


def _unnamed(department: str, keys: set[str], draw: Random) -> Row:
    """Return somebody whose key is new."""
    while True:
        name, name_en = person_name(draw)
        key = ".".join(name_en.lower().split())
        if key not in keys:
            keys.add(key)
            return {
                "person": key,
                "name": name,
                "name_en": name_en,
                "department": department,
                "tier": "staff",
            }
