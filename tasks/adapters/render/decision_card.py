"""The card of the decision page: what is asked, why now, on what it rests, what follows, by when, and who else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from playbooks.model.attachment import Attachment
from playbooks.model.evidence import Document, Evidence
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.kpi import KpiStanding, standings
from playbooks.model.override import CONFIRM_WITHIN, OverrideProposal
from playbooks.model.override_review import standing_proposal
from playbooks.model.payload_kinds import KINDS
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome, Verdict
from playbooks.model.waiver import WaiverRequest
from tasks.adapters.attachments import document_file
from tasks.adapters.decision_offer import Choice, Offer, waited_for, waiting_item
from tasks.adapters.question import Question
from tasks.adapters.render.evidence_content import evidence_content
from tasks.adapters.render.evidence_wording import DOCUMENT
from tasks.adapters.render.gate_rows import GateRow, gate_rows
from tasks.adapters.render.origin import origin
from tasks.adapters.render.portal_wording import CHOICES, FOLLOWS
from tasks.adapters.render.portal_wording import PORTAL as W
from tasks.adapters.render.sentence import decided
from tasks.adapters.render.sheet import Section
from tasks.adapters.render.voice import Voice


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence: what it is, what gates make of it, where it comes from, its digest, and how to read it."""

    key: str
    title: str
    meaning: str
    origin: str
    digest: str
    file: Attachment | None
    content: tuple[Section, ...]


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
    waiver: tuple[str, ...]
    request: str
    override: tuple[str, ...]
    proposal: str
    decision: str
    files: tuple[Attachment, ...]
    who: tuple[str, ...]
    choices: tuple[ChoiceLine, ...]
    locked: str
    seen: str


def decision_card(voice: Voice, asked: Question, offered: Offer, *, now: datetime) -> DecisionCard:
    """Return the card of a question as it stands now."""
    gate, phase = asked.gate, asked.phase
    due, request = _due(voice, asked, now), voice.rollout.waiver_requests.get(gate.key) if gate else None
    proposal = standing_proposal(voice.rollout, gate, now=now) if gate else None
    return DecisionCard(
        kicker=voice.say(_kicker(asked, offered)),
        title=voice.say(gate.title if gate else phase.label),
        guidance=voice.say(gate.guidance) if gate and gate.guidance else "",
        place=voice.say(
            W.place, rollout=voice.say(voice.rollout.title), number=phase.number, phase=voice.say(phase.label)
        ),
        due=voice.say(W.due_late if due and due < now else W.due, day=voice.due(due)),
        late=due is not None and due < now,
        why=_why(voice, asked, now=now),
        evidence=tuple(_evidence(voice, asked, now=now)),
        gates=() if gate else gate_rows(voice.rollout, phase, now),
        kpis=tuple(_kpi(voice, each) for each in standings(voice.rollout) if each.standing.latest),
        waiver=tuple(_waiver(voice, request)) if request else (),
        request=request.digest if request else "",
        override=tuple(_override(voice, proposal)) if proposal else (),
        proposal=proposal.digest if proposal else "",
        decision="" if gate else _last_decision(voice, phase),
        files=files_beside(voice.rollout, asked),
        who=tuple(_who(voice, asked, now=now)),
        choices=tuple(
            ChoiceLine(choice, voice.say(CHOICES[choice]), voice.say(FOLLOWS[choice]))
            for choice in offered.choices
        ),
        locked=offered.locked,
        seen=asked.seen,
    )


def evidence_shown(rollout: Rollout, asked: Question) -> tuple[Evidence, ...]:
    """Return what a decision rests on: the evidence of the gate, or of every gate of the phase, as it is on record."""
    gates = (asked.gate,) if asked.gate else rollout.plan(asked.phase).gates
    keys = dict.fromkeys(key for gate in gates for key in gate.evidence_keys)
    return tuple(rollout.evidence[key] for key in keys if key in rollout.evidence)


def files_beside(rollout: Rollout, asked: Question) -> tuple[Attachment, ...]:
    """Return the files of the request for a waiver, of the waiver that stands, or of the decision on the phase."""
    if asked.gate is None:
        decision = rollout.phases[asked.phase].decision
        return decision.attachments if decision else ()
    key = asked.gate.key
    found = [kept[key].attachments for kept in (rollout.waiver_requests, rollout.waivers) if key in kept]
    return tuple(dict.fromkeys(file for files in found for file in files))


def _last_decision(voice: Voice, phase: PhaseKey) -> str:
    """Return what was decided on a phase that is open still, or has ended by that."""
    made = voice.rollout.phases[phase].decision
    if made is None:
        return ""
    person = voice.person(made.decided_by)
    return voice.say(W.last_decision, decision=decided(made, voice), person=person, reason=made.reason)


