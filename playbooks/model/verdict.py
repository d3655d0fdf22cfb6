"""What a gate says about the evidence: an outcome with its reason, what is missing and what it rests on.

Only PASSED passes. INVALID (could not be read, stale, NaN, wrong unit) is never green. Verdicts form a tree.
"""

from collections.abc import Iterable
from enum import StrEnum

from playbooks.model.frozen import Frozen, Key
from playbooks.model.ledger.canonical import digest
from playbooks.model.text import Text


class Outcome(StrEnum):
    """The four things a gate can say."""

    PASSED = "passed"
    PENDING = "pending"
    FAILED = "failed"
    INVALID = "invalid"

    @property
    def label(self) -> Text:
        """Return the outcome as shown to people."""
        return _LABELS[self]


_LABELS = {
    Outcome.PASSED: Text(zh="通过", en="passed"),
    Outcome.PENDING: Text(zh="等待中", en="pending"),
    Outcome.FAILED: Text(zh="未通过", en="failed"),
    Outcome.INVALID: Text(zh="证据无效", en="invalid"),
}


class Missing(Frozen):
    """One thing that would help the gate on, and the roles or people who can supply it."""

    what: Text
    who: tuple[Key, ...] = ()


class Verdict(Frozen):
    """The answer of one gate; `inputs` maps each fact it rests on to that fact's digest."""

    gate: Key
    outcome: Outcome
    reason: Text
    missing: tuple[Missing, ...] = ()
    inputs: dict[str, str] = {}
    children: tuple["Verdict", ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether the gate is met."""
        return self.outcome is Outcome.PASSED

    @property
    def inputs_digest(self) -> str:
        """Return the digest of everything the verdict rests on; what a decision is bound to."""
        return digest({"gate": self.gate, "inputs": dict(self.inputs)})

    def find(self, gate: str) -> "Verdict | None":
        """Return the verdict of this gate or of a gate inside it."""
        if self.gate == gate:
            return self
        return next((hit for child in self.children if (hit := child.find(gate)) is not None), None)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcome that weighs heaviest: INVALID, then FAILED, then PENDING, then PASSED."""
    return max(outcomes, key=_SEVERITY.index, default=Outcome.PENDING)


_SEVERITY = (Outcome.PASSED, Outcome.PENDING, Outcome.FAILED, Outcome.INVALID)
