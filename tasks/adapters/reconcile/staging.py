"""A side made ready to compare, as `source` or `target`: k0 ... the key, v0 ... the values, u0 ... what is unreadable.

- A stream comes once: it is kept as a Parquet file in the workspace. A Parquet file is read where it lies.
- `h` is a hash of the whole row; it decides only which rows are looked at, every difference rests on values.
- A side without rows or with a key that is NULL is refused: it must not pass as equal.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256

from playbooks.model.errors import InputError
from playbooks.model.mapping import Check, Column, KeyPair
from playbooks.model.phrase import phrase
from playbooks.model.requirement import Filter, Part
from tasks.adapters.reconcile.canonical_value import (
    Canonical,
    Raw,
    as_it_is,
    column_value,
    key_value,
    type_of,
)
from tasks.adapters.reconcile.data_folder import listed
from tasks.adapters.reconcile.merged import following
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.sides.csv_file import CsvSide
from tasks.adapters.reconcile.sides.opened import Opened
from tasks.adapters.reconcile.workspace import Workspace, quoted

# The statements below are made of names this package gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608

_ROW_GROUP = 122_880
_CELLS = 1_500_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides of a check, opened."""

    check: Check
    source: Opened
    target: Opened

    def side(self, part: Part) -> Opened:
        """Return one of them."""
        return self.source if part is Part.SOURCE else self.target

    @property
    def both_served(self) -> bool:
        """Tell whether both sides are read by somebody else, so that reading them together takes less time."""
        return not any(side.in_place or isinstance(side, CsvSide) for side in (self.source, self.target))


@dataclass(frozen=True, slots=True)
class Staged:
    """How many rows were read, and the digest of what they rest on."""

    rows: int
    digest: str


def key_names(check: Check) -> list[str]:
    """Return the names of the key columns in the workspace."""
    return [f"k{place}" for place in range(len(check.keys))]


def value_names(check: Check) -> list[str]:
    """Return the names of the mapped columns in the workspace."""
    return [f"v{place}" for place in range(len(check.columns))]


def unreadable_name(check: Check, place: int) -> str:
    """Return the name of what is unreadable in a mapped column, NULL where everything can be read."""
    return f"u{place}" if type_of(check.columns[place]) or check.columns[place].codes else "null::varchar"


def unique_names(check: Check) -> list[str]:
    """Return the names of the target's columns that must be unique."""
    return [f"x{place}" for place in range(len(check.unique))]


def require_columns(pair: Pair) -> None:
    """Refuse a side that lacks a column of the mapping, before anything is read."""
    for part in Part:
        _wanted(pair, part)


