"""A no to a request for a waiver, or to a proposed override: who said it, why, and when."""

from playbooks.model.frozen import Frozen, Instant, Key, Prose


class Decline(Frozen):
    """One no; whoever asked may have taken it back. It is forgotten when somebody asks anew."""

    by: Key | None
    asked_by: Key | None
    reason: Prose
    at: Instant

    @property
    def taken_back(self) -> bool:
        """Tell whether whoever asked has thought better of it."""
        return self.by is not None and self.by == self.asked_by


def waiver_of(gate: str) -> str:
    """Return the name of the question whether a gate is waived, among the declines of a rollout."""
    return f"waiver:{gate}"


def override_of(gate: str) -> str:
    """Return the name of the question whether a gate is overridden, among the declines of a rollout."""
    return f"override:{gate}"
