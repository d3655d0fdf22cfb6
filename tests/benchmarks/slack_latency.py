"""From a click in Slack to its ack, and from a form to every card redrawn: `python -m tests.benchmarks.slack_latency [ROUNDS]`.

The app is a process of its own, as `phasegate slack run` starts it, beside a local workspace whose rate limits are
off. Fifty people have a card each. In a round all press their button at the same moment, then all send their form at
the same moment: ten teams of five, each with a rollout, a gate and five copies of its card, which all have to show
every decision. One by one, before that, shows what is work and what is waiting in the queue of the fifty. An ack
comes after the commit, so submit to ack is the committed decision too.

The people and the workspace share a process whose own garbage is collected between the rounds, for a pause of theirs
would count as the app's.

The floor is measured in the same run: an app of slack-sdk alone that acks at once, and writes so many cards afresh.
"""

import asyncio
import gc
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import quantiles

from flows.entrypoints.workspace import Behaviour, Human, Workspace
from playbooks.model.events import SignOffGiven
from tasks.adapters.office import Office
from tasks.adapters.store.messages import SentMessage
from tests.simulators import slack_crowd as company
from tests.simulators.slack_process import running, tokens
from tests.simulators.slack_world import GATE

ROUNDS, FLOOR_ROUNDS = 4, 8
QUIET_SECONDS = 1.5
ACK, REDRAWN = 100, 300
PATIENCE = 120.0
CALM = Behaviour(rate_limits=False)
_SIGNED = re.compile(r"(\d+) of \d+ people signed")

#: Where each person's card is: by rollout and person.
Cards = dict[tuple[str, str], SentMessage]


@dataclass
class Screens:
    """What every card shows by now, and since when: the number of signatures."""

    workspace: Workspace
    since: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    _looked: int = 0

    async def watch(self) -> None:
        """Look at every update, as soon as it is answered."""
        while True:
            await self.workspace.state.changes.wait(PATIENCE)
            self.look()

    def look(self) -> None:
        """Note what has been updated since the last look."""
        now, calls = time.perf_counter(), self.workspace.calls
        for call in calls[self._looked :]:
            if call.method == "chat.update" and not call.error:
                shown = self.since.setdefault(str(call.arguments["ts"]), [])
                shown.append((_signatures(str(call.arguments["blocks"])), now))
        self._looked = len(calls)

    def shown(self, ts: str, signatures: int) -> float | None:
        """Return since when a card shows at least so many signatures."""
        return next((when for count, when in self.since.get(ts, ()) if count >= signatures), None)


def _form(human: Human) -> object:
    return human.sees.modal


def _signatures(blocks: str) -> int:
    found = _SIGNED.search(blocks)
    return int(found[1]) if found else 1000


@dataclass
class Trial:
    """The workspace, the app beside it, and what was measured."""

    workspace: Workspace
    office: Office
    screens: Screens
    cards: Cards = field(default_factory=dict)
    measured: dict[str, list[float]] = field(default_factory=dict)

    async def asked(self, playbook: str, rollout: str, people: Iterable[str]) -> None:
        """Ask people for their signature, and wait until each has a card."""
        company.asked(self.office, playbook, rollout)
        for person in people:
            card = await self.workspace.wait_for(partial(self._card, rollout, person), PATIENCE)
            assert card is not None
            self.cards[rollout, person] = card

    def _card(self, rollout: str, person: str) -> SentMessage | None:
        return self.office.store.messages.latest(rollout, GATE, person)

    async def clicked(self, name: str, rollout: str, person: str) -> None:
        """Press the button of a card."""
        card, human = self.cards[rollout, person], self.workspace.human(company.user(person))
        began = time.perf_counter()
        await human.click(card.channel, card.ts, "gate_approve")
        self._note(f"{name}, click to ack", began)

    async def submitted(self, name: str, person: str) -> float:
        """Send the form in front of a person; return when that began."""
        human = self.workspace.human(company.user(person))
        began = time.perf_counter()
        done = await human.submit({})
        assert done.closed, done.errors
        self._note(f"{name}, submit to ack", began)
        return began

    async def forms(self, people: Iterable[str]) -> None:
        """Wait until everybody has a form in front."""
        for person in people:
            human = self.workspace.human(company.user(person))
            await self.workspace.wait_for(partial(_form, human), PATIENCE)

    async def quiet(self) -> None:
        """Wait until the app has had nothing to say for a while: what came before is over."""
        gc.collect()
        calls = -1
        while calls != len(self.workspace.calls):
            calls = len(self.workspace.calls)
            await asyncio.sleep(QUIET_SECONDS)

    async def redrawn(self, name: str, rollout: str, began: dict[str, float]) -> None:
        """Wait until every card of a gate shows the decisions; note how long that took for each of them."""
        entries = self.office.store.entries(rollout=rollout, types=("sign_off.given",))
        signers = [row.event.sign_off.person for row in entries if isinstance(row.event, SignOffGiven)]
        copies = [card.ts for (key, _), card in self.cards.items() if key == rollout]
        for number, person in enumerate(signers, 1):
            if person in began:
                await self.workspace.wait_for(partial(self._all, copies, number), PATIENCE)
                last = max(self._all(copies, number))
                self.measured.setdefault(f"{name}, submit to every copy redrawn", []).append(
                    1000 * (last - began[person])
                )

    def _all(self, copies: Sequence[str], signatures: int) -> list[float]:
        moments = [self.screens.shown(ts, signatures) for ts in copies]
        return [] if None in moments else [moment for moment in moments if moment is not None]

    def _note(self, name: str, began: float) -> None:
        self.measured.setdefault(name, []).append(1000 * (time.perf_counter() - began))


