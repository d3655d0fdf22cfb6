"""Fold: the state that a sequence of events describes. No rule lives here; those are in `decide`."""

from collections.abc import Iterable
from datetime import datetime

from playbooks.model import events as e
from playbooks.model.changes import lapsed, looked
from playbooks.model.lifecycle.fold_deadlines import (
    answered,
    apply_deadline,
    asked,
    begun_anew,
    ended,
    resumed,
)
from playbooks.model.lifecycle.fold_exemptions import apply_exemption
from playbooks.model.lifecycle.fold_people import apply_people
from playbooks.model.phase import PhaseKey
from playbooks.model.phase_changes import decided_on, invited
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
    """Return the state after these events, all of this instant; a refusal, or what befell the ledger, changes nothing."""
    for event in events:
        if isinstance(event, e.CommandRefused | e.LedgerRestored):
            continue
        rollout = _apply(rollout, event, at)
        rollout = rollout.model_copy(update={"version": rollout.version + 1})
    return rollout


def _apply(rollout: Rollout, event: e.Event, at: datetime) -> Rollout:  # noqa: C901, PLR0911  # the table of contents
    match event:
        case e.PhaseOpened() | e.PhaseClosed() | e.PhaseGateDecided():
            return _apply_phase(rollout, event, at=at)
        case e.PhaseRunStarted() | e.PhaseRunWakeRequested() | e.PhaseRunWoken() | e.PhaseRunLost():
            return _apply_run(rollout, event)
        case e.EvidenceRecorded() | e.GateJudged() | e.IssueRaised() | e.IssueClosed():
            return invited(rollout, _apply_fact(rollout, event), at=at)
        case e.SignOffRequested() | e.SignOffGiven() | e.SignOffRejected():
            return _apply_sign_off(rollout, event, at=at)
        case e.SignOffWithdrawn() | e.SignOffLapsed() | e.GateCommented():
            return _apply_word(rollout, event)
        case (
            e.WaiverRequested()
            | e.WaiverDeclined()
            | e.WaiverGranted()
            | e.WaiverRevoked()
            | e.WaiverEnding()
            | e.WaiverExpired()
            | e.OverrideProposed()
            | e.OverrideDeclined()
            | e.GateOverridden()
            | e.ExceptionOverdue()
        ):
            return invited(rollout, apply_exemption(rollout, event, at=at), at=at)
        case (
            e.Delegated()
            | e.DelegationBegan()
            | e.DelegationEnded()
            | e.AbsenceDeclared()
            | e.AbsenceEnded()
            | e.PersonChanged()
            | e.PersonJoined()
            | e.QuorumGapFound()
        ):
            return apply_people(rollout, event, at)
        case e.ActionItemAdded() | e.ActionItemClosed() | e.ReminderDue() | e.RetrospectiveHeld():
            return _apply_follow_up(rollout, event)
        case e.DeadlineMissed() | e.Escalated() | e.RequestTimedOut() | e.CalendarRevised():
            return apply_deadline(rollout, event, at)
        case e.RolloutHeld():
            return rollout.model_copy(update={"status": RolloutStatus.HELD, "held_at": at})
        case e.RolloutResumed():
            return resumed(rollout, at).model_copy(update={"status": RolloutStatus.RUNNING, "held_at": None})
        case _:
            status = _STATUS.get(type(event))
            return rollout if status is None else rollout.model_copy(update={"status": status})


_STATUS: dict[type[e.Event], RolloutStatus] = {
    e.RolloutCancelled: RolloutStatus.CANCELLED,
    e.RolloutKilled: RolloutStatus.KILLED,
    e.RolloutCompleted: RolloutStatus.COMPLETED,
}


def _apply_phase(
    rollout: Rollout, event: e.PhaseOpened | e.PhaseClosed | e.PhaseGateDecided, *, at: datetime
) -> Rollout:
    match event:
        case e.PhaseOpened(phase=phase, round=number, due=due):
            opened = {
                "status": PhaseStatus.OPEN,
                "round": number,
                "opened_at": at,
                "moved_to": None,
                "due": due,
                "closed_at": None,
            }
            return rollout.with_phase(phase, **opened, decision=None, wake_due=False)
        case e.PhaseClosed(phase=phase):
            return ended(rollout, phase).with_phase(phase, status=PhaseStatus.CLOSED, closed_at=at)
        case e.PhaseGateDecided(phase=phase):
            decided = decided_on(rollout, event, at=at).with_phase(phase, decision=event)
            return decided if event.recycle_to is None else _sent_back(decided, event.recycle_to)


