"""People of a story who decide in Slack: they open the card that asked them, fill in its form and send it.

What nobody asks them for, such as a waiver, they find in the app's Home tab. What has no card goes to the desk.
What came of a click is read from the ledger, as everybody could.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from flows.entrypoints.demo.card import Card, card_of
from flows.entrypoints.demo.hands import AtTheDesk
from flows.entrypoints.slack_app.home import OPEN
from flows.entrypoints.slack_app.home_card import handle
from flows.entrypoints.slack_app.wishes import OWNER
from flows.entrypoints.workspace import Human, WorkspaceThread
from flows.entrypoints.workspace.payload import Payload
from playbooks.model.commands import Command
from playbooks.model.errors import OutsideError
from playbooks.model.events import CommandRefused
from playbooks.model.refusal import Refusal, RefusalCode
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer, Receipt
from tasks.adapters.store.entries import EntryRow
from tasks.adapters.store.messages import MessageKind, SentMessage

PATIENCE_SECONDS = 20.0
#: A card is sent, or follows a change, within a second or so.
REDRAWN_SECONDS = 10.0
FORM_SECONDS = 3.0
CLICKS = 3
LOOK_AGAIN = 0.05


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody at a Slack client with a card that asks for a decision, or the Home tab that leads to one."""

    human: Human
    card: Card
    message: SentMessage | None = None
    item: str = ""


@dataclass(slots=True)
class InSlack:
    """Clicks for the people of a story."""

    office: Office
    room: WorkspaceThread
    _desk: AtTheDesk = field(init=False)

    def __post_init__(self) -> None:
        """Know the desk, for all that is not decided on a card."""
        self._desk = AtTheDesk(self.office)

    def act(self, rollout: str, person: str, command: Command) -> Answer:
        """Click the card that asks for this, or bring the wish to the desk where none does."""
        asked = self.asking(rollout, person, command)
        if asked is None:
            return self._desk.act(rollout, person, command)
        size = self.room.run(self.clicked(asked))
        return outcome(self._written(rollout, person, size))

    def asking(self, rollout: str, person: str, command: Command) -> Asked | None:
        """Return the card that asks this person for this; None where it is decided another way."""
        card = card_of(command, self.office.store.rollout(rollout))
        human = self._human(rollout, person) if card else None
        if card is None or human is None:
            return None
        if card.at_home:
            return self._at_home(rollout, human, card)
        deadline = time.monotonic() + REDRAWN_SECONDS
        while time.monotonic() < deadline:
            self.office.dispatcher.deliver()
            message = self.office.store.messages.latest(rollout, card.about, person, kind=card.kind)
            if message and card.button in buttons(human.sees.message(message.channel, message.ts)):
                return Asked(human, card, message)
            if message is None and not self.office.store.undelivered():
                break  # nobody asked, and nothing is on its way
            time.sleep(LOOK_AGAIN)
        return None

    def _at_home(self, rollout: str, human: Human, card: Card) -> Asked | None:
        """Return the card that somebody finds in the Home tab; None where it leads to none."""
        item = handle(rollout, MessageKind.GATE, about=card.about)
        if not self.room.run(self._listed(human, item)):
            return None
        owner = self._human(rollout, card.answers[OWNER])
        if owner is None:
            return None
        return Asked(human, replace(card, answers={**card.answers, OWNER: owner.user_id}), item=item)

    async def _listed(self, human: Human, item: str) -> bool:
        """Open the Home tab, and tell whether it lists something."""
        await human.open_home()
        return await self._comes(lambda: item in str(human.sees.home))

    async def clicked(self, asked: Asked) -> int:
        """Open the form, fill it in and send it; return the ledger's size before that."""
        human, opened = asked.human, False
        for _ in range(CLICKS):
            opened = await self._form_opens(asked)
            if opened:
                break
        if not opened:
            raise OutsideError(
                "The card about {about!r} opens no form; look into the app's log.", about=asked.card.about
            )
        size = self.office.store.size()
        sent = await human.submit(asked.card.answers)
        if not sent.closed:
            await human.dismiss()  # the refusal has been read; it is on record
        return size

    async def _form_opens(self, asked: Asked) -> bool:
        """Press, and tell whether a form opens; instead of one, a card that was out of date is drawn anew."""
        human, message, button = asked.human, asked.message, asked.card.button.value
        if message is not None:
            await human.click(message.channel, message.ts, button)
        else:
            await human.click_in_home(OPEN, value=asked.item)
            if not await self._comes(lambda: button in buttons(human.sees.modal or {})):
                return False
            await human.click_in_modal(button)
        return await self._comes(lambda: (human.sees.modal or {}).get("callback_id") == button)

    async def _comes(self, true: Callable[[], object]) -> bool:
        try:
            await self.room.workspace.wait_for(true, FORM_SECONDS)
        except TimeoutError:
            return False
        return True

    def _written(self, rollout: str, person: str, size: int) -> EntryRow:
        """Return what the person's click has put on record."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for row in self.office.store.entries(rollout=rollout, since_seq=size):
                if row.actor.id == person:
                    return row
            time.sleep(LOOK_AGAIN)
        raise OutsideError(
            "Nothing came of the click of {person} within {seconds:.0f} s.",
            person=person,
            seconds=PATIENCE_SECONDS,
        )

    def _human(self, rollout: str, person: str) -> Human | None:
        """Return somebody at a Slack client; None for whom the workspace does not know."""
        team = self.office.rollout(rollout).team
        found = team.person(person)
        member = self.room.workspace.state.directory.by_email(found.email) if found and found.email else None
        return self.room.workspace.human(member.id) if member else None


def buttons(message: Payload) -> frozenset[str]:
    """Return the names of the buttons of a message."""
    blocks = (block for block in message.get("blocks", []) if block["type"] == "actions")
    return frozenset(str(element["action_id"]) for block in blocks for element in block["elements"])


def outcome(row: EntryRow) -> Answer:
    """Return the answer that an entry holds."""
    if isinstance(row.event, CommandRefused):
        return Refusal(code=RefusalCode(row.event.code), reason=row.event.reason, about=row.event.about)
    return Receipt(seq=row.seq, leaf=row.leaf, events=(row.event,))
