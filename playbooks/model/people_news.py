"""Who is told what about people: objections and remarks, stand-ins, absences, lost roles, quorums out of reach."""

from collections.abc import Iterator
from datetime import datetime

from playbooks.model import events as e
from playbooks.model.delegation import Delegation
from playbooks.model.gates.wording import bounded, brief, short_name
from playbooks.model.news import News
from playbooks.model.provisional import dated
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from playbooks.model.waiting import WaitingFor, waiting


def people_news(after: Rollout, event: e.Event, now: datetime) -> Iterator[News]:
    """Yield what people are told about an event that has to do with people."""
    match event:
        case e.SignOffRejected():
            yield from _rejected(after, event)
        case e.GateCommented():
            yield from _commented(after, event)
        case e.DelegationBegan(delegation=key):
            yield from _begun(after, after.delegations[key], now)
        case e.DelegationEnded():
            yield _ended(after, event)
        case e.AbsenceDeclared():
            yield from _absent(after, event)
        case e.PersonChanged() | e.PersonJoined():
            yield from _member(after, event, now)
        case e.QuorumGapFound(gate=gate, text=text):
            subject = Text(zh="有关卡将无法达到签核人数", en="A gate will not reach its quorum")
            body = bounded(
                f"{text.zh}。办法：phasegate quorum {after.key}",
                f"{text.en}. What to do: phasegate quorum {after.key}",
                1500,
            )
            yield News(to=_holders(after, "pmo"), subject=subject, body=body, about=gate)
        case _:
            return


def _holders(after: Rollout, *roles: str) -> tuple[str, ...]:
    return tuple(person.key for person in after.team.holders(*roles))


def _rejected(after: Rollout, event: e.SignOffRejected) -> Iterator[News]:
    no = event.rejection
    gate, name = after.playbook.gate(no.gate), short_name(after.team, no.person)
    if gate is not None:
        subject = Text(
            zh=f"{name.zh}驳回“{brief(gate.title.zh)}”", en=f"{name.en} rejected {brief(gate.title.en)!r}"
        )
        signed = tuple(yes.person for yes in after.sign_offs if yes.gate == no.gate)
        to = dict.fromkeys((*_holders(after, gate.owner, "pmo"), *signed))
        yield News(to=tuple(to), subject=subject, body=Text(zh=no.reason, en=no.reason), about=gate.key)


def _commented(after: Rollout, event: e.GateCommented) -> Iterator[News]:
    said = event.comment
    gate, name = after.playbook.gate(said.gate), short_name(after.team, said.person)
    if gate is not None:
        subject = Text(
            zh=f"{name.zh}评论了“{brief(gate.title.zh)}”",
            en=f"{name.en} commented on {brief(gate.title.en)!r}",
        )
        to = tuple(key for key in _holders(after, gate.owner) if key != said.person)
        yield News(to=to, subject=subject, body=Text(zh=said.text, en=said.text), about=gate.key)


def _begun(after: Rollout, given: Delegation, now: datetime) -> Iterator[News]:
    """Tell the stand-in what waits, and the person who stands in."""
    person, other = short_name(after.team, given.person), short_name(after.team, given.to)
    day, open_now = dated(after.calendar, given.until), _open_now(after, given.to, now)
    zh, en = f"代理至 {day.zh}。理由：{given.reason}", f"Until {day.en}. Reason: {given.reason}"
    body = bounded(f"{zh}{open_now.zh}", f"{en}{open_now.en}", 1500) if open_now else bounded(zh, en, 1500)
    yield News(
        to=(given.to,),
        subject=Text(zh=f"您开始代理{person.zh}", en=f"You stand in for {person.en}"),
        body=body,
    )
    yield News(
        to=(given.person,),
        subject=Text(zh=f"{other.zh}开始代理您", en=f"{other.en} stands in for you"),
        body=bounded(zh, en, 1500),
    )


def _open_now(after: Rollout, person: str, now: datetime) -> Text | None:
    """Return what waits on somebody who has just come in."""
    tasks = [item.what for item in waiting(after, now) if person in item.people][:5]
    if not tasks:
        return None
    return Text(
        zh=f" 当前待办：{'；'.join(brief(task.zh, 120) for task in tasks)}",
        en=f" Waiting now: {'; '.join(brief(task.en, 160) for task in tasks)}",
    )


