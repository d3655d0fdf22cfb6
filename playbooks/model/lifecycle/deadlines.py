"""Deadlines that have passed: noticed first, then taken up the chain, or the request is closed; never approved.

- Each step counts from what is on record, not from the deadline, so a clock that jumps ahead takes one step at
  most, and takes it only as far as saying that something is late.
- Steps are taken within working hours, and not while the rollout is on hold.
- Whatever is decided takes the item off the list, and its escalation ends with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from playbooks.model import events as e
from playbooks.model.deadline import chain, when_late
from playbooks.model.escalation import GRACE, Lateness, OnTimeout
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.wording import bounded, named
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.phase import PhaseKey
from playbooks.model.provisional import dated
from playbooks.model.rollout import RolloutStatus
from playbooks.model.substitution import Matter
from playbooks.model.text import Text
from playbooks.model.waiting import Waiting, WaitingFor, waiting
from playbooks.model.working_time import later, works_at

#: What has a deadline of its own; a request for a waiver is not late, the gate under it is.
DATED = frozenset({WaitingFor.EVIDENCE, WaitingFor.SIGN_OFF, WaitingFor.DECISION})


@dataclass(frozen=True, slots=True)
class _Missed:
    """Something in a phase whose deadline has passed."""

    item: Waiting
    phase: PhaseKey
    gate: GateRule | None
    due: datetime


def missed_deadlines(wish: Wish) -> Iterator[e.Event]:
    """Yield what deadlines that have passed lead to at this moment."""
    running = wish.rollout.status is RolloutStatus.RUNNING
    if not running or not works_at(wish.rollout.calendar, wish.now):
        return
    for item in waiting(wish.rollout, wish.now):
        if item.kind not in DATED or item.phase is None or item.due is None:
            continue
        if item.due <= wish.now:
            gate = wish.rollout.playbook.gate(item.about)
            yield from _next(wish, _Missed(item, item.phase, gate, item.due))


def _next(wish: Wish, missed: _Missed) -> Iterator[e.Event]:
    rule = when_late(wish.rollout, missed.phase, missed.gate)
    rejects = rule is OnTimeout.REJECT
    if rule is OnTimeout.HOLD or (rejects and not _open_request(wish, missed)):
        return
    late = wish.rollout.late.get(missed.item.about)
    if late is None or late.due != missed.due:
        yield _noticed(missed, last_call=rejects)
    elif rejects:
        yield from _closed(wish, missed, late)
    else:
        yield from _taken_up(wish, missed, late)


def _open_request(wish: Wish, missed: _Missed) -> bool:
    """Tell whether people have been asked for this very sign-off and the request is still open."""
    gate = missed.gate
    if not isinstance(gate, SignOffGate) or missed.item.kind is not WaitingFor.SIGN_OFF:
        return False
    shown, closed = gate.shown_digest(wish.rollout.facts), wish.rollout.unanswered.get(gate.key)
    return wish.rollout.asked.get(gate.key) == shown and (closed is None or closed.inputs != shown)


def _noticed(missed: _Missed, *, last_call: bool) -> e.DeadlineMissed:
    item = missed.item
    return e.DeadlineMissed(
        about=item.about,
        phase=missed.phase,
        people=item.people,
        due=missed.due,
        text=item.what,
        last_call=last_call,
    )


def _closed(wish: Wish, missed: _Missed, late: Lateness) -> Iterator[e.RequestTimedOut]:
    calendar, item = wish.rollout.calendar, missed.item
    if wish.now < later(calendar, late.noticed_at, GRACE):
        return
    day = dated(calendar, late.due)
    moment = f"{late.due.astimezone(calendar.zone):%H:%M}"
    because = bounded(
        f"截至 {day.zh} {moment} 无人答复，签核请求已关闭",
        f"no answer by {day.en} {moment}, so the request was closed",
    )
    yield e.RequestTimedOut(
        gate=item.about,
        people=item.people,
        inputs=wish.rollout.asked[item.about],
        due=late.due,
        because=because,
    )


def _taken_up(wish: Wish, missed: _Missed, late: Lateness) -> Iterator[e.Escalated]:
    steps = chain(wish.rollout, missed.phase, missed.gate)
    if late.step >= len(steps):
        return
    step = steps[late.step]
    if wish.now >= later(wish.rollout.calendar, late.stepped_at, step.after):
        yield _escalated(wish, missed, late.step + 1, role=step.role)


def _in_role(wish: Wish, missed: _Missed, role: str) -> tuple[str, ...]:
    """Return who holds a role, or stands in for its holder; the PMO where nobody does."""
    matter = Matter(role=role, gate=missed.item.about, at=wish.now)
    holders = wish.rollout.team.holders(role) or wish.rollout.team.holders("pmo")
    acting = (key for person in holders for key in wish.rollout.substitution.acting(person.key, matter))
    return tuple(dict.fromkeys(acting))


def _escalated(wish: Wish, missed: _Missed, step: int, *, role: str) -> e.Escalated:
    team, item, day = wish.rollout.team, missed.item, dated(wish.rollout.calendar, missed.due)
    waited = named(team, item.people) if item.people else Text(zh="相关人员", en="somebody")
    text = bounded(
        f"应于 {day.zh} 完成，仍在等待 {waited.zh}：{item.what.zh}",
        f"due on {day.en} and still waiting for {waited.en}: {item.what.en}",
        1500,
    )
    return e.Escalated(
        about=item.about,
        phase=missed.phase,
        step=step,
        role=role,
        people=_in_role(wish, missed, role),
        late=item.people,
        due=missed.due,
        text=text,
    )
