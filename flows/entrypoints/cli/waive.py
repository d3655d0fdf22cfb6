"""`waive request | grant | extend | decline | revoke`: an expiring permission that one asks for and another grants."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from cyclopts import App, Parameter

from flows.entrypoints.cli import people_wording as w
from flows.entrypoints.cli.attaching import keep_files
from flows.entrypoints.cli.commanded import close_of, commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.options import MYSELF, Acting, Attach
from flows.entrypoints.cli.seen_digest import seen_digest
from flows.entrypoints.cli.visit import Visit, visit
from playbooks.model.commands import DeclineWaiver, GrantWaiver, RequestWaiver, RevokeWaiver
from playbooks.model.span import read_span
from playbooks.model.working_time import due
from tasks.adapters.render.voice import Voice

app = App(name="waive")

For = Annotated[str | None, Parameter(name="--for")]


@app.command
def request(
    rollout: str,
    gate: str,
    /,
    *,
    reason: str,
    control: str,
    owner: str,
    until: date | None = None,
    for_: For = None,
    attach: Attach = (),
    acting: Acting = MYSELF,
) -> ExitCode:
    """申请豁免未通过的关卡，由另一人批准 · Ask to waive a failed gate; somebody else grants it.

    Args:
        rollout: 项目 · the rollout
        gate: 关卡 · the gate
        reason: 理由 · why
        control: 补偿措施 · what compensates
        owner: 责任人 · who answers for it
        until: 到期日，至当日下班 · the last day, until its close
        for_: 期限，如 10bd 为十个工作日 · for how long, such as 10bd for ten business days
        attach: 附件，可重复 · a file to attach, may be repeated
        acting: 谁 · who
    """
    at_desk = visit(rollout, acting)
    ends = _end(at_desk, until, for_)
    fields = {"gate": gate, "owner": owner, "reason": reason, "compensating_control": control}
    return _asked(at_desk, fields, ends, attach=attach)


@app.command
def extend(
    rollout: str,
    gate: str,
    /,
    *,
    reason: str,
    control: str | None = None,
    owner: str | None = None,
    until: date | None = None,
    for_: For = None,
    attach: Attach = (),
    acting: Acting = MYSELF,
) -> ExitCode:
    """申请延长现有豁免，重新审批，批准前原豁免有效 · Ask for more time; the present waiver stands until it is granted.

    Args:
        rollout: 项目 · the rollout
        gate: 关卡 · the gate
        reason: 理由 · why
        control: 补偿措施，默认不变 · what compensates, by default as before
        owner: 责任人，默认不变 · who answers for it, by default as before
        until: 新的到期日 · the new last day
        for_: 从现在起的期限，如 10bd · for how long from now on, such as 10bd
        attach: 附件，可重复 · a file to attach, may be repeated
        acting: 谁 · who
    """
    at_desk = visit(rollout, acting)
    present = at_desk.rollout.waivers.get(gate)
    if present is None:
        raise Mistake(w.NO_WAIVER, gate=gate)
    fields = {
        "gate": gate,
        "owner": owner or present.owner,
        "reason": reason,
        "compensating_control": control or present.compensating_control,
    }
    return _asked(at_desk, fields, _end(at_desk, until, for_), attach=attach)


@app.command
def grant(
    rollout: str,
    gate: str,
    /,
    *,
    reason: str | None = None,
    until: date | None = None,
    seen: str | None = None,
    acting: Acting = MYSELF,
) -> ExitCode:
    """批准他人申请的豁免 · Grant the waiver that somebody else asked for.

    Args:
        rollout: 项目 · the rollout
        gate: 关卡 · the gate
        reason: 批准的理由，默认同申请 · why, by default as asked
        until: 较早的到期日 · an earlier last day
        seen: 您已查看的申请摘要，脚本用 · the digest of the request you have looked at, for scripts
        acting: 谁 · who
    """
    at_desk = visit(rollout, acting)
    shown = _show(at_desk, gate) if seen is None else seen_digest(seen, _asked_digest(at_desk, gate))
    ends = close_of(until, at_desk.rollout.calendar) if until else None
    return at_desk.wish(commanded(GrantWaiver, gate=gate, reason=reason, expires_at=ends, seen=shown))


@app.command
def decline(rollout: str, gate: str, /, *, reason: str, acting: Acting = MYSELF) -> ExitCode:
    """驳回豁免申请，或撤回自己的申请 · Turn a request down, or take your own back.

    Args:
        rollout: 项目 · the rollout
        gate: 关卡 · the gate
        reason: 理由 · why
        acting: 谁 · who
    """
    return visit(rollout, acting).wish(commanded(DeclineWaiver, gate=gate, reason=reason))


@app.command
def revoke(rollout: str, gate: str, /, *, reason: str, acting: Acting = MYSELF) -> ExitCode:
    """撤销豁免，关卡重新生效 · Take a waiver back before it expires.

    Args:
        rollout: 项目 · the rollout
        gate: 关卡 · the gate
        reason: 理由 · why
        acting: 谁 · who
    """
    return visit(rollout, acting).wish(commanded(RevokeWaiver, gate=gate, reason=reason))


def _asked(at_desk: Visit, fields: Mapping[str, str], ends: datetime, *, attach: Attach) -> ExitCode:
    files = keep_files(at_desk, attach)
    return at_desk.wish(commanded(RequestWaiver, **fields, expires_at=ends, attachments=files))


def _end(at_desk: Visit, until: date | None, span: str | None) -> datetime:
    """Return the end that was given as a day or as a span of working time."""
    if (until is None) is (span is None):
        raise Mistake(w.ONE_END)
    calendar = at_desk.rollout.calendar
    if until is not None:
        return close_of(until, calendar)
    try:
        return due(calendar, at_desk.office.clock.now(), read_span(span))
    except ValueError as wrong:
        raise Mistake(w.WRONG_SPAN, given=span, fault=str(wrong)) from None


def _asked_digest(at_desk: Visit, gate: str) -> str | None:
    asked = at_desk.rollout.waiver_requests.get(gate)
    return None if asked is None else asked.digest


def _show(at_desk: Visit, gate: str) -> str | None:
    """Show what is asked for and return its digest, or None where nothing is; the desk says so."""
    asked = at_desk.rollout.waiver_requests.get(gate)
    if asked is None:
        return None
    voice = Voice(at_desk.speaker.language, at_desk.rollout)
    at_desk.speaker.show(
        voice.say(
            w.WAIVER_ASKED,
            gate=voice.gate(gate),
            person=voice.person(asked.requested_by),
            owner=voice.person(asked.owner),
            day=voice.day(asked.expires_at),
        ),
        f"  {voice.say(w.WAIVER_WHY, reason=asked.reason, control=asked.compensating_control)}",
    )
    return asked.digest
