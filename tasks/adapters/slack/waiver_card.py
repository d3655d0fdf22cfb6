"""The card of a request for a waiver, or for its extension: who asks for what, what it costs, what a yes and a no mean.

It says how its request ended, wherever that was decided.
"""

from collections.abc import Iterator
from datetime import datetime

from playbooks.model.decline import waiver_of
from playbooks.model.entitlement import may_act
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.wording import brief
from playbooks.model.verdict import Outcome
from playbooks.model.waiver_review import WaiverReview, parties, waiver_review
from tasks.adapters.render.remarks import file_label
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack import wording as w
from tasks.adapters.slack.blocks import QUOTE, Block, context, escaped, facts, header
from tasks.adapters.slack.drawing import Drawing, Handle
from tasks.adapters.slack.gate_card import offered, place, said, shown_evidence, status
from tasks.adapters.slack.offer import CardAction, Offer, shut


def waiver_card(voice: Voice, gate: GateRule, person: str, *, handle: Handle, now: datetime) -> Drawing:
    """Return the card of the request for one person; `handle` names message and revision."""
    review, title = waiver_review(voice.rollout, gate, now=now), voice.say(gate.title)
    offer = waiver_offer(voice, gate, person, review=review, now=now)
    head = w.WAIVER_HEAD_AGAIN if review and review.standing else w.WAIVER_HEAD
    seen = review.seen if review else ""
    blocks: tuple[Block, ...] = (header(voice.say(head, gate=title)), *offered(voice, offer, handle(seen)))
    if review is not None:
        summary = (*waiver_summary(voice, gate, review=review), *said(voice, gate))
        blocks = (blocks[0], *summary, *blocks[1:])
    return Drawing(_line(voice, title, offer=offer), blocks, seen=seen, closed=offer.closed)


def waiver_summary(voice: Voice, gate: GateRule, *, review: WaiverReview) -> Iterator[Block]:
    """Yield what a decider has to know; a card and the form behind its buttons say the same."""
    phase = voice.rollout.playbook.phase_of(gate.key)
    yield context(place(voice, phase, due=voice.rollout.phases[phase].due if phase else None))
    yield facts(_facts(voice, review))
    yield from shown_evidence(voice, gate)


def waiver_offer(
    voice: Voice, gate: GateRule, person: str, *, review: WaiverReview | None, now: datetime
) -> Offer:
    """Return what the card offers a person, or how the request ended."""
    closed = shut(voice, voice.rollout.playbook.phase_of(gate.key))
    if closed is not None:
        return closed
    if review is None:
        return Offer(locked=_ended(voice, gate, now=now), closed=True)
    rollout, phase = voice.rollout, review.debt.phase
    if person in parties(rollout, gate, request=review.request):
        return Offer((CardAction.ASK,), voice.say(w.WAIVER_PARTY))
    if not may_act(rollout, person, roles=rollout.plan(phase).waived_by, now=now, gate=gate.key):
        return Offer((CardAction.ASK,), voice.say(w.NOT_YOURS))
    if review.verdict.outcome is not Outcome.FAILED:
        return Offer((CardAction.DECLINE, CardAction.ASK), voice.say(w.WAIVER_NEEDLESS))
    return Offer((CardAction.GRANT, CardAction.DECLINE, CardAction.ASK))


def _facts(voice: Voice, review: WaiverReview) -> Iterator[tuple[str, str]]:
    request, again = review.request, review.standing
    asked = voice.say(
        w.WAIVER_BY, person=voice.person(request.requested_by), moment=voice.moment(request.requested_at)
    )
    yield voice.say(w.L_ASKED_BY), asked
    yield voice.say(w.L_STATUS), status(voice, review.verdict)
    yield voice.say(w.L_REASON), brief(request.reason, QUOTE)
    yield voice.say(w.L_CONTROL), brief(request.compensating_control, QUOTE)
    if request.attachments:
        yield voice.say(w.L_FILES), voice.listed(file_label(file, voice) for file in request.attachments)
    yield voice.say(w.L_WAIVER_OWNER), voice.person(request.owner)
    until = voice.day(request.expires_at)
    if again is not None:
        until = voice.say(w.UNTIL_AGAIN, until=until, before=voice.day(again.expires_at))
    yield voice.say(w.L_UNTIL), until
    yield voice.say(w.L_BUDGET), _budget(voice, review)
    yield voice.say(w.L_IF_YES), voice.say(w.WAIVER_YES, day=voice.day(request.expires_at))
    yield voice.say(w.L_IF_NO), voice.say(w.WAIVER_NO_AGAIN if again else w.WAIVER_NO)


def _budget(voice: Voice, review: WaiverReview) -> str:
    """Return what the waiver weighs, and what is left of the phase's budget before it and after it."""
    weighs = 0 if review.standing else review.weight
    if review.left is None:
        return voice.say(w.BUDGET_NONE, weight=review.weight)
    return voice.say(
        w.BUDGET_SHORT if weighs > review.left else w.BUDGET,
        weight=weighs,
        budget=review.debt.budget,
        left=review.left,
        rest=review.left - weighs,
    )


def _ended(voice: Voice, gate: GateRule, *, now: datetime) -> str:
    """Return how the request ended."""
    rollout, no = voice.rollout, voice.rollout.declines.get(waiver_of(gate.key))
    if no is not None:
        ending = w.WAIVER_TAKEN_BACK if no.taken_back else w.WAIVER_DECLINED
        return voice.say(ending, person=voice.actor(no.by or ""), reason=no.reason)
    if rollout.waived(gate.key, now):
        waiver = rollout.waivers[gate.key]
        person, day = voice.person(waiver.granted_by), voice.day(waiver.expires_at)
        return voice.say(w.WAIVER_GRANTED, person=person, day=day, reason=waiver.reason)
    return voice.say(w.WAIVER_OVER)


def _line(voice: Voice, title: str, *, offer: Offer) -> str:
    """Return the line for notifications."""
    rollout, gate = escaped(brief(voice.say(voice.rollout.title), 80)), escaped(title)
    if CardAction.GRANT in offer.actions:
        return voice.say(w.WAIVER_TEXT, rollout=rollout, gate=gate)
    return voice.say(w.WAIVER_TEXT_DONE, rollout=rollout, gate=gate, status=escaped(offer.locked))
