"""Who acts for whom at a moment: people who are away hand over to their delegates, at most three hands on.

A person hands over what a standing delegation covers; one for everything, or a declared absence, makes the
person away. Whoever stands in may act, and so may the person: nobody loses a right by going on leave.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from playbooks.model.delegation import Absence, Delegation
from playbooks.model.stakeholder import Team

#: A delegate may hand on, and so may that one: three hands after the person's own.
LONGEST_CHAIN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is to be done: in which role, at which gate, when; None where it belongs to no role or no gate."""

    role: str | None = None
    gate: str | None = None
    at: datetime


@dataclass(frozen=True, slots=True)
class Substitution:
    """The delegations and absences of a team."""

    team: Team
    delegations: tuple[Delegation, ...] = ()
    absences: tuple[Absence, ...] = ()

    def away(self, person: str, at: datetime) -> bool:
        """Tell whether a person is away: declared absent, or out of office by a delegation of everything."""
        absent = any(absence.person == person and absence.standing(at) for absence in self.absences)
        return absent or any(
            given.person == person and given.whole and given.standing(at) for given in self.delegations
        )

    def handed_over(self, person: str, matter: Matter) -> bool:
        """Tell whether this matter should not wait on the person."""
        return self.away(person, matter.at) or any(self._given(person, matter))

    def stand_ins(self, person: str, matter: Matter) -> tuple[str, ...]:
        """Return who may act for a person in this matter, nearest first."""
        if not self.delegations:
            return ()
        found: dict[str, None] = {}
        reached = [person]
        for _ in range(LONGEST_CHAIN):
            reached = [
                given.to
                for hand in reached
                for given in self._given(hand, matter)
                if given.to not in found and given.to != person
            ]
            found.update(dict.fromkeys(reached))
        return tuple(key for key in found if self._active(key))

    def acting(self, person: str, matter: Matter) -> tuple[str, ...]:
        """Return on whom this matter waits: the person, or whoever stands in; the person where nobody does."""
        if not (self.delegations or self.absences) or not self.handed_over(person, matter):
            return (person,)
        present = (key for key in self.stand_ins(person, matter) if not self.handed_over(key, matter))
        return tuple(present) or (person,)

    def _given(self, person: str, matter: Matter) -> Iterator[Delegation]:
        for given in self.delegations:
            covers = given.standing(matter.at) and given.covers(matter.role, matter.gate)
            if given.person == person and covers:
                yield given

    def _active(self, key: str) -> bool:
        person = self.team.person(key)
        return person is not None and person.active
