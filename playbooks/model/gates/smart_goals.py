"""Gate kind `smart_goals`: enough goals, each specific, measurable, achievable, relevant and time-bound.

- A letter a goal lacks is named; an owner who is not an active person of the team is no owner (R).
- A due date already past bounds nothing any more (T).
- Goals listed twice are INVALID: one goal written down twice must not count as two.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from playbooks.model.evidence import Goals
from playbooks.model.facts import Facts
from playbooks.model.figure import counted
from playbooks.model.frozen import Frozen
from playbooks.model.gates.gate import EvidenceGate, Finding
from playbooks.model.gates.wording import brief, listed
from playbooks.model.goal import GoalDraft, Letter
from playbooks.model.text import Text
from playbooks.model.verdict import Missing, Outcome


class SmartGoalsGate(EvidenceGate[Goals]):
    """Passes when at least `minimum` goals are on record and none lacks a letter of SMART."""

    kind: Literal["smart_goals"] = "smart_goals"
    kind_name: ClassVar[Text] = Text(zh="SMART 目标", en="SMART goals")
    payload: ClassVar[type[Frozen]] = Goals

    minimum: int = Field(default=1, ge=1, le=100)

    def weigh(self, goals: Goals, /, facts: Facts, *, now: datetime) -> Finding:
        """Return FAILED for too few goals or any goal short of a letter, else PASSED."""
        keys = [goal.key for goal in goals.goals]
        if len(set(keys)) < len(keys):
            return self.invalid("目标编号重复", "goals are listed twice under one key")
        if len(keys) < self.minimum:
            return self._too_few(len(keys))
        gaps = tuple(gap for goal in goals.goals for gap in self._gaps(goal, facts, now=now))
        if gaps:
            found = listed(gap.what for gap in gaps)
            reason = Text(zh=f"目标不符合 SMART：{found.zh}", en=f"goals are not SMART: {found.en}")
            return Finding(outcome=Outcome.FAILED, reason=reason, missing=gaps)
        reason = Text(zh=f"{len(keys)} 个目标均符合 SMART", en=f"all {len(keys)} goals are SMART")
        return Finding(outcome=Outcome.PASSED, reason=reason)

    def _too_few(self, count: int) -> Finding:
        reason = Text(
            zh=f"只有 {count} 个目标，至少需要 {self.minimum} 个",
            en=f"only {counted(count, 'goal')}, at least {self.minimum} are required",
        )
        lacking = self.lacks("补充目标", "add goals", *self.accepted_by)
        return Finding(outcome=Outcome.FAILED, reason=reason, missing=(lacking,))

    def _gaps(self, goal: GoalDraft, facts: Facts, *, now: datetime) -> Iterator[Missing]:
        owner = facts.team.person(goal.owner) if goal.owner else None
        owned = owner is not None and owner.active
        labels = [letter.label for letter in goal.missing_letters()]
        if goal.owner is not None and not owned:
            labels.append(
                _with(Letter.RELEVANT, f"{goal.owner} 不在团队中", f"{goal.owner} is not in the team")
            )
        if goal.due is not None and goal.due < now.date():
            labels.append(_with(Letter.TIME_BOUND, f"{goal.due} 已过", f"{goal.due} is past"))
        if labels:
            who = (owner.key,) if owner is not None and owned else self.accepted_by
            found = listed(labels)
            yield self.lacks(
                f"{brief(goal.title.zh, 40)} 缺 {found.zh}",
                f"{brief(goal.title.en, 60)} lacks {found.en}",
                *who,
            )


def _with(letter: Letter, zh: str, en: str) -> Text:
    return Text(zh=f"{letter.label.zh}（{zh}）", en=f"{letter.label.en} ({en})")
