"""Who is told of issues: whoever is to solve one, and of what stops or hinders work the PMO and the project owner."""

from collections.abc import Iterator

from playbooks.model import events as e
from playbooks.model.gates.wording import bounded, brief, short_name
from playbooks.model.issue import Issue
from playbooks.model.news import News
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text

#: Who hears of an issue that stops or hinders work.
WATCHING = ("pmo", "project_owner")


def issue_news(after: Rollout, event: e.Event) -> Iterator[News]:
    """Yield what people are told about an issue; whoever raised or closed it knows already."""
    match event:
        case e.IssueRaised(issue=issue):
            yield _raised(after, issue)
        case e.IssueClosed(issue=key):
            yield _closed(after, after.issues[key])
        case _:
            return


def _raised(after: Rollout, issue: Issue) -> News:
    name, severity = short_name(after.team, issue.raised_by), int(issue.severity)
    owner = short_name(after.team, issue.owner) if issue.owner else Text(zh="未定", en="nobody yet")
    return News(
        to=_concerned(after, issue, knows=issue.raised_by),
        subject=Text(zh=f"新问题，{severity} 级", en=f"New issue, severity {severity}"),
        body=bounded(
            f"{brief(issue.title, 400)}。提出人：{name.zh}；责任人：{owner.zh}",
            f"{brief(issue.title, 400)}. Raised by {name.en}, to be solved by {owner.en}",
        ),
        about=issue.key,
    )


def _closed(after: Rollout, issue: Issue) -> News:
    name = short_name(after.team, issue.closed_by or "–")
    title, words = brief(issue.title, 200), brief(issue.resolution or "–", 400)
    return News(
        to=_concerned(after, issue, issue.raised_by, knows=issue.closed_by),
        subject=Text(zh="问题已关闭", en="Issue closed"),
        body=bounded(f"{title}：{words}。关闭人：{name.zh}", f"{title}: {words}. Closed by {name.en}"),
        about=issue.key,
    )


def _concerned(after: Rollout, issue: Issue, *others: str, knows: str | None) -> tuple[str, ...]:
    watching = [person.key for person in after.team.holders(*WATCHING)] if issue.severity.grave else []
    told = dict.fromkeys((*((issue.owner,) if issue.owner else ()), *others, *watching))
    return tuple(key for key in told if key != knows)
