"""Fold: the state that a sequence of events describes. No rule lives here; those are in `decide`."""

from collections.abc import Iterable
from datetime import datetime

from playbooks.model import events as e
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import Playbook
from playbooks.model.rollout import PhaseRecord, PhaseStatus, Rollout, RolloutStatus


def start(key: str, event: e.RolloutStarted, playbook: Playbook, *, at: datetime) -> Rollout:
    """Return the state right after a rollout's first event."""
    return Rollout(
        key=key,
        title=event.title,
        playbook=playbook,
        document=event.document,
        team=event.team,
        calendar=event.calendar,
        rehearsal=event.rehearsal,
        started_at=at,
        version=1,
    )


def fold(rollout: Rollout, events: Iterable[e.Event], at: datetime) -> Rollout:
    """Return the state after these events, all of this instant; a refusal has changed nothing."""
    for event in events:
        if isinstance(event, e.CommandRefused):
            continue
        rollout = _apply(rollout, event, at)
        rollout = rollout.model_copy(update={"version": rollout.version + 1})
    return rollout


def _apply(rollout: Rollout, event: e.Event, at: datetime) -> Rollout:  # noqa: PLR0911  # the table of contents
    match event:
        case e.PhaseOpened() | e.PhaseClosed() | e.PhaseGateDecided():
            return _apply_phase(rollout, event, at)
        case e.PhaseRunStarted() | e.PhaseRunWakeRequested() | e.PhaseRunWoken() | e.PhaseRunLost():
            return _apply_run(rollout, event)
        case e.EvidenceRecorded() | e.GateJudged() | e.IssueRaised() | e.IssueClosed():
            return _apply_fact(rollout, event)
        case e.SignOffRequested() | e.SignOffGiven() | e.SignOffWithdrawn() | e.SignOffLapsed():
            return _apply_sign_off(rollout, event)
        case e.WaiverGranted() | e.WaiverRevoked() | e.WaiverExpired():
            return _apply_waiver(rollout, event)
        case e.ActionItemAdded() | e.ActionItemClosed() | e.ReminderDue() | e.RetrospectiveHeld():
            return _apply_follow_up(rollout, event)
        case _:
            status = _STATUS.get(type(event))
            return rollout if status is None else rollout.model_copy(update={"status": status})


_STATUS: dict[type[e.Event], RolloutStatus] = {
    e.RolloutHeld: RolloutStatus.HELD,
    e.RolloutResumed: RolloutStatus.RUNNING,
    e.RolloutCancelled: RolloutStatus.CANCELLED,
    e.RolloutKilled: RolloutStatus.KILLED,
    e.RolloutCompleted: RolloutStatus.COMPLETED,
}


def _apply_phase(
    rollout: Rollout, event: e.PhaseOpened | e.PhaseClosed | e.PhaseGateDecided, at: datetime
) -> Rollout:
    match event:
        case e.PhaseOpened(phase=phase, round=number, due=due):
            opened = {
                "status": PhaseStatus.OPEN,
                "round": number,
                "opened_at": at,
                "due": due,
                "closed_at": None,
            }
            return rollout.with_phase(phase, **opened, decision=None, wake_due=False)
        case e.PhaseClosed(phase=phase):
            return rollout.with_phase(phase, status=PhaseStatus.CLOSED, closed_at=at)
        case e.PhaseGateDecided(phase=phase):
            decided = rollout.with_phase(phase, decision=event)
            return decided if event.recycle_to is None else _sent_back(decided, event.recycle_to)


def _sent_back(rollout: Rollout, to: PhaseKey) -> Rollout:
    """Return the rollout with the target phase and all later ones not begun; evidence and rounds stay."""
    redone = [key for key in PhaseKey if key.number >= to.number]
    gates = {gate.key for key in redone for gate in rollout.plan(key).every_gate()}
    reset = {
        key: PhaseRecord(
            round=rollout.phases[key].round,
            attempt=rollout.phases[key].attempt,
            decision=rollout.phases[key].decision,
        )
        for key in redone
    }
    return rollout.model_copy(
        update={
            "phases": {**rollout.phases, **reset},
            "verdicts": {key: verdict for key, verdict in rollout.verdicts.items() if key not in gates},
            "asked": {key: digest for key, digest in rollout.asked.items() if key not in gates},
        }
    )


