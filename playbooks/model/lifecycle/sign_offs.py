"""Sign-offs: bound to what was shown, by somebody entitled, never on one's own work, one person once.

A yes and a no obey the same rules. A yes may be given in the right of somebody the person stands in for; both
names go on record, the right counts once, and what the one may not sign the other may not either.
"""

from playbooks.model import events as e
from playbooks.model.asking import ready_to_sign
from playbooks.model.commands import (
    ActorKind,
    CommentOnGate,
    GiveSignOff,
    RejectSignOff,
    RequestSignOff,
    WithdrawSignOff,
)
from playbooks.model.gate_comment import GateComment
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.slot import Slot
from playbooks.model.gates.wording import joined, short_name
from playbooks.model.lifecycle.requests import opens_again, require_open_request
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.rejection import Rejection
from playbooks.model.sign_off import SignOff
from playbooks.model.substitution import Matter
from playbooks.model.verdict import Outcome

#: How many comments one gate takes, so that nobody can fill the record with words.
MOST_COMMENTS = 200


def request_sign_off(wish: Wish, command: RequestSignOff) -> tuple[e.Event, ...]:
    """Ask the few whose yes would be enough, once for the same inputs, and not before there is something to sign."""
    wish.require_running()
    gate = _sign_off_gate(wish, command.gate)
    facts, shown = wish.rollout.facts, gate.shown_digest(wish.rollout.facts)
    asked = wish.rollout.asked.get(gate.key) == shown
    if not opens_again(wish, gate) and (asked or not ready_to_sign(gate, wish.rollout, wish.now)):
        return ()
    quorum = gate.quorum(facts, wish.now)
    # For a seat that nobody can fill, the owner's role stands there.
    named = (who for missing in quorum.missing(gate.owner) for who in missing.who)
    able = (who for who in named if wish.rollout.team.person(who) is not None)
    people = quorum.needed
    allowed = tuple(person for person in dict.fromkeys(able) if person not in people)
    person = wish.actor.key if wish.actor.kind is ActorKind.PERSON else None
    request = e.SignOffRequested(
        gate=gate.key, people=people, inputs=shown, allowed=allowed, requested_by=person
    )
    return (request,) if people else ()


def give_sign_off(wish: Wish, command: GiveSignOff) -> tuple[e.Event, ...]:
    """Record a person's yes."""
    gate, role, right = _entitled(wish, command)
    _require_first(wish, gate, role, right=right)
    sign_off = SignOff(
        gate=gate.key,
        person=wish.actor.key,
        role=role,
        given_at=wish.now,
        rests_on=gate.shown(wish.rollout.facts),
        comment=command.comment,
        attachments=command.attachments,
        on_behalf_of=_other(wish, right),
    )
    return (e.SignOffGiven(sign_off=sign_off),)


def reject_sign_off(wish: Wish, command: RejectSignOff) -> tuple[e.Event, ...]:
    """Record a person's no; it takes an own yes back."""
    gate, role, right = _entitled(wish, command)
    said = (gate.key, wish.actor.key)
    if any((no.gate, no.person) == said for no in wish.rollout.rejections):
        raise RefusedError(
            RefusalCode.ALREADY_DONE,
            "您已驳回此关卡；如改变意见，请撤回或直接签核",
            "you have rejected this gate already; withdraw it, or sign off, if you have changed your mind",
            about=gate.key,
        )
    rejection = Rejection(
        gate=gate.key,
        person=wish.actor.key,
        role=role,
        given_at=wish.now,
        rests_on=gate.shown(wish.rollout.facts),
        reason=command.reason,
        attachments=command.attachments,
        on_behalf_of=_other(wish, right),
    )
    return (e.SignOffRejected(rejection=rejection),)


def withdraw_sign_off(wish: Wish, command: WithdrawSignOff) -> tuple[e.Event, ...]:
    """Take one's own yes, or one's own no, back while the phase is open."""
    wish.require_running()
    _require_person(wish)
    gate = wish.require_gate(command.gate)
    person = wish.actor.key
    if not any((word.gate, word.person) == (gate.key, person) for word in wish.rollout.words):
        raise RefusedError(
            RefusalCode.NOT_FOUND, "您没有签核过此关卡", "you have not signed this gate", about=gate.key
        )
    return (e.SignOffWithdrawn(gate=gate.key, person=person, reason=command.reason),)


