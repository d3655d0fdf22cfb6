"""Waivers: beside a FAILED verdict, by those named, never by the gate's own people, always with an end."""

from datetime import timedelta

from playbooks.model import events as e
from playbooks.model.commands import GrantWaiver, RevokeWaiver
from playbooks.model.gates.gate import GateRule
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.verdict import Outcome
from playbooks.model.waiver import Waiver

LONGEST = timedelta(days=90)


def grant_waiver(wish: Wish, command: GrantWaiver) -> tuple[e.Event, ...]:
    """Allow a failed gate to be passed until a date."""
    wish.require_running()
    gate = wish.require_gate(command.gate)
    phase = _phase(wish, gate)
    wish.require_role(*wish.rollout.plan(phase).waived_by)
    wish.require_member(command.owner)
    _require_waivable(wish, gate)
    _require_end(wish, command)
    _require_independent(wish, gate)
    waiver = Waiver(granted_by=wish.actor.key, granted_at=wish.now, **command.model_dump(exclude={"kind"}))
    return (e.WaiverGranted(waiver=waiver),)


def revoke_waiver(wish: Wish, command: RevokeWaiver) -> tuple[e.Event, ...]:
    """Take a waiver back."""
    wish.require_running()
    gate = wish.require_gate(command.gate)
    wish.require_role(*wish.rollout.plan(_phase(wish, gate)).waived_by, "pmo")
    if gate.key not in wish.rollout.waivers:
        raise RefusedError(
            RefusalCode.NOT_FOUND,
            f"关卡“{gate.title.zh}”没有豁免",
            f"gate {gate.title.en!r} has no waiver",
            about=gate.key,
        )
    return (e.WaiverRevoked(gate=gate.key, reason=command.reason),)


def _phase(wish: Wish, gate: GateRule) -> PhaseKey:
    """Return the phase at whose gate this one stands; a waiver covers a whole gate, never a part of one."""
    phase = next((key for key in PhaseKey if gate in wish.rollout.plan(key).gates), None)
    if phase is None:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"“{gate.title.zh}”是组合关卡的一部分，请豁免整个关卡",
            f"{gate.title.en!r} is part of another gate; waive the whole gate",
            about=gate.key,
        )
    return phase


def _require_waivable(wish: Wish, gate: GateRule) -> None:
    verdict = gate.judge(wish.rollout.facts, wish.now)
    if not gate.waivable:
        zh, en = f"关卡“{gate.title.zh}”不允许豁免", f"gate {gate.title.en!r} cannot be waived"
        raise RefusedError(RefusalCode.NOT_ENTITLED, zh, en, about=gate.key)
    if verdict.outcome is not Outcome.FAILED:
        label = verdict.outcome.label
        raise RefusedError(
            RefusalCode.NOT_READY,
            f"只能豁免未通过的关卡；当前状态为“{label.zh}”",
            f"only a failed gate can be waived; this one is {label.en}",
            about=gate.key,
        )


def _require_end(wish: Wish, command: GrantWaiver) -> None:
    if not wish.now < command.expires_at <= wish.now + LONGEST:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"豁免的到期日须在今后 {LONGEST.days} 天之内",
            f"a waiver must end within the next {LONGEST.days} days",
            about=command.gate,
        )


def _require_independent(wish: Wish, gate: GateRule) -> None:
    hands = {
        hand for key in gate.evidence_keys if (kept := wish.rollout.evidence.get(key)) for hand in kept.hands
    }
    if wish.actor.key in hands or wish.rollout.team.holds(wish.actor.key, gate.owner):
        raise RefusedError(
            RefusalCode.OWN_WORK,
            "不能豁免自己负责或自己提供证据的关卡",
            "nobody waives a gate they own or supplied the evidence for",
            about=gate.key,
        )
