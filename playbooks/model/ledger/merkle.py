"""The Merkle tree of RFC 6962 and RFC 9162: hashing, the growing edge, and both kinds of proof.

Leaves and nodes are hashed under different prefixes, so that a node can never be passed off as a leaf. A
verification returns False for a proof that is too short, too long or about another place; it never raises.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple, Self, TypeAlias

from playbooks.model.errors import InputError

HASH_SIZE = 32
LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"
EMPTY_ROOT = sha256(b"").digest()

# Returns the hash of the full subtree at (level, place): 2**level leaves, beginning with place * 2**level.
NodeGetter: TypeAlias = Callable[[int, int], bytes]


class ProofError(InputError):
    """There is no such proof in a tree of this size."""


class Node(NamedTuple):
    """A full subtree: its height above the leaves, its place in that row, its hash."""

    level: int
    place: int
    hash: bytes


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one entry."""
    return sha256(LEAF_PREFIX + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two neighbouring subtrees."""
    return sha256(NODE_PREFIX + left + right).digest()


class Frontier:
    """The growing edge of a tree: one hash for each 1-bit of the size, enough to append and give the root."""

    __slots__ = ("_hashes", "size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self._hashes = list(hashes)  # the largest subtree first

    @classmethod
    def load(cls, size: int, dumped: bytes) -> Self:
        """Return the frontier that was dumped at this size."""
        if size < 0 or len(dumped) != HASH_SIZE * size.bit_count():
            raise ProofError(
                "A frontier of {count} bytes does not belong to {size} entries; rebuild it.",
                count=len(dumped),
                size=size,
            )
        return cls(size, [dumped[at : at + HASH_SIZE] for at in range(0, len(dumped), HASH_SIZE)])

    def dump(self) -> bytes:
        """Return the hashes in one piece, for `load`."""
        return b"".join(self._hashes)

    def append(self, leaf: bytes) -> list[Node]:
        """Add a leaf hash and return the inner nodes that it completes, the lowest first."""
        completed: list[Node] = []
        hashes, index, level, current = self._hashes, self.size, 0, leaf
        while index & 1:
            current = sha256(NODE_PREFIX + hashes.pop() + current).digest()
            index >>= 1
            level += 1
            completed.append(Node(level, index, current))
        hashes.append(current)
        self.size += 1
        return completed

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add leaf hashes, as many at once as fill a subtree; quicker than one by one."""
        at = 0
        while count := len(leaves) - at:
            # A full subtree of this many leaves begins here and ends within the leaves.
            full = 1 << (count.bit_length() - 1)
            width = min(full, self.size & -self.size or full)
            self._append_subtree(_full_root(leaves[at : at + width]), width)
            at += width

    def _append_subtree(self, current: bytes, width: int) -> None:
        index = self.size // width
        while index & 1:
            current = node_hash(self._hashes.pop(), current)
            index >>= 1
        self._hashes.append(current)
        self.size += width

    def root(self) -> bytes:
        """Return the root hash of everything appended so far."""
        if not self._hashes:
            return EMPTY_ROOT
        root = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root hash over leaf hashes."""
    frontier = Frontier()
    frontier.extend(list(leaves))
    return frontier.root()


def root_at(node: NodeGetter, size: int) -> bytes:
    """Return the root hash that the tree had at an earlier size."""
    return EMPTY_ROOT if size == 0 else _subtree(node, first=0, end=size)


def inclusion_proof(node: NodeGetter, index: int, *, size: int) -> list[bytes]:
    """Return the hashes that lead from one leaf to the root of the tree at this size."""
    if not 0 <= index < size:
        raise ProofError("Entry {index} is not among the first {size} entries.", index=index, size=size)
    path: list[bytes] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _split(end - first)
        if index < middle:
            path.append(_subtree(node, first=middle, end=end))
            end = middle
        else:
            path.append(_subtree(node, first=first, end=middle))
            first = middle
    return path[::-1]


def consistency_proof(node: NodeGetter, *, old: int, new: int) -> list[bytes]:
    """Return the hashes that show that the tree at size `new` begins with the tree at size `old`."""
    if not 0 < old <= new:
        raise ProofError(
            "There is no proof from size {old} to size {new}; the old size must be 1 up to the new one.",
            old=old,
            new=new,
        )
    path: list[bytes] = []
    first, end, at_left_edge = 0, new, True
    while end != old:
        middle = first + _split(end - first)
        if old <= middle:
            path.append(_subtree(node, first=middle, end=end))
            end = middle
        else:
            path.append(_subtree(node, first=first, end=middle))
            first, at_left_edge = middle, False
    # A reader who holds the old root need not be told it again.
    if not at_left_edge:
        path.append(_subtree(node, first=first, end=end))
    return path[::-1]


def verify_inclusion(leaf: bytes, proof: Sequence[bytes], *, index: int, size: int, root: bytes) -> bool:
    """Tell whether the proof leads from the leaf at this index to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _all_hashes(proof):
        return False
    here, last, current = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            current = node_hash(sibling, current)
            here, last = _climb_to_right_child(here, last)
        else:
            current = node_hash(current, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and current == root


def verify_consistency(
    proof: Sequence[bytes], *, old: int, new: int, old_root: bytes, new_root: bytes
) -> bool:
    """Tell whether the tree with the new root begins with the tree with the old root (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new or not _all_hashes(proof):
        return False
    if old == 0:  # every tree begins with the empty tree
        return not proof and old_root == EMPTY_ROOT
    if old == new:
        return not proof and old_root == new_root
    return _verify_growth(proof, old=old, new=new, old_root=old_root, new_root=new_root)


def _full_root(row: Sequence[bytes]) -> bytes:
    """Return the root over a power of two of hashes, row by row."""
    while len(row) > 1:
        row = [
            sha256(NODE_PREFIX + left + right).digest()
            for left, right in zip(row[::2], row[1::2], strict=True)
        ]
    return row[0]


def _verify_growth(proof: Sequence[bytes], *, old: int, new: int, old_root: bytes, new_root: bytes) -> bool:
    if not proof:
        return False
    # A full old tree is itself the first node of the path and is left out of the proof.
    path = [old_root, *proof] if old.bit_count() == 1 else list(proof)
    here, last = _skip_right_children(old - 1, new - 1)
    rebuilt_old = rebuilt_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            rebuilt_old, rebuilt_new = node_hash(sibling, rebuilt_old), node_hash(sibling, rebuilt_new)
            here, last = _climb_to_right_child(here, last)
        else:
            rebuilt_new = node_hash(rebuilt_new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and rebuilt_old == old_root and rebuilt_new == new_root


def _climb_to_right_child(here: int, last: int) -> tuple[int, int]:
    """Skip the levels on which the last node has no sibling and is carried up unchanged."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _skip_right_children(here: int, last: int) -> tuple[int, int]:
    while here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _all_hashes(proof: Sequence[bytes]) -> bool:
    return all(len(part) == HASH_SIZE for part in proof)


def _split(count: int) -> int:
    """Return the largest power of two below `count`: the leaves under the left child."""
    return 1 << ((count - 1).bit_length() - 1)


def _subtree(node: NodeGetter, *, first: int, end: int) -> bytes:
    count = end - first
    if count.bit_count() == 1:
        level = count.bit_length() - 1
        return node(level, first >> level)
    middle = first + _split(count)
    return node_hash(_subtree(node, first=first, end=middle), _subtree(node, first=middle, end=end))
