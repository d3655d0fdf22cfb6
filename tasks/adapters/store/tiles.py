"""Tiles: 256 neighbouring hashes of one row of the tree, so that a proof reads a few rows of the table."""

from functools import lru_cache

from playbooks.model.ledger.merkle import HASH_SIZE, NodeGetter, root_of
from tasks.adapters.store.session import Session

WIDTH = 256
#: Levels of the tree between the rows that are kept.
LEVELS = 8

_TILE = "SELECT hashes FROM ledger_tile WHERE level = ? AND idx = ?"
_LEAVES = "SELECT leaf_hash FROM ledger_entry WHERE seq >= ? AND seq < ? ORDER BY seq"
_ROOTS = "SELECT root FROM ledger_tile WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx"


def row_hashes(session: Session, level: int, *, first: int) -> list[bytes]:
    """Return up to 256 hashes of a kept row, read from the row below: leaves, or roots of tiles."""
    statement, values = (_LEAVES, ()) if level == 0 else (_ROOTS, (level - 1,))
    return [row[0] for row in session.rows(statement, *values, first, first + WIDTH)]


def tree_nodes(session: Session) -> NodeGetter:
    """Return a function that finds the hash of any full subtree."""

    @lru_cache(maxsize=64)
    def tile(level: int, place: int) -> list[bytes]:
        kept = session.row(_TILE, level, place)
        if kept is None:
            return row_hashes(session, level, first=place * WIDTH)
        hashes: bytes = kept[0]
        return [hashes[at : at + HASH_SIZE] for at in range(0, len(hashes), HASH_SIZE)]

    def node(level: int, place: int) -> bytes:
        row, inner = divmod(level, LEVELS)
        count = 1 << inner
        index, offset = divmod(place * count, WIDTH)
        return root_of(tile(row, index)[offset : offset + count]) if count > 1 else tile(row, index)[offset]

    return node
