"""An emergency override: two people let a phase end although a gate is not met. The gate never counts as passed."""

from datetime import datetime, timedelta

from playbooks.model.frozen import Digest, Frozen, Instant, Key, Prose
from playbooks.model.ledger.canonical import digest

#: A proposal that nobody confirms within a day is void.
CONFIRM_WITHIN = timedelta(hours=24)


class OverrideProposal(Frozen):
    """What the first of two people wishes, bound to the inputs of the verdict as it was."""

    gate: Key
    by: Key
    role: Key
    reason: Prose
    at: Instant
    inputs: Digest
    on_behalf_of: Key | None = None

    @property
    def digest(self) -> str:
        """Return the digest of the proposal: what its confirmation is bound to."""
        return digest(self.model_dump(mode="json"))

    @property
    def first(self) -> frozenset[str]:
        """Return who proposed, and in whose right: neither confirms."""
        return frozenset({self.by, self.on_behalf_of or self.by})

    def standing(self, now: datetime) -> bool:
        """Tell whether the proposal can still be confirmed."""
        return now < self.at + CONFIRM_WITHIN


class Override(Frozen):
    """What two different people have decided about one gate in an emergency."""

    gate: Key
    proposal: OverrideProposal
    confirmed_by: Key
    confirmed_role: Key
    reason: Prose
    at: Instant
    on_behalf_of: Key | None = None
