"""What a retrospective should talk about, by simple rules, the most pressing first.

1. Promises that are overdue. 2. Gates that had passed and fell. 3. Evidence that could not be relied on.
4. Issues of severity 1 and 2. 5. A phase past its planned end. 6. KPIs below baseline or getting worse. 7.
Waivers that end soon. 8. A person on whom three or more things wait. 9. A wish refused again and again.
Where no rule speaks, the week was quiet and the next phase, if there is one, is worth a look.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from playbooks.model import events as e
from playbooks.model.figure import counted
from playbooks.model.gates.wording import brief
from playbooks.model.issue import Severity
from playbooks.model.kpi import Trend
from playbooks.model.retrospective import Progress, Retrospective
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome

#: From so many on, waiting things or equal refusals are a pattern.
MANY = 3

_QUIET = Text(
    zh="本周平稳。请看一看下一阶段的关卡，哪些可以提前准备。",
    en="A quiet week. Look at the gates of the next phase: what can be prepared early?",
)
_QUIET_TO_THE_END = Text(zh="本周平稳。", en="A quiet week.")

Rule = Callable[[Retrospective, Rollout], Iterator[Text]]


def talking_points(held: Retrospective, rollout: Rollout) -> tuple[Text, ...]:
    """Return what to talk about; never empty."""
    quiet = _QUIET_TO_THE_END if rollout.status.over else _QUIET
    return tuple(point for rule in _RULES for point in rule(held, rollout)) or (quiet,)


def _overdue(held: Retrospective, rollout: Rollout) -> Iterator[Text]:
    for check in held.promised:
        if check.progress is Progress.OVERDUE:
            owner, what = rollout.team.name(check.item.owner), brief(check.item.title)
            yield Text(
                zh=f"{owner.zh} 的行动项“{what}”已逾期：卡在哪里，谁能帮忙？",
                en=f"{owner.en} is late with “{what}”: what is in the way, who can help?",
            )


def _fallen(held: Retrospective, rollout: Rollout) -> Iterator[Text]:
    names = _titles(rollout, (change.gate for change in held.gates_changed if change.fell))
    if names:
        yield Text(
            zh=f"曾通过又退回的关卡：{names.zh}。变了什么，怎样防止再次发生？",
            en=f"Gates that had passed and fell back: {names.en}. What changed, how do we prevent it?",
        )


def _unreliable(held: Retrospective, rollout: Rollout) -> Iterator[Text]:
    found = (gate.verdict.gate for gate in held.gates_open if gate.verdict.outcome is Outcome.INVALID)
    names = _titles(rollout, found)
    if names:
        yield Text(
            zh=f"证据无效，需重新提交：{names.zh}。",
            en=f"Evidence to be recorded again, it is invalid: {names.en}.",
        )


def _severe(held: Retrospective, rollout: Rollout) -> Iterator[Text]:  # noqa: ARG001  # one signature for all rules
    severe = sum(count.open for count in held.issues if count.severity <= Severity.HINDERS_WORK)
    if severe:
        yield Text(
            zh=f"仍有 {severe} 个 1、2 级问题未解决：供应商何时修复？",
            en=f"Issues of severity 1 and 2 still open: {severe}. When does the vendor fix them?",
        )


def _late_phase(held: Retrospective, rollout: Rollout) -> Iterator[Text]:
    for phase in rollout.open_phases:
        due = rollout.phases[phase].due
        if due is not None and due < held.held_at:
            days = abs(rollout.calendar.days_between(due, held.held_at))
            yield Text(
                zh=f"“{phase.label.zh}”阶段已超过计划 {days} 个工作日：调整计划、增加人手还是缩小范围？",
                en=f"Phase “{phase.label.en}” is {counted(days, 'business day')} late: add time or people, cut scope?",
            )


def _kpis(held: Retrospective, rollout: Rollout) -> Iterator[Text]:  # noqa: ARG001  # one signature for all rules
    for week in held.kpis:
        title, standing = week.now.kpi.title, week.now.standing
        if standing.way is not None and standing.way < 0:
            yield Text(
                zh=f"“{title.zh}”低于起步时的水平：原因是什么？",
                en=f"“{title.en}” is worse than at the start: why?",
            )
        elif standing.trend is Trend.WORSE:
            yield Text(zh=f"“{title.zh}”正在变差：原因是什么？", en=f"“{title.en}” is getting worse: why?")


def _expiring(held: Retrospective, rollout: Rollout) -> Iterator[Text]:
    for check in held.waivers:
        gate = _titles(rollout, [check.waiver.gate])
        if check.expiring and gate:
            day = rollout.calendar.day(check.waiver.expires_at)
            yield Text(
                zh=f"“{gate.zh}”的豁免将于 {day} 到期：届时能否达成？",
                en=f"The waiver of “{gate.en}” ends on {day}: will the gate be met by then?",
            )


def _burdened(held: Retrospective, rollout: Rollout) -> Iterator[Text]:
    waits = Counter(person for item in held.waiting for person in item.people)
    for person, count in waits.most_common():
        if count >= MANY:
            name = rollout.team.name(person)
            yield Text(
                zh=f"有 {count} 件事在等 {name.zh}：是否请代理人分担？",
                en=f"Waiting on {name.en}: {count} things. Should a deputy take some over?",
            )


def _refused(held: Retrospective, rollout: Rollout) -> Iterator[Text]:  # noqa: ARG001  # one signature for all rules
    codes = [record.event for record in held.refusals if isinstance(record.event, e.CommandRefused)]
    for code, count in Counter(event.code for event in codes).most_common():
        if count >= MANY:
            reason = next(event.reason for event in codes if event.code == code)
            yield Text(
                zh=f"同类操作被拒绝 {count} 次（例如：{brief(reason.zh)}）：规则是否讲清楚了？",
                en=f"Refused {count} times alike (for example: {brief(reason.en)}): is the rule understood?",
            )


_RULES: tuple[Rule, ...] = (
    _overdue,
    _fallen,
    _unreliable,
    _severe,
    _late_phase,
    _kpis,
    _expiring,
    _burdened,
    _refused,
)


def _titles(rollout: Rollout, gates: Iterable[str]) -> Text | None:
    """Return the titles of these gates in one line, or None where there are none."""
    titles = [gate.title for key in gates if (gate := rollout.playbook.gate(key))]
    if not titles:
        return None
    return Text(
        zh="、".join(brief(title.zh, 60) for title in titles[:5]),
        en=", ".join(brief(title.en, 60) for title in titles[:5]),
    )
