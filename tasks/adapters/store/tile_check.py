"""Whether the stored tiles are those of the stored leaves: none missing, none more, every hash right.

Quick believes the root that a tile states for its hashes; full works it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from playbooks.model.ledger.merkle import root_of
from playbooks.model.ledger.verification import Level
from playbooks.model.text import Text
from tasks.adapters.store.session import Session
from tasks.adapters.store.tiles import WIDTH

_TILE = "SELECT root, hashes FROM ledger_tile WHERE level = ? AND idx = ?"
_COUNTS = "SELECT level, count(*) FROM ledger_tile GROUP BY level ORDER BY level"


@dataclass(slots=True)
class TileCheck:
    """Takes leaf hashes in order and compares every tile that fills up."""

    session: Session
    level: Level
    rows: list[list[bytes]] = field(default_factory=lambda: [[]])
    done: list[int] = field(default_factory=lambda: [0])
    wrong: tuple[int, int] | None = None

    def take(self, leaves: Sequence[bytes]) -> None:
        """Take up the next leaf hashes."""
        self._take(0, leaves)

    @property
    def trouble(self) -> Text | None:
        """Return what is wrong with the tiles, once all leaves were taken."""
        wrong = self.wrong or self._miscounted()
        if wrong is None:
            return None
        level, place = wrong
        return Text(
            zh=f"第 {level} 层第 {place} 号哈希块与记录不符：证明会出错。",
            en=f"Tile {place} of level {level} does not match the entries: proofs would be wrong.",
        )

    def _take(self, level: int, hashes: Sequence[bytes]) -> None:
        if level == len(self.rows):
            self.rows.append([])
            self.done.append(0)
        waiting = [*self.rows[level], *hashes]
        full = len(waiting) // WIDTH * WIDTH
        self.rows[level] = waiting[full:]
        roots = [self._root(level, waiting[first : first + WIDTH]) for first in range(0, full, WIDTH)]
        if roots:
            self._take(level + 1, roots)

    def _root(self, level: int, hashes: list[bytes]) -> bytes:
        """Compare a full tile and return the root it states."""
        place = self.done[level]
        self.done[level] += 1
        root, kept = self.session.row(_TILE, level, place) or (b"", b"")
        known = self.level is Level.QUICK or root == root_of(hashes)
        if self.wrong is None and not (known and kept == b"".join(hashes)):
            self.wrong = (level, place)
        return bytes(root)

    def _miscounted(self) -> tuple[int, int] | None:
        """Return a level on which there are more tiles than the leaves fill."""
        expected = {level: count for level, count in enumerate(self.done) if count}
        for level, count in self.session.rows(_COUNTS):
            if count != expected.get(level, 0):
                return level, expected.get(level, 0)
        return None
