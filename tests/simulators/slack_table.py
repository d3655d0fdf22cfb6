"""Slack on a table: the real door and the real desk, with a Slack that only remembers what it was sent.

No server and no socket, so a decision takes milliseconds; what Slack does to deliveries is for `slack_world`.

table = laid(home)
await table.press("sue", card, "waiver_grant")
await table.send("sue", {"reason": "agreed"})
"""

import itertools
import json
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from config.settings import Settings
from flows.bootstrap import office as open_office
from flows.entrypoints.slack_app import stand_ins
from flows.entrypoints.slack_app.app import door as open_door
from flows.entrypoints.slack_app.deciding import answered, opened
from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.files import Files
from flows.entrypoints.slack_app.home import home as home_tab
from flows.entrypoints.slack_app.home import published, shown
from flows.entrypoints.workspace.member import TEAM_ID
from flows.entrypoints.workspace.web_api.content import elements_of
from playbooks.model import commands as c
from playbooks.model.rollout import Rollout
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer, Receipt
from tasks.adapters.slack.cards import Cards
from tasks.adapters.slack.channel import SlackChannel
from tasks.adapters.slack.directory import Account, Directory
from tasks.adapters.slack.outbound import Outbound
from tasks.adapters.slack.poster import Poster
from tasks.adapters.store.messages import MessageKind, SentMessage
from tests.simulators.slack_world import GATE, MEMBERS, ROLLOUT, TIMER, USERS, paper, variables

Payload = dict[str, Any]
LIMIT = 10**6
_USERS = {member.id: member for member in MEMBERS}


@dataclass(slots=True)
class PaperSlack:
    """Remembers messages by their place, what was said to one person alone, and the views people have in front."""

    messages: dict[tuple[str, str], Payload] = field(default_factory=dict)
    asides: dict[str, list[str]] = field(default_factory=dict)
    views: list[Payload] = field(default_factory=list)
    homes: dict[str, Payload] = field(default_factory=dict)
    published: list[str] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def auth_test(self) -> Payload:
        """Tell which workspace this is."""
        return {"team_id": TEAM_ID}

    def users_info(self, *, user: str) -> Payload:
        """Return a member."""
        return {"user": _USERS[user].as_user()}

    def users_lookupByEmail(self, *, email: str) -> Payload:  # noqa: N802  # Slack's name
        """Return the member with an address."""
        found = (member for member in MEMBERS if member.email.casefold() == email.casefold())
        return {"user": next(found).as_user()}

    def chat_postMessage(self, *, channel: str, **message: object) -> Payload:  # noqa: N802  # Slack's name
        """Keep a message; one to a person stands in the conversation with that person."""
        place = (channel.replace("U", "D", 1), f"1.{next(self.numbers):06}")
        self.messages[place] = dict(message)
        return {"channel": place[0], "ts": place[1]}

    def chat_update(self, *, channel: str, ts: str, **message: object) -> Payload:
        """Change a message."""
        self.messages[channel, ts] |= message
        return {"ok": True}


class PaperClient:
    """The same Slack, as the asynchronous client sees it."""

    def __init__(self, slack: PaperSlack) -> None:
        self._slack = slack

    async def chat_postMessage(self, *, channel: str, **message: object) -> Payload:  # noqa: N802  # Slack's name
        """Keep a message."""
        return self._slack.chat_postMessage(channel=channel, **message)

    async def chat_postEphemeral(self, *, channel: str, user: str, text: str) -> None:  # noqa: N802, ARG002  # same
        """Keep what one person alone sees."""
        self._slack.asides.setdefault(user, []).append(text)

    async def views_open(self, *, trigger_id: str, view: Payload) -> None:  # noqa: ARG002  # Slack's names
        """Put a view in front of somebody."""
        self._slack.views.append(view)

    views_push = views_open

    async def views_publish(self, *, user_id: str, view: Payload) -> None:
        """Put up somebody's Home tab."""
        self._slack.homes[user_id] = view
        self._slack.published.append(user_id)