def comment_on_gate(wish: Wish, command: CommentOnGate) -> tuple[e.Event, ...]:
    """Put somebody's words beside a gate; they decide nothing, so everybody in the rollout may say them."""
    wish.require_not_over()
    _require_person(wish)
    gate = wish.require_known_gate(command.gate)
    if sum(comment.gate == gate.key for comment in wish.rollout.comments) >= MOST_COMMENTS:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"关卡“{gate.title.zh}”的评论已达 {MOST_COMMENTS} 条，请改提问题或行动项",
            f"gate {gate.title.en!r} has {MOST_COMMENTS} comments; raise an issue or add an action item",
            about=gate.key,
        )
    details = command.model_dump(exclude={"kind"})
    return (e.GateCommented(comment=GateComment(person=wish.actor.key, at=wish.now, **details)),)


def _entitled(wish: Wish, command: GiveSignOff | RejectSignOff) -> tuple[SignOffGate, str, str]:
    """Return the gate, the role and the person in whose right somebody says yes or no; refuse everybody else."""
    wish.require_running()
    gate = _sign_off_gate(wish, command.gate)
    _require_person(wish)
    _require_door(wish, gate)
    role, right = _require_role_slot(wish, gate, command.role)
    require_open_request(wish, gate)
    _require_other_hands(wish, gate, right)
    _require_shown(wish, gate, command.seen)
    return gate, role, right


def _other(wish: Wish, right: str) -> str | None:
    return None if right == wish.actor.key else right


def _sign_off_gate(wish: Wish, key: str) -> SignOffGate:
    gate = wish.require_gate(key)
    if not isinstance(gate, SignOffGate):
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"关卡“{gate.title.zh}”依据证据判定，不需签核",
            f"gate {gate.title.en!r} is judged on evidence and takes no sign-off",
            about=key,
        )
    return gate


def _require_person(wish: Wish) -> None:
    if wish.actor.kind is not ActorKind.PERSON:
        raise RefusedError(RefusalCode.NOT_ENTITLED, "只有人可以签核", "only people sign off")


def _require_door(wish: Wish, gate: SignOffGate) -> None:
    """Refuse a door that the playbook bars: not every one knows equally well who comes through it."""
    if gate.opens_to(wish.actor.via):
        return
    doors = [door.label for door in gate.doors or ()]
    raise RefusedError(
        RefusalCode.NOT_ENTITLED,
        f"剧本规定此关卡只能通过{'、'.join(door.zh for door in doors)}签核，请改用",
        f"the playbook lets this gate be signed through {', '.join(door.en for door in doors)} alone; go there",
        about=gate.key,
    )


def _require_role_slot(wish: Wish, gate: SignOffGate, wanted: str | None) -> tuple[str, str]:
    """Return the role for which this person can fill a slot and in whose right: the own one before others'."""
    wish.require_right(*(slot.role for slot in gate.slots), gate=gate.key)
    counted = {
        (s.role, right) for s, right in gate.rights(wish.rollout.facts, wish.now, person=wish.actor.key)
    }
    fits = sorted(
        _fitting(wish, gate, wanted), key=lambda fit: (fit not in counted, fit[1] != wish.actor.key)
    )
    if not fits:
        slots = [slot.label(wish.rollout.team) for slot in gate.slots]
        raise RefusedError(
            RefusalCode.NOT_ENTITLED,
            f"此关卡只接受以下人员签核：{'、'.join(slot.zh for slot in slots)}",
            f"this gate takes the sign-off of: {', '.join(slot.en for slot in slots)}",
            about=gate.key,
        )
    free = (fit for fit in fits if fit in counted and not _spoken(wish, gate, fit))
    return next(free, fits[0])


