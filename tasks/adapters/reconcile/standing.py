"""Where the rows of a side stand while they are compared.

A stream comes once: it is kept as a Parquet file in the workspace. A file that is read in place is read again, which
costs less than a copy, unless the check goes through whole tables several times.
"""

from contextlib import ExitStack
from dataclasses import dataclass, replace

from playbooks.model.requirement import Part
from tasks.adapters.reconcile.followed import following
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.row_forms import canonical_rows, key_number, raw_keys
from tasks.adapters.reconcile.sides.csv_file import CsvSide
from tasks.adapters.reconcile.sides.csv_lines import CsvLines
from tasks.adapters.reconcile.staging import Pair, key_names, wanted_columns
from tasks.adapters.reconcile.workspace import Workspace, quoted

# The statements below are made of names this package gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608

_ROW_GROUP = 122_880
_CELLS = 1_500_000


@dataclass(frozen=True, slots=True)
class Standing:
    """A side's rows: as they came, or already in the form in which they are compared."""

    pair: Pair
    part: Part
    relation: str
    is_canonical: bool = False
    merged: int = 0  # rows that were taken out as merged away
    lines: CsvLines | None = None

    def rows(self, *, at_first_sight: bool = False) -> str:
        """Return the query of the rows to compare."""
        if self.is_canonical:
            return f"select * from {self.relation}"
        return canonical_rows(self.pair, self.part, self.relation, at_first_sight=at_first_sight)

    def among(self, table: str) -> str:
        """Return the query of the rows whose key's number stands in a table; only they are worked out."""
        chosen = f"(select * from {self.relation} where {self._key_stands_in(table)})"
        return replace(self, relation=chosen).rows()

    def lines_among(self, table: str) -> str | None:
        """Return the same query the shorter way, which may turn out to be none; None for what does not lie in lines."""
        if self.lines is None:
            return None
        chosen = self.lines.chosen(len(self.pair.check.keys), self._key_stands_in(table))
        return replace(self, relation=chosen).rows()

    def _key_stands_in(self, table: str) -> str:
        keys = key_names(self.pair.check) if self.is_canonical else raw_keys(self.pair, self.part)
        return f"{key_number(self.pair, keys)} in (select kh from {table})"


def keep(space: Workspace, *, pair: Pair, part: Part, room: Room) -> None:
    """Keep the rows of a side that comes once."""
    wanted = wanted_columns(pair, part)
    size = max(2048, min(_ROW_GROUP, _CELLS // len(wanted)))
    with pair.side(part).reading(wanted, room) as relation:
        followed = following(pair.check, pair.side(part), part, relation=relation)
        space.run(
            f"copy ({canonical_rows(pair, part, followed)}) to {quoted(_file(part, room))} "
            f"(format parquet, compression lz4, row_group_size {size})"
        )


def stand(pair: Pair, part: Part, *, room: Room, held: ExitStack) -> Standing:
    """Return where a side's rows stand; one that is read in place stays open until `held` ends."""
    side = pair.in_place(part)
    if side is None:
        return Standing(pair, part, f"read_parquet({quoted(_file(part, room))})", is_canonical=True)
    wanted = wanted_columns(pair, part)
    lines = held.enter_context(side.lines(wanted, room)) if isinstance(side, CsvSide) else None
    return Standing(pair, part, held.enter_context(side.reading(wanted, room)), lines=lines)


def _file(part: Part, room: Room) -> str:
    return str(room.folder / f"{part}.parquet")
