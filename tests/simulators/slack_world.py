"""A company that meets in a local Slack: one small rollout, the real app in front of it, and people who click.

async with entered(home) as world:
    card = await world.card("fay")
    await world.decide("fay", card, "gate_approve", comment="read it")
"""

import json
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.settings import Settings
from flows.bootstrap import office as open_office
from flows.bootstrap import slack as slack_of
from flows.entrypoints.slack_app.app import door as open_door
from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.running import served
from flows.entrypoints.slack_app.watch import Watch
from flows.entrypoints.workspace import Behaviour, Human, Member, Submission, Workspace
from flows.entrypoints.workspace.delivery.parcel import Kind, Parcel
from flows.entrypoints.workspace.person import told
from flows.entrypoints.workspace.person.control import Choice
from playbooks.model import commands as c
from playbooks.model.events import CommandRefused
from playbooks.model.evidence import Document
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language
from tasks.adapters.office import Office
from tasks.adapters.organisation import starting
from tasks.adapters.ports import Answer, Receipt
from tasks.adapters.slack.week import Weekly
from tasks.adapters.store.messages import MessageKind, SentMessage

COMPANY = Path(__file__).parent / "slack_company"
ROLLOUT, GATE = "small-1", "paper_signed"
TIMER = c.Actor(key="attend", kind=c.ActorKind.SYSTEM, via=c.Via.TIMER)
USERS = {"sue": "U0SUE", "pam": "U0PAM", "finn": "U0FINN", "fay": "U0FAY", "fred": "U0MAPPED", "ann": "U0ANN"}
MEMBERS = (
    *(
        Member(id=user, name=key.title(), email=f"{key}@test.example", language=Language.EN)
        for key, user in USERS.items()
        if key != "fred"
    ),
    Member(id="U0MAPPED", name="Fred", email="private@elsewhere.example"),
    Member(id="U0EVE", name="Sue", email="eve@elsewhere.example"),
    Member(id="U0GONE", name="Gone", email="gone@test.example"),
)


def variables(home: Path) -> dict[str, str]:
    """Return the variables that make a process work on this home."""
    return {
        "PHASEGATE_HOME": str(home),
        "PHASEGATE_ORGANISATION": str(COMPANY / "organisation.yaml"),
        "PHASEGATE_LANGUAGE": "en",
        "PHASEGATE_CONSOLE_CHANNEL": "false",
    }


def begin(home: Path, *, plan: str = "") -> None:
    """Make a home in which the rollout of a playbook has begun and every letter so far has left."""
    (home / "playbooks").mkdir(parents=True)
    written = plan or (COMPANY / "small.yaml").read_text(encoding="utf-8")
    (home / "playbooks" / "small.yaml").write_text(written, encoding="utf-8")
    opened, sue = open_office(Settings.from_environment(variables(home))), c.Actor(key="sue")
    opened.submit(ROLLOUT, sue, starting(opened, "small"))
    opened.submit(ROLLOUT, sue, c.OpenPhase(phase=PhaseKey.INITIATION))
    while parcels := opened.store.due(opened.clock.now()):
        for parcel in parcels:
            opened.store.delivered(parcel, opened.clock.now())
    opened.store.close()


def paper(size: int = 2048, digest: str = "ab" * 32) -> Document:
    """Return the paper that is to be signed."""
    return Document(title="Charter", version="1.0", sha256=digest, size=size)


