"""The comparison inside two PostgreSQL databases: rows leave only from buckets of keys whose checksums differ.

- Each side counts, adds and xors the 64-bit hashes of its rows per bucket; equal on all three is equal.
- The rows of the other buckets are compared as ever, so that every difference still rests on values.
- Not for checks that need whole tables here: rules, references, unique values, balances.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256

from playbooks.model.errors import InputError
from playbooks.model.mapping import Check, ControlTotal, ReconciliationPlan, Transform
from playbooks.model.phrase import phrase
from playbooks.model.reconciliation import TotalResult
from playbooks.model.requirement import Part
from tasks.adapters.reconcile.control_totals import total_of
from tasks.adapters.reconcile.postgresql_value import column_form, condition, is_whole, key_form
from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.sides.postgresql_table import PostgresqlSide
from tasks.adapters.reconcile.staging import Pair, Staged
from tasks.adapters.reconcile.workspace import Workspace, identifier

# The statements below are made of quoted names, quoted literals and the plan's own queries.
# ruff: noqa: S608

#: The first release that hashes whole records.
OLDEST_SERVER = 140_000
#: Rows of a bucket on average: many make few checksums, few make few rows to move.
ROWS_A_BUCKET = 32
_SALT = 81985529216486895
_MOST_RANGES = 2000


@dataclass(frozen=True, slots=True)
class Question:
    """What one database is asked: whence, the key, the rows' hash, the bucket of a key, and what counts."""

    side: PostgresqlSide
    keys: tuple[str, ...]
    row_hash: str
    scope: str

    @property
    def relation(self) -> str:
        """Return what stands behind FROM, narrowed to the scope."""
        return f"{self.side.relation} where {self.scope}"

    @property
    def sample(self) -> str:
        """Return some of the rows; of a query or a view, all of them."""
        if self.side.is_plain_table:
            return f"{self.side.relation} tablesample system (1) repeatable (1)"
        return self.side.relation


@dataclass(frozen=True, slots=True)
class Buckets:
    """How keys fall into buckets: the expression for each side, and the numbers it is a range of, if it is one."""

    source: str
    target: str
    shift: int = 0
    keys: Mapping[Part, str] | None = None

    def of(self, part: Part) -> str:
        """Return one side's expression."""
        return self.source if part is Part.SOURCE else self.target


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


def can_push_down(plan: ReconciliationPlan, pair: Pair) -> bool:
    """Tell whether the databases can compare this check themselves."""
    return _questions(plan, pair) is not None


def pruned(space: Workspace, plan: ReconciliationPlan, pair: Pair, *, room: Room) -> Pruned | None:
    """Return both sides without the buckets that agree; None where the databases cannot do it."""
    questions = _questions(plan, pair)
    if questions is None:
        return None
    buckets = _buckets(pair.check, questions)

    def ask(part: Part, question: Question) -> Callable[[], None]:
        query = _checksums(question, buckets.of(part))
        return lambda: _fetched(space.cursor(), question.side, table=f"{part}_sums", query=query, room=room)

    _both(ask(Part.SOURCE, questions[0]), ask(Part.TARGET, questions[1]))
    source, target = (_counted(space, pair, part) for part in Part)
    return Pruned(Pair(pair.check, *_narrowed(space, questions, buckets)), source, target, questions)


def pushed_totals(space: Workspace, check: Check, known: Pruned, *, room: Room) -> tuple[TotalResult, ...]:
    """Return the control totals, added up by the databases."""
    return tuple(_total(space, check, total=total, known=known, room=room) for total in check.control_totals)


def _questions(plan: ReconciliationPlan, pair: Pair) -> tuple[Question, Question] | None:
    check, source, target = pair.check, pair.source, pair.target
    if not isinstance(source, PostgresqlSide) or not isinstance(target, PostgresqlSide):
        return None
    wanted_whole = check.rules or check.unique or check.references
    referred = any(one.check == check.key for other in plan.checks for one in other.references)
    weighed = any(check.key in {one.left.check, one.right.check} for one in plan.balances)
    modern = min(side.connection.info.server_version for side in (source, target)) >= OLDEST_SERVER
    grouped = (check.column(total.group_by).transform for total in check.control_totals if total.group_by)
    # The names of such groups are written in another way here than in the workspace.
    named_otherwise = any(transform in {Transform.DECIMAL, Transform.CODE} for transform in grouped)
    merging = check.merge_map is not None or any(column.follows for column in check.columns)
    if merging or wanted_whole or referred or weighed or named_otherwise or not modern:
        return None
    one, other = (
        _question(check, Part.SOURCE, source, across=target),
        _question(check, Part.TARGET, target, across=source),
    )
    return (one, other) if one is not None and other is not None else None


def _question(check: Check, part: Part, side: PostgresqlSide, *, across: PostgresqlSide) -> Question | None:
    keys = tuple(
        key_form(side, pair, part, other=_across(across, getattr(pair, part.other))) for pair in check.keys
    )
    forms = [
        column_form(side, column, part, other=_across(across, getattr(column, part.other)))
        for column in check.columns
    ]
    scope = [condition(side, check, one=one, part=part) for one in check.scope]
    if None in keys or None in forms or None in scope:
        return None
    values = [form.value for form in forms if form is not None]
    doubtful = " or ".join(form.doubtful for form in forms if form is not None and form.doubtful)
    found = f"hash_record_extended(row({', '.join([*map(str, keys), *values])}), 0)"
    if doubtful and part is Part.TARGET:
        found = f"(case when {doubtful} then {found} # {_SALT} else {found} end)"
    return Question(side, tuple(map(str, keys)), found, " and ".join(map(str, scope)) or "true")


