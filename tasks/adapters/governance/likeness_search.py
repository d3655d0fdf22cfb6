"""Which records of a table look like one: only records that share something are compared, never all with all.

- Records meet in blocks: the same name, signs, phone, code, card, address, or a name with one sign left out.
- A block that many records share, such as the phone 13800000000, says nothing and is left out; it is counted.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playbooks.model.data_side import DataSide
from playbooks.model.errors import InputError
from playbooks.model.frozen import Frozen
from playbooks.model.governance import DuplicateSearch
from playbooks.model.likeness import LEAST_SIGNS, Level, Party, kept_apart, likeness
from playbooks.model.mapping import Check
from playbooks.model.merge_group import MergeGroup, Pair, merge_groups
from playbooks.model.name_form import NameForm, digits_of, name_form, squeezed
from tasks.adapters.governance.raw_table import RawTable, read_raw, rows_digest
from tasks.adapters.reconcile.workspace import Workspace, explained, quoted, workspace

# The statements below are made of names this module gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608

MOST_IN_BLOCK = 50
_LONGEST_VARIED = 40
_FIELDS = ("core", "bag", "legal", "place", "titled", "phone", "credit_code", "id_card", "address")
_GROUNDS = ("phone", "credit_code", "id_card", "address")
_BLOCKED = ("core", "bag", *_GROUNDS)


class Found(Frozen):
    """The groups of one table, and what each of their records holds in the columns that were looked at."""

    check: str
    rows: int
    digest: str
    groups: tuple[MergeGroup, ...]
    shown: dict[str, dict[str, str]]
    doubled: int  # keys that stand more than once
    crowded: int  # blocks left out

    @property
    def records(self) -> int:
        """Return how many records stand in groups."""
        return sum(len(group.keys) for group in self.groups)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the key and the columns of a search stand in the workspace."""

    key: str
    search: DuplicateSearch
    places: Mapping[str, str]

    def place(self, column: str | None) -> str:
        return "''" if column is None else f"coalesce({self.places[column]}, '')"


def find_duplicates(check: Check, *, base: Path, possible: bool = False) -> Found:
    """Return the groups of records that look like one; `possible` adds those that need a person's eye."""
    search = check.duplicates
    if search is None:
        raise InputError(
            "check {check!r} does not say how duplicates are found; add `duplicates:`, see the README",
            check=check.key,
        )
    side: DataSide = getattr(check, search.side)
    with workspace() as space:
        raw = read_raw(space, side, base=base)
        with explained(raw.where):
            key = raw.place(getattr(check.keys[0], search.side))
            columns = _Columns(key, search, {column: raw.place(column) for column in search.columns})
            doubled = _require_keys(space, raw, columns)
            _normalise(space, raw, columns)
            crowded = _meet(space, possible=possible)
            groups, shown = _grouped(space, columns, possible=possible)
            return Found(
                check=check.key,
                rows=raw.rows,
                digest=rows_digest(space, raw),
                groups=groups,
                shown=shown,
                doubled=doubled,
                crowded=crowded,
            )


def _require_keys(space: Workspace, raw: RawTable, columns: _Columns) -> int:
    """Number the rows of the first record of each key; refuses keys that are NULL."""
    lacking = space.count(f"select count(*) from export where {columns.key} is null")
    if lacking:
        raise InputError(
            "{where} has {rows} rows without a key; complete them before looking for duplicates",
            where=raw.where,
            rows=lacking,
        )
    return space.count(
        f"select count(*) from (select 1 from export group by {columns.key} having count(*) > 1)"
    )


def _normalise(space: Workspace, raw: RawTable, columns: _Columns) -> None:
    """Fill the table `forms` with every record as it is compared."""
    search = columns.search
    asked = (search.name, search.phone, search.credit_code, search.id_card, search.address, *search.apart)
    filled = " + ".join(f"(coalesce(c{place}, '') <> '')::int" for place in range(len(raw.types)))
    query = f"select {columns.key}, {filled}, {', '.join(map(columns.place, asked))} from export"
    file = space.folder / "forms.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows(_form_row(search, tuple(map(str, row))) for row in space.stream(query))
    names = ["key", "filled", *_FIELDS, *(f"apart{place}" for place in range(len(search.apart)))]
    declared = ", ".join(f"{quoted(name)}: 'varchar'" for name in names)
    space.run(f"""
        create or replace table forms as select * from read_csv({quoted(str(file))}, header=false,
        auto_detect=false, delim=',', quote='"', escape='"', nullstr='\x01', columns={{{declared}}})
        qualify row_number() over (partition by key order by filled desc, core) = 1""")
    file.unlink()


