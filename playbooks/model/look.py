"""A look at a gate: how it stood when people were asked about it, kept so that they can be told what has changed since."""

from playbooks.model.evidence import Document, Evidence, Series
from playbooks.model.frozen import Frozen, Instant, Key
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


class Look(Frozen):
    """How a gate stood when these people were asked, and whose sign-off has lapsed since."""

    at: Instant
    people: tuple[Key, ...]
    outcome: Outcome | None
    evidence: dict[str, Glimpse]
    lapsed: tuple[Key, ...] = ()


def gist(evidence: Evidence) -> str:
    """Return the newest figure of a series, the name and version of a document, else nothing."""
    match evidence.payload:
        case Series(readings=readings, unit=unit) if readings:
            return f"{readings[-1].value:.12g} {unit}".strip()[:120]
        case Document(title=title, version=version):
            return f"{title} {version}".strip()[:120]
        case _:
            return ""
