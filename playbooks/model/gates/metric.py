"""Gate kind `metric`: the last n readings of a KPI all reach the threshold.

- Only readings of the last `window_days` count, in an unbroken run: a gap over `max_gap_days` ends it.
- Another metric or unit, NaN, infinity, two readings of one day, a day in the future, and a last reading
  older than `max_gap_days` are INVALID. Fewer than n readings in the run are PENDING.
- With `baseline_required` the figure of the former system must be on record, in the same metric and unit.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.evidence import Reading, Series
from playbooks.model.facts import Facts
from playbooks.model.figure import measured
from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.baseline import baseline
from playbooks.model.gates.gate import Days, EvidenceGate, Finding, doubt
from playbooks.model.gates.wording import brief
from playbooks.model.goal import Direction
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome


class MetricGate(EvidenceGate[Series]):
    """Passes when the KPI reached its threshold in n readings in a row."""

    kind: Literal["metric"] = "metric"
    kind_name: ClassVar[Text] = Text(zh="指标", en="figure")
    payload: ClassVar[type[Frozen]] = Series

    metric: Key
    unit: str = Field(min_length=1, max_length=40)
    direction: Direction
    threshold: Decimal
    consecutive: int = Field(default=1, ge=1, le=365)
    window_days: Days = 90
    max_gap_days: Days = 14
    baseline_required: bool = False
    baseline_evidence: Key | None = None

    @model_validator(mode="after")
    def _check_parameters(self) -> "MetricGate":
        if self.consecutive > self.window_days:
            raise BrokenRuleError(
                "{consecutive} readings, one a day at most, cannot lie within {window_days} days; "
                "lower `consecutive` or widen `window_days`",
                consecutive=self.consecutive,
                window_days=self.window_days,
            )
        if self.baseline_required and self.baseline_evidence is None:
            raise BrokenRuleError(
                "`baseline_required` needs `baseline_evidence`: name the evidence with the baseline"
            )
        return self

    @property
    def evidence_keys(self) -> tuple[str, ...]:
        """Return the key of the readings, and that of the baseline where one is required."""
        return (self.evidence, *self._baseline_keys)

    def weigh(self, series: Series, /, facts: Facts, *, now: datetime) -> Finding:
        """Return INVALID for unusable figures, PENDING for too few, else whether they reach the threshold."""
        series = series.model_copy(update={"readings": tuple(sorted(series.readings, key=lambda r: r.on))})
        return (
            self._strange(series)
            or self._untimely(series, now.date())
            or self._without_baseline(facts, now)
            or self._judged(self._run(series, now.date()))
        )

    @property
    def _baseline_keys(self) -> tuple[str, ...]:
        return (self.baseline_evidence,) if self.baseline_required and self.baseline_evidence else ()

    def _strange(self, series: Series) -> Finding | None:
        if (series.metric, series.unit) != (self.metric, self.unit):
            unit = brief(series.unit, 40)
            return self.invalid(
                f"指标或单位不符：{series.metric}（{unit}），应为 {self.metric}（{self.unit}）",
                f"the readings are {series.metric} ({unit}), not {self.metric} ({self.unit})",
            )
        days = [reading.on for reading in series.readings]
        doubled = next((day for day in days if days.count(day) > 1), None)
        if doubled is not None:
            return self.invalid(f"{doubled} 有两个读数", f"there are two readings of {doubled}")
        return None

    def _untimely(self, series: Series, today: date) -> Finding | None:
        if not series.readings:
            return None
        last = series.readings[-1].on
        if last > today + timedelta(days=1):  # east of Greenwich, tomorrow has begun
            return self.invalid(f"读数日期 {last} 在未来", f"the reading of {last} is dated in the future")
        if today - last > timedelta(days=self.max_gap_days):
            return self.invalid(
                f"最近读数为 {last}，已超过 {self.max_gap_days} 天",
                f"the last reading, of {last}, is older than {self.max_gap_days} days",
            )
        return None

    def _without_baseline(self, facts: Facts, now: datetime) -> Finding | None:
        for key in self._baseline_keys:
            evidence = facts.evidence.get(key)
            if evidence is None:
                return self._pending(f"尚无基线“{key}”", f"the baseline {key!r} is not on record yet")
            if doubt(evidence, now) or baseline(evidence, self.metric, self.unit) is None:
                return self.invalid(
                    f"“{key}”中没有 {self.metric}（{self.unit}）的有效基线",
                    f"{key!r} holds no valid baseline of {self.metric} in {self.unit}",
                )
        return None

    def _run(self, series: Series, today: date) -> tuple[Reading, ...]:
        """Return the last readings inside the window up to the first gap, the newest last, at most n."""
        first = today - timedelta(days=self.window_days)
        run: list[Reading] = []
        for reading in reversed(series.readings):
            gap = run[-1].on - reading.on if run else timedelta()
            if reading.on <= first or gap.days > self.max_gap_days or len(run) == self.consecutive:
                break
            run.append(reading)
        return tuple(reversed(run))

    def _judged(self, run: tuple[Reading, ...]) -> Finding:
        unreadable = next((reading.on for reading in run if not reading.value.is_finite()), None)
        if unreadable is not None:
            return self.invalid(
                f"{unreadable} 的读数不是有效数值", f"the reading of {unreadable} is not a number"
            )
        if len(run) < self.consecutive:
            return self._pending(
                f"连续读数 {len(run)} 个，需要 {self.consecutive} 个",
                f"{len(run)} of {self.consecutive} consecutive readings",
            )
        missed = next((reading for reading in reversed(run) if not self._reaches(reading.value)), None)
        return self._passed(run) if missed is None else self._failed(missed)

    def _reaches(self, value: Decimal) -> bool:
        return value >= self.threshold if self.direction is Direction.UP else value <= self.threshold

    def _goal(self) -> Text:
        sign, goal = "≥" if self.direction is Direction.UP else "≤", measured(self.threshold, self.unit)
        return Text(zh=f"{sign} {goal.zh}", en=f"{sign} {goal.en}")

    def _passed(self, run: tuple[Reading, ...]) -> Finding:
        latest, goal, count = measured(run[-1].value, self.unit), self._goal(), len(run)
        one = f"the latest reading, {latest.en}, reaches {goal.en}"
        many = f"{count} readings in a row reach {goal.en}, the latest is {latest.en}"
        reason = Text(
            zh=f"连续 {count} 个读数达标（{goal.zh}），最近 {latest.zh}", en=one if count == 1 else many
        )
        return Finding(outcome=Outcome.PASSED, reason=reason)

    def _failed(self, missed: Reading) -> Finding:
        value, goal = measured(missed.value, self.unit), self._goal()
        reason = Text(
            zh=f"{missed.on} 的读数 {value.zh} 未达标（{goal.zh}）",
            en=f"the reading of {missed.on}, {value.en}, does not reach {goal.en}",
        )
        # Whoever may record a figure need not be who can better it.
        lacking = self.lacks("改进指标后再次测量", "improve the figure and measure again")
        return Finding(outcome=Outcome.FAILED, reason=reason, missing=(lacking,))

    def _pending(self, zh: str, en: str) -> Finding:
        lacking = self.lacks("补充读数或基线", "record the readings or the baseline", *self.accepted_by)
        return Finding(outcome=Outcome.PENDING, reason=Text(zh=zh, en=en), missing=(lacking,))
