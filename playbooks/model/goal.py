"""SMART goals: specific, measurable, achievable, relevant, time-bound; a missing letter has a name."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from playbooks.model.frozen import Frozen, Key
from playbooks.model.text import Text


class Direction(StrEnum):
    """Which way a figure should move."""

    UP = "up"
    DOWN = "down"


class Letter(StrEnum):
    """The five letters of SMART."""

    SPECIFIC = "S"
    MEASURABLE = "M"
    ACHIEVABLE = "A"
    RELEVANT = "R"
    TIME_BOUND = "T"

    @property
    def label(self) -> Text:
        """Return what the letter asks for."""
        return _LETTERS[self]


_LETTERS = {
    Letter.SPECIFIC: Text(zh="S 具体：指标与方向", en="S specific: metric and direction"),
    Letter.MEASURABLE: Text(zh="M 可衡量：基线、目标值与单位", en="M measurable: baseline, target and unit"),
    Letter.ACHIEVABLE: Text(zh="A 可实现：目标须优于基线", en="A achievable: target better than baseline"),
    Letter.RELEVANT: Text(zh="R 相关：责任人", en="R relevant: an owner who wants it"),
    Letter.TIME_BOUND: Text(zh="T 有期限：完成日期", en="T time-bound: a due date"),
}


class GoalDraft(Frozen):
    """A goal as somebody wrote it down; everything but its name may still be missing."""

    key: Key
    title: Text
    metric: Key | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    unit: str | None = None
    direction: Direction | None = None
    due: date | None = None
    owner: Key | None = None

    def missing_letters(self) -> tuple[Letter, ...]:
        """Return the letters of SMART that this goal does not meet, in their order."""
        met = {
            Letter.SPECIFIC: self.metric is not None and self.direction is not None,
            Letter.MEASURABLE: None not in (self.baseline, self.target) and bool((self.unit or "").strip()),
            Letter.ACHIEVABLE: self._improves(),
            Letter.RELEVANT: self.owner is not None,
            Letter.TIME_BOUND: self.due is not None,
        }
        return tuple(letter for letter, holds in met.items() if not holds)

    def _improves(self) -> bool:
        """Tell whether the target lies on the better side; with nothing to compare, other letters say so."""
        if self.baseline is None or self.target is None or self.direction is None:
            return True
        return self.target > self.baseline if self.direction is Direction.UP else self.target < self.baseline
