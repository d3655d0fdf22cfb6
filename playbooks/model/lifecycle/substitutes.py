"""Delegations and absences: set by the person, the head of the department or the PMO, with a beginning and an end.

A chain has at most three hands and never comes back to where it began. Whoever arranges things for somebody else
does not become the stand-in, named, by default or through a chain, so nobody takes a right that was not given.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from playbooks.model import events as e
from playbooks.model.commands import ActorKind, DeclareAbsence, Delegate, EndAbsence, EndDelegation
from playbooks.model.delegation import Absence, Delegation
from playbooks.model.gates.wording import joined, short_name
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.substitution import LONGEST_CHAIN

LONGEST = timedelta(days=366)


def delegate(wish: Wish, command: Delegate) -> tuple[e.Event, ...]:
    """Let somebody stand in for somebody."""
    wish.require_not_over()
    _require_arranger(wish, command.person)
    for key in (command.person, command.to):
        wish.require_member(key)
    _require_somebody_else(wish, command)
    _require_span(wish, command.starts, command.until)
    _require_known(wish, command)
    given = Delegation(
        key=_key("d", len(wish.rollout.delegations)),
        set_by=wish.actor.key,
        set_at=wish.now,
        **command.model_dump(exclude={"kind"}),
    )
    _require_chain(wish, given)
    return tuple(_set(wish, given))


def end_delegation(wish: Wish, command: EndDelegation) -> tuple[e.Event, ...]:
    """End a delegation before its time; the one who stands in may too."""
    wish.require_not_over()
    given = wish.rollout.delegations.get(command.delegation)
    if given is None or given.until <= wish.now:
        raise RefusedError(
            RefusalCode.NOT_FOUND,
            f"没有生效中的代理“{command.delegation}”",
            f"there is no delegation {command.delegation!r} that still counts",
            about=command.delegation,
        )
    if wish.actor.key != given.to:
        _require_arranger(wish, given.person)
    return (_ended(given, command.reason),)


def declare_absence(wish: Wish, command: DeclareAbsence) -> tuple[e.Event, ...]:
    """Put on record that somebody is away, and who stands in: the one named, else the deputy, else the head."""
    wish.require_not_over()
    _require_arranger(wish, command.person)
    wish.require_member(command.person)
    _require_span(wish, command.starts, command.until)
    absence = Absence(
        key=_key("a", len(wish.rollout.absences)),
        declared_by=wish.actor.key,
        declared_at=wish.now,
        **command.model_dump(exclude={"kind", "to"}),
    )
    return (e.AbsenceDeclared(absence=absence), *_stand_in(wish, command, absence))


def end_absence(wish: Wish, command: EndAbsence) -> tuple[e.Event, ...]:
    """Put on record that somebody is back; who stood in for this absence does so no longer."""
    wish.require_not_over()
    absence = wish.rollout.absences.get(command.absence)
    if absence is None or absence.until <= wish.now:
        raise RefusedError(
            RefusalCode.NOT_FOUND,
            f"没有未结束的外出“{command.absence}”",
            f"there is no absence {command.absence!r} that still lasts",
            about=command.absence,
        )
    _require_arranger(wish, absence.person)
    ended = [
        _ended(given, command.reason)
        for given in wish.rollout.delegations.values()
        if given.absence == absence.key and given.until > wish.now
    ]
    return (e.AbsenceEnded(absence=absence.key, person=absence.person, reason=command.reason), *ended)


def _key(letter: str, count: int) -> str:
    return f"{letter}{count + 1}"


def _ended(given: Delegation, reason: str) -> e.DelegationEnded:
    return e.DelegationEnded(delegation=given.key, person=given.person, to=given.to, reason=reason)


def _set(wish: Wish, given: Delegation) -> Iterator[e.Event]:
    """Yield that it was set, and that it counts from now on where it does."""
    yield e.Delegated(delegation=given)
    if given.starts <= wish.now:
        yield e.DelegationBegan(delegation=given.key, person=given.person, to=given.to)


def _stand_in(wish: Wish, command: DeclareAbsence, absence: Absence) -> Iterator[e.Event]:
    usual = (key for key in _usual(wish, command.person) if key != wish.actor.key)
    for to in (command.to,) if command.to else usual:
        given = Delegation(
            key=_key("d", len(wish.rollout.delegations)),
            to=to,
            set_by=wish.actor.key,
            set_at=wish.now,
            absence=absence.key,
            **command.model_dump(exclude={"kind", "to"}),
        )
        if command.to is not None:
            wish.require_member(to)
            _require_somebody_else(wish, given)
            _require_chain(wish, given)
        if command.to is not None or _faults(wish, given) is None:
            yield from _set(wish, given)
            return


def _usual(wish: Wish, key: str) -> Iterator[str]:
    """Yield who stands in by default: the deputy, then the head of the department."""
    team = wish.rollout.team
    person = team.person(key)
    department = team.department(person.department) if person else None
    for other in (person.deputy if person else None, department.head if department else None):
        found = team.person(other) if other else None
        if found is not None and found.active and found.key != key:
            yield found.key


def _require_arranger(wish: Wish, key: str) -> None:
    """Refuse everybody but the person, the head of the person's department, and the PMO."""
    team, actor = wish.rollout.team, wish.actor.key
    person = team.person(key)
    department = team.department(person.department) if person else None
    known = wish.actor.kind is ActorKind.PERSON
    if known and (actor == key or (department is not None and department.head == actor)):
        return
    if known and team.holds(actor, "pmo"):
        return
    raise RefusedError(
        RefusalCode.NOT_ENTITLED,
        "代理和外出只能由本人、部门负责人或项目管理办公室设置",
        "a stand-in or an absence is arranged by the person, the head of the department, or the PMO",
        about=key,
    )


