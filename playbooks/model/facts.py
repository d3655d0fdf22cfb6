"""The world as gates see it: recorded facts and nothing else. No clock, no I/O, nothing fetched on demand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playbooks.model.evidence import Evidence
from playbooks.model.issue import Issue
from playbooks.model.sign_off import SignOff
from playbooks.model.stakeholder import Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a gate may look at: evidence by key, standing sign-offs, issues, and the people."""

    team: Team
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    sign_offs: tuple[SignOff, ...] = ()
    issues: tuple[Issue, ...] = ()

    def digests(self, keys: tuple[str, ...]) -> dict[str, str]:
        """Return the digest of each piece of evidence that is on record."""
        return {key: self.evidence[key].digest for key in keys if key in self.evidence}
