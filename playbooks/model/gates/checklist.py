"""Gate kind `checklist`: the weighted score of a checklist, with items that no score can outweigh.

- DONE counts in full, PARTIAL by half, OPEN not at all; an item the evidence does not name is open.
- NOT_APPLICABLE leaves the base of the score; a must-meet item cannot be not applicable, it is then open.
- A must-meet item that is not DONE is FAILED whatever the score; so is a score below `pass_score`.
- Items nobody asked for, or nothing applicable at all, are INVALID: this is not the checklist of this gate.
"""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.evidence import Checklist, ItemState
from playbooks.model.facts import Facts
from playbooks.model.figure import plain
from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.gate import EvidenceGate, Finding, Weight
from playbooks.model.gates.wording import Percent, brief, listed, share
from playbooks.model.text import Text
from playbooks.model.verdict import Missing, Outcome

_HALVES = {ItemState.DONE: 2, ItemState.PARTIAL: 1, ItemState.OPEN: 0}


class Item(Frozen):
    """One item of a checklist."""

    key: Key
    title: Text
    weight: Weight = 3
    must_meet: bool = False


class ChecklistGate(EvidenceGate[Checklist]):
    """Passes when every must-meet item is done and the weighted score reaches the mark."""

    kind: Literal["checklist"] = "checklist"
    kind_name: ClassVar[Text] = Text(zh="清单", en="checklist")
    payload: ClassVar[type[Frozen]] = Checklist

    items: tuple[Item, ...] = Field(min_length=1)
    pass_score: Percent = Decimal(80)

    @field_validator("items")
    @classmethod
    def _check_items(cls, items: tuple[Item, ...]) -> tuple[Item, ...]:
        keys = [item.key for item in items]
        doubled = sorted({key for key in keys if keys.count(key) > 1})
        if doubled:
            raise BrokenRuleError(
                "checklist items listed twice: {doubled}; give each item its own key", doubled=tuple(doubled)
            )
        return items

    def weigh(self, checklist: Checklist, /, facts: Facts, *, now: datetime) -> Finding:  # noqa: ARG002  # one signature for all kinds
        """Return INVALID for another checklist, FAILED for unmet items or too low a score, else PASSED."""
        strange = sorted(set(checklist.items) - {item.key for item in self.items})
        if strange:
            found = listed(Text(zh=key, en=key) for key in strange)
            return self.invalid(
                f"检查表含有未定义的项目：{found.zh}", f"the checklist has unknown items: {found.en}"
            )
        states = {item: self._state(item, checklist) for item in self.items}
        states = {item: state for item, state in states.items() if state in _HALVES}
        if not states:
            return self.invalid(
                "检查表的全部项目均标为不适用", "every item of the checklist is marked not applicable"
            )
        return self._scored(states)

    @staticmethod
    def _state(item: Item, checklist: Checklist) -> ItemState:
        state = checklist.items.get(item.key, ItemState.OPEN)
        return ItemState.OPEN if item.must_meet and state is ItemState.NOT_APPLICABLE else state

    def _scored(self, states: dict[Item, ItemState]) -> Finding:
        base = sum(2 * item.weight for item in states)
        points = sum(item.weight * _HALVES[state] for item, state in states.items())
        score, mark = share(points, base), plain(self.pass_score)
        unmet = tuple(item for item, state in states.items() if state is not ItemState.DONE)
        barred = tuple(item for item in unmet if item.must_meet)
        if barred:
            found = listed(item.title for item in barred)
            reason = Text(zh=f"必达项未完成：{found.zh}", en=f"must-meet items are not done: {found.en}")
            return Finding(outcome=Outcome.FAILED, reason=reason, missing=self._open(barred))
        reason = Text(zh=f"得分 {score}%，要求 {mark}%", en=f"the score is {score}%, {mark}% are required")
        if 100 * points < self.pass_score * base:
            return Finding(outcome=Outcome.FAILED, reason=reason, missing=self._open(unmet))
        return Finding(outcome=Outcome.PASSED, reason=reason)

    def _open(self, items: tuple[Item, ...]) -> tuple[Missing, ...]:
        return tuple(
            self.lacks(f"完成：{brief(item.title.zh)}", f"finish: {brief(item.title.en)}", *self.accepted_by)
            for item in items
        )
