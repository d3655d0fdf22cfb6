"""A crowd that decides in Slack while deliveries are doubled, late, exchanged and repeated, and the app is killed.

People behave as people do: who gets no answer looks again, and tries again while the button is there. Some try what
is not theirs: they send the form of somebody else's card.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from config.settings import Settings
from flows.bootstrap import slack as slack_of
from flows.entrypoints.workspace import Behaviour, Mischief, UserError, Workspace
from flows.entrypoints.workspace.delivery.parcel import Kind, Parcel
from flows.entrypoints.workspace.person import told
from playbooks.model.events import SignOffGiven
from playbooks.model.ledger.verification import Level
from tasks.adapters.office import Office
from tasks.adapters.store.messages import CLAIM, SentMessage
from tests.simulators import slack_crowd as company
from tests.simulators.slack_process import SlackProcess, running, tokens
from tests.simulators.slack_world import GATE

PATIENCE = 60.0
#: Half of Slack's patience: more is sent again, and a killed app is noticed sooner.
BEHAVIOUR = Behaviour(
    rate_limits=False, acknowledge_within=1.5, redeliver_interactions=True, retry_after=(0.1,)
)
#: In front of which of these two buttons a card is still live.
LIVE = frozenset({"gate_approve", "gate_reject"})

#: Who decided where: rollout and person.
Decision = tuple[str, str]


@dataclass
class Chaos:
    """The workspace, the app, and what people were told."""

    office: Office
    workspace: Workspace
    app: SlackProcess
    chance: Random
    acknowledged: list[Decision] = field(default_factory=list)
    clicks: int = 0
    thefts: int = 0

    async def begin(self, rollouts: Sequence[str]) -> None:
        """Ask a team for each rollout, one team after the other; wait until everybody has a card."""
        for number, rollout in enumerate(rollouts):
            company.asked(self.office, company.team(number % company.TEAMS), rollout)
        for rollout, person in whom(rollouts):
            await self._until(partial(self.card, rollout, person))

    async def decided(self, rollouts: Iterable[str], kills: int) -> None:
        """Let everybody decide, and kill the app so many times meanwhile."""
        asked = whom(rollouts)
        by_person: dict[str, list[str]] = {}
        for rollout, person in self.chance.sample(asked, len(asked)):
            by_person.setdefault(person, []).append(rollout)
        people = [self._decides(person, here) for person, here in by_person.items()]
        await asyncio.gather(*people, self._killed(kills, of=len(asked)))

    async def _killed(self, times: int, of: int) -> None:
        """Kill the app in the midst of things: each time when some more decisions have been acknowledged."""
        for number in range(times):
            least = of * number // (times + 1) + self.chance.randrange(1, 4)
            await self._until(partial(self._far, least))
            await self.app.kill()
            self.app.start()
            await self.app.connected()

    def _far(self, least: int) -> bool:
        return len(self.acknowledged) >= least

    async def _decides(self, person: str, rollouts: Iterable[str]) -> None:
        """Decide everything one is asked, one after the other as there is one screen."""
        for rollout in rollouts:
            while LIVE & self.buttons(self.card(rollout, person)):
                try:
                    if await self._known_to_be_decided(person, rollout):
                        break
                except (UserError, TimeoutError):
                    # Red lines and silence: the person looks again.
                    await self.app.connected()

    async def _known_to_be_decided(self, person: str, rollout: str) -> bool:
        """Try to decide; tell whether the answer is that it is decided. A card that a killed app held may still ask."""
        human, card = self.workspace.human(company.user(person)), self.card(rollout, person)
        assert card is not None
        while human.sees.modal is not None:
            await human.dismiss()
        self.clicks += 1
        await human.click(card.channel, card.ts, "gate_approve")
        await self.workspace.wait_for(lambda: human.sees.modal)
        done = await human.submit({"comment": f"read by {person}"})
        if done.closed:
            self.acknowledged.append((rollout, person))
            await self._stolen(card)
        return "already" in str(done.errors)

    async def _stolen(self, card: SentMessage) -> None:
        """Somebody of no team sends the form of this card, with tools of their own."""
        self.thefts += 1
        state = self.workspace.state
        handle = f'{{"message": "{card.id}", "revision": 1, "action": "gate_approve"}}'
        view = {
            "id": state.serial.identifier("V"),
            "type": "modal",
            "callback_id": "gate_approve",
            "private_metadata": handle,
            "state": {"values": {}},
        }
        thief = state.directory.members[company.user(self.chance.choice(("ann", "pam", "sue")))]
        payload = told.interaction(state, "view_submission", thief) | {"view": view}
        await self.workspace.courier.deliver(Parcel(Kind.INTERACTION, payload))

    def card(self, rollout: str, person: str) -> SentMessage | None:
        """Return the newest card somebody has in a rollout."""
        return self.office.store.messages.latest(rollout, GATE, person)

    def buttons(self, card: SentMessage | None) -> set[str]:
        """Return the buttons of a card."""
        if card is None:
            return set()
        return buttons(self.workspace.message(card.channel, card.ts))

    def given(self) -> "Counter[Decision]":
        """Return how often each decision is on the ledger."""
        rows = self.office.store.entries(types=("sign_off.given",))
        return Counter(
            (row.rollout, row.event.sign_off.person) for row in rows if isinstance(row.event, SignOffGiven)
        )

    def troubles(self, rollouts: Iterable[str]) -> dict[str, list[Decision] | list[str]]:
        """Return everything that must not be, whatever happened: all of it is empty."""
        given, asked = self.given(), set(whom(rollouts))
        proof = self.office.store.verify(Level.FULL)
        return {
            "acknowledged, not on the ledger": [done for done in self.acknowledged if not given[done]],
            "more than once": [done for done, times in given.items() if times > 1],
            "not entitled": [done for done in given if done not in asked],
            "never decided": [done for done in asked if not given[done]],
            "still asking": self.live(),
            "ledger": [str(proof.trouble)] if proof.trouble else [],
        }

    def settle(self, rollouts: Iterable[str]) -> None:
        """Bring the cards up to date as the watch does when what a killed process had in hand is free again."""
        settings = Settings.from_environment(company.variables(self.app.home) | tokens(self.workspace))
        slack = slack_of(settings, self.office.store, Later(self.office))
        assert slack is not None
        for rollout in rollouts:
            slack.cards.redraw(rollout)

    def live(self) -> list[str]:
        """Return the messages that still ask for a signature, whether the product knows them or not."""
        return [
            str(message["text"])
            for channel in list(self.workspace.state.messages.by_channel)
            for message in self.workspace.messages(channel)
            if LIVE & buttons(message)
        ]

    async def _until(self, true: Callable[[], object]) -> None:
        await self.workspace.wait_for(true, PATIENCE)


def whom(rollouts: Iterable[str]) -> list[Decision]:
    """Return who is asked where: the teams by turns."""
    return [
        (rollout, person)
        for number, rollout in enumerate(rollouts)
        for person in company.members_of(number % company.TEAMS)
    ]


def buttons(message: dict[str, object]) -> set[str]:
    """Return the buttons of a message."""
    blocks = message.get("blocks")
    rows = [block for block in blocks if block["type"] == "actions"] if isinstance(blocks, list) else []
    return {str(element["action_id"]) for row in rows for element in row["elements"]}


@dataclass(frozen=True)
class Later:
    """The clock of the office, when every claim of a killed process has ended."""

    office: Office

    def now(self) -> datetime:
        """Return a moment after the end of every claim."""
        return self.office.clock.now() + CLAIM + timedelta(seconds=1)


@asynccontextmanager
async def broken_loose(home: Path, seed: int) -> AsyncGenerator[Chaos]:
    """Open a company whose Slack plays pranks by seed."""
    office = company.founded(home)
    mischief = Mischief(seed=seed, duplicated=0.2, delayed=0.3, held=0.1, replayed=0.2)
    async with (
        Workspace(company.members(), behaviour=BEHAVIOUR, mischief=mischief) as workspace,
        running(home, workspace, company.variables(home)) as app,
    ):
        yield Chaos(office, workspace, app, Random(seed))
    office.store.close()
