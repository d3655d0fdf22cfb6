"""Cards kept true: every open message of a rollout shows what the store says, wherever the decision was made."""

from dataclasses import dataclass

from playbooks.model.errors import NotFoundError
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language
from tasks.adapters.ports import Clock, Store
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack import wording as w
from tasks.adapters.slack.blocks import escaped, header, section
from tasks.adapters.slack.drawing import Drawing, Handle
from tasks.adapters.slack.gate_card import gate_card
from tasks.adapters.slack.override_card import override_card
from tasks.adapters.slack.phase_card import phase_card
from tasks.adapters.slack.poster import Poster
from tasks.adapters.slack.waiver_card import waiver_card
from tasks.adapters.store.messages import MessageKind, MessageRegister, SentMessage

CARDS = frozenset({MessageKind.GATE, MessageKind.PHASE_GATE, MessageKind.WAIVER, MessageKind.OVERRIDE})


@dataclass(frozen=True, slots=True)
class Cards:
    """Draws cards from the store's state."""

    store: Store
    register: MessageRegister
    poster: Poster
    clock: Clock

    def drawing(self, message: SentMessage) -> Drawing:
        """Return what a card shows now."""
        newest = self.register.latest(message.rollout, message.about, message.recipient, kind=message.kind)
        return self._drawn(self._rollout(message.rollout, message.id), message, newest)

    def redraw(self, rollout: str, *, afresh: bool = False) -> bool:
        """Bring every open card of a rollout up to the state; tell whether all of them are now.

        A card that Slack refuses keeps no other from being drawn; it is told of at the end.
        """
        return self.poster.draw_all(self._stale(rollout, afresh=afresh), self.drawing, afresh=afresh)

    def _stale(self, key: str, *, afresh: bool) -> tuple[str, ...]:
        open_messages = self.register.open(key)
        cards = [message for message in open_messages if message.kind in CARDS and message.sent]
        if not cards or afresh:
            return tuple(message.id for message in cards)
        rollout = self._rollout(key, cards[0].id)
        newest = {_place(message): message for message in open_messages if message.sent}
        return tuple(
            message.id
            for message in cards
            if message.drawn != self._drawn(rollout, message, newest[_place(message)]).digest
        )

    def _drawn(self, rollout: Rollout, message: SentMessage, newest: SentMessage | None) -> Drawing:
        voice = Voice(_language(rollout, message.recipient), rollout)
        if message.sent and newest is not None and newest.id != message.id:
            return _superseded(voice, message)
        return self._current(voice, message)

    def _rollout(self, key: str, card: str) -> Rollout:
        rollout = self.store.rollout(key)
        if rollout is None:
            raise NotFoundError(
                "There is no rollout {rollout!r} for the card {card}.", rollout=key, card=card
            )
        return rollout

    def _current(self, voice: Voice, message: SentMessage) -> Drawing:
        now = self.clock.now()
        if message.kind is MessageKind.PHASE_GATE:
            phase = PhaseKey(message.about)
            return phase_card(voice, phase, message.recipient, handle=_handle(message), now=now)
        gate = voice.rollout.playbook.gate(message.about)
        if gate is None:
            raise NotFoundError(
                "There is no gate {about!r} in {rollout!r}.", about=message.about, rollout=message.rollout
            )
        draw = _OF_A_GATE[message.kind]
        return draw(voice, gate, message.recipient, handle=_handle(message), now=now)


_OF_A_GATE = {
    MessageKind.GATE: gate_card,
    MessageKind.WAIVER: waiver_card,
    MessageKind.OVERRIDE: override_card,
}


def _place(message: SentMessage) -> tuple[str, str, str]:
    """Return what only one card of a person stands for at a time."""
    return message.kind, message.about, message.recipient


def _handle(message: SentMessage) -> Handle:
    return lambda seen: f"{message.id}.{message.revised(seen)}"


def _superseded(voice: Voice, message: SentMessage) -> Drawing:
    text = voice.say(w.SUPERSEDED)
    return Drawing(escaped(text), (header(voice.about(message.about)), section(text)), closed=True)


def _language(rollout: Rollout, person: str) -> Language:
    found = rollout.team.person(person)
    return found.language if found else Language.ZH
