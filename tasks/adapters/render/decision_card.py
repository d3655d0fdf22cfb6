"""The card of the decision page: what is asked, why now, on what it rests, what follows, by when, and who else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from playbooks.model.evidence import Evidence
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.kpi import KpiStanding, standings
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.verdict import Verdict
from tasks.adapters.decision_offer import Offer, waited_for, waiting_item
from tasks.adapters.question import Question
from tasks.adapters.render.gate_rows import GateRow, gate_rows
from tasks.adapters.render.portal_wording import CHOICES, FOLLOWS
from tasks.adapters.render.portal_wording import PORTAL as W
from tasks.adapters.render.voice import Voice


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence: what it is called, what gates make of it, where it comes from, its digest."""

    key: str
    meaning: str
    origin: str
    digest: str


@dataclass(frozen=True, slots=True)
class KpiLine:
    """One figure against its target."""

    name: str
    figures: str
    verdict: str
    met: bool


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One thing that can be decided, and what follows from it."""

    key: str
    label: str
    follows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionCard:
    """Everything a person is shown before deciding, in the person's language."""

    kicker: str
    title: str
    guidance: str
    place: str
    due: str
    late: bool
    why: str
    evidence: tuple[EvidenceLine, ...]
    gates: tuple[GateRow, ...]
    kpis: tuple[KpiLine, ...]
    who: tuple[str, ...]
    choices: tuple[ChoiceLine, ...]
    locked: str
    seen: str


def decision_card(voice: Voice, asked: Question, offered: Offer, *, now: datetime) -> DecisionCard:
    """Return the card of a question as it stands now."""
    gate, phase = asked.gate, asked.phase
    due = _due(voice, asked, now)
    kicker = W.kicker_gate if gate else W.kicker_phase
    return DecisionCard(
        kicker=voice.say(kicker if offered.choices else W.kicker_closed),
        title=voice.say(gate.title if gate else phase.label),
        guidance=voice.say(gate.guidance) if gate and gate.guidance else "",
        place=voice.say(
            W.place, rollout=voice.say(voice.rollout.title), number=phase.number, phase=voice.say(phase.label)
        ),
        due=voice.say(W.due_late if due and due < now else W.due, day=voice.day(due)),
        late=due is not None and due < now,
        why=_why(voice, asked, now=now),
        evidence=tuple(_evidence(voice, gate, phase, now=now)) if gate else (),
        gates=() if gate else gate_rows(voice.rollout, phase, now),
        kpis=tuple(_kpi(voice, each) for each in standings(voice.rollout) if each.standing.latest),
        who=tuple(_who(voice, asked, now=now)),
        choices=tuple(
            ChoiceLine(choice, voice.say(CHOICES[choice]), voice.say(FOLLOWS[choice]))
            for choice in offered.choices
        ),
        locked=offered.locked,
        seen=asked.seen,
    )


def _why(voice: Voice, asked: Question, *, now: datetime) -> str:
    if asked.gate is not None:
        return voice.say(W.why_gate, reason=voice.say(asked.gate.judge(voice.rollout.facts, now).reason))
    standing = readiness(voice.rollout, asked.phase, now)
    if standing.ready:
        return voice.say(W.why_ready, score=standing.score)
    return voice.say(W.why_not_ready, count=len(standing.unmet), score=standing.score)


def _due(voice: Voice, asked: Question, now: datetime) -> datetime | None:
    about = asked.gate.key if asked.gate else asked.phase
    item = waiting_item(voice.rollout, about, now)
    return item.due if item and item.due else voice.rollout.phases[asked.phase].due


def _evidence(voice: Voice, gate: SignOffGate, phase: PhaseKey, *, now: datetime) -> Iterator[EvidenceLine]:
    rollout = voice.rollout
    rules = [rule for rule in rollout.plan(phase).every_gate() if rule.key != gate.key and not rule.parts]
    for key in gate.rests_on:
        item = rollout.evidence.get(key)
        if item is not None:
            judged = (
                rule.judge(rollout.facts, now)
                for rule in rules
                if key in rule.evidence_keys and not isinstance(rule, SignOffGate)
            )
            verdict = next(judged, None)
            meaning = _meaning(voice, verdict) if verdict else ""
            yield EvidenceLine(key, meaning, _origin(voice, item), item.digest)


def _meaning(voice: Voice, verdict: Verdict) -> str:
    outcome, reason = voice.say(verdict.outcome.label), voice.say(verdict.reason)
    return voice.say(W.evidence_meaning, outcome=outcome, reason=reason)


def _origin(voice: Voice, item: Evidence) -> str:
    return voice.say(
        W.evidence_source,
        source=item.source,
        day=voice.day(item.observed_at),
        people=voice.listed(voice.actor(hand) for hand in sorted(item.hands)),
    )


def _kpi(voice: Voice, each: KpiStanding) -> KpiLine:
    latest = each.standing.latest
    figures = voice.say(
        W.kpi_line,
        latest=voice.figure(latest.value if latest else None),
        unit=each.kpi.unit,
        target=voice.figure(each.scale.target),
        baseline=voice.figure(each.scale.baseline),
    )
    met, trend = each.standing.met, voice.say(each.standing.trend.label)
    verdict = voice.say(W.kpi_verdict, verdict=voice.say(W.kpi_met if met else W.kpi_missed), trend=trend)
    return KpiLine(voice.say(each.kpi.title), figures, verdict, met)


def _who(voice: Voice, asked: Question, *, now: datetime) -> Iterator[str]:
    rollout = voice.rollout
    if asked.gate is None:
        deciders: Sequence[str] = [
            person.key for person in rollout.team.holders(*rollout.plan(asked.phase).decided_by)
        ]
        yield voice.say(W.who_decides, people=voice.people(deciders))
        return
    for given in rollout.sign_offs:
        if given.gate == asked.gate.key:
            yield voice.say(
                W.who_signed,
                person=voice.person(given.person),
                role=voice.role(given.role),
                moment=voice.moment(given.given_at),
            )
    able = waited_for(rollout, asked.gate.key, now)
    if able:
        yield voice.say(W.who_can, people=voice.people(able))