def _sent_back(rollout: Rollout, to: PhaseKey) -> Rollout:
    """Return the rollout with the target phase and all later ones not begun; evidence and rounds stay.

    Sign-offs and waivers end by events of their own, which tell those concerned.
    """
    redone = [key for key in PhaseKey if key.number >= to.number]
    gates = {gate.key for key in redone for gate in rollout.plan(key).every_gate()}
    reset = {
        key: PhaseRecord(
            round=rollout.phases[key].round,
            attempt=rollout.phases[key].attempt,
            decision=rollout.phases[key].decision,
            lost=rollout.phases[key].lost,
        )
        for key in redone
    }
    return begun_anew(rollout, gates | set(redone)).model_copy(
        update={
            "phases": {**rollout.phases, **reset},
            "verdicts": {key: verdict for key, verdict in rollout.verdicts.items() if key not in gates},
            "overrides": {key: made for key, made in rollout.overrides.items() if key not in gates},
            "proposals": {key: made for key, made in rollout.proposals.items() if key not in gates},
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
        case e.PhaseRunLost(phase=phase, run=run):
            lost = (*rollout.phases[phase].lost, run)
            return rollout.with_phase(phase, run=None, wake_due=False, lost=lost)


def _apply_fact(
    rollout: Rollout, event: e.EvidenceRecorded | e.GateJudged | e.IssueRaised | e.IssueClosed
) -> Rollout:
    match event:
        case e.EvidenceRecorded(evidence=evidence):
            joined = evidence.joined(rollout.evidence.get(evidence.key))
            return rollout.model_copy(update={"evidence": {**rollout.evidence, evidence.key: joined}})
        case e.GateJudged(verdict=verdict):
            judged = rollout.model_copy(update={"verdicts": {**rollout.verdicts, verdict.gate: verdict}})
            return answered(judged, verdict)
        case e.IssueRaised(issue=issue):
            return rollout.model_copy(update={"issues": {**rollout.issues, issue.key: issue}})
        case e.IssueClosed(issue=key):
            told = event.model_dump(include={"closed_at", "resolution", "closed_by"})
            closed = rollout.issues[key].model_copy(update=told)
            return rollout.model_copy(update={"issues": {**rollout.issues, key: closed}})


def _apply_sign_off(
    rollout: Rollout, event: e.SignOffRequested | e.SignOffGiven | e.SignOffRejected, *, at: datetime
) -> Rollout:
    match event:
        case e.SignOffRequested(gate=gate, inputs=inputs, people=people, requested_by=requester):
            requesters = {key: who for key, who in rollout.requesters.items() if key != gate}
            update = {
                "asked_people": {**rollout.asked_people, gate: people},
                "requesters": {**requesters, gate: requester} if requester else requesters,
            }
            rollout = looked(rollout.model_copy(update=update), gate, people=people, at=at)
            return asked(rollout, gate, inputs=inputs, at=at)
        case e.SignOffGiven(sign_off=sign_off):
            # Who says yes takes an own no back by that.
            said = (sign_off.gate, sign_off.person)
            left = tuple(no for no in rollout.rejections if (no.gate, no.person) != said)
            given = (*rollout.sign_offs, sign_off)
            return rollout.model_copy(update={"sign_offs": given, "rejections": left})
        case e.SignOffRejected(rejection=rejection):
            rest = _unsaid(rollout, rejection.gate, person=rejection.person)
            return rest.model_copy(update={"rejections": (*rest.rejections, rejection)})


def _apply_word(rollout: Rollout, event: e.SignOffWithdrawn | e.SignOffLapsed | e.GateCommented) -> Rollout:
    match event:
        case e.SignOffWithdrawn(gate=gate, person=person):
            return _unsaid(rollout, gate, person=person)
        case e.SignOffLapsed(gate=gate, person=person):
            return lapsed(_unsaid(rollout, gate, person=person), gate, person=person)
        case e.GateCommented(comment=comment):
            return rollout.model_copy(update={"comments": (*rollout.comments, comment)})


def _unsaid(rollout: Rollout, gate: str, *, person: str) -> Rollout:
    """Return the rollout without what this person said to this gate, yes or no."""
    yeses = tuple(yes for yes in rollout.sign_offs if (yes.gate, yes.person) != (gate, person))
    noes = tuple(no for no in rollout.rejections if (no.gate, no.person) != (gate, person))
    return rollout.model_copy(update={"sign_offs": yeses, "rejections": noes})


def _apply_follow_up(
    rollout: Rollout, event: e.ActionItemAdded | e.ActionItemClosed | e.ReminderDue | e.RetrospectiveHeld
) -> Rollout:
    match event:
        case e.ActionItemAdded(item=item):
            return rollout.model_copy(update={"actions": {**rollout.actions, item.key: item}})
        case e.ActionItemClosed(action=key, closed_at=closed_at, outcome=outcome):
            closed = rollout.actions[key].model_copy(update={"closed_at": closed_at, "outcome": outcome})
            return rollout.model_copy(update={"actions": {**rollout.actions, key: closed}})
        case e.ReminderDue(about=about, people=people, day=day):
            told = {f"{about} {person}": day for person in people}
            return rollout.model_copy(update={"reminded": {**rollout.reminded, **told}})
        case e.RetrospectiveHeld(week=week, report=report):
            return rollout.model_copy(update={"retrospectives": {**rollout.retrospectives, week: report}})
