"""Buckets of keys inside PostgreSQL: ranges where the key is one whole number, else parts of its hash."""

from dataclasses import dataclass

from tasks.adapters.reconcile.postgresql_question import Question
from tasks.adapters.reconcile.workspace import identifier

# The statements below are made of quoted names, quoted literals and the plan's own queries.
# ruff: noqa: S608

#: Rows of a bucket on average: many make few checksums, few make few rows to move.
ROWS_A_BUCKET = 64
#: As many numbers as a word has bits.
_BITS = 6
_MOST_RANGES = 2000


@dataclass(frozen=True, slots=True)
class Buckets:
    """How numbers of keys fall into buckets: shifted where they are ranges, masked where they are hashes."""

    shift: int | None
    mask: int = 0

    @property
    def can_mark(self) -> bool:
        """Tell whether every key of a bucket has a bit of its own in a word, so that doubled ones show."""
        return self.shift is not None and self.shift <= _BITS

    def of(self, question: Question) -> str:
        """Return the expression of a row's bucket."""
        number = question.key_number
        return f"({number} & {self.mask})" if self.shift is None else f"({number} >> {self.shift})"

    def within(self, question: Question, wanted: list[int]) -> str:
        """Return the query of the numbers and hashes of the rows in some buckets."""
        chosen = f"{question.key_number} as kh, {question.row_hash} as h"
        ranges = _ranges(wanted)
        if self.shift is None or len(ranges) > _MOST_RANGES or not question.is_indexed:
            listed = ",".join(map(str, wanted))
            return f"select {chosen} from {question.relation} and {self.of(question)} = any ('{{{listed}}}'::bigint[])"
        lists = [",".join(str(end << self.shift) for end in ends) for ends in zip(*ranges, strict=True)]
        # Ranges of an index, each visited once; a list of conditions would make the server read everything.
        spans = f"unnest('{{{lists[0]}}}'::bigint[], '{{{lists[1]}}}'::bigint[]) as spans(lowest, beyond)"
        key = identifier(str(question.key))
        return (
            f"select {chosen} from {spans}, (select * from {question.relation}) as w "
            f"where w.{key} >= lowest and w.{key} < beyond"
        )


def buckets_of(asked: tuple[Question, Question]) -> Buckets:
    """Return buckets of the right size for both sides."""
    wanted = max(max(map(_estimate, asked)) // ROWS_A_BUCKET, 1)
    if any(one.key is None for one in asked):
        return Buckets(None, (1 << wanted.bit_length()) - 1)
    # The narrower of both: a few keys far away from all others must not make every bucket wide.
    width = min(map(_width, asked))
    return Buckets(max((width // wanted).bit_length() - 1, 1))


def _estimate(question: Question) -> int:
    found = question.side.rows(f"explain (format json) select 1 from {question.relation}")[0][0]
    plan = found[0]["Plan"] if isinstance(found, list) else {}
    return int(plan.get("Plan Rows", 1))


def _width(question: Question) -> int:
    """Return twice the span of the middle half of some keys, which lie far apart in the table."""
    ((span,),) = question.side.rows(
        f"select percentile_disc(0.75) within group (order by k) - percentile_disc(0.25) within group (order by k) "
        f"from (select {question.key_number} as k from {question.sample}) as drawn"
    )
    return max(2 * int(str(span or 0)), 1)


def _ranges(wanted: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for bucket in wanted:
        if found and found[-1][1] == bucket:
            found[-1] = (found[-1][0], bucket + 1)
        else:
            found.append((bucket, bucket + 1))
    return found
