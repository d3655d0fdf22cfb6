"""Proofs that an entry is in the ledger, small enough to be mailed."""

from dataclasses import dataclass

from playbooks.model.errors import NotFoundError
from playbooks.model.ledger.merkle import inclusion_proof, verify_inclusion
from tasks.adapters.store.head import LedgerHead
from tasks.adapters.store.session import Session
from tasks.adapters.store.tiles import tree_nodes


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """The hashes that lead from an entry to the root of the ledger at a size."""

    log: str
    seq: int
    leaf: bytes
    size: int
    root: bytes
    path: tuple[bytes, ...]

    @property
    def holds(self) -> bool:
        """Tell whether the path leads from the leaf to the root."""
        return verify_inclusion(self.leaf, self.path, index=self.seq, size=self.size, root=self.root)


def prove_inclusion(session: Session, origin: str, seq: int) -> InclusionProof:
    """Return the proof for an entry at the ledger's present size."""
    head = LedgerHead.read(session, origin)
    if not 0 <= seq < head.size:
        raise NotFoundError("There is no ledger entry {seq}; the ledger has {size}.", seq=seq, size=head.size)
    node = tree_nodes(session)
    path = tuple(inclusion_proof(node, seq, size=head.size))
    return InclusionProof(origin, seq, node(0, seq), head.size, head.tree.root(), path)
