"""Gate kind `reconciliation`: the former and the new system agree in every check that is required.

- A required check that was not run is INVALID; so is a check that compared no rows, whatever the tolerance.
- A result over the rows of one wave counts only for a gate that asks for this wave.
- FAILED says per check how many rows and totals differ. Control totals and balances have no tolerance.
- Data that have moved since they were signed are FAILED, whatever the signed result says.
- With `product_only` a result that the product has not worked out itself is INVALID, whoever wrote it.
"""

import operator
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from playbooks.model.drift import Drift
from playbooks.model.errors import BrokenRuleError
from playbooks.model.evidence import Evidence, Reconciliation
from playbooks.model.facts import Facts
from playbooks.model.figure import counted
from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.drift_wording import drift_reason
from playbooks.model.gates.gate import EvidenceGate, Finding
from playbooks.model.gates.wording import brief, listed
from playbooks.model.reconciliation import CheckResult
from playbooks.model.text import Text
from playbooks.model.verdict import Missing, Outcome

#: How the sources begin under which the product records what it compared, or what it saw when it looked again.
COMPARED = frozenset({"reconciliation", "watch"})
HAND_MADE = Text(
    zh="只认系统自行核对的结果；请用 phasegate reconcile 核对并备案",
    en="only what the product itself has compared counts; compare and record with phasegate reconcile",
)


def compared(source: str) -> bool:
    """Tell whether evidence from this source is what the product itself has compared."""
    return source.partition(":")[0] in COMPARED


