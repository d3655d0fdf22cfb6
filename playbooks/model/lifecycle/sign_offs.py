"""Sign-offs: bound to what was shown, by somebody entitled, never on one's own work, one person once."""

from playbooks.model import events as e
from playbooks.model.asking import ready_to_sign
from playbooks.model.commands import ActorKind, GiveSignOff, RequestSignOff, WithdrawSignOff
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.sign_off import SignOff
from playbooks.model.verdict import Outcome


def request_sign_off(wish: Wish, command: RequestSignOff) -> tuple[e.Event, ...]:
    """Ask those who can still sign, once for the same inputs, and not before there is something to sign."""
    wish.require_running()
    gate = _sign_off_gate(wish, command.gate)
    facts, shown = wish.rollout.facts, gate.shown_digest(wish.rollout.facts)
    if wish.rollout.asked.get(gate.key) == shown or not ready_to_sign(gate, wish.rollout, wish.now):
        return ()
    signed = {sign_off.person for sign_off in facts.sign_offs if sign_off.gate == gate.key}
    can = (person for _, people in gate.eligible(facts) for person in people if person not in signed)
    people = tuple(dict.fromkeys(can))
    return (e.SignOffRequested(gate=gate.key, people=people, inputs=shown),) if people else ()


def give_sign_off(wish: Wish, command: GiveSignOff) -> tuple[e.Event, ...]:
    """Record a person's yes."""
    wish.require_running()
    gate = _sign_off_gate(wish, command.gate)
    _require_person(wish)
    role = _require_role_slot(wish, gate, command.role)
    _require_shown(wish, gate, command.seen)
    _require_other_hands(wish, gate)
    if any((s.gate, s.person) == (gate.key, wish.actor.key) for s in wish.rollout.sign_offs):
        raise RefusedError(
            RefusalCode.ALREADY_DONE,
            "您已签署此关卡，一人只计一次",
            "you have signed this gate already; one person counts once",
            about=gate.key,
        )
    sign_off = SignOff(
        gate=gate.key,
        person=wish.actor.key,
        role=role,
        given_at=wish.now,
        rests_on=gate.shown(wish.rollout.facts),
        comment=command.comment,
    )
    return (e.SignOffGiven(sign_off=sign_off),)


def withdraw_sign_off(wish: Wish, command: WithdrawSignOff) -> tuple[e.Event, ...]:
    """Take one's own yes back while the phase is open."""
    wish.require_running()
    _require_person(wish)
    gate = wish.require_gate(command.gate)
    person = wish.actor.key
    if not any((s.gate, s.person) == (gate.key, person) for s in wish.rollout.sign_offs):
        raise RefusedError(
            RefusalCode.NOT_FOUND, "您没有签署过此关卡", "you have not signed this gate", about=gate.key
        )
    return (e.SignOffWithdrawn(gate=gate.key, person=person, reason=command.reason),)


def _sign_off_gate(wish: Wish, key: str) -> SignOffGate:
    gate = wish.require_gate(key)
    if not isinstance(gate, SignOffGate):
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"关卡“{gate.title.zh}”依据证据判定，不需签署",
            f"gate {gate.title.en!r} is judged on evidence and takes no sign-off",
            about=key,
        )
    return gate


def _require_person(wish: Wish) -> None:
    if wish.actor.kind is not ActorKind.PERSON:
        raise RefusedError(RefusalCode.NOT_ENTITLED, "只有人可以签署", "only people sign off")


def _require_role_slot(wish: Wish, gate: SignOffGate, wanted: str | None) -> str:
    """Return the role for which this person can fill a slot; the first one unless a role is wished."""
    wish.require_role(*(slot.role for slot in gate.slots))
    person = wish.rollout.team.person(wish.actor.key)
    held = [
        slot.role for slot in gate.slots if person and slot.admits(person) and wanted in (None, slot.role)
    ]
    if not held:
        slots = [slot.label(wish.rollout.team) for slot in gate.slots]
        raise RefusedError(
            RefusalCode.NOT_ENTITLED,
            f"此关卡只接受以下人员签署: {'、'.join(slot.zh for slot in slots)}",
            f"this gate takes the sign-off of: {', '.join(slot.en for slot in slots)}",
            about=gate.key,
        )
    return held[0]


def _require_shown(wish: Wish, gate: SignOffGate, seen: str) -> None:
    absent = sorted(set(gate.rests_on) - set(gate.shown(wish.rollout.facts)))
    if absent:
        raise RefusedError(
            RefusalCode.NOT_READY,
            f"尚无可签署的内容，缺少证据: {', '.join(absent)}",
            f"there is nothing to sign yet; evidence is missing: {', '.join(absent)}",
            about=gate.key,
        )
    verdict = gate.judge(wish.rollout.facts, wish.now)
    if verdict.outcome is Outcome.INVALID:
        raise RefusedError(
            RefusalCode.NOT_READY,
            f"证据无效，不能签署: {verdict.reason.zh}",
            f"invalid evidence cannot be signed: {verdict.reason.en}",
            about=gate.key,
        )
    if seen != gate.shown_digest(wish.rollout.facts):
        raise RefusedError(
            RefusalCode.STALE,
            "您查看之后证据已变更，请重新查看再签署",
            "the evidence has changed since you looked; look again before you sign",
            about=gate.key,
        )


def _require_other_hands(wish: Wish, gate: SignOffGate) -> None:
    if not gate.independent_of_hands:
        return
    own = [key for key in gate.rests_on if wish.actor.key in wish.rollout.evidence[key].hands]
    if own:
        raise RefusedError(
            RefusalCode.OWN_WORK,
            f"不能签署自己的工作成果: {', '.join(own)}",
            f"nobody signs off their own work: {', '.join(own)}",
            about=gate.key,
        )
