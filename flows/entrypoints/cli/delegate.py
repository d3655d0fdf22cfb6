"""`delegate set | end | list`: who stands in for whom, for what, from when until when."""

from datetime import date
from typing import Annotated

from cyclopts import App, Parameter

from flows.entrypoints.cli import people_wording as w
from flows.entrypoints.cli import wording
from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import MYSELF, PLAIN, Acting, Reply
from flows.entrypoints.cli.table import Column, table
from flows.entrypoints.cli.visit import look, visit
from flows.entrypoints.whole_days import whole_days
from playbooks.model.commands import Delegate, EndDelegation
from tasks.adapters.render.people_sentence import scope
from tasks.adapters.render.voice import Voice

app = App(name="delegate")


@app.command(name="set")
def set_(
    rollout: str,
    person: str,
    to: str,
    /,
    *,
    from_: Annotated[date, Parameter(name="--from")],
    until: date,
    reason: str,
    role: tuple[str, ...] = (),
    gate: tuple[str, ...] = (),
    acting: Acting = MYSELF,
) -> ExitCode:
    """设置代理；不限角色和关卡即为外出代理 · Let somebody stand in; without role and gate it is an out-of-office.

    Args:
        rollout: 项目 · the rollout
        person: 被代理人 · whom somebody stands in for
        to: 代理人 · who stands in
        from_: 第一天 · the first day
        until: 最后一天 · the last day
        reason: 理由 · why
        role: 只代理此角色，可重复 · for this role only, may be repeated
        gate: 只代理此关卡，可重复 · for this gate only, may be repeated
        acting: 谁 · who
    """
    at_desk = visit(rollout, acting)
    span = whole_days(from_, until, at_desk.rollout.calendar)
    fields = {"person": person, "to": to, "roles": role, "gates": gate, "reason": reason}
    return at_desk.wish(commanded(Delegate, **fields, **span))


@app.command
def end(rollout: str, delegation: str, /, *, reason: str, acting: Acting = MYSELF) -> ExitCode:
    """提前结束代理 · End a delegation before its time.

    Args:
        rollout: 项目 · the rollout
        delegation: 编号，见 delegate list · its key, see delegate list
        reason: 理由 · why
        acting: 谁 · who
    """
    return visit(rollout, acting).wish(commanded(EndDelegation, delegation=delegation, reason=reason))


@app.command(name="list")
def listed(rollout: str, /, *, all_: bool = False, reply: Reply = PLAIN) -> ExitCode:
    """列出代理与外出 · List who stands in for whom, and who is away.

    Args:
        rollout: 项目 · the rollout
        all_: 包括已结束的 · those that are over too
        reply: 输出 · output
    """
    seen = look(rollout, reply)
    now = seen.office.clock.now()
    given = [each for each in seen.rollout.delegations.values() if all_ or each.until > now]
    absent = [each for each in seen.rollout.absences.values() if all_ or each.until > now]
    seen.speaker.document(
        {
            "rollout": rollout,
            "delegations": [each.model_dump(mode="json") for each in given],
            "absences": [each.model_dump(mode="json") for each in absent],
        }
    )
    voice = Voice(seen.speaker.language, seen.rollout)
    rows = [
        (
            d.key,
            voice.person(d.person),
            voice.person(d.to),
            voice.day(d.starts),
            voice.day(d.until),
            scope(d, voice),
        )
        for d in given
    ]
    rows += [
        (a.key, voice.person(a.person), "–", voice.day(a.starts), voice.day(a.until), voice.say(w.AWAY))
        for a in absent
    ]
    columns = tuple(
        Column(text) for text in (wording.C_KEY, w.C_PERSON, w.C_STAND_IN, w.C_FROM, w.C_UNTIL, w.C_FOR)
    )
    seen.speaker.show(table(seen.speaker, columns, rows, empty=w.NOBODY_AWAY))
    return ExitCode.DONE