def _fitting(wish: Wish, gate: SignOffGate, wanted: str | None) -> list[tuple[str, str]]:
    """Return each role and right in which this person may speak, whoever worked on the evidence."""
    return [
        (slot.role, right)
        for slot in gate.slots
        if wanted in (None, slot.role)
        for right in _rights(wish, slot, gate.key)
    ]


def _rights(wish: Wish, slot: Slot, gate: str) -> list[str]:
    substitution = wish.rollout.substitution
    matter = Matter(role=slot.role, gate=gate, at=wish.now)
    return [
        person.key
        for person in wish.rollout.team.people
        if slot.admits(person)
        and (person.key == wish.actor.key or wish.actor.key in substitution.stand_ins(person.key, matter))
    ]


def _spoken(wish: Wish, gate: SignOffGate, fit: tuple[str, str]) -> bool:
    """Tell whether this right has been used: by the person, or by whoever stood in for the person."""
    role, right = fit
    return any(
        yes.gate == gate.key
        and (yes.on_behalf_of or yes.person) == right
        and (not gate.two_hats or yes.role == role)
        for yes in wish.rollout.sign_offs
    )


def _require_first(wish: Wish, gate: SignOffGate, role: str, *, right: str) -> None:
    """Refuse a second yes of one person, and a second yes in one person's right; two hats are put on one by one."""
    own = any(
        (yes.gate, yes.person) == (gate.key, wish.actor.key) and (not gate.two_hats or yes.role == role)
        for yes in wish.rollout.sign_offs
    )
    if own:
        raise RefusedError(
            RefusalCode.ALREADY_DONE,
            "您已签核此关卡，一人只计一次",
            "you have signed this gate already; one person counts once",
            about=gate.key,
        )
    if _spoken(wish, gate, (role, right)):
        name = short_name(wish.rollout.team, right)
        raise RefusedError(
            RefusalCode.ALREADY_DONE,
            f"{name.zh}的一票已用于此关卡，本人与代理人合计只计一次",
            f"the sign-off of {name.en} has been given already; a person and a delegate count once together",
            about=gate.key,
        )


def _require_shown(wish: Wish, gate: SignOffGate, seen: str) -> None:
    absent = sorted(set(gate.rests_on) - set(gate.shown(wish.rollout.facts)))
    if absent:
        raise RefusedError(
            RefusalCode.NOT_READY,
            f"尚无可签核的内容，缺少证据：{', '.join(absent)}",
            f"there is nothing to sign yet; evidence is missing: {', '.join(absent)}",
            about=gate.key,
        )
    verdict = gate.judge(wish.rollout.facts, wish.now)
    if verdict.outcome is Outcome.INVALID:
        raise RefusedError(
            RefusalCode.NOT_READY,
            f"证据无效，不能签核：{verdict.reason.zh}",
            f"invalid evidence cannot be signed: {verdict.reason.en}",
            about=gate.key,
        )
    if seen != gate.shown_digest(wish.rollout.facts):
        raise RefusedError(
            RefusalCode.STALE,
            "您查看之后证据已变更，请重新查看再签核",
            "the evidence has changed since you looked; look again before you sign",
            about=gate.key,
        )


def _require_other_hands(wish: Wish, gate: SignOffGate, right: str) -> None:
    """Refuse own work, a request of one's own, and both where the person only stands in for somebody."""
    rollout, people = wish.rollout, {wish.actor.key, right}
    if not gate.barred(rollout.facts) & people and _far_enough(wish, gate, right):
        return
    kept = rollout.evidence
    own = [key for key in gate.rests_on if key in kept and people & kept[key].hands]
    what = joined(own or [gate.key])
    raise RefusedError(
        RefusalCode.OWN_WORK,
        f"不能签核自己的工作成果，代理他人时也不行：{what.zh}",
        f"nobody signs off their own work, nor has it signed by a delegate: {what.en}",
        about=gate.key,
    )


def _far_enough(wish: Wish, gate: SignOffGate, right: str) -> bool:
    """Tell whether the gate counts this person in that right: a second signature comes from another department."""
    rights = gate.rights(wish.rollout.facts, wish.now, person=wish.actor.key)
    return any(right == entitled for _, entitled in rights)
