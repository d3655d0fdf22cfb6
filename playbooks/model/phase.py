"""The five phases, their order and the question each answers."""

from enum import StrEnum

from playbooks.model.text import Text


class PhaseKey(StrEnum):
    """The phases every rollout goes through, in this order."""

    INITIATION = "initiation"
    DESIGN = "design"
    ADOPTION = "adoption"
    VALIDATION = "validation"
    OPERATION = "operation"

    @property
    def number(self) -> int:
        """Return the phase's place, counted from 1."""
        return list(PhaseKey).index(self) + 1

    @property
    def label(self) -> Text:
        """Return the phase's name."""
        return _TITLES[self]

    @property
    def question(self) -> Text:
        """Return the question the phase answers."""
        return _QUESTIONS[self]

    @property
    def following(self) -> "PhaseKey | None":
        """Return the next phase, or None after the last."""
        phases = list(PhaseKey)
        return phases[self.number] if self.number < len(phases) else None

    @property
    def preceding(self) -> "PhaseKey | None":
        """Return the phase before, or None before the first."""
        return list(PhaseKey)[self.number - 2] if self.number > 1 else None


_TITLES = {
    PhaseKey.INITIATION: Text(zh="立项", en="Initiation"),
    PhaseKey.DESIGN: Text(zh="设计", en="Design"),
    PhaseKey.ADOPTION: Text(zh="推广", en="Roll-out and training"),
    PhaseKey.VALIDATION: Text(zh="验证", en="Trial run"),
    PhaseKey.OPERATION: Text(zh="成熟", en="Maturity"),
}
_QUESTIONS = {
    PhaseKey.INITIATION: Text(
        zh="为什么做、要好多少、谁来做、选哪家供应商？", en="Why, how much better, who, with which vendor?"
    ),
    PhaseKey.DESIGN: Text(
        zh="改哪些流程、分几批、带哪些数据？", en="Which processes change, in which waves, with which data?"
    ),
    PhaseKey.ADOPTION: Text(zh="大家能用、愿意用吗？", en="Can and will the people work with it?"),
    PhaseKey.VALIDATION: Text(
        zh="真实业务、真实数据、真实负荷下能行吗？", en="Does it work with real work, real data, real load?"
    ),
    PhaseKey.OPERATION: Text(
        zh="它成为公司工作方式的一部分了吗？值得吗？",
        en="Is it part of how the company works, and is it worth it?",
    ),
}
