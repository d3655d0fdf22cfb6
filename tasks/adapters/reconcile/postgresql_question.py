"""What two PostgreSQL databases are asked about one check: whence the rows, their keys, the hash of a row, what counts."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from playbooks.model.mapping import Check, Transform
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.postgresql_hash import row_hash
from tasks.adapters.reconcile.postgresql_value import column_form, condition, is_whole, key_form
from tasks.adapters.reconcile.question import MOST_RANGES, KeyRanges
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.sides.postgresql_table import PostgresqlSide
from tasks.adapters.reconcile.staging import Pair
from tasks.adapters.reconcile.workspace import identifier

# The statements below are made of quoted names, quoted literals and the plan's own queries.
# ruff: noqa: S608

#: The first release that hashes whole records.
OLDEST_SERVER = 140_000


@dataclass(frozen=True, slots=True)
class PostgresqlQuestion:
    """What one database is asked; `key` is the column of a key that is one whole number."""

    side: PostgresqlSide
    keys: tuple[str, ...]
    row_hash: str
    scope: str
    key: str | None = None
    columns: tuple[str, ...] = ()

    @property
    def relation(self) -> str:
        """Return what stands behind FROM, narrowed to the scope."""
        return f"{self.side.relation} where {self.scope}"

    @property
    def key_number(self) -> str:
        """Return the number that stands for a key: itself where it is one, else a hash, which several may share."""
        if self.key is not None:
            return self.keys[0]
        given = " and ".join(f"{key} is not null" for key in self.keys)
        return f"(case when {given} then hash_record_extended(row({', '.join(self.keys)}), 0) end)"

    @property
    def is_unique(self) -> bool:
        """Tell whether the database itself lets no key stand twice."""
        return self.side.has_unique_index(self.columns)

    def expected_rows(self) -> int:
        """Return about how many rows there are."""
        found = self.side.rows(f"explain (format json) select 1 from {self.relation}")[0][0]
        plan = found[0]["Plan"] if isinstance(found, list) else {}
        return int(plan.get("Plan Rows", 1))

    def key_width(self) -> int:
        """Return twice the span of the middle half of some keys, which lie far apart in the table."""
        sample = f"{self.side.relation} tablesample system (1) repeatable (1)"
        drawn = sample if self.side.is_plain_table else self.side.relation
        ((span,),) = self.side.rows(
            "select percentile_disc(0.75) within group (order by k) - percentile_disc(0.25) within group (order by k) "
            f"from (select {self.key_number} as k from {drawn}) as drawn"
        )
        return max(2 * int(str(span or 0)), 1)

    def checksums(self, buckets: KeyRanges, *, marked: bool, room: Room) -> AbstractContextManager[str]:
        """Yield the buckets: number, rows, both sums of their hashes, and a word with a bit for each key."""
        # The fence lets the hash be worked out once; a fence of a text is one that parallel workers may pass.
        mark = "bit_or(1::bigint << (k & 63)::int)" if marked else "0"
        query = (
            f"select b, count(*) as n, bit_xor(h) as x, sum((h & 2147483647)::int) as s, {mark} as m from ("
            f"select {self._bucket(buckets)} as b, {self.key_number} as k, {self.row_hash} as h "
            f"from {self.relation} offset '0') as hashed group by b"
        )
        return self.side.packed(query, ("b", "n", "x", "s", "m"), room=room)

    def hashes(self, buckets: KeyRanges, wanted: list[int], *, room: Room) -> AbstractContextManager[str]:
        """Yield the numbers of the keys and the hashes of the rows in some buckets."""
        chosen, columns = f"{self.key_number} as kh, {self.row_hash} as h", ("kh", "h")
        ranges = buckets.ranges(wanted)
        if not ranges or len(ranges) > MOST_RANGES or not self._is_indexed:
            among = f"{self._bucket(buckets)} = any ('{{{','.join(map(str, wanted))}}}'::bigint[])"
            query = f"select {chosen} from {self.relation} and {among}"
            return self.side.packed(query, columns, room=room)
        lists = [",".join(map(str, ends)) for ends in zip(*ranges, strict=True)]
        # Ranges of an index, each visited once; a list of conditions would make the server read everything.
        spans = f"unnest('{{{lists[0]}}}'::bigint[], '{{{lists[1]}}}'::bigint[]) as spans(lowest, beyond)"
        key = identifier(str(self.key))
        query = (
            f"select {chosen} from {spans}, (select * from {self.relation}) as w "
            f"where w.{key} >= lowest and w.{key} < beyond"
        )
        return self.side.packed(query, columns, room=room, by_index=True)

    def doubled(self) -> list[int]:
        """Return the numbers of keys that stand more than once."""
        number = self.key_number
        query = f"select {number} from {self.relation} group by {number} having count(*) > 1"
        return [int(str(row[0])) for row in self.side.rows(query)]

    def everything(self) -> PostgresqlSide:
        """Return the side with the rows in scope."""
        return replace(self.side, narrowed=f"select * from {self.relation}")

    def among(self, noticed: list[int]) -> PostgresqlSide:
        """Return the side with the rows whose keys have these numbers: looked up in an index, or all are gone through."""
        numbers = f"unnest('{{{','.join(map(str, noticed))}}}'::bigint[]) as wanted(k)"
        if self.key is None:
            query = f"select * from {self.relation} and {self.key_number} in (select k from {numbers})"
        else:
            query = (
                f"select w.* from (select distinct k from {numbers}) as wanted, "
                f"(select * from {self.relation}) as w where w.{identifier(self.key)} = wanted.k"
            )
        return replace(self.side, narrowed=query)

    @property
    def _is_indexed(self) -> bool:
        return self.key is not None and self.side.has_index(self.key)

    def _bucket(self, buckets: KeyRanges) -> str:
        number = self.key_number
        return f"({number} & {buckets.mask})" if buckets.shift is None else f"({number} >> {buckets.shift})"


def postgresql_questions(pair: Pair) -> tuple[PostgresqlQuestion, PostgresqlQuestion] | None:
    """Return what both databases are asked; None where they cannot do it."""
    check, source, target = pair.check, pair.source, pair.target
    if not isinstance(source, PostgresqlSide) or not isinstance(target, PostgresqlSide):
        return None
    modern = min(side.connection.info.server_version for side in (source, target)) >= OLDEST_SERVER
    grouped = (check.column(total.group_by).transform for total in check.control_totals if total.group_by)
    # The names of such groups are written in another way here than in the workspace.
    named_otherwise = any(transform in {Transform.DECIMAL, Transform.CODE} for transform in grouped)
    if pair.whole or check.merging or named_otherwise or not modern:
        return None
    one, other = (
        _question(check, Part.SOURCE, source, across=target),
        _question(check, Part.TARGET, target, across=source),
    )
    return (one, other) if one is not None and other is not None else None


def _question(
    check: Check, part: Part, side: PostgresqlSide, *, across: PostgresqlSide
) -> PostgresqlQuestion | None:
    keys = [
        key_form(side, pair, part, other=_across(across, getattr(pair, part.other))) for pair in check.keys
    ]
    forms = [
        column_form(side, column, part, other=_across(across, getattr(column, part.other)))
        for column in check.columns
    ]
    scope = [condition(side, check, one=one, part=part) for one in check.scope]
    if None in keys or None in forms or None in scope:
        return None
    kept = [form for form in keys if form is not None]
    found = row_hash(kept, [form for form in forms if form is not None], part)
    counted = " and ".join(map(str, scope)) or "true"
    exact = all(pair.transform is Transform.NONE for pair in check.keys)
    return PostgresqlQuestion(
        side,
        tuple(key.value for key in kept),
        row_hash=found,
        scope=counted,
        key=_whole_key(check, part, side, across=across),
        columns=tuple(getattr(pair, part) for pair in check.keys) if exact else (),
    )


def _whole_key(check: Check, part: Part, side: PostgresqlSide, *, across: PostgresqlSide) -> str | None:
    (first, *others) = check.keys
    name = str(getattr(first, part))
    whole = is_whole(side, name) and is_whole(across, getattr(first, part.other))
    return name if whole and not others and first.transform is Transform.NONE else None


def _across(side: PostgresqlSide, column: str) -> str:
    """Return the type of a column, without its size; of one that is missing, a type that fits nothing."""
    return side.declared.get(column, "").split("(")[0]
