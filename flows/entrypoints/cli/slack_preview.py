"""A card as it would be sent, without sending it."""

from datetime import datetime
from enum import StrEnum

from flows.entrypoints.cli import slack_wording as w
from flows.entrypoints.cli.mistake import Unknown
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack.blocks import Block
from tasks.adapters.slack.gate_card import gate_card
from tasks.adapters.slack.override_card import override_card
from tasks.adapters.slack.phase_card import phase_card
from tasks.adapters.slack.waiver_card import waiver_card

NOWHERE = "00000000-0000-4000-8000-000000000000.1"


class Card(StrEnum):
    """Which of a gate's cards."""

    GATE = "gate"
    WAIVER = "waiver"
    OVERRIDE = "override"


_DRAWN = {Card.GATE: gate_card, Card.WAIVER: waiver_card, Card.OVERRIDE: override_card}


def preview(
    rollout: Rollout, about: str, now: datetime, *, person: str | None, card: Card = Card.GATE
) -> tuple[Block, ...]:
    """Return the blocks of a card for one person; raises Unknown where there is no such card or person."""
    reader = rollout.team.person(person) if person else rollout.team.people[0]
    if reader is None:
        raise Unknown(w.NO_PERSON, rollout=rollout.key, person=person)
    voice = Voice(reader.language, rollout)
    if about in set(PhaseKey):
        return phase_card(voice, PhaseKey(about), reader.key, handle=_handle, now=now).fitting
    gate = rollout.playbook.gate(about)
    if gate is None:
        known = (each.key for phase in PhaseKey for each in rollout.plan(phase).every_gate())
        raise Unknown(w.NO_CARD, rollout=rollout.key, about=about, known=(*PhaseKey, *known))
    return _DRAWN[card](voice, gate, reader.key, handle=_handle, now=now).fitting


def _handle(_seen: str) -> str:
    return NOWHERE