async def measured(folder: Path, rounds: int) -> None:
    """Measure and print."""
    gc.disable()
    home = folder / "home"
    office = company.founded(home)
    async with Workspace(company.members(), behaviour=CALM) as workspace:
        trial = Trial(workspace, office, Screens(workspace))
        watching = asyncio.create_task(trial.screens.watch())
        async with running(home, workspace, company.variables(home)):
            await one_by_one(trial)
            for number in range(rounds):
                await ten_teams(trial, number)
                await among_clicks(trial, number)
            desks = await asked_teams(trial, "floor")
        await floor(trial, desks)
        watching.cancel()
    office.store.close()
    report(trial.measured)


async def one_by_one(trial: Trial) -> None:
    """Let the people of all teams decide one after the other."""
    for number in range(company.TEAMS):
        rollout, people = f"calm-{number}", company.members_of(number)
        await trial.asked(company.team(number), rollout, people)
        for person in people:
            await trial.clicked("one by one", rollout, person)
            await trial.forms([person])
            began = {person: await trial.submitted("one by one", person)}
            await trial.redrawn("one by one", rollout, began)


async def ten_teams(trial: Trial, number: int) -> None:
    """Let fifty decide at once, five at each gate."""
    desks = await asked_teams(trial, f"teams-{number}")
    began = await _at_once(trial, "50 at once", desks)
    for rollout in dict.fromkeys(desks.values()):
        await trial.redrawn("50 at once", rollout, began)


async def asked_teams(trial: Trial, name: str) -> dict[str, str]:
    """Ask all teams for their signatures; return for each person the rollout."""
    for team in range(company.TEAMS):
        await trial.asked(company.team(team), f"{name}-{team}", company.members_of(team))
    await trial.quiet()
    return {person: f"{name}-{team}" for team in range(company.TEAMS) for person in company.members_of(team)}


async def among_clicks(trial: Trial, number: int) -> None:
    """Let one of each team decide, each time while all who have not decided yet press their button."""
    name, desks = "1 form among 40 to 49 clicks", await asked_teams(trial, f"among-{number}")
    others = list(desks)
    for team in range(company.TEAMS):
        first, *_ = company.members_of(team)
        others.remove(first)
        await trial.clicked(f"{name}, before them", desks[first], first)
        await trial.forms([first])
        began, _ = await asyncio.gather(
            trial.submitted(name, first),
            _all_at_once(lambda person: trial.clicked(name, desks[person], person), others),
        )
        await trial.redrawn(name, desks[first], {first: began})
        await trial.forms(others)
        for person in others:
            await trial.workspace.human(company.user(person)).dismiss()


async def _at_once(trial: Trial, name: str, desks: dict[str, str]) -> dict[str, float]:
    await _all_at_once(lambda person: trial.clicked(name, desks[person], person), desks)
    await trial.forms(desks)
    await trial.quiet()
    moments = await _all_at_once(lambda person: trial.submitted(name, person), desks)
    return dict(zip(desks, moments, strict=True))


async def _all_at_once(act: Callable[[str], Awaitable[object]], people: Iterable[str]) -> list[float]:
    return [float(str(moment or 0)) for moment in await asyncio.gather(*(act(person) for person in people))]


async def floor(trial: Trial, desks: dict[str, str]) -> None:
    """Measure the same against an app that does nothing but ack and write cards afresh."""
    workspace, cards = trial.workspace, [trial.cards[rollout, person] for person, rollout in desks.items()]
    blocks = workspace.message(cards[0].channel, cards[0].ts)["blocks"]
    environment = {**os.environ, **tokens(workspace), "BLOCKS": json.dumps(blocks)}
    await workspace.wait_for(lambda: not workspace.socket_mode.connections, PATIENCE)
    # One process is started before anything is measured; that the loop stands still meanwhile harms nothing.
    echo = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.slack_echo"], env=environment)  # noqa: ASYNC220
    try:
        await workspace.wait_for(lambda: len(workspace.socket_mode.connections) >= 2, PATIENCE)
        for person, rollout in desks.items():
            await trial.clicked("floor, one by one", rollout, person)
        for _ in range(FLOOR_ROUNDS):
            await _all_at_once(
                lambda person: trial.clicked("floor, 50 at once", desks[person], person), desks
            )
        for size in (company.SIZE, len(cards)):
            for _ in range(FLOOR_ROUNDS):
                await afresh(trial, cards[:size])
    finally:
        echo.kill()
        echo.wait()


async def afresh(trial: Trial, cards: Sequence[SentMessage]) -> None:
    """Have cards written afresh all at once, and note how long that took."""
    trial.screens.since.clear()
    places = " ".join(f"{card.channel}/{card.ts}" for card in cards)
    began = time.perf_counter()
    human = trial.workspace.human(company.user(company.EVERYBODY[0]))
    await human.slash(cards[0].channel, "/phasegate", places)
    await trial.workspace.wait_for(lambda: len(trial.screens.since) == len(cards), PATIENCE)
    last = max(when for shown in trial.screens.since.values() for _, when in shown)
    trial.measured.setdefault(f"floor, {len(cards)} cards written at once", []).append(1000 * (last - began))


def report(measured: dict[str, list[float]]) -> None:
    """Print the milliseconds."""
    for name, taken in measured.items():
        cuts = quantiles(taken, n=20)
        target = (
            "" if "floor" in name else f"   (target: p95 at most {REDRAWN if 'redrawn' in name else ACK})"
        )
        figures = f"p50 {cuts[9]:7.1f}, p95 {cuts[18]:7.1f}, longest {max(taken):7.1f} ms"
        print(f"{name:52} {len(taken):4} times, {figures}{target}", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as place:
        asyncio.run(measured(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
