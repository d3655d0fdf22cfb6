"""`issue raise | close | list`: what does not work, from the day it was raised to the day it was solved."""

from cyclopts import App

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.naming import chosen_key, named_after
from flows.entrypoints.cli.options import MYSELF, PLAIN, Acting, Reply
from flows.entrypoints.cli.table import Column, table
from flows.entrypoints.cli.visit import look, visit
from playbooks.model.commands import CloseIssue, RaiseIssue
from tasks.adapters.render.voice import Voice

app = App(name="issue")


@app.command(name="raise")
def raise_issue(
    rollout: str,
    title: str,
    /,
    *,
    severity: int,
    department: str | None = None,
    owner: str | None = None,
    key: str | None = None,
    acting: Acting = MYSELF,
) -> ExitCode:
    """提出问题 · Raise an issue.

    Args:
        rollout: 项目 · the rollout
        title: 什么不工作 · what does not work
        severity: 严重度：1 停工，2 受阻，3 烦扰，4 外观 · 1 stops work, 2 hinders, 3 nuisance, 4 cosmetic
        department: 部门 · the department
        owner: 责任人 · who solves it
        key: 编号，默认自动 · its key, made for you by default
        acting: 谁 · who
    """
    at_desk = visit(rollout, acting)
    name = named_after("issue", at_desk.request) if key is None else chosen_key(key)
    fields = {"issue": name, "title": title, "severity": severity, "department": department, "owner": owner}
    return at_desk.wish(commanded(RaiseIssue, **fields))


@app.command
def close(rollout: str, issue: str, /, *, resolution: str, acting: Acting = MYSELF) -> ExitCode:
    """关闭问题；1、2 级不由责任人自己关闭 · Close an issue; one of severity 1 or 2 not by whoever solves it.

    Args:
        rollout: 项目 · the rollout
        issue: 问题编号 · the issue
        resolution: 如何解决 · how it was solved
        acting: 谁 · who
    """
    return visit(rollout, acting).wish(commanded(CloseIssue, issue=issue, resolution=resolution))


@app.command(name="list")
def listed(rollout: str, /, *, all_: bool = False, reply: Reply = PLAIN) -> ExitCode:
    """列出问题 · List the issues, the worst first.

    Args:
        rollout: 项目 · the rollout
        all_: 包括已关闭的 · the closed ones too
        reply: 输出 · output
    """
    seen = look(rollout, reply)
    issues = sorted(seen.rollout.issues.values(), key=lambda issue: (issue.severity, issue.raised_at))
    chosen = [issue for issue in issues if all_ or issue.open]
    seen.speaker.document({"rollout": rollout, "issues": [issue.model_dump(mode="json") for issue in chosen]})
    voice = Voice(seen.speaker.language, seen.rollout)
    columns = (
        Column(w.C_KEY),
        Column(w.C_SEVERITY, number=True),
        Column(w.C_TITLE, wide=True),
        Column(w.C_OWNER),
        Column(w.C_SINCE),
    )
    rows = [
        (
            issue.key,
            str(int(issue.severity)),
            issue.title,
            voice.person(issue.owner or "–"),
            voice.day(issue.raised_at),
        )
        for issue in chosen
    ]
    seen.speaker.show(table(seen.speaker, columns, rows, empty=w.NO_ISSUES))
    return ExitCode.DONE