def stage(space: Workspace, pair: Pair, part: Part, *, room: Room, held: ExitStack) -> None:
    """Make one side the view of its name; a side read in place stays open until `held` ends."""
    side, check = pair.side(part), pair.check
    wanted = _wanted(pair, part)
    narrowed = _where(check.scope, check)
    if side.in_place:
        relation = held.enter_context(side.reading(wanted, room))
        space.run(
            f"create or replace view {part} as select * from ({_canonical(pair, part, relation)}) {narrowed}"
        )
        return
    file = room.folder / f"{part}.parquet"
    size = max(2048, min(_ROW_GROUP, _CELLS // len(wanted)))
    with side.reading(wanted, room) as relation:
        space.run(
            f"copy (select * from ({_canonical(pair, part, relation)}) {narrowed}) to {quoted(str(file))} "
            f"(format parquet, compression lz4, row_group_size {size})"
        )
    space.run(f"create or replace view {part} as select * from read_parquet({quoted(str(file))})")


def staged(space: Workspace, pair: Pair, part: Part) -> Staged:
    """Return what was counted on a side; refuses an empty one."""
    side = pair.side(part)
    rows = space.count(f"select count(*) from {part}")
    if not rows:
        held = phrase("no rows in scope") if pair.check.scope else phrase("no rows")
        raise InputError(
            "{where} holds {held}; export or load it again before comparing",
            where=side.where,
            held=held,
        )
    narrowed = pair.check.scope or pair.check.merge_map
    digest = side.fingerprint() if not narrowed else None
    return Staged(rows, digest or _rows_digest(space, pair.check, part))


def filtered(scope: Iterable[Filter], check: Check) -> str:
    """Return the condition of a scope over canonical values; what cannot be read is never left out."""
    return " and ".join(_condition(one, check) for one in scope) or "true"


def _where(scope: tuple[Filter, ...], check: Check) -> str:
    return f"where {filtered(scope, check)}" if scope else ""


def _condition(one: Filter, check: Check) -> str:
    place = check.position(one.column)
    name, kind = f"v{place}", type_of(check.columns[place]) or "varchar"
    literal = {
        text: f"cast({quoted(text)} as {kind})"
        for text in (one.at_least, one.below, *one.among)
        if text is not None
    }
    value = name if kind != "varchar" else f"{name}::varchar"
    parts = [f"{value} >= {literal[one.at_least]}"] if one.at_least is not None else []
    parts += [f"{value} < {literal[one.below]}"] if one.below is not None else []
    parts += [f"{value} in ({', '.join(literal[text] for text in one.among)})"] if one.among else []
    return f"(({' and '.join(parts)}) or {unreadable_name(check, place)} is not null)"


def _wanted(pair: Pair, part: Part) -> list[str]:
    side, check = pair.side(part), pair.check
    columns = [getattr(one, part) for one in (*check.keys, *check.columns)]
    columns += check.unique if part is Part.TARGET else ()
    known = list(side.types)
    for column in columns:
        if column not in known:
            raise InputError(
                "{where} has no column {column!r} (it has {known}); correct the mapping of check "
                "{check!r} or the data",
                where=side.where,
                column=column,
                known=listed(known),
                check=check.key,
            )
    return columns


def _canonical(pair: Pair, part: Part, relation: str) -> str:
    """Return the query of a side's canonical rows; each value is worked out once, the next layer builds on it."""
    check = pair.check
    keys, values = _keys(pair, part), _values(pair, part)
    names, failing = [*key_names(check), *value_names(check)], _failing(check)
    unique = [f"r{len(names) + place}::varchar as {name}" for place, name in enumerate(unique_names(check))]
    unique = unique if part is Part.TARGET else []
    first = [
        f"{value} as {name}"
        for name, value in zip(names, [*keys, *(one.value for one in values)], strict=True)
    ]
    texts = [f"{values[place].text or 'null::varchar'} as w{place}" for place in failing]
    whence = following(check, pair.side(part), part, relation=relation)
    inner = f"select {', '.join([*first, *texts, *unique])} from {whence}"
    doubtful = [f"case when v{place} is null then w{place} end as u{place}" for place in failing]
    extra = unique_names(check) if part is Part.TARGET else []
    second = f"select {', '.join([*names, *doubtful, *extra])} from ({inner})"
    return f"select *, {_row_hash(names, failing, part)} as h from ({second})"


def _keys(pair: Pair, part: Part) -> list[str]:
    own = pair.side(part).types
    return [
        key_value(Raw(f"r{place}", own[getattr(key, part)]), key, plain=_plain(pair, key))
        for place, key in enumerate(pair.check.keys)
    ]


def _values(pair: Pair, part: Part) -> list[Canonical]:
    own, first = pair.side(part).types, len(pair.check.keys)
    return [
        column_value(
            Raw(f"r{first + place}", own[getattr(column, part)]),
            column,
            part=part,
            plain=_plain(pair, column),
        )
        for place, column in enumerate(pair.check.columns)
    ]


def _failing(check: Check) -> list[int]:
    """Return the places of the columns whose values may be unreadable."""
    return [place for place in range(len(check.columns)) if unreadable_name(check, place).startswith("u")]


def _plain(pair: Pair, column: Column | KeyPair) -> bool:
    return as_it_is(column, pair.source.types[column.source], pair.target.types[column.target])


def _row_hash(names: list[str], failing: list[int], part: Part) -> str:
    whole, doubtful = f"hash({', '.join(names)})", ", ".join(f"u{place}" for place in failing)
    if not failing:
        return whole
    # Salted with the side, so that what is unreadable on both never looks equal.
    salted = f"xor({whole}, hash({quoted(part)}, {doubtful}))"
    return f"case when coalesce({doubtful}, null) is null then {whole} else {salted} end"


def _rows_digest(space: Workspace, check: Check, part: Part) -> str:
    """Return a digest of all rows, whatever their order."""
    others = ", ".join(unique_names(check)) if part is Part.TARGET else ""
    row = f"hash(h, {others})" if others else "h"
    found = space.rows(f"select count(*), bit_xor({row}), sum({row}::hugeint) from {part}")[0]
    return sha256(repr(tuple(map(str, found))).encode()).hexdigest()
