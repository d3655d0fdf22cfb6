"""One side of a comparison as a table of canonical values: k0, k1 ... the key, v0, v1 ... the mapped columns.

A side without rows or with a key that is NULL is refused: it must not pass as equal.
"""

from dataclasses import dataclass
from hashlib import sha256

from playbooks.model.errors import InputError
from playbooks.model.mapping import Check
from tasks.adapters.reconcile.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Side:
    """How many rows were read, and the digest of what they rest on."""

    rows: int
    digest: str


def key_names(check: Check) -> list[str]:
    """Return the names of the key columns in the workspace."""
    return [f"k{place}" for place in range(len(check.keys))]


def value_names(check: Check) -> list[str]:
    """Return the names of the mapped columns in the workspace."""
    return [f"v{place}" for place in range(len(check.columns))]


def unique_names(check: Check) -> list[str]:
    """Return the names of the target's columns that must be unique."""
    return [f"u{place}" for place in range(len(check.unique))]


def counted(space: Workspace, table: str, *, keys: dict[str, str], where: str) -> int:
    """Return the rows of a side; `keys` are its key columns in the workspace with their names for people."""
    rows = space.count(f"select count(*) from {table}")  # noqa: S608  # the table is ours
    if not rows:
        raise InputError(f"{where} holds no rows; export or load it again before comparing")
    for name, column in keys.items():
        lacking = space.count(f"select count(*) from {table} where {name} is null")  # noqa: S608  # both are ours
        if lacking:
            raise InputError(
                f"{where} has {lacking} rows without a value in key column {column!r}; "
                "complete them or choose another key"
            )
    return rows


def rows_digest(space: Workspace, table: str, *, names: list[str]) -> str:
    """Return a digest of all rows, whatever their order."""
    # A length stands before each value, so that no two rows are written alike.
    fields = (f"case when {name} is null then '-' else length({name}) || ':' || {name} end" for name in names)
    row = " || ',' || ".join(fields)
    total = sha256()
    for (text,) in space.stream(f"select sha256({row}) as digest from {table} order by digest"):  # noqa: S608  # ours
        total.update(str(text).encode())
    return total.hexdigest()
