"""What the events about deadlines and requests describe: who was asked when, what is late and how far it was taken."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from playbooks.model import events as e
from playbooks.model.escalation import Lateness, Unanswered
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout
from playbooks.model.verdict import Verdict
from playbooks.model.working_time import before, between, due

Value = TypeVar("Value")


def apply_deadline(
    rollout: Rollout,
    event: e.DeadlineMissed | e.Escalated | e.RequestTimedOut | e.CalendarRevised,
    at: datetime,
) -> Rollout:
    """Return the state after one of these events."""
    match event:
        case e.DeadlineMissed(about=about, due=due):
            late = Lateness(due=due, noticed_at=at, stepped_at=at)
            return rollout.model_copy(update={"late": {**rollout.late, about: late}})
        case e.Escalated(about=about, step=step):
            late = rollout.late[about].model_copy(update={"step": step, "stepped_at": at})
            return rollout.model_copy(update={"late": {**rollout.late, about: late}})
        case e.RequestTimedOut(gate=gate, inputs=inputs, because=because):
            closed = Unanswered(gate=gate, inputs=inputs, because=because)
            return rollout.model_copy(update={"unanswered": {**rollout.unanswered, gate: closed}})
        case e.CalendarRevised(calendar=calendar, due=dues):
            revised = rollout.model_copy(update={"calendar": calendar})
            for phase, due in dues.items():
                revised = revised.with_phase(phase, due=due)
            return revised


def asked(rollout: Rollout, gate: str, *, inputs: str, at: datetime) -> Rollout:
    """Return the state after people were asked to sign: the time to answer runs from here, an earlier end is void."""
    changed = {
        "asked": {**rollout.asked, gate: inputs},
        "asked_at": {**rollout.asked_at, gate: at},
        "unanswered": _without(rollout.unanswered, {gate}),
        "late": _without(rollout.late, {gate}),
    }
    return rollout.model_copy(update=changed)


def answered(rollout: Rollout, verdict: Verdict) -> Rollout:
    """Return the state in which nothing that has passed is late any more."""
    passed = set(_passed(verdict)) & set(rollout.late)
    return rollout.model_copy(update={"late": _without(rollout.late, passed)}) if passed else rollout


def ended(rollout: Rollout, phase: PhaseKey) -> Rollout:
    """Return the state in which nothing of a closed phase, nor its decision, is late any more."""
    over = {phase.value, *(gate.key for gate in rollout.plan(phase).every_gate())}
    return rollout.model_copy(update={"late": _without(rollout.late, over)})


def resumed(rollout: Rollout, at: datetime) -> Rollout:
    """Return the state in which the time on hold counts for no deadline of an open phase."""
    held, calendar = rollout.held_at, rollout.calendar
    if held is None:
        return rollout

    def moved(moment: datetime) -> datetime:
        return before(calendar, at, between(calendar, moment, held)) if moment < held else moment

    for phase in rollout.open_phases:
        plan, start = rollout.plan(phase), moved(rollout.phases[phase].counted_from or at)
        rollout = rollout.with_phase(phase, moved_to=start, due=due(calendar, start, plan.duration))
        asked = {gate.key for gate in plan.every_gate()} & rollout.asked_at.keys()
        moments = {gate: moved(rollout.asked_at[gate]) for gate in asked}
        rollout = rollout.model_copy(update={"asked_at": {**rollout.asked_at, **moments}})
    return rollout


def begun_anew(rollout: Rollout, keys: set[str]) -> Rollout:
    """Return the state in which these gates and phases have no history of deadlines."""
    changed = {
        "asked_at": _without(rollout.asked_at, keys),
        "unanswered": _without(rollout.unanswered, keys),
        "late": _without(rollout.late, keys),
    }
    return rollout.model_copy(update=changed)


def _passed(verdict: Verdict) -> Iterator[str]:
    if verdict.passed:
        yield verdict.gate
    for child in verdict.children:
        yield from _passed(child)


def _without(kept: dict[str, Value], keys: set[str]) -> dict[str, Value]:
    return {key: value for key, value in kept.items() if key not in keys}
