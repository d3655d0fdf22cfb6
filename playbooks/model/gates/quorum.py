"""A quorum at one moment: which seats are filled, who can fill the others, and whether that is enough.

`counted` seats the people who signed. `plan` seats as many as possible when those who can still sign do so;
a seat that stays empty even then makes the quorum unreachable, and somebody has to be added to the team.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from playbooks.model.gates.seating import filled, seated
from playbooks.model.gates.slot import Slot
from playbooks.model.gates.wording import named
from playbooks.model.stakeholder import Stakeholder, Team
from playbooks.model.text import Text
from playbooks.model.verdict import Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Quorum:
    """The seats of a sign-off gate, who may fill each, and who signed, in the order of signing."""

    team: Team
    seats: tuple[tuple[Slot, tuple[str, ...]], ...]
    signed: tuple[str, ...]
    barred: frozenset[str]

    @property
    def counted(self) -> Mapping[int, str]:
        """Return which seat each of those who signed fills."""
        return seated(self._open_to, self.signed)

    @property
    def plan(self) -> Mapping[int, str]:
        """Return the fullest seating there can be, with those who signed and those who can still sign."""
        return filled(self._open_to, dict(self.counted))

    @property
    def reached(self) -> bool:
        """Tell whether every seat is filled by somebody who signed."""
        return len(self.counted) == len(self.seats)

    def progress(self) -> Text:
        """Return how far the quorum is, by name, and that it cannot be reached where that is so."""
        given, needed, possible = len(self.counted), len(self.seats), len(self.plan)
        names = named(self.team, self.counted.values()) if given else Text(zh="无", en="nobody")
        zh, en = f"已签核 {given}/{needed} 人：{names.zh}", f"{given} of {needed} people signed: {names.en}"
        if possible < needed:
            zh += f"；符合条件者最多 {possible} 人，无法达到签核人数"
            en += f"; at most {possible} can fill it, so the quorum cannot be reached"
        return Text(zh=zh, en=en)

    def missing(self, owner: str) -> Iterator[Missing]:
        """Yield for each slot who can still sign; for a slot nobody can fill, whom the owner could add."""
        plan, counted = self.plan, set(self.counted.values())
        empty = dict.fromkeys(slot for seat, (slot, _) in enumerate(self.seats) if seat not in plan)
        waiting = {
            slot: can
            for seat, (slot, can) in enumerate(self.seats)
            if plan.get(seat, "") not in {"", *counted}
        }
        for slot, can in waiting.items():
            label = slot.label(self.team)
            fit = tuple(person for person in can if person not in counted)
            yield Missing(what=Text(zh=f"签核：{label.zh}", en=f"sign-off as {label.en}"), who=fit)
        for slot in empty:
            yield Missing(what=self._to_add(slot), who=(owner,))

    def _to_add(self, slot: Slot) -> Text:
        label = slot.label(self.team)
        zh, en = f"为 {label.zh} 增补一名签核人", f"add a signer as {label.en}"
        own = [p.key for p in self.team.people if slot.admits(p) and p.key in self.barred]
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
        taken = self.barred | set(self.plan.values())
        free = [p for p in self.team.people if p.active and p.key not in taken and slot.belongs(p)]
        return sorted((p for p in free if slot.role not in p.roles), key=lambda p: p.key not in deputies)

    @property
    def _open_to(self) -> tuple[tuple[str, ...], ...]:
        return tuple(can for _, can in self.seats)
