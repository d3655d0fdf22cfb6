"""A look at a gate or at a whole phase: how it stood when people were asked about it, or decided on it.

It is kept so that they can be told what has changed since.
"""

from enum import StrEnum

from playbooks.model.evidence import Document, Evidence, Series
from playbooks.model.frozen import Frozen, Instant, Key
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome


class Glimpse(Frozen):
    """One piece of evidence as it was: its digest and day, and in a word what it said, where a word says it."""

    digest: str
    observed_at: Instant
    gist: str = ""

    @classmethod
    def of(cls, evidence: Evidence) -> "Glimpse":
        """Return a glimpse of a piece of evidence."""
        return cls(digest=evidence.digest, observed_at=evidence.observed_at, gist=gist(evidence))


class GateStanding(StrEnum):
    """How a gate stands at the end of its phase: what its verdict says, or what excuses it."""

    PASSED = "passed"
    PENDING = "pending"
    FAILED = "failed"
    INVALID = "invalid"
    WAIVED = "waived"
    OVERRIDDEN = "overridden"

    @property
    def label(self) -> Text:
        """Return the standing as shown to people."""
        return _EXCUSES.get(self) or Outcome(self.value).label


_EXCUSES = {
    GateStanding.WAIVED: Text(zh="已豁免（未通过）", en="waived, not passed"),
    GateStanding.OVERRIDDEN: Text(zh="紧急越过（未通过）", en="overridden, not passed"),
}


class Look(Frozen):
    """How a gate, or every gate of a phase, stood when these people were asked, and whose sign-off has lapsed since.

    `decided` tells that they decided on what they saw.
    """

    at: Instant
    people: tuple[Key, ...]
    outcome: Outcome | None
    evidence: dict[str, Glimpse]
    lapsed: tuple[Key, ...] = ()
    gates: dict[str, GateStanding] = {}
    decided: bool = False


def gist(evidence: Evidence) -> str:
    """Return the newest figure of a series, the name and version of a document, else nothing."""
    match evidence.payload:
        case Series(readings=readings, unit=unit) if readings:
            return f"{readings[-1].value:.12g} {unit}".strip()[:120]
        case Document(title=title, version=version):
            return f"{title} {version}".strip()[:120]
        case _:
            return ""
