"""Buckets of keys inside a database: ranges where the key is one whole number, else parts of its hash."""

from dataclasses import dataclass

from tasks.adapters.reconcile.question import Question

#: Rows of a bucket on average: many make few checksums, few make few rows to move.
ROWS_A_BUCKET = 48
#: As many numbers as a word has bits.
_BITS = 6


@dataclass(frozen=True, slots=True)
class Buckets:
    """How numbers of keys fall into buckets: shifted where they are ranges, masked where they are hashes."""

    shift: int | None
    mask: int = 0

    @property
    def can_mark(self) -> bool:
        """Tell whether every key of a bucket has a bit of its own in a word, so that doubled ones show."""
        return self.shift is not None and self.shift <= _BITS

    def ranges(self, wanted: list[int]) -> list[tuple[int, int]]:
        """Return the ranges of keys, without their ends, that make some buckets; none where they are hashes."""
        if self.shift is None:
            return []
        found: list[tuple[int, int]] = []
        for bucket in wanted:
            lowest, beyond = bucket << self.shift, (bucket + 1) << self.shift
            if found and found[-1][1] == lowest:
                found[-1] = (found[-1][0], beyond)
            else:
                found.append((lowest, beyond))
        return found


def buckets_of(asked: tuple[Question, Question]) -> Buckets:
    """Return buckets of the right size for both sides."""
    wanted = max(max(one.expected_rows() for one in asked) // ROWS_A_BUCKET, 1)
    if any(one.key is None for one in asked):
        return Buckets(None, (1 << wanted.bit_length()) - 1)
    # The narrower of both: a few keys far away from all others must not make every bucket wide.
    width = min(one.key_width() for one in asked)
    return Buckets(max((width // wanted).bit_length() - 1, 1))
