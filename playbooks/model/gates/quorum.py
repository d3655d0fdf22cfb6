"""A quorum at one moment: which seats are filled, who can fill the others, and whether that is enough.

`counted` seats the yeses that were given. `plan` seats as many people as possible when those who can still sign
do so; a seat that stays empty even then makes the quorum unreachable, and somebody has to be added.

One person counts once, and so does one person's right, whoever acts in it. Where a playbook lets one person wear
two hats, each hat is put on for itself: a yes counts for the role in which it was given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from playbooks.model.gates.bench import Bench, Candidate
from playbooks.model.gates.chairs import Chair, Label, fullest
from playbooks.model.gates.seating import seated
from playbooks.model.gates.signers import signers
from playbooks.model.gates.slot import Slot
from playbooks.model.gates.wording import named
from playbooks.model.sign_off import SignOff
from playbooks.model.stakeholder import Stakeholder, Team
from playbooks.model.text import Text
from playbooks.model.verdict import Missing


@dataclass(frozen=True, kw_only=True)  # without slots: what is asked twice is worked out once
class Quorum:
    """The slots of a sign-off gate, who may fill each, and who signed, in the order of signing."""

    bench: Bench
    slots: tuple[Slot, ...]
    signed: tuple[SignOff, ...]
    two_hats: bool = False

    @property
    def team(self) -> Team:
        """Return the people."""
        return self.bench.substitution.team

    @cached_property
    def seats(self) -> tuple[tuple[Slot, tuple[Candidate, ...]], ...]:
        """Return each seat with those who may fill it."""
        benched = ((slot, self.bench.candidates(slot)) for slot in self.slots)
        return tuple(seat for seat in benched for _ in range(seat[0].count))

    @cached_property
    def counted(self) -> Mapping[int, SignOff]:
        """Return which yes fills each seat."""
        given = {str(number): sign_off for number, sign_off in enumerate(self.signed)}
        seats = [[number for number, yes in given.items() if self._fits(yes, slot)] for slot, _ in self.seats]
        return {seat: given[number] for seat, number in seated(seats, tuple(given)).items()}

    @cached_property
    def plan(self) -> Mapping[int, str]:
        """Return the fullest seating there can be, with those who signed and those who can still sign."""
        taken = [self._taken(seat, yes) for seat, yes in self.counted.items()]
        return {seat: label[0] for seat, label in fullest(self._chairs(taken), taken).items()}

    @property
    def reached(self) -> bool:
        """Tell whether every seat is filled by somebody who signed."""
        return len(self.counted) == len(self.seats)

    @property
    def needed(self) -> tuple[str, ...]:
        """Return the few people whose yes would be enough, those who stand in only where they have to."""
        seats = {seat: person for seat, person in self.plan.items() if seat not in self.counted}
        given = {yes.person for yes in self.counted.values()} if not self.two_hats else set[str]()
        return tuple(dict.fromkeys(person for person in seats.values() if person not in given))

    def progress(self) -> Text:
        """Return how far the quorum is, by name, and that it cannot be reached where that is so."""
        given, needed, possible = len(self.counted), len(self.seats), len(self.plan)
        names = signers(self.team, self.counted.values()) if given else Text(zh="无", en="nobody")
        zh, en = f"已签核 {given}/{needed} 人：{names.zh}", f"{given} of {needed} people signed: {names.en}"
        if possible < needed:
            zh += f"；符合条件者最多 {possible} 人，无法达到签核人数"
            en += f"; at most {possible} can fill it, so the quorum cannot be reached"
        return Text(zh=zh, en=en)

    def missing(self, owner: str) -> Iterator[Missing]:
        """Yield for each slot who can still sign; for a slot nobody can fill, whom the owner could add."""
        plan, counted = self.plan, self._spoken_for()
        empty = dict.fromkeys(slot for seat, (slot, _) in enumerate(self.seats) if seat not in plan)
        waiting = {
            slot: can
            for seat, (slot, can) in enumerate(self.seats)
            if seat in plan and self._label(plan[seat], slot) not in counted
        }
        for slot, can in waiting.items():
            label = slot.label(self.team)
            able = (c.person for c in can if c.ready and self._label(c.person, slot) not in counted)
            fit = tuple(dict.fromkeys(able))
            yield Missing(what=Text(zh=f"签核：{label.zh}", en=f"sign-off as {label.en}"), who=fit)
        for slot in empty:
            yield Missing(what=self._to_add(slot), who=(owner,))

    def _fits(self, yes: SignOff, slot: Slot) -> bool:
        return self.bench.counts(yes, slot) and (not self.two_hats or yes.role == slot.role)

    def _spoken_for(self) -> set[Label]:
        return {self._taken(seat, yes).person for seat, yes in self.counted.items()}

    def _label(self, key: str, slot: Slot) -> Label:
        """Return a person as counted: once, or once for each role where two hats are allowed."""
        return (key, slot.role) if self.two_hats else (key,)

    def _taken(self, seat: int, yes: SignOff) -> Chair:
        slot = self.seats[seat][0]
        right = self._label(yes.on_behalf_of or yes.person, slot)
        return Chair(seat, right, self._label(yes.person, slot))

    def _chairs(self, taken: list[Chair]) -> Iterator[Chair]:
        """Yield every chair: those who signed on each seat their yes fits, and those who can still sign."""
        people, rights = {chair.person for chair in taken}, {chair.right for chair in taken}
        for seat, (slot, can) in enumerate(self.seats):
            for yes in self.counted.values():
                if self._fits(yes, slot):
                    yield self._taken(seat, yes)
            for candidate in can:
                person, right = self._label(candidate.person, slot), self._label(candidate.right, slot)
                if candidate.ready and person not in people and right not in rights:
                    yield Chair(seat, right, person)

    def _to_add(self, slot: Slot) -> Text:
        label = slot.label(self.team)
        zh, en = f"为 {label.zh} 增补一名签核人", f"add a signer as {label.en}"
        own = [p.key for p in self.team.people if slot.admits(p) and p.key in self.bench.barred]
        if own:
            names = named(self.team, own)
            zh = f"{zh}（{names.zh} 参与了证据，不能签核）"
            en = f"{en} ({names.en} worked on the evidence and cannot sign)"
        fit = [person.key for person in self._addable(slot)]
        if fit:
            names = named(self.team, fit)
            zh, en = f"{zh}；可增补：{names.zh}", f"{en}; could be added: {names.en}"
        return Text(zh=zh, en=en)

    def _addable(self, slot: Slot) -> list[Stakeholder]:
        """Return who could be given the role: not at work on the evidence, deputies of its holders first."""
        deputies = {person.deputy for person in self.team.people if slot.role in person.roles}
        taken = self.bench.barred | set(self.plan.values())
        free = [p for p in self.team.people if p.active and p.key not in taken and slot.belongs(p)]
        return sorted((p for p in free if slot.role not in p.roles), key=lambda p: p.key not in deputies)