def _across(side: PostgresqlSide, column: str) -> str:
    """Return the type of a column, without its size; of one that is missing, a type that fits nothing."""
    return side.declared.get(column, "").split("(")[0]


def _buckets(check: Check, questions: tuple[Question, Question]) -> Buckets:
    rows = max(_estimate(question) for question in questions)
    wanted = max(rows // ROWS_A_BUCKET, 1)
    pair = check.keys[0]
    source, target = questions
    if len(check.keys) == 1 and is_whole(source.side, pair.source) and is_whole(target.side, pair.target):
        one, other = identifier(pair.source), identifier(pair.target)
        # The narrower of both: a few keys far away from all others must not make every bucket wide.
        width = min(_width(source, one), _width(target, other))
        shift = max((width // wanted).bit_length() - 1, 1)
        keys = {Part.SOURCE: pair.source, Part.TARGET: pair.target}
        return Buckets(f"({one}::bigint >> {shift})", f"({other}::bigint >> {shift})", shift, keys)
    mask = (1 << wanted.bit_length()) - 1
    names = [f"(hash_record_extended(row({', '.join(one.keys)}), 0) & {mask})" for one in questions]
    return Buckets(names[0], names[1])


def _estimate(question: Question) -> int:
    found = question.side.rows(f"explain (format json) select 1 from {question.relation}")[0][0]
    plan = found[0]["Plan"] if isinstance(found, list) else {}
    return int(plan.get("Plan Rows", 1))


def _width(question: Question, key: str) -> int:
    """Return twice the span of the middle half of some keys, which lie far apart in the table."""
    ((span,),) = question.side.rows(
        f"select percentile_disc(0.75) within group (order by k) - percentile_disc(0.25) within group (order by k) "
        f"from (select {key}::bigint as k from {question.sample}) as drawn"
    )
    return max(2 * int(str(span or 0)), 1)


def _checksums(question: Question, bucket: str) -> str:
    lacking = " or ".join(f"{key} is null" for key in question.keys)
    return (
        "select b, count(*), bit_xor(h), sum((h & 2147483647)::int), sum(nulls) from ("
        f"select {bucket} as b, {question.row_hash} as h, ({lacking})::int as nulls from {question.relation} offset 0"
        ") as hashed group by b"
    )


def _fetched(space: Workspace, side: PostgresqlSide, *, table: str, query: str, room: Room) -> None:
    columns = "r0::bigint as b, r1::bigint as n, r2::bigint as x, r3::hugeint as s, r4::bigint as nulls"
    with side.streaming(query, width=columns.count(" as "), room=room) as relation:
        space.run(f"create or replace table {table} as select {columns} from {relation}")


def _both(*asked: Callable[[], None]) -> None:
    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(one) for one in asked]:
            done.result()


def _counted(space: Workspace, pair: Pair, part: Part) -> Staged:
    ((rows, xored, added, nulls),) = space.rows(
        f"select coalesce(sum(n), 0), coalesce(bit_xor(x), 0), coalesce(sum(s), 0), coalesce(sum(nulls), 0) from {part}_sums"
    )
    where = pair.side(part).where
    if not rows:
        held = phrase("no rows in scope") if pair.check.scope else phrase("no rows")
        raise InputError(
            "{where} holds {held}; export or load it again before comparing",
            where=where,
            held=held,
        )
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
    space: Workspace, questions: tuple[Question, Question], buckets: Buckets
) -> tuple[PostgresqlSide, PostgresqlSide]:
    bad = space.rows("""
        select b from source_sums full join target_sums using (b)
        where source_sums.n is distinct from target_sums.n or source_sums.x is distinct from target_sums.x
           or source_sums.s is distinct from target_sums.s order by b""")
    wanted = [int(str(row[0])) for row in bad]
    whole = space.count("select count(*) from source_sums")
    every = 2 * len(wanted) > whole
    source, target = (
        replace(
            question.side,
            narrowed=f"select * from {question.relation}"
            if every
            else _within(question, part, wanted=wanted, buckets=buckets),
        )
        for part, question in zip(Part, questions, strict=True)
    )
    return source, target


def _within(question: Question, part: Part, *, wanted: list[int], buckets: Buckets) -> str:
    ranges, bucket = _ranges(wanted), buckets.of(part)
    listed = ",".join(map(str, wanted))
    if buckets.keys is None or len(ranges) > _MOST_RANGES or not question.side.has_index(buckets.keys[part]):
        return f"select * from {question.relation} and {bucket} = any ('{{{listed}}}'::bigint[])"
    key = identifier(buckets.keys[part])
    lists = [",".join(str(end << buckets.shift) for end in ends) for ends in zip(*ranges, strict=True)] or [
        "",
        "",
    ]
    # Ranges of an index, each visited once; a list of conditions would make the server read everything.
    spans = f"unnest('{{{lists[0]}}}'::bigint[], '{{{lists[1]}}}'::bigint[]) as spans(lowest, beyond)"
    return (
        f"select w.* from {spans}, (select * from {question.relation}) as w "
        f"where w.{key} >= lowest and w.{key} < beyond"
    )


def _ranges(wanted: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for bucket in wanted:
        if found and found[-1][1] == bucket:
            found[-1] = (found[-1][0], bucket + 1)
        else:
            found.append((bucket, bucket + 1))
    return found


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
