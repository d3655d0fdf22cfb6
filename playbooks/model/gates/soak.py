"""Gate kind `soak`: since its start the system has run for some days without a serious issue.

- The start is the moment of the evidence `since_evidence`, for example of the cutover.
- An issue of `severity` or worse breaks the quiet: FAILED while it is open; when it is closed the days are
  counted anew.
"""

from datetime import datetime, timedelta
from typing import ClassVar, Literal

from playbooks.model.evidence import Evidence
from playbooks.model.facts import Facts
from playbooks.model.figure import counted
from playbooks.model.frozen import Key
from playbooks.model.gates.gate import Days, GateRule, doubt
from playbooks.model.gates.issue_limit import issues_digest, open_at
from playbooks.model.gates.wording import brief, listed
from playbooks.model.issue import Issue, Severity
from playbooks.model.text import Text
from playbooks.model.verdict import Missing, Outcome, Verdict


class SoakGate(GateRule):
    """Passes after enough quiet days."""

    kind: Literal["soak"] = "soak"
    kind_name: ClassVar[Text] = Text(zh="平稳运行", en="quiet days")

    days: Days
    severity: Severity = Severity.HINDERS_WORK
    since_evidence: Key

    @property
    def evidence_keys(self) -> tuple[str, ...]:
        """Return the evidence that marks the start."""
        return (self.since_evidence,)

    def weighed(self, facts: Facts, now: datetime) -> Verdict:
        """Return FAILED while an issue is open, INVALID on a doubtful start, PENDING until the end."""
        evidence = facts.evidence.get(self.since_evidence)
        if evidence is None:
            return self._not_started()
        doubtful = doubt(evidence, now)
        if doubtful is not None:
            lacking = self.lacks("重新提交有效证据", "record valid evidence again")
            return self.verdict(
                Outcome.INVALID, doubtful, missing=(lacking,), inputs=facts.digests((self.since_evidence,))
            )
        return self._counted(evidence, tuple(i for i in facts.issues if i.severity <= self.severity), now)

    def _not_started(self) -> Verdict:
        key = self.since_evidence
        lacking = self.lacks(f"提交证据“{key}”", f"record evidence {key!r}")
        reason = Text(
            zh=f"观察期尚未开始：缺少证据“{key}”",
            en=f"the quiet days have not begun: no evidence {key!r} yet",
        )
        return self.verdict(Outcome.PENDING, reason, missing=(lacking,))

    def _counted(self, evidence: Evidence, issues: tuple[Issue, ...], now: datetime) -> Verdict:
        inputs = {
            evidence.key: evidence.digest,
            # The digest of evidence leaves its moment out, and the moment is what counts here.
            f"{evidence.key}:observed_at": evidence.observed_at.isoformat(),
            f"issues:{self.key}": issues_digest(issues),
        }
        pending = tuple(issue for issue in issues if open_at(issue, now))
        if pending:
            found = listed(Text(zh=issue.title, en=issue.title) for issue in pending)
            reason = Text(zh=f"仍有未关闭的严重问题：{found.zh}", en=f"serious issues are open: {found.en}")
            return self.verdict(Outcome.FAILED, reason, missing=map(self._to_close, pending), inputs=inputs)
        quiet_since = max([evidence.observed_at, *(issue.closed_at or now for issue in issues)])
        left = timedelta(days=self.days) - (now - quiet_since)
        if left <= timedelta(0):
            reason = Text(zh=f"已平稳运行 {self.days} 天", en=f"quiet for {counted(self.days, 'day')}")
            return self.verdict(Outcome.PASSED, reason, inputs=inputs)
        return self._waiting(-(-left // timedelta(days=1)), quiet_since, inputs)

    def _waiting(self, left: int, since: datetime, inputs: dict[str, str]) -> Verdict:
        day = since.date().isoformat()
        reason = Text(
            zh=f"自 {day} 起平稳运行，还需 {left} 天（共 {self.days} 天）",
            en=f"quiet since {day}, {counted(left, 'day')} of {self.days} left",
        )
        lacking = self.lacks("等待观察期结束", "wait until the quiet days are over")
        return self.verdict(Outcome.PENDING, reason, missing=(lacking,), inputs=inputs)

    def _to_close(self, issue: Issue) -> Missing:
        title, who = brief(issue.title), () if issue.owner is None else (issue.owner,)
        return self.lacks(f"关闭问题：{title}", f"close the issue: {title}", *who)
