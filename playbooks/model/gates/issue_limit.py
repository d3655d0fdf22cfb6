"""Gate kind `issue_limit`: no more issues of each severity are open than the playbook bears.

An issue counts as open until the moment it is closed; one said to be closed in the future is open.
"""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from playbooks.model.facts import Facts
from playbooks.model.figure import counted
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.limits import Limits, over
from playbooks.model.gates.wording import brief, listed
from playbooks.model.issue import Issue
from playbooks.model.ledger.canonical import digest
from playbooks.model.text import Text
from playbooks.model.verdict import Missing, Outcome, Verdict


class IssueLimitGate(GateRule):
    """Passes when no limit on open issues is exceeded."""

    kind: Literal["issue_limit"] = "issue_limit"
    kind_name: ClassVar[Text] = Text(zh="问题限额", en="issue limit")

    limits: Limits = Field(default={1: 0, 2: 0})

    def weighed(self, facts: Facts, now: datetime) -> Verdict:
        """Return FAILED with the issues to be closed where a limit is exceeded, else PASSED."""
        pending = tuple(
            issue for issue in facts.issues if open_at(issue, now) and issue.severity in self.limits
        )
        inputs = {f"issues:{self.key}": issues_digest(pending)}
        exceeded = over(self.limits, (issue.severity for issue in pending))
        if exceeded:
            found = listed(exceeded)
            reason = Text(zh=f"未关闭问题超限：{found.zh}", en=f"too many open issues: {found.en}")
            return self.verdict(Outcome.FAILED, reason, missing=map(self._to_close, pending), inputs=inputs)
        reason = Text(
            zh=f"未关闭问题 {len(pending)} 个，均在限额内",
            en=f"{counted(len(pending), 'open issue')}, all within the limits",
        )
        return self.verdict(Outcome.PASSED, reason, inputs=inputs)

    def _to_close(self, issue: Issue) -> Missing:
        title, who = brief(issue.title), () if issue.owner is None else (issue.owner,)
        return self.lacks(f"关闭问题：{title}", f"close the issue: {title}", *who)


def open_at(issue: Issue, now: datetime) -> bool:
    """Tell whether the issue still needs work at this moment."""
    return issue.closed_at is None or issue.closed_at > now


def issues_digest(issues: tuple[Issue, ...]) -> str:
    """Return the digest of these issues, whatever their order."""
    listing = sorted((issue.model_dump(mode="json") for issue in issues), key=lambda issue: str(issue["key"]))
    return digest(listing, limit=None)
