"""A waiver: recorded, expiring permission to leave a phase although a gate has failed. It never changes the verdict."""

from datetime import datetime

from playbooks.model.attachment import Attachments
from playbooks.model.frozen import Frozen, Instant, Key, Prose
from playbooks.model.ledger.canonical import digest


class WaiverRequest(Frozen):
    """What somebody asks for; it is granted, or not, by somebody else."""

    gate: Key
    requested_by: Key
    requested_at: Instant
    owner: Key
    reason: Prose
    compensating_control: Prose
    expires_at: Instant
    attachments: Attachments = ()

    @property
    def digest(self) -> str:
        """Return the digest of the request: what a grant is bound to. Files count where there are any."""
        absent = set() if self.attachments else {"attachments"}
        return digest(self.model_dump(mode="json", exclude=absent))


class Waiver(Frozen):
    """One permission, with its reason, the control that compensates, who answers for it, and its end."""

    gate: Key
    granted_by: Key
    granted_at: Instant
    owner: Key
    reason: Prose
    compensating_control: Prose
    expires_at: Instant
    requested_by: Key | None = None
    on_behalf_of: Key | None = None
    attachments: Attachments = ()

    def standing(self, now: datetime) -> bool:
        """Tell whether the waiver still counts at this moment."""
        return now < self.expires_at
