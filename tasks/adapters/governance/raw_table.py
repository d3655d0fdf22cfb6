"""A side's rows as they came, every value as text: the table `export` of a workspace, with columns c0, c1 ..."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from playbooks.model.data_side import DataSide
from playbooks.model.errors import InputError
from playbooks.model.phrase import Phrase
from tasks.adapters.reconcile.data_folder import listed
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.sides.opening import opened
from tasks.adapters.reconcile.workspace import Workspace, explained

# The statements below are made of names this package gives itself, never of raw input.
# ruff: noqa: S608


@dataclass(frozen=True, slots=True)
class RawTable:
    """What was read: where from, the columns with their types, the number of rows."""

    where: str | Phrase
    types: Mapping[str, str]
    rows: int

    def place(self, column: str) -> str:
        """Return the name of a column in the workspace; raises InputError when the side has none of it."""
        known = list(self.types)
        if column not in known:
            raise InputError(
                "{where} has no column {column!r} (it has {known}); correct the name or the data",
                where=self.where,
                column=column,
                known=listed(known),
            )
        return f"c{known.index(column)}"


def read_raw(space: Workspace, side: DataSide, *, base: Path) -> RawTable:
    """Fill the table `export` with a side; raises InputError or OutsideError when it cannot be read."""
    with opened(side, base=base) as held, explained(held.where):
        columns = list(held.types)
        chosen = ", ".join(f"r{place}::varchar as c{place}" for place in range(len(columns)))
        with held.reading(columns, Room(space.folder)) as relation:
            space.run(f"create or replace table export as select {chosen} from {relation}")
        return RawTable(held.where, dict(held.types), space.count("select count(*) from export"))


def column_types(side: DataSide, *, base: Path) -> Mapping[str, str]:
    """Return the columns of a side without reading its rows."""
    with opened(side, base=base) as held:
        return dict(held.types)


def rows_digest(space: Workspace, table: RawTable) -> str:
    """Return a digest of all rows, whatever their order."""
    values = ", ".join(f"c{place}" for place in range(len(table.types)))
    found = space.rows(
        f"select count(*), bit_xor(h), sum(h::hugeint) from (select hash({values}) as h from export)"
    )
    return sha256(repr((list(table.types), tuple(map(str, found[0])))).encode()).hexdigest()