class ReconciliationGate(EvidenceGate[Reconciliation]):
    """Passes when every required check agrees within the tolerated number of rows."""

    kind: Literal["reconciliation"] = "reconciliation"
    kind_name: ClassVar[Text] = Text(zh="数据核对", en="reconciliation")
    payload: ClassVar[type[Frozen]] = Reconciliation

    checks: tuple[Key, ...] = Field(min_length=1)
    tolerance_rows: int = Field(default=0, ge=0)
    wave: Key | None = None
    # Left out of the dump where it is not asked for: rollouts keep the digest of the playbook they began with.
    product_only: bool = Field(default=False, exclude_if=operator.not_)

    @field_validator("checks")
    @classmethod
    def _check_doubled(cls, checks: tuple[str, ...]) -> tuple[str, ...]:
        doubled = sorted({key for key in checks if checks.count(key) > 1})
        if doubled:
            raise BrokenRuleError(
                "reconciliation checks listed twice: {doubled}; name each once", doubled=tuple(doubled)
            )
        return checks

    def weigh(self, reconciliation: Reconciliation, /, facts: Facts, *, now: datetime) -> Finding:  # noqa: ARG002  # one signature for all kinds
        """Return INVALID for checks not run or without rows, FAILED for those that differ or drift, else PASSED."""
        if reconciliation.drift:
            return self._moved(reconciliation.drift)
        if reconciliation.result.wave != self.wave:
            return self._other_wave(reconciliation.result.wave)
        found = {check.key: check for check in reconciliation.result.checks}
        absent = [key for key in self.checks if key not in found]
        if absent or len(found) < len(reconciliation.result.checks):
            return self._not_run(absent)
        required = tuple(found[key] for key in self.checks)
        empty = [check.title for check in required if not check.rows_source + check.rows_target]
        if empty:
            titles = listed(empty)
            return self.invalid(f"未核对任何数据行：{titles.zh}", f"no rows were compared: {titles.en}")
        unbalanced = [balance.title for balance in reconciliation.result.balances_off]
        if unbalanced:
            titles = listed(unbalanced)
            return self._unbalanced(titles)
        differing = tuple(check for check in required if not self._agrees(check))
        return self._differ(differing) if differing else self._agree(required)

    def counts(self, source: str) -> bool:
        """Tell whether evidence from this source counts for this gate."""
        return compared(source) or not self.product_only

    def _unusable(self, evidence: Evidence, now: datetime) -> Finding | None:
        if not self.counts(evidence.source):
            return self.invalid(HAND_MADE.zh, HAND_MADE.en)
        return super()._unusable(evidence, now)

    def _moved(self, drift: tuple[Drift, ...]) -> Finding:
        moved = drift_reason(drift)
        reason = Text(
            zh=f"签核后数据有变动：{moved.zh}", en=f"the data have moved since sign-off: {moved.en}"
        )
        missing = self.lacks(
            "查明变动，重新核对并签核",
            "find out what moved, compare again and have it signed again",
            *self.accepted_by,
        )
        return Finding(outcome=Outcome.FAILED, reason=reason, missing=(missing,))

    def _agrees(self, check: CheckResult) -> bool:
        if check.acceptable:
            return True
        compared = check.rows_source > 0 and check.rows_target > 0
        return compared and _rows(check) <= self.tolerance_rows and not _totals(check)

    def _other_wave(self, wave: str | None) -> Finding:
        wanted = Text(zh=self.wave or "全部数据", en=self.wave or "all rows")
        compared = Text(zh=wave or "全部数据", en=wave or "all rows")
        return self.invalid(
            f"核对范围不符：需要{wanted.zh}，实际核对{compared.zh}",
            f"other rows were compared than asked for: wanted {wanted.en}, compared {compared.en}",
        )

    def _unbalanced(self, titles: Text) -> Finding:
        reason = Text(zh=f"账目不平：{titles.zh}", en=f"the books do not balance: {titles.en}")
        missing = self.lacks(
            f"查明差额后重新核对：{brief(titles.zh)}",
            f"clear up the difference and compare again: {brief(titles.en)}",
            *self.accepted_by,
        )
        return Finding(outcome=Outcome.FAILED, reason=reason, missing=(missing,))

    def _not_run(self, absent: list[str]) -> Finding:
        if not absent:
            return self.invalid("对账结果中有重复的核对项", "the result names a check twice")
        keys = listed(Text(zh=key, en=key) for key in absent)
        return self.invalid(f"未执行的核对项：{keys.zh}", f"checks that were not run: {keys.en}")

    def _agree(self, required: tuple[CheckResult, ...]) -> Finding:
        rows, tolerated = (
            sum(check.rows_source for check in required),
            sum(_rows(check) for check in required),
        )
        agreeing = f"{counted(len(required), 'check')} {'agrees' if len(required) == 1 else 'agree'}"
        zh, en = f"{len(required)} 项核对一致，共 {rows:,} 行", f"{agreeing}, {counted(rows, 'row')}"
        if tolerated:
            zh, en = (
                f"{zh}，容差内差异 {tolerated:,} 行",
                f"{en}, {tolerated:,} of them differ within the tolerance",
            )
        return Finding(outcome=Outcome.PASSED, reason=Text(zh=zh, en=en))

    def _differ(self, differing: tuple[CheckResult, ...]) -> Finding:
        found = listed(_difference(check) for check in differing)
        reason = Text(zh=f"新旧系统不一致：{found.zh}", en=f"the systems do not agree: {found.en}")
        return Finding(outcome=Outcome.FAILED, reason=reason, missing=tuple(map(self._to_solve, differing)))

    def _to_solve(self, check: CheckResult) -> Missing:
        title = check.title
        return self.lacks(
            f"处理差异后重新核对：{brief(title.zh)}",
            f"resolve the differences and compare again: {brief(title.en)}",
            *self.accepted_by,
        )


def _rows(check: CheckResult) -> int:
    """Return how many rows differ at most: keys, values, and a row count that nothing else explains."""
    keys = check.missing + check.extra + check.doubled_source + check.doubled_target
    found = (*check.changed, *check.shared, *check.broken, *check.orphans)
    values = sum(column.count for column in found)
    return max(keys + values, abs(check.rows_source - check.rows_target))


def _totals(check: CheckResult) -> int:
    return sum(total.differing for total in check.control_totals)


def _difference(check: CheckResult) -> Text:
    rows, totals, title = _rows(check), _totals(check), check.title
    return Text(
        zh=f"{brief(title.zh, 40)} 差异 {rows:,} 处，控制总额不符 {totals:,} 组",
        en=f"{brief(title.en, 60)}: {counted(rows, 'difference')}, {counted(totals, 'control total')} off",
    )
