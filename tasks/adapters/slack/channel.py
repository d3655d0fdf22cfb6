"""The Slack channel: what somebody is asked to decide becomes a card with buttons, all else a plain message."""

from dataclasses import dataclass

from playbooks.model.errors import OutsideError
from playbooks.model.letters import Notice
from playbooks.model.phase import PhaseKey
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.waiting import WaitingFor
from tasks.adapters.slack.cards import CARDS, Cards
from tasks.adapters.slack.directory import Directory
from tasks.adapters.slack.notice_message import notice_drawing
from tasks.adapters.slack.poster import Poster, message_id
from tasks.adapters.store.messages import MessageKind, MessageRegister, SentMessage

#: What is decided on a card, and on which; evidence and action items are not.
_DECIDED = {
    WaitingFor.SIGN_OFF: MessageKind.GATE,
    WaitingFor.DECISION: MessageKind.GATE,
    WaitingFor.WAIVER: MessageKind.WAIVER,
    WaitingFor.OVERRIDE: MessageKind.OVERRIDE,
}


@dataclass(frozen=True, slots=True)
class SlackChannel:
    """Writes to people in Slack."""

    directory: Directory
    register: MessageRegister
    poster: Poster
    cards: Cards
    name: str = "slack"

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:
        """Send a notice once, however often the parcel is tried."""
        kind = self._kind(notice, rollout)
        message = self._intended(person, notice, rollout=rollout, parcel=parcel, kind=kind)
        if message.sent:
            return
        user = self.directory.user(person)
        news = notice_drawing(notice, person.language)
        draw = self.cards.drawing if kind in CARDS else lambda _: news
        if self.poster.draw(message.id, draw, to=user) is None:
            raise OutsideError("Another process is sending this message; it is looked at again.")
        if kind in CARDS:
            self.retire(message)

    def ask(self, person: Stakeholder, message: SentMessage) -> SentMessage:
        """Make sure that a card somebody looks for is there, and return it as it stands."""
        place = (message.rollout, message.about, message.recipient)
        known = self.register.latest(*place, kind=message.kind)
        if known is not None:
            return self.poster.draw(known.id, self.cards.drawing, afresh=True) or known
        intended = self.register.intend(message, self.poster.clock.now())
        user = self.directory.user(person)
        return self.poster.draw(intended.id, self.cards.drawing, to=user) or intended

    def retire(self, newest: SentMessage) -> None:
        """Take the buttons off earlier cards about the same thing for the same person."""
        for earlier in self.register.open(newest.rollout):
            same = (earlier.kind, earlier.about, earlier.recipient) == (
                newest.kind,
                newest.about,
                newest.recipient,
            )
            if same and earlier.id != newest.id and earlier.sent and earlier.kind in CARDS:
                self.poster.draw(earlier.id, self.cards.drawing)

    def _kind(self, notice: Notice, key: str) -> MessageKind:
        rollout = self.cards.store.rollout(key)
        kind = _DECIDED.get(notice.asks) if notice.asks else None
        if kind is None or notice.about is None or rollout is None:
            return MessageKind.NOTICE
        if notice.about in set(PhaseKey):
            return MessageKind.PHASE_GATE
        return kind if rollout.playbook.gate(notice.about) else MessageKind.NOTICE

    def _intended(
        self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int, kind: MessageKind
    ) -> SentMessage:
        rounds = SentMessage(
            id=message_id(rollout, parcel),
            kind=kind,
            rollout=rollout,
            about=str(notice.about or ""),
            recipient=person.key,
            team=self.directory.home(),
        )
        return self.register.intend(rounds, self.poster.clock.now())
