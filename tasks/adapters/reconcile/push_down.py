"""The comparison inside two databases of one kind: rows leave only where the hashes of rows differ.

- Each side counts its rows and adds up their 64-bit hashes in two ways per bucket of keys; equal on all three is equal.
- Of the other buckets the numbers of the keys and the hashes leave, of the keys that differ the rows: they are
  compared as ever, so that every difference still rests on values.
- Buckets that agree hold the same rows, so that doubled keys are looked for on one side only.
- Not for checks that need whole tables here: rules, references, unique values, balances.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TypeAlias

from playbooks.model.errors import InputError
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.abreast import abreast
from tasks.adapters.reconcile.key_buckets import Buckets, buckets_of
from tasks.adapters.reconcile.mysql_question import mysql_questions
from tasks.adapters.reconcile.postgresql_question import postgresql_questions
from tasks.adapters.reconcile.question import Question
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.row_hashes import Staged, empty
from tasks.adapters.reconcile.sides.opened import Opened
from tasks.adapters.reconcile.staging import Pair
from tasks.adapters.reconcile.workspace import Workspace

# The statements below are made of quoted names, quoted literals and the plan's own queries.
# ruff: noqa: S608

_Asked: TypeAlias = tuple[Question, Question]
_Answer: TypeAlias = Callable[[Part, Question], AbstractContextManager[str]]

_SALT = 81985529216486895
#: Of more buckets that differ, hashes would say little: all rows leave at once.
_MOST_BAD = 2


@dataclass(frozen=True, slots=True)
class Pruned:
    """Both sides narrowed to the rows worth looking at, with the counts and digests of the whole."""

    pair: Pair
    source: Staged
    target: Staged
    questions: _Asked

    def staged(self, part: Part) -> Staged:
        """Return what was counted on a side."""
        return self.source if part is Part.SOURCE else self.target


def pruned(space: Workspace, pair: Pair, *, room: Room) -> Pruned | None:
    """Return both sides without the rows that agree; None where the databases cannot do it."""
    asked: _Asked | None = postgresql_questions(pair) or mysql_questions(pair)
    if asked is None:
        return None
    buckets = buckets_of(asked)

    def checksums(part: Part, one: Question) -> AbstractContextManager[str]:
        return one.checksums(buckets, marked=part is Part.SOURCE and buckets.can_mark, room=room)

    _each(space, asked, kept=_CHECKSUMS, answer=checksums)
    source, target = (_counted(space, pair, part) for part in Part)
    return Pruned(Pair(pair.check, *_narrowed(space, asked, buckets, room=room)), source, target, asked)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The table that an answer of numbers fills, one for each side."""

    name: str
    columns: tuple[str, ...]

    def of(self, part: Part) -> str:
        """Return the table of a side."""
        return f"{part}_{self.name}"

    @property
    def chosen(self) -> str:
        """Return the columns of the answer under their names."""
        kinds = ("hugeint" if name == "s" else "bigint" for name in self.columns)
        named = zip(self.columns, kinds, strict=True)
        return ", ".join(f"r{place}::{kind} as {name}" for place, (name, kind) in enumerate(named))


_CHECKSUMS = _Kept("checksums", ("b", "n", "x", "s", "m"))
_ROWS = _Kept("pairs", ("kh", "h"))


def _each(space: Workspace, asked: _Asked, *, kept: _Kept, answer: _Answer) -> None:
    """Ask both databases at the same time."""

    def fetch(own: Workspace, *, part: Part, question: Question) -> None:
        with answer(part, question) as relation:
            own.run(f"create or replace table {kept.of(part)} as select {kept.chosen} from {relation}")

    abreast(
        space,
        [one.side for one in asked],
        [partial(fetch, part=part, question=one) for part, one in zip(Part, asked, strict=True)],
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


def _narrowed(space: Workspace, asked: _Asked, buckets: Buckets, *, room: Room) -> tuple[Opened, Opened]:
    bad = space.rows("""
        select b from source_checksums full join target_checksums using (b)
        where source_checksums.n is distinct from target_checksums.n
           or source_checksums.x is distinct from target_checksums.x
           or source_checksums.s is distinct from target_checksums.s order by b""")
    wanted = [int(str(row[0])) for row in bad]
    one, other = asked
    if _MOST_BAD * len(wanted) > space.count("select count(*) from source_checksums"):
        return one.everything(), other.everything()
    noticed = _noticed(space, asked, buckets, wanted=wanted, room=room) if wanted else []
    noticed += _doubled(space, asked, buckets)
    return one.among(noticed), other.among(noticed)


def _noticed(
    space: Workspace, asked: _Asked, buckets: Buckets, *, wanted: list[int], room: Room
) -> list[int]:
    _each(space, asked, kept=_ROWS, answer=lambda _, one: one.hashes(buckets, wanted, room=room))
    found = space.rows(f"""
        select kh from (select kh, h from source_pairs union all select kh, xor(h, {_SALT}) from target_pairs)
        group by kh having count(*) <> 2 or bit_xor(h) <> {_SALT}""")
    return [int(str(row[0])) for row in found]


def _doubled(space: Workspace, asked: _Asked, buckets: Buckets) -> list[int]:
    """Return the numbers of keys that stand more than once in buckets that agree, as seen in the source."""
    if any(one.is_unique for one in asked):
        return []
    if buckets.can_mark and not space.count("select count(*) from source_checksums where bit_count(m) <> n"):
        return []
    return asked[0].doubled()
