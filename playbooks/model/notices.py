"""Who is told what after a change: the few whom it concerns, in words a manager understands.

What people typed may fill a whole text; a notice quotes as much of it as fits.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from playbooks.model import events as e
from playbooks.model.deadline_news import cutover_remark, deadline_news
from playbooks.model.exemption_news import exemption_news
from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.wording import bounded, brief, short_name
from playbooks.model.issue_news import issue_news
from playbooks.model.ledger.checkpoint import Checkpoint
from playbooks.model.people_news import people_news
from playbooks.model.phase import PhaseKey
from playbooks.model.provisional import dated
from playbooks.model.readiness import readiness, ready_on_record
from playbooks.model.reconciliation_news import reconciliation_news
from playbooks.model.rollout import Rollout, RolloutStatus
from playbooks.model.substitution import Matter
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome
from playbooks.model.waiting import WaitingFor

#: How much of a list or of a person's words a body quotes.
QUOTED = 1500


class Note(Frozen):
    """What one person is told."""

    to: Key
    subject: Text
    body: Text
    about: Key | None = None
    asks: WaitingFor | None = None


def notices(
    before: Rollout | None,
    after: Rollout,
    events: Iterable[e.Event],
    *,
    now: datetime,
    head: Checkpoint | None = None,
) -> Iterator[Note]:
    """Yield what each person concerned is told about these events, and whoever stands in for somebody away."""
    happened = tuple(events)
    for note in (*_notes(before, after, happened, now=now), *_weekly(after, happened, head)):
        yield note
        yield from _passed_on(after, note, now)


def _notes(
    before: Rollout | None, after: Rollout, events: tuple[e.Event, ...], *, now: datetime
) -> Iterator[Note]:
    for event in events:
        yield from _about_phase(after, event)
        yield from _about_gate(before, after, event)
        yield from _about_people(after, event)
        told = (
            people_news(after, event, now),
            exemption_news(after, event, now=now),
            deadline_news(after, event),
            issue_news(after, event),
            reconciliation_news(before, after, event),
        )
        yield from (
            Note(to=person, subject=news.subject, body=news.body, about=news.about, asks=news.asks)
            for news in chain(*told)
            for person in news.to
        )
    if before is not None:
        yield from _ready(before, after, now)


def _passed_on(after: Rollout, note: Note, now: datetime) -> Iterator[Note]:
    """Yield the same note for whoever stands in; the person who is away is informed all the same."""
    substitution, matter = after.substitution, Matter(gate=note.about, at=now)
    if not substitution.away(note.to, now):
        return
    name = short_name(after.team, note.to)
    body = bounded(f"（代{name.zh}）{note.body.zh}", f"(for {name.en}) {note.body.en}", QUOTED)
    for person in substitution.acting(note.to, matter):
        if person != note.to:
            yield note.model_copy(update={"to": person, "body": body})


def _about_phase(after: Rollout, event: e.Event) -> Iterator[Note]:
    match event:
        case e.PhaseOpened(phase=phase, due=due):
            day = dated(after.calendar, due)
            gates = [gate.title for gate in after.plan(phase).gates]
            named = ", ".join(brief(gate.en) for gate in gates)
            body = bounded(
                f"{phase.question.zh}计划于 {day.zh} 前完成。关卡：{'、'.join(brief(g.zh) for g in gates)}",
                f"{phase.question.en} Planned to end by {day.en}. Gates: {named}",
                QUOTED,
            )
            owners = {gate.owner for gate in after.plan(phase).gates}
            subject = Text(zh=f"阶段“{phase.label.zh}”开始", en=f"Phase {phase.label.en!r} begins")
            yield from _to(
                after, (*after.plan(phase).informed, *sorted(owners)), subject, body=body, about=phase
            )
        case e.PhaseGateDecided(phase=phase, decision=decision, reason=reason, decided_by=person):
            name = after.team.name(person)
            subject = Text(
                zh=f"阶段“{phase.label.zh}”：{DECISIONS[decision].zh}",
                en=f"Phase {phase.label.en!r}: {DECISIONS[decision].en}",
            )
            zh, en = f"{brief(name.zh)}的决定。", f"Decided by {brief(name.en)}. "
            remark = cutover_remark(event)
            if remark is not None:
                zh, en = f"{zh}{remark.zh}。", f"{en}{remark.en}. "
            body = bounded(f"{zh}理由：{reason}", f"{en}Reason: {reason}", QUOTED)
            roles = (*after.plan(phase).informed, *after.plan(phase).decided_by, "pmo", "project_manager")
            yield from _to(after, roles, subject, body=body, about=phase)
        case (
            e.RolloutHeld(reason=reason) | e.RolloutResumed(reason=reason) | e.RolloutCancelled(reason=reason)
        ):
            subject = Text(zh=f"项目{after.status.label.zh}", en=f"The rollout is {after.status.label.en}")
            yield from _to(
                after, ("sponsor", "pmo", "project_manager"), subject, body=Text(zh=reason, en=reason)
            )
        case _:
            return


def _about_gate(before: Rollout | None, after: Rollout, event: e.Event) -> Iterator[Note]:
    match event:
        case e.GateJudged(verdict=verdict) if verdict.outcome in (Outcome.FAILED, Outcome.INVALID):
            earlier = before.verdicts.get(verdict.gate) if before else None
            gate = after.playbook.gate(verdict.gate)
            if gate is None or (earlier is not None and earlier.outcome is verdict.outcome):
                return
            if after.verdicts.get(verdict.gate) != verdict:
                return  # the same change has put it right again
            label = verdict.outcome.label
            subject = Text(
                zh=f"关卡“{brief(gate.title.zh)}”{label.zh}", en=f"Gate {brief(gate.title.en)!r}: {label.en}"
            )
            yield from _to(after, (gate.owner,), subject, body=verdict.reason, about=gate.key)
        case e.SignOffRequested(gate=key, people=people):
            gate = after.playbook.gate(key)
            if gate is None:
                return
            subject = bounded(f"请签核：{gate.title.zh}", f"Please sign off: {gate.title.en}")
            body = Text(
                zh=f"请查看证据后签核：phasegate sign-off {after.key} {key}",
                en=f"Look at the evidence, then sign: phasegate sign-off {after.key} {key}",
            )
            asks = WaitingFor.SIGN_OFF
            yield from (
                Note(to=person, subject=subject, body=body, about=key, asks=asks) for person in people
            )
        case e.WaiverGranted() | e.WaiverExpired() | e.WaiverRevoked():
            yield from _about_waiver(after, event)
        case _:
            return


def _about_waiver(
    after: Rollout, event: e.WaiverGranted | e.WaiverExpired | e.WaiverRevoked
) -> Iterator[Note]:
    if isinstance(event, e.WaiverGranted):
        day = dated(after.calendar, event.waiver.expires_at)
        control = event.waiver.compensating_control
        body = bounded(
            f"有效期至 {day.zh}。补偿措施：{control}",
            f"Valid until {day.en}. Compensating control: {control}",
            QUOTED,
        )
        key, what = event.waiver.gate, Text(zh="获得豁免", en="waived")
    else:
        body = Text(zh="关卡重新生效，须达成后方可放行", en="The gate counts again and must be met")
        key, what = event.gate, Text(zh="的豁免已终止", en="waiver ended")
    gate = after.playbook.gate(key)
    if gate is not None:
        subject = Text(
            zh=f"关卡“{brief(gate.title.zh)}”{what.zh}", en=f"Gate {brief(gate.title.en)!r}: {what.en}"
        )
        yield from _to(after, (gate.owner, "pmo"), subject, body=body, about=key)
        if isinstance(event, e.WaiverGranted):
            waiver = event.waiver
            for person in dict.fromkeys((waiver.owner, waiver.requested_by or waiver.owner)):
                yield Note(to=person, subject=subject, body=body, about=key)


def _about_people(after: Rollout, event: e.Event) -> Iterator[Note]:
    match event:
        case e.SignOffLapsed(gate=key, person=person, because=because):
            gate = after.playbook.gate(key)
            if gate is not None:
                subject = Text(
                    zh=f"您对“{brief(gate.title.zh)}”的签核已失效",
                    en=f"Your sign-off of {brief(gate.title.en)!r} has lapsed",
                )
                yield Note(to=person, subject=subject, body=because, about=key)
        case e.ActionItemAdded(item=item):
            day = dated(after.calendar, item.due)
            subject = Text(zh=f"新的行动项，{day.zh} 前完成", en=f"New action item, due {day.en}")
            yield Note(
                to=item.owner, subject=subject, body=Text(zh=item.title, en=item.title), about=item.key
            )
        case _:
            return


def _weekly(after: Rollout, events: tuple[e.Event, ...], head: Checkpoint | None) -> Iterator[Note]:
    """Yield the invitation to read a week; kept by its readers, it tells later whether the ledger was rewritten."""
    for event in events:
        if isinstance(event, e.RetrospectiveHeld):
            subject = Text(zh=f"{event.week} 周回顾已生成", en=f"Retrospective of {event.week} is ready")
            read = f"phasegate retro {after.key} --week {event.week}"
            zh, en = f"查看：{read}", f"Read it: {read}"
            if head is not None:
                zh = f"账本共 {head.size} 条记录，根哈希 {head.root.hex()}；请保留本消息，日后可据以核对账本未被改写。{zh}"
                en = (
                    f"The ledger holds {head.size} entries with root {head.root.hex()}; keep this message: it shows "
                    f"later whether the ledger was rewritten. {en}"
                )
            yield from _to(after, ("sponsor", "pmo", "project_manager"), subject, body=Text(zh=zh, en=en))


def _ready(before: Rollout, after: Rollout, now: datetime) -> Iterator[Note]:
    """Yield the invitation to decide, once, when the last gate that must be met is met."""
    for phase in after.open_phases:
        if after.status is not RolloutStatus.RUNNING or _known_ready(before, phase, now):
            continue
        standing = readiness(after, phase, now)
        if standing.ready:
            subject = Text(
                zh=f"请决定：“{phase.label.zh}”阶段可以放行",
                en=f"Please decide: phase {phase.label.en!r} is ready to end",
            )
            body = Text(
                zh=f"必达关卡均已达成，得分 {standing.score}%。phasegate decide {after.key}",
                en=f"Every gate that must be met is, score {standing.score}%. phasegate decide {after.key}",
            )
            deciders = after.team.holders(*after.plan(phase).decided_by)
            asks = WaitingFor.DECISION
            yield from (
                Note(to=person.key, subject=subject, body=body, about=phase, asks=asks) for person in deciders
            )


def _known_ready(before: Rollout, phase: PhaseKey, now: datetime) -> bool:
    """Tell whether the verdicts on record let the phase end already, whatever time has changed since."""
    if before.status is not RolloutStatus.RUNNING or phase not in before.open_phases:
        return False
    return ready_on_record(before, phase, now)


def _to(
    after: Rollout, roles: Iterable[str], subject: Text, *, body: Text, about: str | PhaseKey | None = None
) -> Iterator[Note]:
    return (
        Note(to=person.key, subject=subject, body=body, about=about) for person in after.team.holders(*roles)
    )


DECISIONS = {
    "go": Text(zh="放行", en="go"),
    "conditional_go": Text(zh="有条件放行", en="conditional go"),
    "hold": Text(zh="暂缓", en="hold"),
    "recycle": Text(zh="退回", en="sent back"),
    "kill": Text(zh="终止", en="ended"),
}