def _kicker(asked: Question, offered: Offer) -> Text:
    if not offered.choices:
        return W.kicker_closed
    if Choice.DECLINE_OVERRIDE in offered.choices:
        return W.kicker_override
    if Choice.DECLINE_WAIVER in offered.choices:
        return W.kicker_waiver
    return W.kicker_gate if asked.gate else W.kicker_phase


def _waiver(voice: Voice, request: WaiverRequest) -> Iterator[str]:
    yield voice.say(
        W.waiver_by,
        person=voice.person(request.requested_by),
        day=voice.due(request.expires_at),
        owner=voice.person(request.owner),
    )
    yield voice.say(W.waiver_reason, reason=request.reason)
    yield voice.say(W.waiver_control, control=request.compensating_control)


def _override(voice: Voice, made: OverrideProposal) -> Iterator[str]:
    person, role = voice.person(made.by), voice.role(made.role)
    yield voice.say(W.override_by, person=person, role=role, moment=voice.moment(made.at))
    yield voice.say(W.waiver_reason, reason=made.reason)
    yield voice.say(W.override_until, moment=voice.moment(made.at + CONFIRM_WITHIN))


def _why(voice: Voice, asked: Question, *, now: datetime) -> str:
    if asked.gate is not None:
        verdict = asked.gate.judge(voice.rollout.facts, now)
        reason, outcome = voice.say(verdict.reason), voice.say(verdict.outcome.label)
        waits = isinstance(asked.gate, SignOffGate) and verdict.outcome is Outcome.PENDING
        return voice.say(W.why_gate if waits else W.why_plain, reason=reason, outcome=outcome)
    standing = readiness(voice.rollout, asked.phase, now)
    if standing.ready:
        return voice.say(W.why_ready, score=standing.score)
    return voice.say(W.why_not_ready, count=len(standing.unmet), score=standing.score)


def _due(voice: Voice, asked: Question, now: datetime) -> datetime | None:
    about = asked.gate.key if asked.gate else asked.phase
    item = waiting_item(voice.rollout, about, now)
    return item.due if item and item.due else voice.rollout.phases[asked.phase].due


def _evidence(voice: Voice, asked: Question, *, now: datetime) -> Iterator[EvidenceLine]:
    rollout = voice.rollout
    # What is to be signed is judged by other gates; any other gate judges its evidence itself.
    every = rollout.plan(asked.phase).every_gate()
    rules = [rule for rule in every if not rule.parts and not isinstance(rule, SignOffGate)]
    for item in evidence_shown(rollout, asked):
        judged = (rule.judge(rollout.facts, now) for rule in rules if item.key in rule.evidence_keys)
        # The page of a phase says of every gate how it stands already.
        verdict = next(judged, None) if asked.gate else None
        yield EvidenceLine(
            key=item.key,
            title=_evidence_title(voice, item),
            meaning=_meaning(voice, verdict) if verdict else "",
            origin=_origin(voice, item),
            digest=item.digest,
            file=document_file(item),
            content=evidence_content(voice, item),
        )


def _evidence_title(voice: Voice, item: Evidence) -> str:
    """Return what a document is called and its version; any other fact goes by its kind."""
    if isinstance(item.payload, Document):
        return voice.say(DOCUMENT, title=item.payload.title, version=item.payload.version)
    return voice.say(KINDS[item.payload.kind])


def _meaning(voice: Voice, verdict: Verdict) -> str:
    outcome, reason = voice.say(verdict.outcome.label), voice.say(verdict.reason)
    return voice.say(W.evidence_meaning, outcome=outcome, reason=reason)


def _origin(voice: Voice, item: Evidence) -> str:
    return voice.say(
        W.evidence_source,
        origin=origin(voice, item),
        day=voice.day(item.observed_at),
        people=voice.actors(item.hands),
    )


def _kpi(voice: Voice, each: KpiStanding) -> KpiLine:
    latest = each.standing.latest
    figures = voice.say(
        W.kpi_line,
        latest="–" if latest is None else voice.say(each.kpi.measured(latest.value)),
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
    if not isinstance(asked.gate, SignOffGate):
        yield voice.say(W.who_owns, role=voice.role(asked.gate.owner), people=_holders(voice, asked.gate))
        return
    able = waited_for(rollout, asked.gate.key, now)
    if able:
        yield voice.say(W.who_can, people=voice.people(able))


def _holders(voice: Voice, gate: GateRule) -> str:
    return voice.people(person.key for person in voice.rollout.team.holders(gate.owner)) or "–"
