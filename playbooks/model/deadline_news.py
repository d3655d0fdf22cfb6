"""Who is told what about deadlines: reminders, what was taken further up, closed requests, a revised calendar."""

from collections.abc import Iterator

from playbooks.model import events as e
from playbooks.model.deadline_events import ReminderStage
from playbooks.model.gates.wording import bounded, brief
from playbooks.model.news import News
from playbooks.model.provisional import dated
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text

SUBJECTS = {
    ReminderStage.HEADS_UP: Text(zh="提醒：有事项即将到期", en="Reminder: something is due soon"),
    ReminderStage.DUE: Text(zh="提醒：有事项今日到期", en="Reminder: something is due"),
    ReminderStage.OVERDUE: Text(zh="提醒：有事项逾期", en="Reminder: something is overdue"),
}


def deadline_news(after: Rollout, event: e.Event) -> Iterator[News]:
    """Yield what people are told about an event that has to do with a deadline."""
    match event:
        case e.ReminderDue(about=about, people=people, text=text, stage=stage):
            yield News(to=people, subject=SUBJECTS[stage], body=text, about=about)
        case e.DeadlineMissed(last_call=True):
            yield _last_call(after, event)
        case e.Escalated():
            yield from _escalated(after, event)
        case e.RequestTimedOut():
            yield _timed_out(after, event)
        case e.CalendarRevised():
            yield _revised(after, event)
        case _:
            return


def cutover_remark(event: e.PhaseGateDecided) -> Text | None:
    """Return when the cutover takes place and why in spite of a freeze, where the decision says so."""
    parts = []
    if event.cutover_on is not None:
        parts.append(Text(zh=f"切换日 {event.cutover_on}", en=f"Cutover on {event.cutover_on}"))
    if event.freeze_exception is not None:
        why = brief(event.freeze_exception, 400)
        parts.append(Text(zh=f"冻结期例外：{why}", en=f"In spite of a freeze: {why}"))
    if not parts:
        return None
    return Text(zh="；".join(part.zh for part in parts), en="; ".join(part.en for part in parts))


def _title(after: Rollout, about: str) -> Text:
    """Return what a gate or a phase is called."""
    gate = after.playbook.gate(about)
    phase = next((phase for phase in after.phases if phase == about), None)
    if gate is not None:
        return bounded(gate.title.zh, gate.title.en, 80)
    return phase.label if phase else Text(zh=about, en=about)


def _last_call(after: Rollout, event: e.DeadlineMissed) -> News:
    title = _title(after, event.about)
    return News(
        to=event.people,
        subject=Text(
            zh=f"请尽快答复：“{title.zh}”的签核请求即将关闭",
            en=f"Please answer now: the request to sign {title.en!r} is about to be closed",
        ),
        body=event.text,
        about=event.about,
    )


def _escalated(after: Rollout, event: e.Escalated) -> Iterator[News]:
    title, role = _title(after, event.about), after.playbook.role_title(event.role)
    subject = Text(zh=f"已升级给您：“{title.zh}”逾期", en=f"Escalated to you: {title.en!r} is overdue")
    yield News(to=event.people, subject=subject, body=event.text, about=event.about)
    told = tuple(person for person in event.late if person not in event.people)
    taken = Text(
        zh=f"“{title.zh}”逾期，已升级给{brief(role.zh, 40)}",
        en=f"{title.en!r} is overdue and was taken to the {brief(role.en, 40)}",
    )
    yield News(to=told, subject=taken, body=event.text, about=event.about)


def _timed_out(after: Rollout, event: e.RequestTimedOut) -> News:
    gate, title = after.playbook.gate(event.gate), _title(after, event.gate)
    roles = ("pmo", gate.owner) if gate else ("pmo",)
    owners = (person.key for person in after.team.holders(*roles))
    again = f"phasegate sign-off {after.key} {event.gate} --ask"
    return News(
        to=tuple(dict.fromkeys((*owners, *event.people))),
        subject=Text(
            zh=f"“{title.zh}”的签核请求无人答复，已关闭",
            en=f"The request to sign {title.en!r} was closed without an answer",
        ),
        body=bounded(f"{event.because.zh}。重新发起：{again}", f"{event.because.en}. Ask again: {again}"),
        about=event.gate,
    )


def _revised(after: Rollout, event: e.CalendarRevised) -> News:
    ends = {phase.label: dated(after.calendar, due) for phase, due in event.due.items()}
    zh = "；".join(f"“{phase.zh}”改为 {day.zh} 前完成" for phase, day in ends.items())
    en = "; ".join(f"{phase.en!r} is now planned to end by {day.en}" for phase, day in ends.items())
    because = event.because
    return News(
        to=tuple(person.key for person in after.team.holders("pmo", "project_manager")),
        subject=Text(zh="项目日历已更新", en="The calendar of the rollout was revised"),
        body=bounded(
            f"{because.zh}。{zh}" if zh else because.zh, f"{because.en}. {en}" if en else because.en
        ),
    )
