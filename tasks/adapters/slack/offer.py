"""What a card offers one person right now, or why it offers nothing.

A button is a courtesy: whether somebody may act is decided at the desk, each time, on the state at that moment.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from playbooks.model.asking import ready_to_sign
from playbooks.model.commands import PhaseDecision
from playbooks.model.entitlement import may_act
from playbooks.model.events import PhaseGateDecided
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.wording import brief
from playbooks.model.override_review import overridable
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import Readiness
from playbooks.model.rollout import PhaseStatus, Rollout, RolloutStatus
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome, Verdict
from playbooks.model.via import Via
from tasks.adapters.render.other_doors import other_doors
from tasks.adapters.render.remarks import filed
from tasks.adapters.render.sentence import decided
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack import wording as w
from tasks.adapters.store.messages import MessageKind

#: How much of the reason of a decision a card shows; the ledger has all of it.
LONGEST_REASON = 1000


class CardAction(StrEnum):
    """A button of a card, by the name Slack sends back."""

    APPROVE = "gate_approve"
    REJECT = "gate_reject"
    ASK = "gate_ask"
    DELEGATE = "gate_delegate"
    WAIVE = "gate_waive"
    WITHDRAW = "gate_withdraw"
    TAKE_BACK = "gate_take_back"
    GO = "phase_go"
    CONDITIONAL_GO = "phase_conditional_go"
    HOLD = "phase_hold"
    RECYCLE = "phase_recycle"
    KILL = "phase_kill"
    OVERRIDE = "phase_override"
    GRANT = "waiver_grant"
    DECLINE = "waiver_decline"
    CONFIRM = "override_confirm"
    REFUSE = "override_decline"


#: The decision a button of a phase-gate card stands for.
DECISIONS = {
    CardAction.GO: PhaseDecision.GO,
    CardAction.CONDITIONAL_GO: PhaseDecision.CONDITIONAL_GO,
    CardAction.HOLD: PhaseDecision.HOLD,
    CardAction.RECYCLE: PhaseDecision.RECYCLE,
    CardAction.KILL: PhaseDecision.KILL,
}

#: The buttons that a card of each kind can have; any other one that comes back was made up.
ACTIONS: Mapping[MessageKind, frozenset[CardAction]] = {
    MessageKind.GATE: frozenset(action for action in CardAction if action.value.startswith("gate_")),
    MessageKind.PHASE_GATE: frozenset({*DECISIONS, CardAction.OVERRIDE}),
    MessageKind.WAIVER: frozenset({CardAction.GRANT, CardAction.DECLINE, CardAction.ASK}),
    MessageKind.OVERRIDE: frozenset({CardAction.CONFIRM, CardAction.REFUSE, CardAction.ASK}),
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
    closed = shut(voice, phase)
    if closed is not None:
        return closed
    said = (gate.key, person)
    signed = any((given.gate, given.person) == said for given in rollout.sign_offs)
    if verdict.passed:
        back = (CardAction.WITHDRAW,) if signed else ()
        return Offer(back, voice.say(w.PASSED, reason=voice.say(verdict.reason)))
    waive = tuple(_waivable(rollout, gate, person, verdict=verdict))
    if signed:
        return Offer((CardAction.ASK, CardAction.WITHDRAW), voice.say(w.BY_YOU))
    if any((given.gate, given.person) == said for given in rollout.rejections):
        return Offer((CardAction.ASK, CardAction.WITHDRAW, *waive), voice.say(w.REJECTED_BY_YOU))
    if not isinstance(gate, SignOffGate):
        return Offer((*waive, CardAction.ASK), "" if waive else voice.say(w.NOT_YOURS))
    return _signing_offer(voice, gate, person, verdict=verdict, now=now)


def _signing_offer(voice: Voice, gate: SignOffGate, person: str, *, verdict: Verdict, now: datetime) -> Offer:
    """Return what the card of a gate that is signed offers somebody who has not spoken yet."""
    rollout = voice.rollout
    offered = tuple(_gate_actions(rollout, gate, person, verdict=verdict, now=now))
    if CardAction.APPROVE in offered:
        return Offer(offered)
    if not ready_to_sign(gate, rollout, now):
        return Offer(offered, voice.say(w.NOT_SIGNABLE, reason=voice.say(verdict.reason)))
    # Who may sign, but not here, keeps the right to hand it on.
    barred = CardAction.DELEGATE in offered
    return Offer(offered, other_doors(voice, gate, here=Via.SLACK) if barred else voice.say(w.NOT_YOURS))


def phase_offer(voice: Voice, phase: PhaseKey, person: str, *, standing: Readiness, now: datetime) -> Offer:
    """Return what a phase gate's card offers a person."""
    rollout = voice.rollout
    closed = shut(voice, phase)
    if closed is not None:
        return closed
    over = may_act(rollout, person, roles=rollout.playbook.overridden_by, now=now) and overridable(
        rollout, standing, now=now
    )
    override = (CardAction.OVERRIDE,) if over else ()
    if not may_act(rollout, person, roles=rollout.plan(phase).decided_by, now=now):
        return Offer(override, voice.say(w.NOT_YOURS))
    first = CardAction.GO if standing.ready else CardAction.CONDITIONAL_GO
    return Offer((first, CardAction.HOLD, CardAction.RECYCLE, *override, CardAction.KILL))


def shut(voice: Voice, phase: PhaseKey | None) -> Offer | None:
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
    return decision_line(voice, decision)


def decision_line(voice: Voice, decision: PhaseGateDecided) -> str:
    """Return what was decided at a phase gate by whom and why, with the names of the files that came with it."""
    person = voice.person(decision.decided_by)
    reason = brief(decision.reason, LONGEST_REASON)
    line = voice.say(w.DECIDED, word=decided(decision, voice), person=person, reason=reason)
    return filed(line, decision.attachments, voice)


def _gate_actions(
    rollout: Rollout, gate: SignOffGate, person: str, *, verdict: Verdict, now: datetime
) -> Iterator[CardAction]:
    can = {key for _, people in gate.eligible(rollout.facts, now) for key in people}
    if person in can and ready_to_sign(gate, rollout, now):
        if gate.opens_to(Via.SLACK):
            yield CardAction.APPROVE
            yield CardAction.REJECT
        yield CardAction.DELEGATE
    yield CardAction.ASK
    yield from _waivable(rollout, gate, person, verdict=verdict)


def _waivable(rollout: Rollout, gate: GateRule, person: str, *, verdict: Verdict) -> Iterator[CardAction]:
    """Yield the waiver where one, or its extension, can be asked for: once at a time, and for a whole gate."""
    phase, request = rollout.playbook.phase_of(gate.key), rollout.waiver_requests.get(gate.key)
    if request is not None and request.requested_by == person:
        yield CardAction.TAKE_BACK
    whole = phase is not None and gate in rollout.plan(phase).gates
    failed = verdict.outcome is Outcome.FAILED
    if failed and whole and gate.waivable and request is None:
        yield CardAction.WAIVE
