"""The card of a phase gate: how every gate of the phase stands, what is asked of the deciders, what follows."""

from collections.abc import Iterator
from datetime import datetime

from playbooks.model.gates.wording import brief
from playbooks.model.override import OverrideProposal
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import Readiness, readiness
from tasks.adapters.render.gate_rows import GateRow, gate_rows
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack import wording as w
from tasks.adapters.slack.blocks import QUOTE, Block, context, escaped, facts, header, listing
from tasks.adapters.slack.changed import phase_changed
from tasks.adapters.slack.drawing import Drawing, Handle
from tasks.adapters.slack.gate_card import follows, offered, place
from tasks.adapters.slack.kpi_chart import measured
from tasks.adapters.slack.offer import decision_line, phase_offer

#: A phase has a dozen gates; more lines than this say less.
SHOWN = 25
FIGURES = 8


def phase_card(voice: Voice, phase: PhaseKey, person: str, *, handle: Handle, now: datetime) -> Drawing:
    """Return the card of a phase gate for one person; `handle` names message and revision."""
    standing = readiness(voice.rollout, phase, now)
    offer = phase_offer(voice, phase, person, standing=standing, now=now)
    blocks = (
        header(voice.say(w.PHASE_HEAD, phase=voice.say(phase.label))),
        *phase_changed(voice, standing, person=person, now=now),
        *phase_summary(voice, phase, standing=standing, now=now),
        *offered(voice, offer, handle(standing.inputs)),
    )
    title, label = escaped(brief(voice.say(voice.rollout.title), 80)), escaped(voice.say(phase.label))
    text = (
        voice.say(w.PHASE_TEXT, rollout=title, phase=label)
        if offer.actions
        else voice.say(w.PHASE_TEXT_DONE, rollout=title, phase=label, status=escaped(offer.locked))
    )
    return Drawing(text, blocks, seen=standing.inputs, closed=offer.closed)


def phase_summary(voice: Voice, phase: PhaseKey, *, standing: Readiness, now: datetime) -> Iterator[Block]:
    """Yield what a decider has to know; a card and the form behind its buttons say the same."""
    yield context(place(voice, phase, due=voice.rollout.phases[phase].due))
    unmet = len(standing.unmet)
    status = voice.say(w.NOT_READY, count=unmet) if unmet else voice.say(w.READY)
    deciders = voice.rollout.team.holders(*voice.rollout.plan(phase).decided_by)
    decision = voice.rollout.phases[phase].decision
    before = [(voice.say(w.L_LAST_DECISION), decision_line(voice, decision))] if decision else []
    yield facts(
        (
            (voice.say(w.L_STATUS), status),
            (voice.say(w.L_SCORE), f"{standing.score}%"),
            *before,
            (voice.say(w.L_DECIDERS), brief(voice.people(who.key for who in deciders), QUOTE)),
        )
    )
    first = "go" if standing.ready else "conditional_go"
    yield follows(voice, first, "hold", "recycle", "kill")
    proposed = [_proposal(voice, made) for made in _proposals(voice, phase, now=now)]
    if proposed:
        yield listing(voice.say(w.T_PROPOSED), proposed)
    rows = gate_rows(voice.rollout, phase, now)
    yield listing(voice.say(w.T_GATES), [_line(voice, row) for row in rows[:SHOWN]])
    plan = voice.rollout.plan(phase)
    figures = measured(voice, (key for gate in plan.every_gate() for key in gate.evidence_keys))
    if figures:
        yield listing(voice.say(w.WEEK_KPIS), figures[:FIGURES])


def _proposals(voice: Voice, phase: PhaseKey, *, now: datetime) -> Iterator[OverrideProposal]:
    for gate, made in voice.rollout.proposals.items():
        if voice.rollout.playbook.phase_of(gate) is phase and made.standing(now):
            yield made


def _proposal(voice: Voice, made: OverrideProposal) -> str:
    gate, person = brief(voice.gate(made.gate), 80), voice.person(made.by)
    return voice.say(w.PROPOSED_LINE, gate=gate, person=person, reason=brief(made.reason, 160))


def _line(voice: Voice, row: GateRow) -> str:
    title = brief(voice.say(row.rule.title), 80)
    if row.waived_until:
        return voice.say(w.GATE_WAIVED, gate=title, day=voice.day(row.waived_until))
    outcome, reason = voice.say(row.word), brief(voice.say(row.reason), 160)
    return voice.say(w.GATE_LINE, symbol=row.symbol, gate=title, outcome=outcome, reason=reason)
