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
from playbooks.model.mapping import Check, Filter, Part
from tasks.adapters.reconcile.canonical_value import (
    Canonical,
    Raw,
    as_it_is,
    column_value,
    key_value,
    type_of,
)
from tasks.adapters.reconcile.data_folder import listed
from tasks.adapters.reconcile.room import Room
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


def stage(space: Workspace, pair: Pair, part: Part, *, room: Room, held: ExitStack) -> None:
    """Make one side the view of its name; a side read in place stays open until `held` ends."""
    side, check = pair.side(part), pair.check
    wanted, _ = (_wanted(pair, one) for one in (part, part.other))
    chosen, narrowed = _projection(pair, part), _where(check.scope, check)
    if side.in_place:
        relation = held.enter_context(side.reading(wanted, room))
        space.run(
            f"create or replace view {part} as select * from (select {chosen} from {relation}) {narrowed}"
        )
        return
    file = room.folder / f"{part}.parquet"
    size = max(2048, min(_ROW_GROUP, _CELLS // len(wanted)))
    with side.reading(wanted, room) as relation:
        space.run(
            f"copy (select * from (select {chosen} from {relation}) {narrowed}) to {quoted(str(file))} "
            f"(format parquet, compression lz4, row_group_size {size})"
        )
    space.run(f"create or replace view {part} as select * from read_parquet({quoted(str(file))})")


def staged(space: Workspace, pair: Pair, part: Part) -> Staged:
    """Return what was counted on a side; refuses an empty one."""
    side = pair.side(part)
    rows = space.count(f"select count(*) from {part}")
    if not rows:
        narrowed = " in scope" if pair.check.scope else ""
        raise InputError(
            "{where} holds no rows{narrowed}; export or load it again before comparing",
            where=side.where,
            narrowed=narrowed,
        )
    digest = side.fingerprint() if not pair.check.scope else None
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
                "{where} has no column {column!r} (it has {part}); correct the mapping of check "
                "{key!r} or the data",
                where=side.where,
                column=column,
                part=listed(known),
                key=check.key,
            )
    return columns


def _projection(pair: Pair, part: Part) -> str:
    check, own = pair.check, pair.side(part).types
    raws = [f"r{place}" for place in range(len(check.keys) + len(check.columns) + len(check.unique))]
    keys = [
        key_value(Raw(raw, own[getattr(key, part)]), key, plain=_plain(pair, key.source, key.target, key))
        for raw, key in zip(raws, check.keys, strict=False)
    ]
    values = [
        column_value(
            Raw(raw, own[getattr(column, part)]),
            column,
            part=part,
            plain=_plain(pair, column.source, column.target, column),
        )
        for raw, column in zip(raws[len(keys) :], check.columns, strict=False)
    ]
    unique = [
        f"r{len(keys) + len(values) + place}::varchar as {name}"
        for place, name in enumerate(unique_names(check))
    ]
    columns = [
        *(f"{key} as k{place}" for place, key in enumerate(keys)),
        *(f"{value.value} as v{place}" for place, value in enumerate(values)),
        *(_unreadable(check, place, value) for place, value in enumerate(values) if _can_fail(check, place)),
        *(unique if part is Part.TARGET else ()),
        f"{_row_hash(check, keys, values, part=part)} as h",
    ]
    return ", ".join(columns)


def _can_fail(check: Check, place: int) -> bool:
    return unreadable_name(check, place).startswith("u")


def _unreadable(check: Check, place: int, value: Canonical) -> str:
    return f"{value.unreadable or 'null::varchar'} as {unreadable_name(check, place)}"


def _plain(pair: Pair, source: str, target: str, column: object) -> bool:
    one, other = pair.source.types[source], pair.target.types[target]
    return as_it_is(column, one, other)  # type: ignore[arg-type]  # a key pair or a column


def _row_hash(check: Check, keys: list[str], values: list[Canonical], *, part: Part) -> str:
    whole = f"hash({', '.join([*keys, *(value.value for value in values)])})"
    doubtful = [value.unreadable for value in values if value.unreadable is not None]
    if not doubtful:
        return whole
    # Salted with the side, so that what is unreadable on both never looks equal.
    salted = f"xor({whole}, hash({quoted(part)}, {', '.join(doubtful)}))"
    return f"case when coalesce({', '.join(doubtful)}, null) is null then {whole} else {salted} end"


def _rows_digest(space: Workspace, check: Check, part: Part) -> str:
    """Return a digest of all rows, whatever their order."""
    others = ", ".join(unique_names(check)) if part is Part.TARGET else ""
    row = f"hash(h, {others})" if others else "h"
    found = space.rows(f"select count(*), bit_xor({row}), sum({row}::hugeint) from {part}")[0]
    return sha256(repr(tuple(map(str, found))).encode()).hexdigest()
