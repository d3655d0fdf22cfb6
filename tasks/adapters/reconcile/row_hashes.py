"""The hashes of a side's rows, kept while a check is compared: for every row its key's number `kh` and its own hash `h`.

They are all that is kept of a side that is read in place; counts and the digest of the side rest on them.
"""

from contextlib import nullcontext
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from playbooks.model.errors import InputError
from playbooks.model.phrase import phrase
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.row_forms import key_number
from tasks.adapters.reconcile.staging import Pair, key_names, unique_names
from tasks.adapters.reconcile.standing import Standing
from tasks.adapters.reconcile.workspace import Workspace

# The statements below are made of names this package gives itself, never of raw input.
# ruff: noqa: S608

#: The number of a side's rows, and their hashes xored and added up.
Sums: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Staged:
    """How many rows were read, and the digest of what they rest on."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Span:
    """The rows of a side, and the smallest and the largest number that stands for a key."""

    part: Part
    rows: int
    lowest: int
    highest: int

    @property
    def width(self) -> int:
        """Return how many numbers lie between."""
        return self.highest - self.lowest + 1


def hash_rows(space: Workspace, standing: Standing, *, at_first_sight: bool) -> Span:
    """Fill the table of a side's hashes; refuses a key that is NULL."""
    pair, part = standing.pair, standing.part
    side = pair.in_place(part)
    number = key_number(pair, key_names(pair.check))
    with side.explained() if side is not None else nullcontext():
        space.run(
            f"create or replace temp table {part}_rows as "
            f"select {number} as kh, h from ({standing.rows(at_first_sight=at_first_sight)})"
        )
    ((rows, keys, lowest, highest),) = space.rows(
        f"select count(*), count(kh), coalesce(min(kh), 0), coalesce(max(kh), 0) from {part}_rows"
    )
    if keys != rows:
        raise _lacking(space, standing)
    return Span(part, *(int(str(number)) for number in (rows, lowest, highest)))


def staged(space: Workspace, standing: Standing, sums: Sums) -> Staged:
    """Return the count and the digest of a side's rows, whatever their order; refuses a side without rows."""
    pair, part = standing.pair, standing.part
    if not sums[0]:
        raise empty(pair, part)
    told: list[object] = [*sums]
    if pair.check.unique and part is Part.TARGET:
        others = f"hash(h, {', '.join(unique_names(pair.check))})"
        told += space.rows(f"select bit_xor({others}), sum({others}::hugeint) from ({standing.rows()})")[0]
    return Staged(sums[0], sha256(" ".join(map(str, told)).encode()).hexdigest())


def empty(pair: Pair, part: Part) -> InputError:
    """Return the complaint about a side without rows."""
    held = phrase("no rows in scope") if pair.check.scope else phrase("no rows")
    return InputError(
        "{where} holds {held}; export or load it again before comparing",
        where=pair.side(part).where,
        held=held,
    )


def _lacking(space: Workspace, standing: Standing) -> InputError:
    pair, part = standing.pair, standing.part
    asked = ", ".join(f"count(*) filter ({name} is null)" for name in key_names(pair.check))
    counts = space.rows(f"select {asked} from ({standing.rows()})")[0]
    rows, key = next((count, key) for count, key in zip(counts, pair.check.keys, strict=True) if count)
    return InputError(
        "{where} has {rows} rows without a value in key column {column}; complete them or choose another key",
        where=pair.side(part).where,
        rows=rows,
        column=repr(getattr(key, part)),
    )
