"""What a card offers one person right now, or why it offers nothing.

A button is a courtesy: whether somebody may act is decided at the desk, each time, on the state at that moment.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from playbooks.model.asking import ready_to_sign
from playbooks.model.commands import PhaseDecision
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import Readiness
from playbooks.model.rollout import PhaseStatus, Rollout, RolloutStatus
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome, Verdict
from tasks.adapters.render.sentence import decided
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack import wording as w


class CardAction(StrEnum):
    """A button of a card, by the name Slack sends back."""

    APPROVE = "gate_approve"
    REJECT = "gate_reject"
    ASK = "gate_ask"
    DELEGATE = "gate_delegate"
    WAIVE = "gate_waive"
    GO = "phase_go"
    CONDITIONAL_GO = "phase_conditional_go"
    HOLD = "phase_hold"
    RECYCLE = "phase_recycle"


#: The decision a button of a phase-gate card stands for.
DECISIONS = {
    CardAction.GO: PhaseDecision.GO,
    CardAction.CONDITIONAL_GO: PhaseDecision.CONDITIONAL_GO,
    CardAction.HOLD: PhaseDecision.HOLD,
    CardAction.RECYCLE: PhaseDecision.RECYCLE,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """The buttons of a card, or the sentence that stands in their place."""

    actions: tuple[CardAction, ...] = ()
    locked: str = ""
    closed: bool = False


def gate_offer(voice: Voice, gate: GateRule, person: str, *, verdict: Verdict, now: datetime) -> Offer:
    """Return what a gate's card offers a person."""
    rollout = voice.rollout
    phase = rollout.playbook.phase_of(gate.key)
    shut = _shut(voice, phase)
    if shut is not None:
        return shut
    if verdict.passed:
        return Offer(locked=voice.say(w.PASSED, reason=voice.say(verdict.reason)))
    if any((given.gate, given.person) == (gate.key, person) for given in rollout.sign_offs):
        return Offer((CardAction.ASK,), voice.say(w.BY_YOU))
    if any((given.gate, given.person) == (gate.key, person) for given in rollout.rejections):
        waive = tuple(_waivable(rollout, gate, person, verdict=verdict))
        return Offer((CardAction.ASK, *waive), voice.say(w.REJECTED_BY_YOU))
    if not isinstance(gate, SignOffGate):
        waive = tuple(_waivable(rollout, gate, person, verdict=verdict))
        return Offer((*waive, CardAction.ASK), "" if waive else voice.say(w.NOT_YOURS))
    offered = tuple(_gate_actions(rollout, gate, person, verdict=verdict, now=now))
    reason = voice.say(w.NOT_YOURS)
    if not ready_to_sign(gate, rollout, now):
        reason = voice.say(w.NOT_SIGNABLE, reason=voice.say(verdict.reason))
    return Offer(offered, "" if CardAction.APPROVE in offered else reason)


def phase_offer(voice: Voice, phase: PhaseKey, person: str, *, standing: Readiness) -> Offer:
    """Return what a phase gate's card offers a person."""
    rollout = voice.rollout
    shut = _shut(voice, phase)
    if shut is not None:
        return shut
    if not rollout.team.holds(person, *rollout.plan(phase).decided_by):
        return Offer(locked=voice.say(w.NOT_YOURS))
    first = CardAction.GO if standing.ready else CardAction.CONDITIONAL_GO
    return Offer((first, CardAction.HOLD, CardAction.RECYCLE))


def _shut(voice: Voice, phase: PhaseKey | None) -> Offer | None:
    """Return why nothing more is decided here; only a hold of the rollout may pass."""
    rollout = voice.rollout
    if rollout.status.over:
        return Offer(locked=voice.say(w.ROLLOUT_OVER, status=voice.say(rollout.status.label)), closed=True)
    record = rollout.phases[phase] if phase else None
    if record is None or record.status is not PhaseStatus.OPEN:
        label = (record.status if record else PhaseStatus.CLOSED).label
        return Offer(locked=_phase_over(voice, phase, label), closed=True)
    if rollout.status is RolloutStatus.HELD:
        return Offer(locked=voice.say(w.ROLLOUT_HELD))
    return None


def _phase_over(voice: Voice, phase: PhaseKey | None, label: Text) -> str:
    decision = voice.rollout.phases[phase].decision if phase else None
    if decision is None:
        return voice.say(w.PHASE_OVER, status=voice.say(label))
    person = voice.person(decision.decided_by)
    return voice.say(w.DECIDED, word=decided(decision, voice), person=person, reason=decision.reason)


def _gate_actions(
    rollout: Rollout, gate: SignOffGate, person: str, *, verdict: Verdict, now: datetime
) -> Iterator[CardAction]:
    can = {key for _, people in gate.eligible(rollout.facts, now) for key in people}
    if person in can and ready_to_sign(gate, rollout, now):
        yield CardAction.APPROVE
        yield CardAction.REJECT
        yield CardAction.DELEGATE
    yield CardAction.ASK
    yield from _waivable(rollout, gate, person, verdict=verdict)


def _waivable(rollout: Rollout, gate: GateRule, person: str, *, verdict: Verdict) -> Iterator[CardAction]:
    """Yield the waiver where one can be asked for, or granted by whom it was not asked by."""
    request = rollout.waiver_requests.get(gate.key)
    if (
        verdict.outcome is Outcome.FAILED
        and gate.waivable
        and (request is None or request.requested_by != person)
    ):
        yield CardAction.WAIVE
