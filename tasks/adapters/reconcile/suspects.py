"""Which keys are worth looking at: the table `noticed` of the numbers that stand for them.

- Rows are counted, xored and added up per bucket of keys; only where one of the three differs, keys are compared.
- A bucket that hides a changed row has equal sums of 64-bit hashes by chance: one in 2^64 for each such row.
- Buckets that agree hold the same rows on both sides, so that doubled keys are looked for on one side only.
"""

from playbooks.model.requirement import Part
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.row_forms import sees_more_at_first
from tasks.adapters.reconcile.row_hashes import Span, Sums, hash_rows
from tasks.adapters.reconcile.standing import Standing
from tasks.adapters.reconcile.workspace import Workspace

# The statements below are made of names this package gives itself and of numbers, never of raw input.
# ruff: noqa: S608

_SALT = 81985529216486895
#: Rows of a bucket on average, where buckets are ranges of whole numbers.
_ROWS_A_RANGE = 32
#: Numbers further apart than this are put into buckets by their hash, and not into a bitmap.
_NUMBERS_A_ROW = 64
_LONGEST_BITMAP = 1 << 28
#: Where more than one row in so many differs at first sight, both sides write the same in two ways.
_TOO_MANY = 8


def notice(space: Workspace, standings: tuple[Standing, Standing], *, room: Room) -> tuple[Sums, Sums]:
    """Fill `noticed` with every key that is missing, extra, doubled or changed, and perhaps a few others."""
    more = sees_more_at_first(standings[0].pair)
    sums = _looked(space, standings, at_first_sight=more, room=room)
    if more and space.count("select count(*) from noticed") > max(sums)[0] // _TOO_MANY:
        _looked(space, standings, at_first_sight=False, room=room)
    return sums


def _looked(
    space: Workspace, standings: tuple[Standing, Standing], *, at_first_sight: bool, room: Room
) -> tuple[Sums, Sums]:
    spans: list[Span] = []
    for standing in standings:
        spans.append(hash_rows(space, standing, at_first_sight=at_first_sight))
        room.meter.rows += spans[-1].rows
    closest = min(spans, key=lambda span: span.width)
    dense = closest.width <= min(_NUMBERS_A_ROW * closest.rows, _LONGEST_BITMAP)
    bucket = _range(closest) if dense else "(hash(kh) & 65535)::usmallint"
    source, target = (_summed(space, part, bucket) for part in Part)
    space.run("""
        create or replace temp table bad as
        select b from source_sums full join target_sums using (b)
        where source_sums.n is distinct from target_sums.n or source_sums.x is distinct from target_sums.x
           or source_sums.s is distinct from target_sums.s""")
    space.run(_differing(bucket))
    if not dense or _distinct(space, closest) < closest.rows:
        space.run(_doubled(closest.part, bucket))
    for part in Part:
        space.run(f"drop table {part}_rows")
    return source, target


def _summed(space: Workspace, part: Part, bucket: str) -> Sums:
    space.run(f"""
        create or replace temp table {part}_sums as
        select {bucket} as b, count(*) as n, bit_xor(h) as x, sum((h & 4294967295)::bigint) as s
        from {part}_rows group by b""")
    found = space.rows(
        f"select coalesce(sum(n), 0), coalesce(bit_xor(x), 0), coalesce(sum(s), 0) from {part}_sums"
    )
    return tuple(int(str(number)) for number in found[0])


def _range(span: Span) -> str:
    """Return the bucket of a key as a range of numbers, in which rows lie near each other."""
    wanted = max(span.rows // _ROWS_A_RANGE, 1)
    return f"(kh >> {max((span.width // wanted).bit_length() - 1, 0)})"


def _differing(bucket: str) -> str:
    # A row of the target is salted, so that two equal rows of one side never look like one of each.
    return f"""
        create or replace temp table noticed as
        select kh from (
            select kh, h from source_rows where {bucket} in (select b from bad)
            union all
            select kh, xor(h, {_SALT}) from target_rows where {bucket} in (select b from bad))
        group by kh having count(*) <> 2 or bit_xor(h) <> {_SALT}"""


def _distinct(space: Workspace, span: Span) -> int:
    bitmap = f"bitstring_agg(kh, {span.lowest}, {span.highest})"
    return space.count(f"select bit_count({bitmap}) from {span.part}_rows")


def _doubled(part: Part, bucket: str) -> str:
    return f"""
        insert into noticed
        select kh from {part}_rows where {bucket} not in (select b from bad) group by kh having count(*) > 1"""
