"""Who is told what about exemptions: waivers asked for, declined and ending, overrides, promises not kept."""

from collections.abc import Iterator
from datetime import datetime

from playbooks.model import events as e
from playbooks.model.gates.wording import bounded, brief, short_name
from playbooks.model.news import News
from playbooks.model.provisional import dated
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from playbooks.model.waiting import WaitingFor, exemptions_waiting

#: Who hears of an override at once.
FRONT_ROW = ("sponsor", "pmo", "project_manager")


def exemption_news(after: Rollout, event: e.Event, *, now: datetime) -> Iterator[News]:
    """Yield what people are told about an event that has to do with an exemption."""
    match event:
        case e.WaiverRequested(request=request):
            yield from _asked(after, request.gate, now=now, kind=WaitingFor.WAIVER)
        case e.WaiverDeclined():
            yield _declined(after, event)
        case e.WaiverEnding():
            yield _ending(after, event)
        case e.OverrideProposed(proposal=proposal):
            yield from _asked(after, proposal.gate, now=now, kind=WaitingFor.OVERRIDE)
        case e.OverrideDeclined():
            yield _not_confirmed(after, event)
        case e.GateOverridden():
            yield _overridden(after, event)
        case e.ExceptionOverdue():
            yield _broken(after, event)
        case _:
            return


def _holders(after: Rollout, *roles: str) -> tuple[str, ...]:
    return tuple(person.key for person in after.team.holders(*roles))


def _titled(after: Rollout, key: str, *, zh: str, en: str) -> Text:
    gate = after.playbook.gate(key)
    title = gate.title if gate else Text(zh=key, en=key)
    return Text(zh=f"关卡“{brief(title.zh)}”{zh}", en=f"Gate {brief(title.en)!r}: {en}")


def _declined(after: Rollout, event: e.WaiverDeclined) -> News:
    """Tell whoever asked, the gate's owner and the PMO."""
    gate, asked = after.playbook.gate(event.gate), event.requested_by
    others = _holders(after, *((gate.owner, "pmo") if gate else ("pmo",)))
    return News(
        to=tuple(dict.fromkeys((*((asked,) if asked else ()), *others))),
        subject=_titled(after, event.gate, zh="的豁免申请未获批准", en="the waiver was not granted"),
        body=Text(zh=event.reason, en=event.reason),
        about=event.gate,
    )


def _not_confirmed(after: Rollout, event: e.OverrideDeclined) -> News:
    """Tell whoever proposed, and the front row."""
    return News(
        to=tuple(dict.fromkeys((event.proposed_by, *_holders(after, *FRONT_ROW)))),
        subject=_titled(after, event.gate, zh="的紧急越过未获确认", en="the override was not confirmed"),
        body=Text(zh=event.reason, en=event.reason),
        about=event.gate,
    )


def _asked(after: Rollout, gate: str, *, now: datetime, kind: WaitingFor) -> Iterator[News]:
    """Tell those who may answer what is asked of them."""
    command = "waive grant" if kind is WaitingFor.WAIVER else "override"
    for item in exemptions_waiting(after, now):
        if item.about == gate and item.kind is kind:
            zh = "：请审批豁免" if kind is WaitingFor.WAIVER else "：请确认或否决紧急越过"
            en = (
                "please grant or decline a waiver" if kind is WaitingFor.WAIVER else "an override is proposed"
            )
            how = f"phasegate {command} {after.key} {gate}"
            body = bounded(f"{item.what.zh}。{how}", f"{item.what.en}. {how}", 1500)
            yield News(
                to=item.people, subject=_titled(after, gate, zh=zh, en=en), body=body, about=gate, asks=kind
            )


def _ending(after: Rollout, event: e.WaiverEnding) -> News:
    waiver, day = after.waivers[event.gate], dated(after.calendar, event.expires_at)
    again = f"phasegate waive extend {after.key} {event.gate}"
    return News(
        to=tuple(dict.fromkeys((waiver.owner, *_holders(after, "pmo")))),
        subject=_titled(after, event.gate, zh=f"的豁免将于 {day.zh} 到期", en=f"the waiver ends on {day.en}"),
        body=bounded(
            f"请补齐，或申请延期：{again}。补偿措施：{waiver.compensating_control}",
            f"Make it good, or ask for more time: {again}. Compensating control: {waiver.compensating_control}",
            1500,
        ),
        about=event.gate,
    )


def _overridden(after: Rollout, event: e.GateOverridden) -> News:
    made = event.override
    first, second = (
        short_name(after.team, made.proposal.by),
        short_name(after.team, made.confirmed_by),
    )
    gate = after.playbook.gate(made.gate)
    return News(
        to=_holders(after, *FRONT_ROW, *((gate.owner,) if gate else ())),
        subject=_titled(
            after, made.gate, zh="被紧急越过（未通过）", en="overridden in an emergency, not passed"
        ),
        body=bounded(
            f"{first.zh}提出：{brief(made.proposal.reason, 500)}；{second.zh}确认：{made.reason}",
            f"Proposed by {first.en}: {brief(made.proposal.reason, 500)}; confirmed by {second.en}: {made.reason}",
            1500,
        ),
        about=made.gate,
    )


def _broken(after: Rollout, event: e.ExceptionOverdue) -> News:
    item = after.actions[event.action]
    return News(
        to=tuple(dict.fromkeys((item.owner, *_holders(after, "sponsor", "pmo")))),
        subject=_titled(
            after, event.gate, zh="重新打开：承诺逾期未兑现", en="open again, a promise was not kept"
        ),
        body=Text(zh=item.title, en=item.title),
        about=event.gate,
    )