@dataclass(slots=True)
class SlackWorld:
    """The workspace, the office, and the door between them."""

    home: Path
    workspace: Workspace
    office: Office
    door: Door
    channel: str
    life: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    def rollout(self) -> Rollout:
        """Return the rollout as it stands."""
        return self.office.rollout(ROLLOUT)

    @property
    def gate_digest(self) -> str:
        """Return the digest of what a signer is shown now."""
        return self.gate.shown_digest(self.rollout.facts)

    @property
    def gate(self) -> SignOffGate:
        """Return the gate that is signed."""
        gate = self.rollout.playbook.gate(GATE)
        assert isinstance(gate, SignOffGate)
        return gate

    def human(self, key: str) -> Human:
        """Return a person of the company, or a member by the id, at a Slack client."""
        return self.workspace.human(USERS.get(key, key))

    def direct(self, key: str) -> str:
        """Return the conversation between somebody and the app."""
        return self.workspace.direct(USERS.get(key, key)).id

    def wish(self, command: c.Command, by: str) -> Answer:
        """Bring a wish to the desk through another door."""
        return self.office.submit(ROLLOUT, c.Actor(key=by, via=c.Via.CLI), command)

    def record(self, document: Document | None = None) -> None:
        """Let Ann put the paper on record."""
        now = self.office.clock.now()
        command = c.RecordEvidence(
            evidence="paper", payload=document or paper(), source="test", observed_at=now
        )
        assert isinstance(self.wish(command, "ann"), Receipt)

    def ask(self) -> None:
        """Let the product ask for the sign-offs, and the letters out."""
        assert isinstance(self.office.submit(ROLLOUT, TIMER, c.RequestSignOff(gate=GATE)), Receipt)

    def registered(self, key: str) -> SentMessage | None:
        """Return the newest card somebody has of the gate."""
        return self.door.slack.register.latest(ROLLOUT, GATE, key)

    async def card(self, key: str, about: str = GATE, *, kind: MessageKind | None = None) -> SentMessage:
        """Wait for the newest card somebody has of the gate, of a phase, or of what is asked about the gate."""
        register = self.door.slack.register
        found = await self.workspace.wait_for(lambda: register.latest(ROLLOUT, about, key, kind=kind))
        assert found is not None
        return found

    async def asked(self, *people: str) -> tuple[SentMessage, ...]:
        """Put the paper on record, ask for sign-offs, and wait for these people's cards."""
        self.record()
        self.ask()
        return tuple([await self.card(key) for key in people])

    def shown(self, card: SentMessage) -> str:
        """Return everything a message shows, as one text."""
        return str(self.workspace.message(card.channel, card.ts))

    def buttons(self, card: SentMessage) -> list[str]:
        """Return the buttons of a message."""
        blocks = self.workspace.message(card.channel, card.ts)["blocks"]
        return [
            each["action_id"] for block in blocks if block["type"] == "actions" for each in block["elements"]
        ]

    async def form(self, key: str, card: SentMessage, action: str) -> dict[str, object]:
        """Press a button and wait for its form."""
        human = self.human(key)
        await human.click(card.channel, card.ts, action)
        modal = await self.workspace.wait_for(lambda: human.sees.modal)
        assert modal is not None
        return modal

    async def decide(self, key: str, card: SentMessage, action: str, **values: Choice) -> Submission:
        """Press a button, fill in its form and send it."""
        await self.form(key, card, action)
        return await self.human(key).submit(values)

    async def forge(self, user: str, metadata: str, action: str, /, **values: str) -> dict[str, Any]:
        """Send a form that no client has shown, as somebody with tools of their own might; return the answer."""
        member = self.workspace.state.directory.members[USERS.get(user, user)]
        filled = {name: {name: {"type": "plain_text_input", "value": text}} for name, text in values.items()}
        view = {
            "id": self.workspace.state.serial.identifier("V"),
            "type": "modal",
            "callback_id": action,
            "private_metadata": metadata,
            "state": {"values": filled},
        }
        return await self.deliver("view_submission", member, {"view": view})

    async def deliver(self, kind: str, member: Member, more: dict[str, Any]) -> dict[str, Any]:
        """Deliver an interaction as Slack would frame it; return the answer."""
        payload = told.interaction(self.workspace.state, kind, member) | more
        parcel = await self.workspace.courier.deliver(Parcel(Kind.INTERACTION, payload))
        return parcel.answer

    def metadata(self, card: SentMessage, action: str, *, revision: int = 1) -> str:
        """Return what a form of a card carries."""
        return json.dumps({"message": card.id, "revision": revision, "action": action})

    def said(self, key: str) -> str:
        """Return everything the app has said to somebody, in messages and to this person alone."""
        human = self.human(key)
        return "\n".join(str(one) for one in human.sees.messages(self.direct(key)))

    def refusals(self) -> list[str]:
        """Return the codes of the refusals on record."""
        rows = self.office.store.entries(rollout=ROLLOUT, types=("command.refused",))
        return [row.event.code for row in rows if isinstance(row.event, CommandRefused)]

    def events(self, kind: str) -> int:
        """Return how many events of a type are on record."""
        return len(self.office.store.entries(rollout=ROLLOUT, types=(kind,)))

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for a condition."""
        await self.workspace.wait_for(true, 10.0)


@asynccontextmanager
async def entered(
    home: Path, *, behaviour: Behaviour | None = None, served_at_once: bool = True
) -> AsyncGenerator[SlackWorld]:
    """Open the workspace and the app on a home."""
    async with AsyncExitStack() as life:
        calm = behaviour or Behaviour(rate_limits=False)
        workspace = await life.enter_async_context(Workspace(MEMBERS, behaviour=calm))
        channel = workspace.add_channel("rollout", [*USERS.values(), "U0EVE"]).id
        office, door = office_and_door(home, workspace)
        life.callback(office.store.close)
        world = SlackWorld(home, workspace, office, door, channel, life)
        if served_at_once:
            await serve(world)
        yield world


def office_and_door(home: Path, workspace: Workspace) -> tuple[Office, Door]:
    """Open the office of a home with its door to a workspace."""
    settings = Settings.from_environment(
        variables(home)
        | {
            "PHASEGATE_SLACK_BOT_TOKEN": workspace.bot_token,
            "PHASEGATE_SLACK_APP_TOKEN": workspace.app_token,
            "PHASEGATE_SLACK_API_URL": workspace.api_url,
        }
    )
    office = open_office(settings)
    slack = slack_of(settings, office.store, office.clock)
    assert slack is not None
    limit = settings.evidence_limit_bytes
    door = open_door(office, slack, token=workspace.bot_token, url=workspace.api_url, limit=limit)
    return office, door


async def serve(world: SlackWorld) -> None:
    """Let the app run until the world ends."""
    watch = Watch(world.door, Weekly(world.office, world.door.slack, world.channel), pause=0.05)
    await world.life.enter_async_context(served(world.door, watch, world.workspace.app_token))
    await world.workspace.wait_for_app()
