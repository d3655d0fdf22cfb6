"""What the decision page offers one person right now, or why it offers nothing.

An offer is a courtesy: whether somebody may act is decided at the desk, on the state at that moment.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from playbooks.model.asking import ready_to_sign
from playbooks.model.entitlement import may_act
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.override_review import standing_proposal
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.rollout import PhaseStatus, Rollout, RolloutStatus
from playbooks.model.verdict import Outcome
from playbooks.model.via import Via
from playbooks.model.waiting import Waiting, WaitingFor, waiting
from playbooks.model.waiver_review import parties
from tasks.adapters.question import Question
from tasks.adapters.render.other_doors import other_doors
from tasks.adapters.render.portal_wording import PORTAL as W
from tasks.adapters.render.voice import Voice


class Choice(StrEnum):
    """What somebody can decide on the page."""

    APPROVE = "approve"
    REJECT = "reject"
    GO = "go"
    CONDITIONAL_GO = "conditional_go"
    HOLD = "hold"
    RECYCLE = "recycle"
    GRANT_WAIVER = "grant_waiver"
    DECLINE_WAIVER = "decline_waiver"
    CONFIRM_OVERRIDE = "confirm_override"
    DECLINE_OVERRIDE = "decline_override"


@dataclass(frozen=True, slots=True)
class Offer:
    """The choices, and the sentence that stands in the place of those that are not there."""

    choices: tuple[Choice, ...] = ()
    locked: str = ""


def offer(voice: Voice, asked: Question, person: str, *, now: datetime) -> Offer:
    """Return what a person can decide about a question."""
    shut = _shut(voice, asked.phase)
    if shut:
        return Offer(locked=shut)
    if asked.gate is None:
        return _phase_offer(voice, asked.phase, person, now=now)
    return _gate_offer(voice, asked, person, now=now)


def waited_for(rollout: Rollout, about: str, now: datetime) -> tuple[str, ...]:
    """Return on whom a sign-off or a decision waits."""
    item = waiting_item(rollout, about, now)
    return item.people if item else ()


def waiting_item(rollout: Rollout, about: str, now: datetime) -> Waiting | None:
    """Return what waits about a gate or a phase, where it is a sign-off or a decision."""
    return _item(rollout, about, now, kinds=(WaitingFor.SIGN_OFF, WaitingFor.DECISION))


def asked_to_waive(rollout: Rollout, gate: str, now: datetime) -> tuple[str, ...]:
    """Return who may grant the waiver that somebody asked for."""
    item = _item(rollout, gate, now, kinds=(WaitingFor.WAIVER,))
    return item.people if item else ()


def asked_to_override(rollout: Rollout, gate: str, now: datetime) -> tuple[str, ...]:
    """Return who may confirm the override that somebody proposed."""
    item = _item(rollout, gate, now, kinds=(WaitingFor.OVERRIDE,))
    return item.people if item else ()


def _item(rollout: Rollout, about: str, now: datetime, *, kinds: tuple[WaitingFor, ...]) -> Waiting | None:
    items = (item for item in waiting(rollout, now) if item.kind in kinds and item.about == about)
    return next(items, None)


def _shut(voice: Voice, phase: PhaseKey) -> str:
    """Return why nothing is decided here, or nothing."""
    rollout, status = voice.rollout, voice.rollout.phases[phase].status
    if rollout.status.over:
        return voice.say(W.l_over, status=voice.say(rollout.status.label))
    if status is not PhaseStatus.OPEN:
        return voice.say(W.l_phase, status=voice.say(status.label))
    return voice.say(W.l_held) if rollout.status is RolloutStatus.HELD else ""


def _gate_offer(voice: Voice, asked: Question, person: str, *, now: datetime) -> Offer:
    rollout, gate = voice.rollout, asked.gate
    if gate is None:
        raise AssertionError("a question about a gate has one")
    answers = (
        *_waiver_choices(rollout, gate, person, now=now),
        *_override_choices(rollout, gate, person, now=now),
    )
    asked_to_sign = isinstance(gate, SignOffGate) and _may_sign(rollout, gate, person, now=now)
    if asked_to_sign and not _barred(gate):
        return Offer((Choice.APPROVE, Choice.REJECT, *answers))
    # Whoever asks something else is answered here all the same; where to sign is said beside it.
    locked = "" if answers and not asked_to_sign else _why_nothing(voice, gate, person, now=now)
    return Offer(answers, locked)


def _may_sign(rollout: Rollout, gate: SignOffGate, person: str, *, now: datetime) -> bool:
    """Tell whether a sign-off waits on somebody, or could be given by whoever has named a stand-in for it."""
    if not set(gate.rests_on) <= set(gate.shown(rollout.facts)):
        return False
    if person in waited_for(rollout, gate.key, now):
        return True
    # Nobody loses a right by handing over; it is used once, by whoever is first.
    used = any(
        given.gate == gate.key and person in (given.person, given.on_behalf_of) for given in rollout.sign_offs
    )
    own = any(right == person for _, right in gate.rights(rollout.facts, now, person=person))
    return own and not used and ready_to_sign(gate, rollout, now)


def _barred(gate: GateRule) -> bool:
    """Tell whether the playbook bars signing a gate through the decision page."""
    return isinstance(gate, SignOffGate) and not gate.opens_to(Via.PORTAL)


def _why_nothing(voice: Voice, gate: GateRule, person: str, *, now: datetime) -> str:
    rollout, verdict = voice.rollout, gate.judge(voice.rollout.facts, now)
    reason = voice.say(verdict.reason)
    if verdict.passed:
        return voice.say(W.l_passed, reason=reason)
    if any((given.gate, given.person) == (gate.key, person) for given in rollout.sign_offs):
        return voice.say(W.l_signed)
    if isinstance(gate, SignOffGate) and _barred(gate):
        return other_doors(voice, gate, here=Via.PORTAL)
    return voice.say(W.l_not_asked, reason=reason)


def _waiver_choices(rollout: Rollout, gate: GateRule, person: str, *, now: datetime) -> tuple[Choice, ...]:
    """Return the answers that somebody can give to a request for a waiver; the PMO turns down and does not grant."""
    request = rollout.waiver_requests.get(gate.key)
    asked = person in asked_to_waive(rollout, gate.key, now) or _may_waive(rollout, gate, person)
    if asked and gate.judge(rollout.facts, now).outcome is Outcome.FAILED:
        return (Choice.GRANT_WAIVER, Choice.DECLINE_WAIVER)
    declines = request is not None and request.requested_by != person and rollout.team.holds(person, "pmo")
    return (Choice.DECLINE_WAIVER,) if asked or declines else ()


def _may_waive(rollout: Rollout, gate: GateRule, person: str) -> bool:
    """Tell whether somebody has an own right to answer a request, whoever stands in for them."""
    request, phase = rollout.waiver_requests.get(gate.key), rollout.playbook.phase_of(gate.key)
    if request is None or phase is None or person in parties(rollout, gate, request=request):
        return False
    return rollout.team.holds(person, *rollout.plan(phase).waived_by)


def _override_choices(rollout: Rollout, gate: GateRule, person: str, *, now: datetime) -> tuple[Choice, ...]:
    """Return the answers that a second person can give to a proposed override."""
    proposal = standing_proposal(rollout, gate, now=now)
    if proposal is None or person in proposal.first:
        return ()
    entitled = may_act(rollout, person, roles=rollout.playbook.overridden_by, now=now, gate=gate.key)
    return (Choice.CONFIRM_OVERRIDE, Choice.DECLINE_OVERRIDE) if entitled else ()


def _phase_offer(voice: Voice, phase: PhaseKey, person: str, *, now: datetime) -> Offer:
    rollout = voice.rollout
    if not may_act(rollout, person, roles=rollout.plan(phase).decided_by, now=now):
        return Offer(locked=voice.say(W.l_not_decider))
    first = Choice.GO if readiness(rollout, phase, now).ready else Choice.CONDITIONAL_GO
    return Offer((first, Choice.HOLD, Choice.RECYCLE))
