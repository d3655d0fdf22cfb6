"""Emergency overrides: one proposes, another confirms, both entitled and each with a reason of their own.

An overridden gate is never passed: its verdict stays what it is, and everybody sees who let the phase go on.
"""

from playbooks.model import events as e
from playbooks.model.commands import DeclineOverride, OverrideGate, ProposeOverride
from playbooks.model.gates.gate import GateRule
from playbooks.model.lifecycle.waivers import require_top
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.override import Override, OverrideProposal
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.substitution import Matter


def override_gate(wish: Wish, command: OverrideGate) -> tuple[e.Event, ...]:
    """Propose to override a gate that is not met, or confirm what somebody else has proposed."""
    wish.require_running()
    gate = wish.require_gate(command.gate)
    require_top(wish, gate)
    right = wish.require_right(*wish.rollout.playbook.overridden_by, gate=gate.key)
    inputs = _unmet_inputs(wish, gate)
    proposal = wish.rollout.proposals.get(gate.key)
    role = _role(wish, right)
    other = None if right == wish.actor.key else right
    if proposal is None or not proposal.standing(wish.now) or proposal.inputs != inputs:
        if command.seen is not None:
            raise _stale(gate)
        return (e.OverrideProposed(proposal=_proposal(wish, gate, reason=command.reason)),)
    if command.seen not in (None, proposal.digest):
        raise _stale(gate)
    _require_second(wish, proposal, right=right)
    override = Override(
        gate=gate.key,
        proposal=proposal,
        confirmed_by=wish.actor.key,
        confirmed_role=role,
        reason=command.reason,
        at=wish.now,
        on_behalf_of=other,
    )
    return (e.GateOverridden(override=override),)


def propose_override(wish: Wish, command: ProposeOverride) -> tuple[e.Event, ...]:
    """Propose to override exactly these gates: all of them, or none where one of them cannot be."""
    wish.require_running()
    wish.require_open(command.phase)
    for key in command.gates:
        wish.require_right(*wish.rollout.playbook.overridden_by, gate=key)
    if command.seen not in (None, readiness(wish.rollout, command.phase, wish.now).inputs):
        raise _stale_phase(command.phase)
    gates = [wish.require_gate(key) for key in dict.fromkeys(command.gates)]
    return tuple(_proposed(wish, gate, command=command) for gate in gates)


def decline_override(wish: Wish, command: DeclineOverride) -> tuple[e.Event, ...]:
    """Turn a proposal down, or take one's own back."""
    wish.require_running()
    gate = wish.require_gate(command.gate)
    right = wish.require_right(*wish.rollout.playbook.overridden_by, gate=gate.key)
    proposal = wish.rollout.proposals.get(gate.key)
    if proposal is None or not proposal.standing(wish.now):
        raise RefusedError(
            RefusalCode.NOT_FOUND,
            f"没有人提出紧急越过关卡“{gate.title.zh}”，或提议已失效",
            f"nobody proposes to override gate {gate.title.en!r}, or not any more",
            about=gate.key,
        )
    if command.seen not in (None, proposal.digest):
        raise _stale(gate)
    declined = e.OverrideDeclined(
        gate=gate.key,
        reason=command.reason,
        declined_by=wish.actor.key,
        proposed_by=proposal.by,
        on_behalf_of=wish.behind(right),
    )
    return (declined,)


def _proposed(wish: Wish, gate: GateRule, *, command: ProposeOverride) -> e.OverrideProposed:
    if require_top(wish, gate) is not command.phase:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"关卡“{gate.title.zh}”不属于此阶段",
            f"gate {gate.title.en!r} does not belong to this phase",
            about=gate.key,
        )
    made, earlier = _proposal(wish, gate, reason=command.reason), wish.rollout.proposals.get(gate.key)
    if earlier is not None and earlier.standing(wish.now) and earlier.inputs == made.inputs:
        name = wish.rollout.team.name(earlier.by)
        raise RefusedError(
            RefusalCode.EXISTS,
            f"{name.zh}已提出紧急越过关卡“{gate.title.zh}”，请由另一位有权人员确认或不予确认",
            f"{name.en} has proposed to override gate {gate.title.en!r}; let another entitled person confirm or decline it",
            about=gate.key,
        )
    return e.OverrideProposed(proposal=made)


def _proposal(wish: Wish, gate: GateRule, *, reason: str) -> OverrideProposal:
    right = wish.require_right(*wish.rollout.playbook.overridden_by, gate=gate.key)
    return OverrideProposal(
        gate=gate.key,
        by=wish.actor.key,
        role=_role(wish, right),
        reason=reason,
        at=wish.now,
        inputs=_unmet_inputs(wish, gate),
        on_behalf_of=None if right == wish.actor.key else right,
    )


def _stale(gate: GateRule) -> RefusedError:
    return RefusedError(
        RefusalCode.STALE,
        "您查看之后该提议或其依据已变更，请重新查看再作决定",
        "the proposal, or what it rests on, has changed since you looked; look again before you decide",
        about=gate.key,
    )


def _stale_phase(phase: PhaseKey) -> RefusedError:
    return RefusedError(
        RefusalCode.STALE,
        "您查看之后关卡的依据已变更，请重新查看再提出",
        "what the gates rest on has changed since you looked; look again before you propose",
        about=phase,
    )


def _unmet_inputs(wish: Wish, gate: GateRule) -> str:
    verdict = gate.judge(wish.rollout.facts, wish.now)
    if verdict.passed or wish.rollout.overridden(gate.key):
        raise RefusedError(
            RefusalCode.ALREADY_DONE,
            f"关卡“{gate.title.zh}”已通过或已被越过，无需再办理",
            f"gate {gate.title.en!r} is met or overridden already; there is nothing to override",
            about=gate.key,
        )
    return verdict.inputs_digest


def _require_second(wish: Wish, proposal: OverrideProposal, *, right: str) -> None:
    """Refuse the one who proposed, and whoever acts in the same right."""
    if proposal.first & {wish.actor.key, right}:
        raise RefusedError(
            RefusalCode.OWN_WORK,
            "紧急越过须由两人办理，请由另一位有权人员确认",
            "an emergency override takes two people; let another entitled person confirm it",
            about=proposal.gate,
        )


def _role(wish: Wish, right: str) -> str:
    """Return the role in which somebody acts, or is represented, here."""
    person, roles = wish.rollout.team.person(right), wish.rollout.playbook.overridden_by
    held = [role for role in roles if person and role in person.roles]
    covered = (role for role in held if _represented(wish, right, role))
    return next(covered, held[0])


def _represented(wish: Wish, right: str, role: str) -> bool:
    matter = Matter(role=role, at=wish.now)
    return right == wish.actor.key or wish.actor.key in wish.rollout.substitution.stand_ins(right, matter)
