"""One example of every message and form, in both languages, from a rollout that only exists here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flows.entrypoints.slack_app.caller import Caller
from flows.entrypoints.slack_app.forms import form
from flows.entrypoints.slack_app.matter import Matter
from flows.entrypoints.slack_app.payload import Handle
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.letters import Notice
from playbooks.model.lifecycle.waivers import LONGEST
from playbooks.model.organisation import Organisation
from playbooks.model.override import OverrideProposal
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import Playbook
from playbooks.model.rollout import PhaseStatus, Rollout
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.text import Language
from playbooks.model.waiver import WaiverRequest
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack.blocks import Block
from tasks.adapters.slack.directory import Account
from tasks.adapters.slack.gate_card import gate_card
from tasks.adapters.slack.notice_message import notice_drawing
from tasks.adapters.slack.offer import ACTIONS, CardAction
from tasks.adapters.slack.override_card import override_card
from tasks.adapters.slack.phase_card import phase_card
from tasks.adapters.slack.waiver_card import waiver_card
from tasks.adapters.store.messages import MessageKind, SentMessage

KEY = "sample"
MESSAGE = "00000000-0000-4000-8000-000000000000"
FIRST = PhaseKey.INITIATION


@dataclass(frozen=True, slots=True)
class Sample:
    """A message (`blocks`) or a form (`view`), by its name."""

    name: str
    language: Language
    blocks: tuple[Block, ...] = ()
    view: Block | None = None


def samples(organisation: Organisation, playbook: Playbook, now: datetime) -> Iterator[Sample]:
    """Yield every message and form once in each language."""
    rollout = sample_rollout(organisation, playbook, now)
    for language in Language:
        person = organisation.people[0].model_copy(update={"language": language})
        yield from _messages(Voice(language, rollout), person, now)
        yield from _forms(rollout, person, now)


def sample_rollout(organisation: Organisation, playbook: Playbook, now: datetime) -> Rollout:
    """Return a rollout in its first phase, on record nowhere."""
    rollout = Rollout(
        key=KEY,
        title=playbook.title,
        playbook=playbook,
        document=playbook.digest,
        team=organisation.team,
        calendar=organisation.working_calendar,
        rehearsal=True,
        started_at=now,
    )
    return rollout.with_phase(FIRST, status=PhaseStatus.OPEN, round=1, opened_at=now, due=now)


def _messages(voice: Voice, person: Stakeholder, now: datetime) -> Iterator[Sample]:
    rollout, language = voice.rollout, voice.language
    for gate in rollout.plan(FIRST).every_gate():
        if isinstance(gate, SignOffGate):
            card = gate_card(voice, gate, person.key, handle=_handle, now=now)
            yield Sample(f"card:{gate.key}", language, card.fitting)
    yield from _exemptions(voice, person, now)
    for phase in PhaseKey:
        card = phase_card(voice, phase, person.key, handle=_handle, now=now)
        yield Sample(f"card:{phase}", language, card.fitting)
    notice = Notice(to=person.key, subject=rollout.title, body=FIRST.question)
    yield Sample("notice", language, notice_drawing(notice, language).fitting)


def _exemptions(voice: Voice, person: Stakeholder, now: datetime) -> Iterator[Sample]:
    """Yield the cards about going on without a gate: each gate asked to be waived, and proposed to be overridden."""
    for gate in voice.rollout.plan(FIRST).gates:
        asked = Voice(voice.language, _asked(voice.rollout, gate, person, now=now))
        for name, card in (("waiver", waiver_card), ("override", override_card)):
            drawn = card(asked, gate, person.key, handle=_handle, now=now)
            yield Sample(f"{name}:{gate.key}", voice.language, drawn.fitting)


def _asked(rollout: Rollout, gate: GateRule, person: Stakeholder, *, now: datetime) -> Rollout:
    """Return the rollout with a request and a proposal on the table."""
    words = FIRST.question.to(person.language)
    request = WaiverRequest(
        gate=gate.key,
        requested_by=person.key,
        requested_at=now,
        owner=person.key,
        reason=words,
        compensating_control=words,
        expires_at=now + LONGEST,
    )
    inputs = gate.judge(rollout.facts, now).inputs_digest
    role = person.roles[0] if person.roles else "pmo"
    made = OverrideProposal(gate=gate.key, by=person.key, role=role, reason=words, at=now, inputs=inputs)
    asked = {"waiver_requests": {gate.key: request}, "proposals": {gate.key: made}}
    return rollout.model_copy(update=asked)


def _forms(rollout: Rollout, person: Stakeholder, now: datetime) -> Iterator[Sample]:
    every = (gate for phase in PhaseKey for gate in rollout.plan(phase).every_gate())
    gate = next((gate.key for gate in every if isinstance(gate, SignOffGate)), None)
    rule = rollout.playbook.gate(gate) if gate else None
    asked = _asked(rollout, rule, person, now=now) if rule else rollout
    for action in CardAction:
        about = FIRST if action in ACTIONS[MessageKind.PHASE_GATE] else gate
        if about is not None:
            matter = _matter(asked, person, action, about=about, now=now)
            yield Sample(f"form:{action}", person.language, view=form(matter))


def _matter(
    rollout: Rollout, person: Stakeholder, action: CardAction, *, about: str, now: datetime
) -> Matter:
    kind = next(kind for kind, actions in ACTIONS.items() if action in actions)
    return Matter(
        handle=Handle(message=MESSAGE, revision=1, action=action),
        message=SentMessage(id=MESSAGE, kind=kind, rollout=KEY, about=about, recipient=person.key, team="T"),
        rollout=rollout,
        caller=Caller(Account("T", "U"), person),
        seen="",
        now=now,
    )


def _handle(_seen: str) -> str:
    return f"{MESSAGE}.1"