def _require_somebody_else(wish: Wish, given: Delegate | Delegation) -> None:
    if given.to == given.person:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            "不能指定本人为自己的代理人",
            "nobody stands in for themselves; name somebody else",
            about=given.person,
        )
    if wish.actor.key == given.to:
        raise _to_oneself(given.person)


def _to_oneself(person: str) -> RefusedError:
    return RefusedError(
        RefusalCode.NOT_ENTITLED,
        "不能指定自己代理他人，请由本人或他人设置",
        "nobody makes themselves somebody's stand-in; let the person, or somebody else, do it",
        about=person,
    )


def _require_span(wish: Wish, starts: datetime, until: datetime) -> None:
    if not starts < until or until <= wish.now or until - starts > LONGEST:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"结束须晚于开始和现在，且不超过 {LONGEST.days} 天，请核对日期",
            f"the end must come after the beginning and after now, within {LONGEST.days} days; check the dates",
        )


def _require_known(wish: Wish, command: Delegate) -> None:
    playbook = wish.rollout.playbook
    roles = {role.key for role in playbook.roles}
    unknown = [role for role in command.roles if role not in roles]
    unknown += [gate for gate in command.gates if playbook.gate(gate) is None]
    if unknown:
        names = joined(unknown)
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"剧本中没有这些角色或关卡：{names.zh}",
            f"the playbook has no such roles or gates: {names.en}",
            about=unknown[0],
        )


def _require_chain(wish: Wish, given: Delegation) -> None:
    fault = _faults(wish, given)
    if fault is not None:
        raise fault


def _faults(wish: Wish, given: Delegation) -> RefusedError | None:
    """Return why a delegation cannot join those that are set for the same days, or None."""
    others, span = tuple(wish.rollout.delegations.values()), (max(given.starts, wish.now), given.until)
    before = _longest(given.person, others, span, back=True)
    behind = _longest(given.to, others, span, back=False)
    if given.person in behind:
        name = short_name(wish.rollout.team, given.person)
        return RefusedError(
            RefusalCode.WRONG_INPUT,
            f"代理不能循环：{name.zh}的事项会回到本人，请另选代理人",
            f"a chain of stand-ins must not come back to {name.en}; choose somebody else",
            about=given.person,
        )
    if max(before.values(), default=0) + 1 + max(behind.values(), default=0) > LONGEST_CHAIN:
        return RefusedError(
            RefusalCode.WRONG_INPUT,
            f"代理最多传递 {LONGEST_CHAIN} 次，请另选代理人",
            f"a chain of stand-ins has at most {LONGEST_CHAIN} hands; choose somebody else",
            about=given.person,
        )
    if wish.actor.key != given.person and wish.actor.key in behind:
        return _to_oneself(given.person)
    return None


def _longest(
    person: str, others: tuple[Delegation, ...], span: tuple[datetime, datetime], *, back: bool
) -> dict[str, int]:
    """Return everybody a chain from here reaches within these days, with the most hands it takes; a cycle ends it."""
    found: dict[str, int] = {}
    ways = [(person, span, 0, frozenset({person}))]
    while ways:
        here, (starts, until), hands, seen = ways.pop()
        for other in others:
            source, to = (other.to, other.person) if back else (other.person, other.to)
            common = (max(starts, other.starts), min(until, other.until))
            if source == here and common[0] < common[1] and to not in seen:
                found[to] = max(found.get(to, 0), hands + 1)
                ways.append((to, common, hands + 1, seen | {to}))
    return found
