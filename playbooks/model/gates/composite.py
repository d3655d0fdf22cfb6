"""Gate kind `composite`: gates made of gates; all, any, or at least n of them have to pass.

Shadow gates inside are judged and shown, but do not count. Of the others, with need = 1 for `any` and n for
`at_least`:

    mode            outcome
    all             the worst of them: INVALID, then FAILED, then PENDING, then PASSED
    any, at_least   PASSED   passed >= need
                    PENDING  else passed + pending >= need: waiting can still make it
                    INVALID  else passed + pending + invalid >= need: repaired evidence could
                    FAILED   else

Only PASSED parts ever help to pass; an INVALID part never does.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.facts import Facts
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.wording import listed
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome, Verdict, worst

if TYPE_CHECKING:
    from playbooks.model.gates import Gate

MAX_DEPTH = 4


class Mode(StrEnum):
    """How many of the parts have to pass."""

    ALL = "all"
    ANY = "any"
    AT_LEAST = "at_least"


class CompositeGate(GateRule):
    """Passes when enough of the gates inside it pass."""

    kind: Literal["composite"] = "composite"
    kind_name: ClassVar[Text] = Text(zh="组合", en="group of gates")

    mode: Mode = Mode.ALL
    count: int | None = Field(default=None, ge=1)
    gates: tuple["Gate", ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_parts(self) -> "CompositeGate":
        keys = Counter([self.key, *(gate.key for gate in self.gates)])
        doubled = sorted(key for key, times in keys.items() if times > 1)
        if doubled:
            raise BrokenRuleError(
                "gate keys used twice: {doubled}; give each gate its own key", doubled=tuple(doubled)
            )
        if _depth(self) > MAX_DEPTH:
            raise BrokenRuleError(
                "composite gates are nested more than {most} deep; make them flatter", most=MAX_DEPTH
            )
        return self

    @model_validator(mode="after")
    def _check_need(self) -> "CompositeGate":
        counting = sum(not gate.shadow for gate in self.gates)
        if (self.mode is Mode.AT_LEAST) is (self.count is None):
            raise BrokenRuleError("`count` belongs to mode at_least, and only there")
        if self.need > counting or not counting:
            raise BrokenRuleError(
                "{need} gates must pass and only {counting} count; lower `count` or add gates",
                need=self.need,
                counting=counting,
            )
        return self

    @property
    def need(self) -> int:
        """Return how many of the counting gates have to pass."""
        if self.mode is Mode.ALL:
            return sum(not gate.shadow for gate in self.gates)
        return self.count or 1

    @property
    def parts(self) -> tuple[GateRule, ...]:
        """Return the gates directly inside."""
        return self.gates

    @property
    def evidence_keys(self) -> tuple[str, ...]:
        """Return the evidence of all gates inside, each key once."""
        return tuple(dict.fromkeys(key for gate in self.gates for key in gate.evidence_keys))

    def grounds(self, facts: Facts) -> tuple[object, ...]:
        """Return what any of the parts looks at."""
        return tuple(ground for gate in self.gates for ground in gate.grounds(facts))

    def steady_until(self, facts: Facts, now: datetime) -> datetime:
        """Return when time may change the first of the parts."""
        return min(gate.steady_until(facts, now) for gate in self.gates)

    def weighed(self, facts: Facts, now: datetime) -> Verdict:
        """Return the verdict on the parts, with theirs as children."""
        children = tuple(gate.judge(facts, now) for gate in self.gates)
        counting = tuple(child for gate, child in zip(self.gates, children, strict=True) if not gate.shadow)
        outcome = self.combined(child.outcome for child in counting)
        unmet = tuple(child for child in counting if not child.passed)
        missing = [lacking for child in unmet for lacking in child.missing]
        return self.verdict(
            outcome,
            self._reason(len(counting) - len(unmet), len(counting), unmet),
            missing=missing if outcome is not Outcome.PASSED else (),
            inputs={child.gate: child.inputs_digest for child in counting},
            children=children,
        )

    def combined(self, outcomes: Iterable[Outcome]) -> Outcome:
        """Return the outcome of the whole for the outcomes of the counting parts."""
        counts = Counter(outcomes)
        if self.mode is Mode.ALL:
            return worst(counts)
        reachable = 0
        for outcome in (Outcome.PASSED, Outcome.PENDING, Outcome.INVALID):
            reachable += counts[outcome]
            if reachable >= self.need:
                return outcome
        return Outcome.FAILED

    def _reason(self, passed: int, total: int, unmet: tuple[Verdict, ...]) -> Text:
        titles = {gate.key: gate.title for gate in self.gates}
        zh = f"{total} 项中已通过 {passed} 项，需要 {self.need} 项"
        en = f"{passed} of {total} passed, {self.need} required"
        if not unmet:
            return Text(zh=zh, en=en)
        found = listed(titles[child.gate] for child in unmet)
        return Text(zh=f"{zh}；未通过：{found.zh}", en=f"{en}; not passed: {found.en}")


def _depth(gate: GateRule) -> int:
    return 1 + max((_depth(part) for part in gate.parts), default=0) if gate.parts else 0
