"""Verification of a whole log: each entry hashes to its leaf and links back, and the roots are as stated.

Quick checks hashes, chain, order of time, doubled events and roots; it trusts that an entry which hashes
right was well formed when it was written. Full also reads every entry again. The first fault ends the walk:
what stands behind a broken link proves nothing. Entries are taken a stretch at a time, and only event ids are
kept; a stretch in which something is wrong is walked again entry by entry, to say where and what.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from itertools import islice

from playbooks.model.ledger.canonical import MAX_BYTES
from playbooks.model.ledger.checkpoint import Checkpoint
from playbooks.model.ledger.entry import (
    FIRST_PREV,
    EntryError,
    chain_link,
    chained,
    entry_times,
    event_ids,
    follows,
    read_entry,
)
from playbooks.model.ledger.fault import Fault, FaultKind
from playbooks.model.ledger.merkle import LEAF_PREFIX, Frontier

#: Entries that are checked at once.
STRETCH = 512


class Level(StrEnum):
    """How much of every entry is checked."""

    QUICK = "quick"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """What was verified up to the end or up to the first fault."""

    log: str
    level: Level
    size: int
    root: bytes
    checkpoints: int
    fault: Fault | None

    @property
    def verified(self) -> bool:
        """Whether nothing was found wrong."""
        return self.fault is None


def verify_entries(
    entries: Iterable[tuple[bytes, bytes]],
    *,
    log: str,
    head: Checkpoint | None = None,
    checkpoints: Iterable[Checkpoint] = (),
    level: Level = Level.QUICK,
) -> VerificationReport:
    """Verify pairs of entry and stored leaf hash, in order, against the head and every checkpoint given."""
    walk = _Walk(log, level)
    fault = walk.expect(checkpoints, head) or walk.follow(entries) or walk.finish()
    return VerificationReport(log, level, walk.tree.size, walk.tree.root(), walk.checked, fault)


@dataclass(slots=True)
class _Walk:
    """The state between two entries."""

    log: str
    level: Level
    tree: Frontier = field(default_factory=Frontier)
    prev: str = FIRST_PREV
    time: bytes = b""
    ids: set[bytes] = field(default_factory=set)
    stated: dict[int, list[Checkpoint]] = field(default_factory=lambda: defaultdict(list))
    stops: list[int] = field(default_factory=list)
    end: int | None = None
    checked: int = 0

    def expect(self, checkpoints: Iterable[Checkpoint], head: Checkpoint | None) -> Fault | None:
        """Note which roots must appear at which sizes."""
        for checkpoint in (*checkpoints, *([] if head is None else [head])):
            if checkpoint.origin != self.log:
                return Fault.of(FaultKind.FOREIGN, max(checkpoint.size - 1, 0))
            self.stated[checkpoint.size].append(checkpoint)
        self.stops = sorted(self.stated, reverse=True)
        self.end = None if head is None else head.size
        return self._compare_roots()

    def follow(self, entries: Iterable[tuple[bytes, bytes]]) -> Fault | None:
        """Take up stretch after stretch until one is at fault."""
        source = iter(entries)
        while stretch := list(islice(source, self._room())):
            fault = None if self._take(stretch) else self._walk(stretch)
            if fault or (fault := self._compare_roots()):
                return fault
        return None

    def finish(self) -> Fault | None:
        """Find what the head or a checkpoint vouches for and never came."""
        return Fault.of(FaultKind.MISSING, self.tree.size) if self.stated else None

    def _room(self) -> int:
        """Return how many entries can be taken before a root must be compared."""
        while self.stops and self.stops[-1] <= self.tree.size:
            self.stops.pop()
        return min(STRETCH, self.stops[-1] - self.tree.size) if self.stops else STRETCH

    def _take(self, stretch: Sequence[tuple[bytes, bytes]]) -> bool:
        """Take up entries at once; False, and none is taken up, where any is not as it should be."""
        entries, stored = zip(*stretch, strict=True)
        leaves = [sha256(LEAF_PREFIX + entry).digest() for entry in entries]
        times, ids = entry_times(entries), set(event_ids(entries))
        good = (
            (self.end is None or self.tree.size + len(entries) <= self.end)
            and leaves == list(stored)
            and chained(entries, leaves, log=self.log, prev=self.prev, first=self.tree.size)
            and max(map(len, entries)) <= MAX_BYTES
            and self.time <= times[0]
            and times == sorted(times)
            and len(ids) == len(entries)
            and ids.isdisjoint(self.ids)
            and (self.level is Level.QUICK or all(map(_well_formed, entries)))
        )
        if good:
            self.tree.extend(leaves)
            self.prev, self.time = leaves[-1].hex(), times[-1]
            self.ids |= ids
        return good

    def _walk(self, stretch: Iterable[tuple[bytes, bytes]]) -> Fault | None:
        """Take up entry after entry until one is at fault."""
        for entry, stored in stretch:
            leaf = sha256(LEAF_PREFIX + entry).digest()
            kind = self._fault(entry, leaf, stored=stored) or self._note_event(entry)
            if kind is not None:
                return Fault.of(kind, self.tree.size)
            self.tree.append(leaf)
            self.prev = leaf.hex()
        return None

    def _fault(self, entry: bytes, leaf: bytes, *, stored: bytes) -> FaultKind | None:
        """Say what keeps an entry from being the next one."""
        if self.tree.size == self.end:
            return FaultKind.SURPLUS
        if leaf != stored:
            return FaultKind.HASH
        if not follows(entry, chain_link(self.log, self.prev, seq=self.tree.size)):
            return self._broken_link(entry)
        if len(entry) > MAX_BYTES or (self.level is Level.FULL and not _well_formed(entry)):
            return FaultKind.FORM
        return None

    def _note_event(self, entry: bytes) -> FaultKind | None:
        (time,), (identity,) = entry_times([entry]), event_ids([entry])
        if time < self.time:
            return FaultKind.TIME
        if identity in self.ids:
            return FaultKind.DOUBLED
        self.ids.add(identity)
        self.time = time
        return None

    def _broken_link(self, entry: bytes) -> FaultKind:
        """Say why an entry does not stand where the chain expects it."""
        try:
            found = read_entry(entry)
        except EntryError:
            return FaultKind.FORM
        if found.log != self.log:
            return FaultKind.LOG
        return FaultKind.SEQUENCE if found.seq != self.tree.size else FaultKind.LINK

    def _compare_roots(self) -> Fault | None:
        stated = self.stated.pop(self.tree.size, [])
        root = self.tree.root() if stated else b""
        if any(checkpoint.root != root for checkpoint in stated):
            return Fault.of(FaultKind.ROOT, max(self.tree.size - 1, 0))
        self.checked += len(stated)
        return None


def _well_formed(entry: bytes) -> bool:
    try:
        read_entry(entry)
    except EntryError:
        return False
    return True
