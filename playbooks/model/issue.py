"""Issues raised while the system is tried and used, with severity 1 (work stops) to 4 (cosmetic)."""

from enum import IntEnum

from playbooks.model.frozen import Frozen, Instant, Key, Prose


class Severity(IntEnum):
    """How much an issue hurts."""

    STOPS_WORK = 1
    HINDERS_WORK = 2
    NUISANCE = 3
    COSMETIC = 4

    @property
    def grave(self) -> bool:
        """Tell whether work stops or is hindered, so that two people see to its end."""
        return self <= Severity.HINDERS_WORK


class Issue(Frozen):
    """One issue from the day it was raised to the day it was closed."""

    key: Key
    title: Prose
    severity: Severity
    raised_at: Instant
    raised_by: Key
    department: Key | None = None
    owner: Key | None = None
    closed_at: Instant | None = None
    resolution: Prose | None = None
    closed_by: Key | None = None

    @property
    def open(self) -> bool:
        """Tell whether the issue still needs work."""
        return self.closed_at is None
