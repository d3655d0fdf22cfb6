"""The card of a gate: what is asked, on which evidence, by when, who else, and what a yes means.

It is drawn from the state alone, the same wherever and whenever the decision was made.
"""

from collections.abc import Iterator
from datetime import datetime

from playbooks.model.attachment import Attachment
from playbooks.model.deadline import due_by
from playbooks.model.evidence import Evidence
from playbooks.model.facts import Facts
from playbooks.model.gate_comment import GateComment
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.wording import brief
from playbooks.model.override import Override
from playbooks.model.phase import PhaseKey
from playbooks.model.rejection import Rejection
from playbooks.model.sign_off import SignOff
from playbooks.model.verdict import Outcome, Verdict
from playbooks.model.via import Via
from tasks.adapters.render import decision_wording as d
from tasks.adapters.render.gate_rows import SYMBOLS
from tasks.adapters.render.origin import origin
from tasks.adapters.render.remarks import filed
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack import wording as w
from tasks.adapters.slack.blocks import (
    QUOTE,
    Block,
    actions,
    button,
    context,
    escaped,
    facts,
    header,
    listing,
    section,
)
from tasks.adapters.slack.changed import changed
from tasks.adapters.slack.drawing import Drawing, Handle
from tasks.adapters.slack.kpi_chart import measured
from tasks.adapters.slack.offer import CardAction, Offer, gate_offer

#: How many lines of one kind a card shows; the newest count.
SHOWN = 8
#: How much of somebody's words a line shows that names files as well.
WORDS_BEFORE_FILES = 240
STYLES = {
    CardAction.APPROVE: "primary",
    CardAction.GO: "primary",
    CardAction.GRANT: "primary",
    CardAction.REJECT: "danger",
    CardAction.KILL: "danger",
    CardAction.CONFIRM: "danger",
}


def gate_card(voice: Voice, gate: GateRule, person: str, *, handle: Handle, now: datetime) -> Drawing:
    """Return the card of a gate for one person, in the voice's language; `handle` names message and revision."""
    verdict = gate.judge(voice.rollout.facts, now)
    seen = shown_digest(gate, voice.rollout.facts, verdict)
    offer = gate_offer(voice, gate, person, verdict=verdict, now=now)
    head = w.GATE_HEAD if isinstance(gate, SignOffGate) else w.GATE_HEAD_PLAIN
    blocks = (
        header(voice.say(head, gate=voice.say(gate.title))),
        *changed(voice, gate, person=person, now=now),
        *gate_summary(voice, gate, verdict=verdict, now=now),
        *said(voice, gate),
        *offered(voice, offer, handle(seen)),
    )
    return Drawing(_line(voice, gate, offer=offer, verdict=verdict), blocks, seen=seen, closed=offer.closed)


def shown_digest(gate: GateRule, facts: Facts, verdict: Verdict) -> str:
    """Return the digest of what a card of this gate shows: of what is signed, or of what the verdict rests on."""
    return gate.shown_digest(facts) if isinstance(gate, SignOffGate) else verdict.inputs_digest


def gate_summary(voice: Voice, gate: GateRule, *, verdict: Verdict, now: datetime) -> Iterator[Block]:
    """Yield what a decider has to know; a card and the form behind its buttons say the same."""
    rollout = voice.rollout
    phase = rollout.playbook.phase_of(gate.key)
    yield context(place(voice, phase, due=due_by(rollout, gate, phase) if phase else None))
    yield facts(_facts(voice, gate, verdict=verdict, now=now))
    if isinstance(gate, SignOffGate) and gate.opens_to(Via.SLACK):
        yield follows(voice, "approve", "reject")
    yield from shown_evidence(voice, gate)


def follows(voice: Voice, *choices: str) -> Block:
    """Return what follows from each of these choices, a line each."""
    lines = [
        voice.say(d.FOLLOWS_LINE, choice=voice.say(d.CHOICES[c]), follows=voice.say(d.FOLLOWS[c]))
        for c in choices
    ]
    return listing(voice.say(w.T_FOLLOWS), lines)


def shown_evidence(voice: Voice, gate: GateRule) -> Iterator[Block]:
    """Yield the evidence of a gate, and the figures it holds against their targets."""
    kept = voice.rollout.evidence
    evidence = [kept[key] for key in gate.evidence_keys if key in kept]
    if evidence:
        yield listing(voice.say(w.T_EVIDENCE), [_evidence(voice, item) for item in evidence[:SHOWN]])
    figures = measured(voice, gate.evidence_keys)
    if figures:
        yield listing(voice.say(w.WEEK_KPIS), figures[:SHOWN])


def _line(voice: Voice, gate: GateRule, *, offer: Offer, verdict: Verdict) -> str:
    """Return the line for notifications."""
    title = escaped(brief(voice.say(voice.rollout.title), 80))
    shown = escaped(voice.say(gate.title))
    if CardAction.APPROVE in offer.actions:
        return voice.say(w.GATE_TEXT, rollout=title, gate=shown)
    status = escaped(offer.locked or voice.say(verdict.outcome.label))
    return voice.say(w.GATE_TEXT_DONE, rollout=title, gate=shown, status=status)


def _evidence(voice: Voice, item: Evidence) -> str:
    return voice.say(
        w.EVIDENCE_LINE,
        key=item.key,
        day=voice.day(item.observed_at),
        people=voice.actors(item.hands),
        origin=origin(voice, item),
        digest=voice.short(item.digest),
    )


