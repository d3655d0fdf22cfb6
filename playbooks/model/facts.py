"""The world as gates see it: recorded facts and nothing else. No clock, no I/O, nothing fetched on demand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playbooks.model.delegation import Absence, Delegation
from playbooks.model.escalation import Unanswered
from playbooks.model.evidence import Evidence
from playbooks.model.issue import Issue
from playbooks.model.rejection import Rejection
from playbooks.model.sign_off import SignOff
from playbooks.model.stakeholder import Team
from playbooks.model.substitution import Substitution


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything a gate may look at: evidence by key, standing sign-offs and rejections, issues, and the people.

    `requesters` names for a gate the person who asked for its sign-off, where it was a person.
    """

    team: Team
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    sign_offs: tuple[SignOff, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    issues: tuple[Issue, ...] = ()
    unanswered: Mapping[str, Unanswered] = field(default_factory=dict)
    delegations: tuple[Delegation, ...] = ()
    absences: tuple[Absence, ...] = ()
    requesters: Mapping[str, str] = field(default_factory=dict)

    @property
    def substitution(self) -> Substitution:
        """Return who stands in for whom."""
        return Substitution(self.team, self.delegations, self.absences)

    def digests(self, keys: tuple[str, ...]) -> dict[str, str]:
        """Return the digest of each piece of evidence that is on record."""
        return {key: self.evidence[key].digest for key in keys if key in self.evidence}
