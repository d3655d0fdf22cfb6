"""Waivers: beside a FAILED verdict, asked for by one and granted by another, never by the gate's own people.

A waiver always has an end and an owner, weighs on the phase's budget, and is prolonged only by a new request,
which goes through the same review while the old waiver stands.
"""

from datetime import datetime, timedelta

from playbooks.model import events as e
from playbooks.model.commands import ActorKind, DeclineWaiver, GrantWaiver, RequestWaiver, RevokeWaiver
from playbooks.model.gates.gate import GateRule
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.verdict import Outcome
from playbooks.model.waiver import Waiver, WaiverRequest
from playbooks.model.waiver_debt import waiver_debt
from playbooks.model.waiver_review import hands, waiver_review

LONGEST = timedelta(days=90)


def request_waiver(wish: Wish, command: RequestWaiver) -> tuple[e.Event, ...]:
    """Ask for a waiver, or for its extension; anybody in the rollout may."""
    wish.require_running()
    gate = wish.require_gate(command.gate)
    require_top(wish, gate)
    if wish.actor.kind is not ActorKind.PERSON:
        raise RefusedError(RefusalCode.NOT_ENTITLED, "只有人可以申请豁免", "only people ask for a waiver")
    wish.require_member(command.owner)
    _require_none_asked(wish, gate)
    _require_waivable(wish, gate)
    _require_end(wish, command.gate, ends=command.expires_at)
    _require_budget(wish, gate)
    details = command.model_dump(exclude={"kind"})
    request = WaiverRequest(requested_by=wish.actor.key, requested_at=wish.now, **details)
    return (e.WaiverRequested(request=request),)


def grant_waiver(wish: Wish, command: GrantWaiver) -> tuple[e.Event, ...]:
    """Grant what somebody else asked for; everything is looked at once more."""
    wish.require_running()
    gate = wish.require_gate(command.gate)
    right = wish.require_right(*wish.rollout.plan(require_top(wish, gate)).waived_by, gate=gate.key)
    request = _request(wish, gate)
    _require_seen(wish, gate, command=command)
    _require_waivable(wish, gate)
    ends = command.expires_at or request.expires_at
    _require_end(wish, gate.key, ends=min(ends, request.expires_at))
    _require_not_longer(request, ends)
    wish.require_member(request.owner)
    _require_independent(wish, gate, request, right=right)
    _require_budget(wish, gate)
    waiver = Waiver(
        gate=gate.key,
        granted_by=wish.actor.key,
        granted_at=wish.now,
        owner=request.owner,
        reason=command.reason or request.reason,
        compensating_control=request.compensating_control,
        expires_at=ends,
        requested_by=request.requested_by,
        on_behalf_of=wish.behind(right),
        attachments=request.attachments,
    )
    return (e.WaiverGranted(waiver=waiver),)


def decline_waiver(wish: Wish, command: DeclineWaiver) -> tuple[e.Event, ...]:
    """Turn a request down, or take one's own back."""
    wish.require_running()
    gate = wish.require_gate(command.gate)
    request = _request(wish, gate)
    own = wish.actor.key == request.requested_by
    right = wish.actor.key if own else _right_to_end(wish, gate)
    _require_seen(wish, gate, command=command)
    declined = e.WaiverDeclined(
        gate=gate.key,
        reason=command.reason,
        declined_by=wish.actor.key,
        requested_by=request.requested_by,
        on_behalf_of=wish.behind(right),
    )
    return (declined,)


def revoke_waiver(wish: Wish, command: RevokeWaiver) -> tuple[e.Event, ...]:
    """Take a waiver back."""
    wish.require_running()
    gate = wish.require_gate(command.gate)
    right = _right_to_end(wish, gate)
    if gate.key not in wish.rollout.waivers:
        raise RefusedError(
            RefusalCode.NOT_FOUND,
            f"关卡“{gate.title.zh}”没有豁免",
            f"gate {gate.title.en!r} has no waiver",
            about=gate.key,
        )
    return (e.WaiverRevoked(gate=gate.key, reason=command.reason, on_behalf_of=wish.behind(right)),)


def _right_to_end(wish: Wish, gate: GateRule) -> str:
    """Return in whose right a waiver, or the request for one, is ended."""
    return wish.require_right(*wish.rollout.plan(require_top(wish, gate)).waived_by, "pmo", gate=gate.key)