def _ended(after: Rollout, event: e.DelegationEnded) -> News:
    person, other = short_name(after.team, event.person), short_name(after.team, event.to)
    subject = Text(
        zh=f"{other.zh}对{person.zh}的代理已结束", en=f"{other.en} no longer stands in for {person.en}"
    )
    return News(to=(event.person, event.to), subject=subject, body=Text(zh=event.reason, en=event.reason))


def _absent(after: Rollout, event: e.AbsenceDeclared) -> Iterator[News]:
    """Tell the PMO where nobody stands in; where somebody does, the delegation is told."""
    absence = event.absence
    if any(given.absence == absence.key for given in after.delegations.values()):
        return
    name = short_name(after.team, absence.person)
    first, last = dated(after.calendar, absence.starts), dated(after.calendar, absence.until)
    subject = Text(zh=f"{name.zh}外出期间无人代理", en=f"Nobody stands in while {name.en} is away")
    body = Text(
        zh=f"{first.zh} 至 {last.zh}；请指定代理人：phasegate delegate set {after.key} {absence.person}",
        en=f"{first.en} to {last.en}; name somebody: phasegate delegate set {after.key} {absence.person}",
    )
    yield News(to=_holders(after, "pmo"), subject=subject, body=body)


def _member(after: Rollout, event: e.PersonChanged | e.PersonJoined, now: datetime) -> Iterator[News]:
    if isinstance(event, e.PersonChanged):
        yield _changed(after, event)
    else:
        yield from _joined(after, event, now)
        yield from _asked_already(after, event.person.key, now)


def _asked_already(after: Rollout, person: str, now: datetime) -> Iterator[News]:
    """Ask somebody who has come in for the decision that others were asked for before, with a link to decide by."""
    for item in waiting(after, now):
        if person in item.people and item.kind is WaitingFor.DECISION:
            subject = bounded(f"等待您：{item.what.zh}", f"Waits for you: {item.what.en}", 200)
            yield News(to=(person,), subject=subject, body=item.what, about=item.about, asks=item.kind)


def _changed(after: Rollout, event: e.PersonChanged) -> News:
    """Warn the PMO that somebody has left, or tell the person of new roles."""
    name = short_name(after.team, event.person)
    if not event.active:
        subject = Text(zh=f"{name.zh}已离开项目", en=f"{name.en} has left the rollout")
        reason = brief(event.reason, 800)
        body = Text(
            zh=f"理由：{reason}。此前的签核保留并加注；请检查空缺：phasegate quorum {after.key}",
            en=f"Reason: {reason}. Earlier sign-offs stay and are marked; look for gaps: phasegate quorum {after.key}",
        )
        return News(to=_holders(after, "pmo"), subject=subject, body=body)
    roles = _roles(after, event.roles)
    subject = Text(zh="您在项目中的角色已变更", en="Your roles in the rollout have changed")
    body = bounded(
        f"现为：{roles.zh}。理由：{event.reason}", f"Now: {roles.en}. Reason: {event.reason}", 1500
    )
    return News(to=(event.person,), subject=subject, body=body)


def _joined(after: Rollout, event: e.PersonJoined, now: datetime) -> Iterator[News]:
    """Tell the person what for, and what waits; tell the PMO who is here."""
    key, roles = event.person.key, _roles(after, event.person.roles)
    name, open_now = short_name(after.team, key), _open_now(after, key, now)
    body = bounded(
        f"角色：{roles.zh}。理由：{event.reason}", f"Roles: {roles.en}. Reason: {event.reason}", 900
    )
    own = bounded(f"{body.zh}{open_now.zh}", f"{body.en}{open_now.en}", 1500) if open_now else body
    subject = Text(zh="您已加入项目", en="You take part in the rollout")
    yield News(to=(key,), subject=subject, body=own)
    told = Text(zh=f"{name.zh}已加入项目", en=f"{name.en} takes part in the rollout")
    yield News(to=tuple(one for one in _holders(after, "pmo") if one != key), subject=told, body=body)


def _roles(after: Rollout, roles: tuple[str, ...]) -> Text:
    titles = [after.playbook.role_title(role) for role in roles]
    return Text(
        zh="、".join(brief(title.zh, 40) for title in titles) or "无",
        en=", ".join(brief(title.en, 60) for title in titles) or "none",
    )
