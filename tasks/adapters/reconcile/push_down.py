"""The comparison inside two PostgreSQL databases: rows leave only where the hashes of rows differ.

- Each side counts, adds and xors the 64-bit hashes of its rows per bucket of keys; equal on all three is equal.
- Of the other buckets the numbers of the keys and the hashes leave, of the keys that differ the rows: they are
  compared as ever, so that every difference still rests on values.
- Buckets that agree hold the same rows, so that doubled keys are looked for on one side only.
- Not for checks that need whole tables here: rules, references, unique values, balances.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import TypeAlias

from playbooks.model.errors import InputError
from playbooks.model.mapping import Check, ControlTotal
from playbooks.model.reconciliation import TotalResult
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.abreast import abreast
from tasks.adapters.reconcile.control_totals import total_of
from tasks.adapters.reconcile.postgresql_buckets import Buckets, buckets_of
from tasks.adapters.reconcile.postgresql_question import Question, questions
from tasks.adapters.reconcile.postgresql_value import column_form
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.row_hashes import Staged, empty
from tasks.adapters.reconcile.sides.postgresql_table import PostgresqlSide
from tasks.adapters.reconcile.staging import Pair
from tasks.adapters.reconcile.workspace import Workspace, identifier

# The statements below are made of quoted names, quoted literals and the plan's own queries.
# ruff: noqa: S608

_Query: TypeAlias = Callable[[Part, Question], str]

_SALT = 81985529216486895
#: Of more buckets that differ, hashes would say little: all rows leave at once.
_MOST_BAD = 2


@dataclass(frozen=True, slots=True)
class Pruned:
    """Both sides narrowed to the rows worth looking at, with the counts and digests of the whole."""

    pair: Pair
    source: Staged
    target: Staged
    questions: tuple[Question, Question]

    def staged(self, part: Part) -> Staged:
        """Return what was counted on a side."""
        return self.source if part is Part.SOURCE else self.target


def pruned(space: Workspace, pair: Pair, *, room: Room) -> Pruned | None:
    """Return both sides without the rows that agree; None where the databases cannot do it."""
    asked = questions(pair)
    if asked is None:
        return None
    buckets = buckets_of(asked)
    _each(space, asked, kept=_CHECKSUMS, room=room, query=lambda part, one: _checksums(one, buckets, part))
    source, target = (_counted(space, pair, part) for part in Part)
    return Pruned(Pair(pair.check, *_narrowed(space, asked, buckets, room=room)), source, target, asked)


def pushed_totals(space: Workspace, check: Check, known: Pruned, *, room: Room) -> tuple[TotalResult, ...]:
    """Return the control totals, added up by the databases."""
    return tuple(_total(space, check, total=total, known=known, room=room) for total in check.control_totals)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The table that an answer of numbers fills, one for each side."""

    name: str
    columns: tuple[str, ...]

    def of(self, part: Part) -> str:
        """Return the table of a side."""
        return f"{part}_{self.name}"


_CHECKSUMS = _Kept("checksums", ("b", "n", "x", "s", "m"))
_ROWS = _Kept("pairs", ("kh", "h"))


def _each(
    space: Workspace, asked: tuple[Question, Question], *, kept: _Kept, room: Room, query: _Query
) -> None:
    """Ask both databases at the same time."""
    chosen = ", ".join(f"r{place}::bigint as {name}" for place, name in enumerate(kept.columns))

    def fetch(own: Workspace, *, part: Part, question: Question) -> None:
        with question.side.packed(query(part, question), kept.columns, room=room) as relation:
            own.run(f"create or replace table {kept.of(part)} as select {chosen} from {relation}")

    abreast(
        space,
        [one.side for one in asked],
        [partial(fetch, part=part, question=one) for part, one in zip(Part, asked, strict=True)],
    )


def _checksums(question: Question, buckets: Buckets, part: Part) -> str:
    # The fence lets the hash be worked out once; a fence of a text is one that parallel workers may pass.
    marked = "bit_or(1::bigint << (k & 63)::int)" if part is Part.SOURCE and buckets.can_mark else "0"
    return (
        f"select b, count(*) as n, bit_xor(h) as x, sum((h & 2147483647)::int) as s, {marked} as m from ("
        f"select {buckets.of(question)} as b, {question.key_number} as k, {question.row_hash} as h "
        f"from {question.relation} offset '0') as hashed group by b"
    )


