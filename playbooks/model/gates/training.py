"""Gate kind `training`: of each tier enough people completed their training, with a sufficient score.

- Completed means a day of completion, and the score where one is asked for; everybody on record is the base.
- `valid_for` counts from each person's own day: somebody else's training makes nobody's fresh.
- No record of a tier at its level is PENDING, and so is a named department without records.
- A score that is not a number, a day in the future and a person listed twice are INVALID.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.evidence import Level, Tier, Training, TrainingRecord
from playbooks.model.facts import Facts
from playbooks.model.figure import counted, plain
from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.gate import EvidenceGate, Finding
from playbooks.model.gates.wording import Percent, brief, department_name, share
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome

_TIERS = {
    Tier.MANAGEMENT: Text(zh="管理层", en="management"),
    Tier.MIDDLE: Text(zh="中层", en="middle managers"),
    Tier.STAFF: Text(zh="一线员工", en="staff"),
}
_LEVELS = {
    Level.AWARENESS: Text(zh="认知", en="awareness"),
    Level.SKILL: Text(zh="技能", en="skill"),
    Level.APPLICATION: Text(zh="应用", en="application"),
}


class TierRule(Frozen):
    """How many of a tier have to complete a level, and with which score."""

    tier: Tier
    level: Level
    completion: Percent = Decimal(90)
    pass_score: Decimal | None = Field(default=None, ge=0)

    @property
    def label(self) -> Text:
        """Return whom and what the rule is about."""
        tier, level = _TIERS[self.tier], _LEVELS[self.level]
        return Text(zh=f"{tier.zh}·{level.zh}", en=f"{tier.en}, {level.en}")

    def met_by(self, record: TrainingRecord) -> bool:
        """Tell whether this person completed the level with a sufficient score."""
        if record.completed is None:
            return False
        return self.pass_score is None or (record.score is not None and record.score >= self.pass_score)


class TrainingGate(EvidenceGate[Training]):
    """Passes when each tier reaches its completion rate."""

    kind: Literal["training"] = "training"
    kind_name: ClassVar[Text] = Text(zh="培训", en="training")
    payload: ClassVar[type[Frozen]] = Training

    tiers: tuple[TierRule, ...] = Field(min_length=1)
    departments: tuple[Key, ...] = ()

    @field_validator("tiers")
    @classmethod
    def _check_doubled(cls, tiers: tuple[TierRule, ...]) -> tuple[TierRule, ...]:
        pairs = [(rule.tier, rule.level) for rule in tiers]
        doubled = sorted({f"{tier} {level}" for tier, level in pairs if pairs.count((tier, level)) > 1})
        if doubled:
            raise BrokenRuleError(
                "training rules listed twice: {doubled}; keep one for each tier and level",
                doubled=tuple(doubled),
            )
        return tiers

    def weigh(self, training: Training, /, facts: Facts, *, now: datetime) -> Finding:
        """Return INVALID for unusable records, FAILED for what falls short, PENDING for what is empty."""
        records = self.own(training.records)
        return self._unusable_record(records, now.date()) or self._judged(records, facts, now)

    def own(self, records: Iterable[TrainingRecord]) -> tuple[TrainingRecord, ...]:
        """Return the records of the departments this gate looks at."""
        return tuple(r for r in records if not self.departments or r.department in self.departments)

    def current(self, records: Iterable[TrainingRecord], now: datetime) -> tuple[TrainingRecord, ...]:
        """Return these records as they count at a moment: a training that is out of date is none."""
        return tuple(
            record.model_copy(update={"completed": None}) if self._lapsed(record, now) else record
            for record in records
        )

    def _lapsed(self, record: TrainingRecord, now: datetime) -> bool:
        if self.valid_for is None or record.completed is None:
            return False
        return record.completed < now.date() - timedelta(days=self.valid_for)

    def _unusable_record(self, records: tuple[TrainingRecord, ...], today: date) -> Finding | None:
        times = Counter((record.person, record.level) for record in records)
        for record in records:
            name = brief(record.person, 40)
            if record.score is not None and not record.score.is_finite():
                return self.invalid(f"{name} 的成绩不是有效数值", f"the score of {name} is not a number")
            if record.completed is not None and record.completed > today + timedelta(days=1):
                return self.invalid(f"{name} 的完成日期在未来", f"{name} completes in the future")
            if times[record.person, record.level] > 1:
                return self.invalid(f"{name} 的培训记录重复", f"{name} is listed twice at one level")
        return None

    def _judged(self, records: tuple[TrainingRecord, ...], facts: Facts, now: datetime) -> Finding:
        found = {
            rule: tuple(r for r in records if (r.tier, r.level) == (rule.tier, rule.level))
            for rule in self.tiers
        }
        gaps = (self._gap(rule, of, now) for rule, of in found.items() if of)
        short = tuple(gap for gap in gaps if gap is not None)
        if short:
            return self.gaps(Outcome.FAILED, Text(zh="培训未达标", en="training falls short"), short)
        idle = (
            *(rule.label for rule, of in found.items() if not of),
            *self._idle_departments(records, facts),
        )
        if idle:
            return self.gaps(Outcome.PENDING, Text(zh="尚无培训记录", en="no training records yet"), idle)
        reason = Text(
            zh=f"{len(records)} 条培训记录，各层级均达标",
            en=f"{counted(len(records), 'training record')}, every tier reaches its rate",
        )
        return Finding(outcome=Outcome.PASSED, reason=reason)

    def _gap(self, rule: TierRule, records: tuple[TrainingRecord, ...], now: datetime) -> Text | None:
        """Return by how much a rule is missed, and because of how many whose training is out of date."""
        met, total = sum(map(rule.met_by, self.current(records, now))), len(records)
        if 100 * met >= rule.completion * total:
            return None
        mark, zh, en = plain(rule.completion), "", ""
        if lapsed := sum(self._lapsed(record, now) for record in records):
            zh = f"，{lapsed} 人的培训已超过 {self.valid_for} 天"
            en = f"; {lapsed} trained more than {self.valid_for} days ago"
        return Text(
            zh=f"{rule.label.zh} 完成 {met}/{total} 人（{share(met, total)}%，要求 {mark}%{zh}）",
            en=f"{rule.label.en}: {met} of {total} people completed it ({share(met, total)}%, need {mark}%{en})",
        )

    def _idle_departments(self, records: tuple[TrainingRecord, ...], facts: Facts) -> tuple[Text, ...]:
        trained = {record.department for record in records}
        return tuple(department_name(facts.team, key) for key in self.departments if key not in trained)
