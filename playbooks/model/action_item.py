"""Action items: who does what by when; they come from retrospectives and from conditional decisions."""

from datetime import datetime

from playbooks.model.frozen import Frozen, Instant, Key, Prose


class ActionItem(Frozen):
    """One thing somebody has promised to do; `gate` names the exception it makes good."""

    key: Key
    title: Prose
    owner: Key
    due: Instant
    added_at: Instant
    gate: Key | None = None
    closed_at: Instant | None = None
    outcome: Prose | None = None

    @property
    def open(self) -> bool:
        """Tell whether it is still to be done."""
        return self.closed_at is None

    def overdue(self, now: datetime) -> bool:
        """Tell whether it is open past its due time."""
        return self.open and now > self.due
