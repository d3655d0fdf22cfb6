"""A waiver: recorded, expiring permission to leave a phase although a gate has failed. It never changes the verdict."""

from datetime import datetime

from playbooks.model.frozen import Frozen, Instant, Key, Prose


class Waiver(Frozen):
    """One permission, with its reason, the control that compensates, who answers for it, and its end."""

    gate: Key
    granted_by: Key
    granted_at: Instant
    owner: Key
    reason: Prose
    compensating_control: Prose
    expires_at: Instant

    def standing(self, now: datetime) -> bool:
        """Tell whether the waiver still counts at this moment."""
        return now < self.expires_at