def require_top(wish: Wish, gate: GateRule) -> PhaseKey:
    """Return the phase at whose gate this one stands; an exemption covers a whole gate, never a part of one."""
    phase = next((key for key in PhaseKey if gate in wish.rollout.plan(key).gates), None)
    if phase is None:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"“{gate.title.zh}”是组合关卡的一部分，请针对整个关卡办理",
            f"{gate.title.en!r} is part of another gate; name the whole gate",
            about=gate.key,
        )
    return phase


def _request(wish: Wish, gate: GateRule) -> WaiverRequest:
    request = wish.rollout.waiver_requests.get(gate.key)
    if request is None:
        raise RefusedError(
            RefusalCode.NOT_FOUND,
            f"没有人申请豁免关卡“{gate.title.zh}”；请由另一人先申请：phasegate waive request",
            f"nobody has asked to waive gate {gate.title.en!r}; let somebody else ask first: phasegate waive request",
            about=gate.key,
        )
    return request


def _require_none_asked(wish: Wish, gate: GateRule) -> None:
    """Refuse a second request, so that nobody grants another one than was read."""
    request = wish.rollout.waiver_requests.get(gate.key)
    if request is not None:
        name = wish.rollout.team.name(request.requested_by)
        raise RefusedError(
            RefusalCode.EXISTS,
            f"{name.zh}已申请豁免此关卡，请等待批准或先撤回该申请",
            f"{name.en} has asked to waive this gate already; wait for the answer, or take that request back",
            about=gate.key,
        )


def _require_seen(wish: Wish, gate: GateRule, *, command: GrantWaiver | DeclineWaiver) -> None:
    """Refuse an answer to something else than was shown: the request alone, or together with its gate's verdict."""
    review = waiver_review(wish.rollout, gate, now=wish.now)
    if review is not None and command.seen not in (None, review.request.digest, review.seen):
        raise RefusedError(
            RefusalCode.STALE,
            "您查看之后申请或其依据已变更，请重新查看再作决定",
            "the request, or what it rests on, has changed since you looked; look again before you decide",
            about=command.gate,
        )


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


def _require_end(wish: Wish, gate: str, *, ends: datetime) -> None:
    if not wish.now < ends <= wish.now + LONGEST:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"豁免的到期日须在今后 {LONGEST.days} 天之内",
            f"a waiver must end within the next {LONGEST.days} days",
            about=gate,
        )


def _require_not_longer(request: WaiverRequest, ends: datetime) -> None:
    if ends > request.expires_at:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            "批准的期限不能晚于申请的期限",
            "a waiver is not granted for longer than it was asked for",
            about=request.gate,
        )


def _require_independent(wish: Wish, gate: GateRule, request: WaiverRequest, *, right: str) -> None:
    """Refuse whoever asked for it, will answer for it, owns the gate or worked on it, and their delegates."""
    people = {wish.actor.key, right}
    if people & {request.requested_by, request.owner}:
        raise RefusedError(
            RefusalCode.OWN_WORK,
            "申请人和责任人不能批准自己的豁免，请由另一位有权人员批准",
            "whoever asked for a waiver, or answers for it, does not grant it; it takes another person",
            about=gate.key,
        )
    if people & hands(wish.rollout, gate) or any(
        wish.rollout.team.holds(person, gate.owner) for person in people
    ):
        raise RefusedError(
            RefusalCode.OWN_WORK,
            "不能豁免自己负责或自己提供证据的关卡",
            "nobody waives a gate they own or supplied the evidence for",
            about=gate.key,
        )


def _require_budget(wish: Wish, gate: GateRule) -> None:
    debt = waiver_debt(wish.rollout, require_top(wish, gate), wish.now)
    own = 0 if wish.rollout.waived(gate.key, wish.now) else gate.weight
    if debt.budget is not None and debt.points + own > debt.budget:
        raise RefusedError(
            RefusalCode.NOT_READY,
            f"豁免超出本阶段额度：已用 {debt.points} 分，此关卡 {gate.weight} 分，额度 {debt.budget} 分；请先补齐其他豁免",
            f"this waiver is over the budget of the phase: {debt.points} points in use, {gate.weight} for this gate, "
            f"{debt.budget} allowed; make another waived gate good first",
            about=gate.key,
        )