def _apply_run(
    rollout: Rollout, event: e.PhaseRunStarted | e.PhaseRunWakeRequested | e.PhaseRunWoken | e.PhaseRunLost
) -> Rollout:
    match event:
        case e.PhaseRunStarted(phase=phase, run=run, attempt=attempt):
            return rollout.with_phase(phase, run=run, attempt=attempt, wake_due=False)
        case e.PhaseRunWakeRequested(phase=phase):
            return rollout.with_phase(phase, wake_due=True)
        case e.PhaseRunWoken(phase=phase):
            return rollout.with_phase(phase, wake_due=False)
        case e.PhaseRunLost(phase=phase):
            return rollout.with_phase(phase, run=None, wake_due=False)


def _apply_fact(
    rollout: Rollout, event: e.EvidenceRecorded | e.GateJudged | e.IssueRaised | e.IssueClosed
) -> Rollout:
    match event:
        case e.EvidenceRecorded(evidence=evidence):
            joined = evidence.joined(rollout.evidence.get(evidence.key))
            return rollout.model_copy(update={"evidence": {**rollout.evidence, evidence.key: joined}})
        case e.GateJudged(verdict=verdict):
            return rollout.model_copy(update={"verdicts": {**rollout.verdicts, verdict.gate: verdict}})
        case e.IssueRaised(issue=issue):
            return rollout.model_copy(update={"issues": {**rollout.issues, issue.key: issue}})
        case e.IssueClosed(issue=key, closed_at=closed_at, resolution=resolution):
            closed = rollout.issues[key].model_copy(update={"closed_at": closed_at, "resolution": resolution})
            return rollout.model_copy(update={"issues": {**rollout.issues, key: closed}})


def _apply_sign_off(
    rollout: Rollout, event: e.SignOffRequested | e.SignOffGiven | e.SignOffWithdrawn | e.SignOffLapsed
) -> Rollout:
    match event:
        case e.SignOffRequested(gate=gate, inputs=inputs):
            return rollout.model_copy(update={"asked": {**rollout.asked, gate: inputs}})
        case e.SignOffGiven(sign_off=sign_off):
            return rollout.model_copy(update={"sign_offs": (*rollout.sign_offs, sign_off)})
        case e.SignOffWithdrawn(gate=gate, person=person) | e.SignOffLapsed(gate=gate, person=person):
            kept = tuple(s for s in rollout.sign_offs if (s.gate, s.person) != (gate, person))
            return rollout.model_copy(update={"sign_offs": kept})


def _apply_waiver(rollout: Rollout, event: e.WaiverGranted | e.WaiverRevoked | e.WaiverExpired) -> Rollout:
    match event:
        case e.WaiverGranted(waiver=waiver):
            return rollout.model_copy(update={"waivers": {**rollout.waivers, waiver.gate: waiver}})
        case e.WaiverRevoked(gate=gate) | e.WaiverExpired(gate=gate):
            kept = {key: waiver for key, waiver in rollout.waivers.items() if key != gate}
            return rollout.model_copy(update={"waivers": kept})


def _apply_follow_up(
    rollout: Rollout, event: e.ActionItemAdded | e.ActionItemClosed | e.ReminderDue | e.RetrospectiveHeld
) -> Rollout:
    match event:
        case e.ActionItemAdded(item=item):
            return rollout.model_copy(update={"actions": {**rollout.actions, item.key: item}})
        case e.ActionItemClosed(action=key, closed_at=closed_at, outcome=outcome):
            closed = rollout.actions[key].model_copy(update={"closed_at": closed_at, "outcome": outcome})
            return rollout.model_copy(update={"actions": {**rollout.actions, key: closed}})
        case e.ReminderDue(about=about, day=day):
            return rollout.model_copy(update={"reminded": {**rollout.reminded, about: day}})
        case e.RetrospectiveHeld(week=week, report=report):
            return rollout.model_copy(update={"retrospectives": {**rollout.retrospectives, week: report}})
