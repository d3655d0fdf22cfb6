"""What a database that compares within itself is asked about one side of a check, in its own words."""

from contextlib import AbstractContextManager
from typing import Protocol

from tasks.adapters.reconcile.room import Room
from tasks.adapters.reconcile.sides.opened import Opened

#: Of more ranges of keys that lie apart, the whole table is read at once.
MOST_RANGES = 2000


class KeyRanges(Protocol):
    """How numbers of keys fall into buckets."""

    @property
    def shift(self) -> int | None:
        """Return by how many bits a number is shifted; None where buckets are parts of a hash."""
        ...

    @property
    def mask(self) -> int:
        """Return which bits of a hash make its bucket."""
        ...

    def ranges(self, wanted: list[int]) -> list[tuple[int, int]]:
        """Return the ranges of keys that make some buckets."""
        ...


class Question(Protocol):
    """The words for one side; what is asked of both means the same on both."""

    @property
    def side(self) -> Opened:
        """Return who is asked."""
        ...

    @property
    def key(self) -> str | None:
        """Return the column of a key that is one whole number."""
        ...

    @property
    def is_unique(self) -> bool:
        """Tell whether the database itself lets no key stand twice."""
        ...

    def expected_rows(self) -> int:
        """Return about how many rows there are."""
        ...

    def key_width(self) -> int:
        """Return over how many numbers most keys are spread, if they are whole numbers."""
        ...

    def checksums(self, buckets: KeyRanges, *, marked: bool, room: Room) -> AbstractContextManager[str]:
        """Yield the buckets: number, rows, both sums of their hashes, and a word with a bit for each key."""
        ...

    def hashes(self, buckets: KeyRanges, wanted: list[int], *, room: Room) -> AbstractContextManager[str]:
        """Yield the numbers of the keys and the hashes of the rows in some buckets."""
        ...

    def doubled(self) -> list[int]:
        """Return the numbers of keys that stand more than once."""
        ...

    def everything(self) -> Opened:
        """Return the side with the rows in scope."""
        ...

    def among(self, noticed: list[int]) -> Opened:
        """Return the side with the rows whose keys have these numbers."""
        ...