@dataclass(slots=True)
class SlackTable:
    """The office, the door and the paper Slack."""

    office: Office
    door: Door
    slack: PaperSlack
    _forms: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def rollout(self) -> Rollout:
        """Return the rollout as it stands."""
        return self.office.rollout(ROLLOUT)

    def wish(self, command: c.Command, by: str) -> Answer:
        """Bring a wish to the desk through another door, and let the letters and cards follow."""
        answer = self.office.submit(ROLLOUT, c.Actor(key=by, via=c.Via.CLI), command)
        self.follow()
        return answer

    def granted(self, command: c.Command, by: str) -> None:
        """Bring a wish that must be granted."""
        answer = self.wish(command, by)
        assert isinstance(answer, Receipt), answer

    def record(self, digest: str = "ab" * 32) -> None:
        """Let Ann put the paper on record."""
        now = self.office.clock.now()
        self.granted(
            c.RecordEvidence(evidence="paper", payload=paper(2048, digest), source="test", observed_at=now),
            "ann",
        )

    def ask(self) -> None:
        """Let the product ask for the sign-offs."""
        assert isinstance(self.office.submit(ROLLOUT, TIMER, c.RequestSignOff(gate=GATE)), Receipt)
        self.follow()

    def follow(self) -> None:
        """Let letters out, and draw the cards."""
        self.office.dispatcher.deliver()
        self.door.slack.cards.redraw(ROLLOUT)

    def card(self, key: str, about: str = GATE, kind: MessageKind | None = None) -> SentMessage:
        """Return the newest card somebody has."""
        found = self.door.slack.register.latest(ROLLOUT, about, key, kind=kind)
        assert found is not None
        return found

    def looked_at(self, key: str, about: str, kind: MessageKind) -> SentMessage:
        """Return the card that somebody finds in the Home tab."""
        person = self.rollout.team.person(key)
        assert person is not None
        wanted = SentMessage(
            id=f"33333333-3333-4333-8333-{abs(hash((key, about))) % 10**12:012}",
            kind=kind,
            rollout=ROLLOUT,
            about=about,
            recipient=key,
            team=TEAM_ID,
        )
        return self.door.slack.channel.ask(person, wanted)

    def message(self, card: SentMessage) -> str:
        """Return everything a card shows, as one text."""
        return str(self.slack.messages[card.channel, card.ts])

    def buttons(self, card: SentMessage) -> list[str]:
        """Return the buttons of a card."""
        return [str(each["action_id"]) for each in self._elements(card) if each["type"] == "button"]

    def handle(self, card: SentMessage, action: str) -> Payload:
        """Return a button of a card as it stands."""
        return next(each for each in self._elements(card) if each["action_id"] == action)

    async def press(self, user: str, card: SentMessage, button: Payload) -> Payload | None:
        """Press a button, as it stands or as it was remembered; return the form that opens."""
        before = len(self.slack.views)
        container = {"channel_id": card.channel, "message_ts": card.ts}
        await opened(self.door, self._body(user) | {"container": container}, button)
        await self.door.handover.finished()
        return self.slack.views[-1] if len(self.slack.views) > before else None

    async def end(self, user: str, delegation: str) -> Payload | None:
        """Press the button of a delegation in the Home tab; return the form that opens."""
        before = len(self.slack.views)
        await stand_ins.opened(self.door, self._body(user), json.dumps([ROLLOUT, delegation]))
        return self.slack.views[-1] if len(self.slack.views) > before else None

    async def decide(self, user: str, card: SentMessage, action: str, **values: Any) -> dict[str, str] | None:  # noqa: ANN401
        """Press a button, fill in its form and send it; return what is wrong with it, None when it is on record."""
        view = await self.press(user, card, self.handle(card, action))
        assert view is not None, self.said(user)
        return await self.send(user, view, values)

    async def send(
        self, user: str, view: Payload, values: Payload, *, number: int | None = None
    ) -> dict[str, str] | None:
        """Send a form; the same `number` is the same form again."""
        form = next(self._forms) if number is None else number
        sent = view | {"id": f"V{form}", "state": {"values": _filled(values)}}
        answering = stand_ins.answered if view["callback_id"] == "stand_in_end" else answered
        errors = await answering(self.door, self._body(user), sent)
        await self.door.handover.finished()
        return errors

    async def forge(self, user: str, card: SentMessage, action: str, **values: Any) -> dict[str, str] | None:  # noqa: ANN401
        """Send a form that no client has shown."""
        metadata = json.dumps({"message": card.id, "revision": card.revision, "action": action})
        return await self.send(user, {"callback_id": action, "private_metadata": metadata}, values)

    def home(self, user: str) -> Payload:
        """Return somebody's Home tab."""
        return dict(home_tab(self.door, Account(TEAM_ID, USERS.get(user, user))))

    async def open_home(self, user: str) -> None:
        """Open somebody's Home tab, and leave it open."""
        who = Account(TEAM_ID, USERS.get(user, user))
        self.door.homes.opened(who, self.office.clock.now())
        await published(self.door, who)

    async def look(self, user: str, value: str) -> Payload | None:
        """Press a look button of the Home tab; return the card in front."""
        before = len(self.slack.views)
        await shown(self.door, self._body(user), {"value": value})
        return self.slack.views[-1] if len(self.slack.views) > before else None

    def said(self, user: str) -> str:
        """Return everything said to somebody, in messages and aside."""
        ident = USERS.get(user, user)
        direct = [
            str(one) for place, one in self.slack.messages.items() if place[0] == ident.replace("U", "D", 1)
        ]
        return "\n".join([*direct, *self.slack.asides.get(ident, [])])

    def refusals(self) -> list[str]:
        """Return the codes of the refusals on record."""
        rows = self.office.store.entries(rollout=ROLLOUT, types=("command.refused",))
        return [row.event.code for row in rows if row.event.type == "command.refused"]

    def events(self, kind: str) -> int:
        """Return how many events of a type are on record."""
        return len(self.office.store.entries(rollout=ROLLOUT, types=(kind,)))

    def _body(self, user: str) -> Payload:
        return {
            "user": {"id": USERS.get(user, user), "team_id": TEAM_ID},
            "trigger_id": f"t{next(self._forms)}",
        }

    def _elements(self, card: SentMessage) -> list[Payload]:
        blocks = self.slack.messages[card.channel, card.ts]["blocks"]
        return [element for block in blocks for element in elements_of(block)]


