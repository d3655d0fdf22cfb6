"""Who may fill a seat, in whose right: holders of the role, and whoever stands in for one of them.

Nobody signs own work, and nobody has it signed by a delegate: where a person is barred, so is everybody who
would act in that person's right.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from playbooks.model.gates.slot import Slot
from playbooks.model.rejection import Word
from playbooks.model.sign_off import SignOff
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.substitution import Matter, Substitution


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may sign in somebody's right, the own one as a rule; `ready` unless the person handed it over."""

    person: str
    right: str
    ready: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Everybody who may fill the seats of one gate at one moment."""

    substitution: Substitution
    matter: Matter
    barred: frozenset[str]
    near: frozenset[str] = frozenset()

    def candidates(self, slot: Slot) -> tuple[Candidate, ...]:
        """Return who may fill a seat of this slot: those who are there first, then those who stand in."""
        found = [candidate for person in self._holders(slot) for candidate in self._of(person, slot)]
        return tuple(sorted(found, key=lambda candidate: candidate.person != candidate.right))

    def counts(self, word: Word, slot: Slot) -> bool:
        """Tell whether a yes, or a no, that was given rightfully is one for a seat of this slot."""
        if self._excluded(word.person, slot):
            return False
        holder = self.substitution.team.person(word.on_behalf_of or word.person)
        # A yes stays given, though the delegation, or the role, has ended since; a no of somebody gone does not.
        if isinstance(word, SignOff) and word.giver_left:
            return word.role == slot.role and slot.belongs(holder)
        return self._held_by(holder, slot)

    def _holders(self, slot: Slot) -> Iterator[str]:
        return (person.key for person in self.substitution.team.people if self._held_by(person, slot))

    def _held_by(self, person: Stakeholder | None, slot: Slot) -> bool:
        return person is not None and slot.admits(person) and not self._excluded(person.key, slot)

    def _of(self, holder: str, slot: Slot) -> Iterator[Candidate]:
        matter = Matter(role=slot.role, gate=self.matter.gate, at=self.matter.at)
        passed_on = self.substitution.handed_over(holder, matter)
        yield Candidate(holder, holder, ready=not passed_on)
        for key in self.substitution.stand_ins(holder, matter):
            if not self._excluded(key, slot):
                yield Candidate(key, holder, ready=not self.substitution.handed_over(key, matter))

    def _excluded(self, key: str, slot: Slot) -> bool:
        """Tell whether somebody is too near to the evidence: own work, or for a second signature own department."""
        if key in self.barred or not slot.second_signature:
            return key in self.barred
        person = self.substitution.team.person(key)
        return person is not None and person.department in self.near
