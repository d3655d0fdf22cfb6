"""Emergency overrides: one proposes, another confirms, both entitled and each with a reason of their own.

An overridden gate is never passed: its verdict stays what it is, and everybody sees who let the phase go on.
"""

from playbooks.model import events as e
from playbooks.model.commands import OverrideGate
from playbooks.model.gates.gate import GateRule
from playbooks.model.lifecycle.waivers import require_top
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.override import Override, OverrideProposal
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
        made = OverrideProposal(
            gate=gate.key,
            by=wish.actor.key,
            role=role,
            reason=command.reason,
            at=wish.now,
            inputs=inputs,
            on_behalf_of=other,
        )
        return (e.OverrideProposed(proposal=made),)
    _require_second(wish, proposal, right)
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


def _require_second(wish: Wish, proposal: OverrideProposal, right: str) -> None:
    """Refuse the one who proposed, and whoever acts in the same right."""
    first = {proposal.by, proposal.on_behalf_of or proposal.by}
    if first & {wish.actor.key, right}:
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