def _form_row(search: DuplicateSearch, row: tuple[str, ...]) -> tuple[str, ...]:
    key, filled, name, phone, code, card, address, *apart = row
    form = name_form(name, search.subject)
    own = (digits_of(phone), squeezed(code), squeezed(card), squeezed(address))
    described = (form.core, form.bag, form.legal, form.place, "x" if form.titled else "")
    return (key, filled, *described, *own, *map(squeezed, apart))


def _meet(space: Workspace, *, possible: bool) -> int:
    """Fill the table `met` with the pairs worth a look; returns how many blocks were left out."""
    blocks = [f"select '{name} ' || {name} as block, key from forms where {name} <> ''" for name in _BLOCKED]
    if possible:
        # Two names one change apart have a shortened form in common.
        long_enough = f"length(core) between {LEAST_SIGNS} and {_LONGEST_VARIED}"
        blocks.append(f"""
            select 'cut ' || left(core, place - 1) || substr(core, place + 1) as block, key
            from (select core, key, unnest(range(1, length(core) + 1)) as place from forms where {long_enough})
            union select 'cut ' || core, key from forms where {long_enough}""")
    space.run(f"create or replace table blocks as {' union all '.join(blocks)}")
    space.run(
        "create or replace table sizes as select block, count(*) as n from blocks group by block having n > 1"
    )
    crowded = f"select block from sizes where n > {MOST_IN_BLOCK} and block not like 'cut %'"
    for name in _GROUNDS:
        space.run(f"update forms set {name} = '' where '{name} ' || {name} in ({crowded})")
    shared = " or ".join(f"(a.{name} = b.{name} and a.{name} <> '')" for name in _GROUNDS)
    space.run(f"""
        create or replace table met as
        select a.key as one, b.key as other
        from (select distinct x.key as one, y.key as other
              from (select block from sizes where n <= {MOST_IN_BLOCK})
              join blocks x using (block) join blocks y using (block) where x.key < y.key) as pairs
        join forms a on a.key = pairs.one join forms b on b.key = pairs.other
        where {possible} or a.core = b.core or a.bag = b.bag or {shared}""")
    return space.count(f"select count(*) from ({crowded})")


def _grouped(
    space: Workspace, columns: _Columns, *, possible: bool
) -> tuple[tuple[MergeGroup, ...], dict[str, dict[str, str]]]:
    space.run("create or replace table taken as select one as key from met union select other from met")
    parties, filled = _parties(space)
    pairs = _pairs(space, parties, possible=possible)
    groups = merge_groups(
        pairs, filled=filled, never=lambda one, other: kept_apart(parties[one], parties[other])
    )
    return groups, _shown(space, columns, {key for group in groups for key in group.keys})


def _parties(space: Workspace) -> tuple[dict[str, Party], dict[str, int]]:
    parties: dict[str, Party] = {}
    filled: dict[str, int] = {}
    for row in space.stream("select forms.* from forms semi join taken using (key)"):
        key, count, core, _, legal, place, titled, phone, code, card, address, *apart = map(str, row)
        form = NameForm(core=core, legal=legal, place=place, titled=bool(titled))
        parties[key] = Party(key, form, phone, code, card, address, tuple(apart))
        filled[key] = int(count)
    return parties, filled


def _pairs(space: Workspace, parties: Mapping[str, Party], *, possible: bool) -> Iterator[Pair]:
    for one, other in space.stream("select one, other from met"):
        first, second = str(one), str(other)
        found = likeness(parties[first], parties[second])
        if found is not None and (possible or found.level is not Level.POSSIBLE):
            yield Pair(first, second, found)


def _shown(space: Workspace, columns: _Columns, keys: set[str]) -> dict[str, dict[str, str]]:
    names = columns.search.columns
    chosen = ", ".join(map(columns.place, names))
    rows = space.stream(f"select distinct on ({columns.key}) {columns.key}, {chosen} from export "
                        f"semi join taken on taken.key = {columns.key}")  # fmt: skip
    return {
        str(key): dict(zip(names, map(str, values), strict=True)) for key, *values in rows if str(key) in keys
    }
