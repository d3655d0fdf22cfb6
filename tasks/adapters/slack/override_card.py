"""The card of an emergency override: who proposes it for exactly which gate, and what a second person's yes does.

An overridden gate is shown as overridden and never as passed.
"""

from collections.abc import Iterator
from datetime import datetime

from playbooks.model.decline import override_of
from playbooks.model.entitlement import may_act
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.wording import brief
from playbooks.model.override import CONFIRM_WITHIN, OverrideProposal
from playbooks.model.override_review import standing_proposal
from playbooks.model.rollout import Rollout
from playbooks.model.verdict import Verdict
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack import wording as w
from tasks.adapters.slack.blocks import QUOTE, Block, context, escaped, facts, header
from tasks.adapters.slack.drawing import Drawing, Handle
from tasks.adapters.slack.gate_card import offered, overridden, place, said, shown_evidence, status
from tasks.adapters.slack.offer import CardAction, Offer, shut


def override_card(voice: Voice, gate: GateRule, person: str, *, handle: Handle, now: datetime) -> Drawing:
    """Return the card of the proposal for one person; `handle` names message and revision."""
    proposal, title = standing_proposal(voice.rollout, gate, now=now), voice.say(gate.title)
    offer = override_offer(voice, gate, person, now=now)
    seen = proposal.digest if proposal else ""
    blocks: list[Block] = [header(voice.say(w.OVERRIDE_HEAD, gate=title))]
    if proposal is not None:
        blocks += [*override_summary(voice, gate, proposal=proposal, now=now), *said(voice, gate)]
    blocks += offered(voice, offer, handle(seen))
    return Drawing(_line(voice, title, offer=offer), tuple(blocks), seen=seen, closed=offer.closed)


def override_summary(
    voice: Voice, gate: GateRule, *, proposal: OverrideProposal, now: datetime
) -> Iterator[Block]:
    """Yield what the second person has to know; a card and the form behind its buttons say the same."""
    phase = voice.rollout.playbook.phase_of(gate.key)
    yield context(place(voice, phase, due=voice.rollout.phases[phase].due if phase else None))
    yield facts(_facts(voice, gate, proposal=proposal, now=now))
    yield from shown_evidence(voice, gate)


def override_offer(voice: Voice, gate: GateRule, person: str, *, now: datetime) -> Offer:
    """Return what the card offers a person, or how the proposal ended."""
    rollout = voice.rollout
    closed = shut(voice, rollout.playbook.phase_of(gate.key))
    if closed is not None:
        return closed
    proposal = standing_proposal(rollout, gate, now=now)
    if proposal is None:
        return Offer(locked=_ended(voice, gate, now=now), closed=True)
    if person in proposal.first:
        return Offer((CardAction.REFUSE,), voice.say(w.OVERRIDE_OWN))
    if not may_act(rollout, person, roles=rollout.playbook.overridden_by, now=now, gate=gate.key):
        return Offer((CardAction.ASK,), voice.say(w.NOT_YOURS))
    return Offer((CardAction.CONFIRM, CardAction.REFUSE, CardAction.ASK))


def _verdict(rollout: Rollout, gate: GateRule, *, now: datetime) -> Verdict:
    return gate.judge(rollout.facts, now)


def _facts(
    voice: Voice, gate: GateRule, *, proposal: OverrideProposal, now: datetime
) -> Iterator[tuple[str, str]]:
    by = voice.say(
        w.OVERRIDE_BY,
        person=voice.person(proposal.by),
        role=voice.role(proposal.role),
        moment=voice.moment(proposal.at),
    )
    yield voice.say(w.L_PROPOSED_BY), by
    yield voice.say(w.L_OVERRIDE_GATE), voice.say(gate.title)
    yield voice.say(w.L_STATUS), status(voice, _verdict(voice.rollout, gate, now=now))
    yield voice.say(w.L_REASON), brief(proposal.reason, QUOTE)
    yield voice.say(w.L_VOID_AFTER), voice.moment(proposal.at + CONFIRM_WITHIN)
    yield voice.say(w.L_IF_YES), voice.say(w.OVERRIDE_YES)
    yield voice.say(w.L_IF_NO), voice.say(w.OVERRIDE_NO)


def _ended(voice: Voice, gate: GateRule, *, now: datetime) -> str:
    """Return how the proposal ended."""
    rollout, no = voice.rollout, voice.rollout.declines.get(override_of(gate.key))
    if gate.key in rollout.overrides:
        return overridden(voice, rollout.overrides[gate.key])
    if no is not None:
        ending = w.OVERRIDE_TAKEN_BACK if no.taken_back else w.OVERRIDE_DECLINED
        return voice.say(ending, person=voice.actor(no.by or ""), reason=no.reason)
    made = rollout.proposals.get(gate.key)
    return voice.say(w.OVERRIDE_STALE if made and made.standing(now) else w.OVERRIDE_VOID)


def _line(voice: Voice, title: str, *, offer: Offer) -> str:
    """Return the line for notifications."""
    rollout, gate = escaped(brief(voice.say(voice.rollout.title), 80)), escaped(title)
    if CardAction.CONFIRM in offer.actions:
        return voice.say(w.OVERRIDE_TEXT, rollout=rollout, gate=gate)
    return voice.say(w.OVERRIDE_TEXT_DONE, rollout=rollout, gate=gate, status=escaped(offer.locked))