def laid(home: Path, slack: PaperSlack | None = None) -> SlackTable:
    """Open the office of a home with its door, and a paper Slack in front: an empty one, or as it was left."""
    settings, slack = Settings.from_environment(variables(home)), slack or PaperSlack()
    office = open_office(settings)
    client, register = cast("WebClient", slack), office.store.messages
    directory = Directory(client, {f"{TEAM_ID}:U0MAPPED": "fred"})
    poster = Poster(client, client, register, office.clock)
    cards = Cards(office.store, register, poster, office.clock)
    channel = SlackChannel(directory, register, poster, cards)
    outbound = Outbound(
        client=client, register=register, directory=directory, poster=poster, cards=cards, channel=channel
    )
    office = replace(office, dispatcher=replace(office.dispatcher, channels=(channel,), switchboard=None))
    paper_client = cast("AsyncWebClient", PaperClient(slack))
    door = replace(
        open_door(office, outbound, token="paper", url="http://paper.invalid/", limit=LIMIT),  # noqa: S106  # no secret
        client=paper_client,
        files=Files(paper_client, office.store, limit=LIMIT),
    )
    return SlackTable(office, door, slack)


@contextmanager
def copied(home: Path, folder: Path, slack: PaperSlack | None = None) -> Generator[SlackTable]:
    """Lay a copy of a home in `folder`, with the Slack as it is given, and close it at the end."""
    opened = laid(Path(shutil.copytree(home, folder / "home")), slack)
    try:
        yield opened
    finally:
        opened.office.store.close()


def _filled(values: Payload) -> Payload:
    return {name: {name: _element(value)} for name, value in values.items()}


def _element(value: object) -> Payload:
    if isinstance(value, list):
        return {"type": "checkboxes", "selected_options": [{"value": one} for one in value]}
    text = str(value)
    element: Payload = {"type": "plain_text_input", "value": text, "selected_option": {"value": text}}
    element |= {"selected_user": text, "selected_date": text}
    return element
