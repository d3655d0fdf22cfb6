"""Deadlines of gates and phases: when something is due, and what follows when that passes.

A gate is due so much working time after its phase was opened. A sign-off that is closed by its deadline counts
from the request instead: nobody can answer before being asked.
"""

from datetime import datetime
from typing import NamedTuple

from playbooks.model.calendar import Calendar
from playbooks.model.escalation import EscalationStep, OnTimeout
from playbooks.model.gates.gate import GateRule
from playbooks.model.phase import PhaseKey
from playbooks.model.remembered import remembered_by
from playbooks.model.rollout import Rollout
from playbooks.model.span import Span
from playbooks.model.working_time import due

#: Who is turned to where a playbook escalates and names nobody.
USUAL_CHAIN = ("project_manager", "sponsor")


def deadline(rollout: Rollout, gate: GateRule, phase: PhaseKey) -> datetime | None:
    """Return the gate's own deadline, or None."""
    start = rollout.phases[phase].counted_from
    if gate.on_timeout is OnTimeout.REJECT:
        start = rollout.asked_at.get(gate.key)
    return _due(_Start(rollout.calendar, start, gate.deadline)) if gate.deadline and start else None


def due_by(rollout: Rollout, gate: GateRule, phase: PhaseKey) -> datetime | None:
    """Return by when a gate is to be met: by its own deadline, else that of the gates around it, else the phase's end."""
    around = rollout.phases[phase].due
    for outer in rollout.plan(phase).every_gate():
        if outer.key == gate.key or _holds(outer, gate.key):
            around = deadline(rollout, outer, phase) or around
    return around


def _holds(outer: GateRule, key: str) -> bool:
    return any(part.key == key or _holds(part, key) for part in outer.parts)


class _Start(NamedTuple):
    """From when how much working time is counted."""

    calendar: Calendar
    start: datetime
    span: Span


def _each(counted: _Start) -> tuple[object, ...]:
    return counted


@remembered_by(_each)
def _due(counted: _Start) -> datetime:
    return due(*counted)


def when_late(rollout: Rollout, phase: PhaseKey, gate: GateRule | None) -> OnTimeout:
    """Return what a missed deadline of a gate, or of the decision at the phase's end, leads to."""
    if gate is not None and gate.shadow:
        return OnTimeout.HOLD
    places = (gate, rollout.plan(phase)) if gate else (rollout.plan(phase),)
    for place in places:
        if place.on_timeout is not None:
            return place.on_timeout
        if place.escalation is not None:
            return OnTimeout.ESCALATE
    return OnTimeout.ESCALATE if rollout.playbook.escalation else OnTimeout.HOLD


def chain(rollout: Rollout, phase: PhaseKey, gate: GateRule | None) -> tuple[EscalationStep, ...]:
    """Return to whom something late is taken, one after the other."""
    stated = (
        gate.escalation if gate else None,
        rollout.plan(phase).escalation,
        rollout.playbook.escalation,
    )
    found = next((steps for steps in stated if steps), None)
    return found or _usual(rollout, phase)


def _usual(rollout: Rollout, phase: PhaseKey) -> tuple[EscalationStep, ...]:
    known = {role.key for role in rollout.playbook.roles}
    roles = [role for role in USUAL_CHAIN if role in known] or rollout.plan(phase).decided_by
    return tuple(EscalationStep(role=role) for role in roles)
