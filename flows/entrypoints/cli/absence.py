"""`absence set | end`: somebody is away, and the deputy stands in unless somebody else is named."""

from datetime import date
from typing import Annotated

from cyclopts import App, Parameter

from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.visit import visit
from flows.entrypoints.whole_days import whole_days
from playbooks.model.commands import DeclareAbsence, EndAbsence

app = App(name="absence")


@app.command(name="set")
def set_(
    rollout: str,
    person: str,
    /,
    *,
    from_: Annotated[date, Parameter(name="--from")],
    until: date,
    reason: str,
    to: str | None = None,
    acting: Acting = MYSELF,
) -> ExitCode:
    """登记外出，默认由代理人、再由部门负责人代理 · Say that somebody is away; the deputy stands in by default.

    Args:
        rollout: 项目 · the rollout
        person: 外出的人 · who is away
        from_: 第一天 · the first day
        until: 最后一天 · the last day
        reason: 理由 · why
        to: 代理人 · who stands in
        acting: 谁 · who
    """
    at_desk = visit(rollout, acting)
    span = whole_days(from_, until, at_desk.rollout.calendar)
    return at_desk.wish(commanded(DeclareAbsence, person=person, to=to, reason=reason, **span))


@app.command
def end(rollout: str, absence: str, /, *, reason: str, acting: Acting = MYSELF) -> ExitCode:
    """结束外出，代理随之结束 · Say that somebody is back; who stood in does so no longer.

    Args:
        rollout: 项目 · the rollout
        absence: 编号，见 delegate list · its key, see delegate list
        reason: 理由 · why
        acting: 谁 · who
    """
    return visit(rollout, acting).wish(commanded(EndAbsence, absence=absence, reason=reason))