def place(voice: Voice, phase: PhaseKey | None, *, due: datetime | None) -> str:
    """Return where something stands: rollout, phase, deadline."""
    title = brief(voice.say(voice.rollout.title), 80)
    label = voice.say(phase.label) if phase else "–"
    return voice.say(w.PLACE, rollout=title, phase=label, due=voice.day(due))


def offered(voice: Voice, offer: Offer, handle: str) -> Iterator[Block]:
    """Yield the sentence that stands for a decision, and the buttons of what is left to do."""
    if offer.locked:
        yield section(offer.locked)
    if offer.actions:
        buttons = [
            button(voice.say(w.BUTTONS[action]), action, value=handle, style=STYLES.get(action))
            for action in offer.actions
        ]
        yield actions(buttons, block_id="decide")


def status(voice: Voice, verdict: Verdict) -> str:
    """Return how a gate stands, and why."""
    outcome, reason = voice.say(verdict.outcome.label), voice.say(verdict.reason)
    said_so = voice.say(w.STATUS, symbol=SYMBOLS[verdict.outcome], outcome=outcome, reason=reason)
    return brief(said_so, QUOTE)


def _excused(voice: Voice, gate: GateRule, *, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield what lets the phase go on although this gate is not met: a waiver, an override; neither is a pass."""
    rollout, override = voice.rollout, voice.rollout.overrides.get(gate.key)
    if rollout.waived(gate.key, now):
        waiver = rollout.waivers[gate.key]
        person, day = voice.person(waiver.granted_by), voice.day(waiver.expires_at)
        waived = brief(voice.say(w.WAIVED, person=person, day=day, reason=waiver.reason), QUOTE)
        yield voice.say(w.L_WAIVED), filed(waived, waiver.attachments, voice)
    if override is not None:
        yield voice.say(w.L_OVERRIDDEN), brief(overridden(voice, override), QUOTE)


def overridden(voice: Voice, made: Override) -> str:
    """Return who has overridden a gate, and why."""
    first, second = voice.person(made.proposal.by), voice.person(made.confirmed_by)
    return voice.say(w.OVERRIDDEN, first=first, second=second, reason=brief(made.proposal.reason, 200))


def _facts(voice: Voice, gate: GateRule, *, verdict: Verdict, now: datetime) -> Iterator[tuple[str, str]]:
    yield voice.say(w.L_STATUS), status(voice, verdict)
    yield from _excused(voice, gate, now=now)
    if gate.guidance:
        yield voice.say(w.L_GUIDANCE), brief(voice.say(gate.guidance), QUOTE)
    request = voice.rollout.waiver_requests.get(gate.key)
    if request is not None:
        asked = voice.say(
            w.REQUESTED,
            person=voice.person(request.requested_by),
            day=voice.day(request.expires_at),
            reason=request.reason,
        )
        yield voice.say(w.L_REQUEST), filed(brief(asked, QUOTE), request.attachments, voice)
    if not isinstance(gate, SignOffGate):
        yield voice.say(w.L_OWNER), voice.role(gate.owner)
        return
    facts = voice.rollout.facts
    if verdict.outcome is Outcome.PENDING:
        signed = {given.person for given in voice.rollout.sign_offs if given.gate == gate.key}
        able = dict.fromkeys(
            who for _, people in gate.eligible(facts, now) for who in people if who not in signed
        )
        yield voice.say(w.L_WHO), brief(voice.people(able), QUOTE) or voice.say(w.NOBODY)
    yield voice.say(w.L_MEANING), voice.say(w.MEANING, digest=voice.short(gate.shown_digest(facts)))


def said(voice: Voice, gate: GateRule) -> Iterator[Block]:
    """Yield who said yes, who said no and why, and what people remarked, the newest of each."""
    rollout = voice.rollout
    yes = [_yes(voice, given) for given in rollout.sign_offs if given.gate == gate.key]
    no = [_no(voice, given) for given in rollout.rejections if given.gate == gate.key]
    remarks = [_remark(voice, said) for said in rollout.comments if said.gate == gate.key]
    for title, lines in ((w.T_SIGNED, yes + no), (w.T_COMMENTS, remarks)):
        if lines:
            yield listing(voice.say(title), lines[-SHOWN:])


def _yes(voice: Voice, given: SignOff) -> str:
    person, role = voice.person(given.person), voice.role(given.role)
    line = voice.say(w.SIGNED_LINE, person=person, role=role, moment=voice.moment(given.given_at))
    line = voice.say(w.SIGNED_COMMENT, line=line, comment=given.comment) if given.comment else line
    return _with_files(voice, line, given.attachments)


def _no(voice: Voice, given: Rejection) -> str:
    person, moment = voice.person(given.person), voice.moment(given.given_at)
    line = voice.say(w.REJECTED_LINE, person=person, moment=moment, words=given.reason)
    return _with_files(voice, line, given.attachments)


def _remark(voice: Voice, said: GateComment) -> str:
    person, moment = voice.person(said.person), voice.moment(said.at)
    line = voice.say(w.COMMENT_LINE, person=person, moment=moment, words=said.text)
    return _with_files(voice, line, said.attachments)


def _with_files(voice: Voice, line: str, files: tuple[Attachment, ...]) -> str:
    # A line of a list is cut at its end, where the files are named.
    return filed(brief(line, WORDS_BEFORE_FILES), files, voice) if files else line
