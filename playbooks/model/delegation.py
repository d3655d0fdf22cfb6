"""Who stands in for whom, and who is away: both with a beginning and an end, both on record by name."""

from datetime import datetime

from playbooks.model.frozen import Frozen, Instant, Key, Prose


class Delegation(Frozen):
    """One person stands in for another: for some roles and gates, or for everything, which is an out-of-office."""

    key: Key
    person: Key
    to: Key
    starts: Instant
    until: Instant
    roles: tuple[Key, ...] = ()
    gates: tuple[Key, ...] = ()
    reason: Prose
    set_by: Key
    set_at: Instant
    absence: Key | None = None
    begun: bool = False

    @property
    def whole(self) -> bool:
        """Tell whether it is for everything the person has to do."""
        return not self.roles and not self.gates

    def standing(self, at: datetime) -> bool:
        """Tell whether it counts at this moment."""
        return self.starts <= at < self.until

    def covers(self, role: str | None, gate: str | None) -> bool:
        """Tell whether it is for this role at this gate; None asks for what belongs to no role or no gate."""
        return (not self.roles or role in self.roles) and (not self.gates or gate in self.gates)


class Absence(Frozen):
    """A person is away; who stands in meanwhile is a delegation of its own."""

    key: Key
    person: Key
    starts: Instant
    until: Instant
    reason: Prose
    declared_by: Key
    declared_at: Instant

    def standing(self, at: datetime) -> bool:
        """Tell whether the person is away at this moment."""
        return self.starts <= at < self.until