def _counted(space: Workspace, pair: Pair, part: Part) -> Staged:
    ((rows, xored, added, nulls),) = space.rows(
        "select coalesce(sum(n), 0), coalesce(bit_xor(x), 0), coalesce(sum(s), 0), "
        f"coalesce(sum(n) filter (b is null), 0) from {part}_checksums"
    )
    where = pair.side(part).where
    if not rows:
        raise empty(pair, part)
    if nulls:
        names = ", ".join(repr(getattr(key, part)) for key in pair.check.keys)
        raise InputError(
            "{where} has {rows} rows without a value in key column {column}; complete them or "
            "choose another key",
            where=where,
            rows=nulls,
            column=names,
        )
    return Staged(int(str(rows)), sha256(f"{rows} {xored} {added}".encode()).hexdigest())


def _narrowed(
    space: Workspace, asked: tuple[Question, Question], buckets: Buckets, *, room: Room
) -> tuple[PostgresqlSide, PostgresqlSide]:
    bad = space.rows("""
        select b from source_checksums full join target_checksums using (b)
        where source_checksums.n is distinct from target_checksums.n
           or source_checksums.x is distinct from target_checksums.x
           or source_checksums.s is distinct from target_checksums.s order by b""")
    wanted = [int(str(row[0])) for row in bad]
    if _MOST_BAD * len(wanted) > space.count("select count(*) from source_checksums"):
        return _sides(asked, [f"select * from {one.relation}" for one in asked])
    noticed = _noticed(space, asked, buckets, wanted=wanted, room=room) if wanted else []
    noticed += _doubled(space, asked, buckets)
    return _sides(asked, [_among(one, noticed) for one in asked])


def _noticed(
    space: Workspace, asked: tuple[Question, Question], buckets: Buckets, *, wanted: list[int], room: Room
) -> list[int]:
    _each(space, asked, kept=_ROWS, room=room, query=lambda _, one: buckets.within(one, wanted))
    found = space.rows(f"""
        select kh from (select kh, h from source_pairs union all select kh, xor(h, {_SALT}) from target_pairs)
        group by kh having count(*) <> 2 or bit_xor(h) <> {_SALT}""")
    return [int(str(row[0])) for row in found]


def _doubled(space: Workspace, asked: tuple[Question, Question], buckets: Buckets) -> list[int]:
    """Return the numbers of keys that stand more than once in buckets that agree, as seen in the source."""
    if any(one.is_unique for one in asked):
        return []
    if buckets.can_mark and not space.count("select count(*) from source_checksums where bit_count(m) <> n"):
        return []
    source = asked[0]
    number = source.key_number
    found = source.side.rows(f"select {number} from {source.relation} group by {number} having count(*) > 1")
    return [int(str(row[0])) for row in found]


def _sides(asked: tuple[Question, Question], queries: list[str]) -> tuple[PostgresqlSide, PostgresqlSide]:
    source, target = (replace(one.side, narrowed=query) for one, query in zip(asked, queries, strict=True))
    return source, target


def _among(question: Question, noticed: list[int]) -> str:
    """Return the query of the rows of these keys: looked up in an index, or all rows are gone through once."""
    numbers = f"unnest('{{{','.join(map(str, noticed))}}}'::bigint[]) as wanted(k)"
    if question.key is None:
        return f"select * from {question.relation} and {question.key_number} in (select k from {numbers})"
    return (
        f"select w.* from (select distinct k from {numbers}) as wanted, "
        f"(select * from {question.relation}) as w where w.{identifier(question.key)} = wanted.k"
    )


def _total(space: Workspace, check: Check, *, total: ControlTotal, known: Pruned, room: Room) -> TotalResult:
    column = check.column(total.column)
    for part, question in zip(Part, known.questions, strict=True):
        query = _sums(check, total, question=question, part=part)
        columns = f"r0 as part, r1::decimal(38, {column.digits}) as amount"
        with question.side.streaming(query, width=2, room=room) as relation:
            space.run(f"create or replace table {part}_total as select {columns} from {relation}")
    arms = (f"select * from {Part.SOURCE}_total", f"select * from {Part.TARGET}_total")
    return total_of(space, total, arms=arms, tolerance=check.allowance(column))


def _sums(check: Check, total: ControlTotal, *, question: Question, part: Part) -> str:
    value = column_form(question.side, check.column(total.column), part, other="")
    group = (
        None
        if total.group_by is None
        else column_form(question.side, check.column(total.group_by), part, other="")
    )
    shown = "null::text" if group is None else f"({group.value})::text"
    shown = f"to_char({group.value}, 'YYYY-MM')" if group is not None and total.month else shown
    amount = "0" if value is None else value.value
    return f"select {shown}, coalesce(sum({amount}), 0) from {question.relation} group by 1"
