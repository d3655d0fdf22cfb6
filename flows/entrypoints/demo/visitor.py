"""The visitor of an interactive demo: decides for one person on the workspace's page, while the others are scripted.

The story goes on with the decision it was written for; Enter lets the script decide instead.
"""

import select
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flows.entrypoints.demo.in_slack import InSlack, outcome
from flows.entrypoints.demo.narrator import Narrator
from flows.entrypoints.demo.scripted_wish import StoryError
from playbooks.model import events as e
from playbooks.model.commands import Command, DecidePhaseGate, GiveSignOff, GrantWaiver, PhaseDecision
from playbooks.model.text import Text
from tasks.adapters.ports import Answer
from tasks.adapters.store.entries import EntryRow

LOOK_AGAIN = 0.3
YOUR_TURN = Text(
    zh="轮到您了：请以{name}的身份作出决定，按回车则由剧本代为决定。请在浏览器打开 {page}",
    en="Your turn: open {page} in a browser and decide as {name}. Enter lets the script decide.",
)
OTHERWISE = Text(
    zh="已记入账本。剧情需要肯定的决定才能继续：可在 Slack 中改变决定，或按回车由剧本代为决定。",
    en="It is on record. The story goes on with a yes: change your mind in Slack, or press Enter for the script.",
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Lets the visitor decide for one person."""

    slack: InSlack
    narrator: Narrator
    person: str
    gives_up: Callable[[], bool] = field(default_factory=lambda: enter_pressed)

    def act(self, rollout: str, person: str, command: Command) -> Answer:
        """Wait for the visitor where his person is asked; everybody else clicks by the script."""
        if person != self.person or self.slack.asking(rollout, person, command) is None:
            return self.slack.act(rollout, person, command)
        found = self.slack.office.rollout(rollout).team.name(person)
        self.narrator.say(_filled(YOUR_TURN, page=self.slack.room.workspace.page_url, name=found))
        decided = self._decided(rollout, command, since=self.slack.office.store.size())
        return self.slack.act(rollout, person, command) if decided is None else outcome(decided)

    def _decided(self, rollout: str, command: Command, *, since: int) -> EntryRow | None:
        """Return the decision the story needs, once it is on record; None when Enter was pressed."""
        while not self.gives_up():
            for row in self.slack.office.store.entries(rollout=rollout, since_seq=since):
                since = row.seq + 1
                if row.actor.id != self.person:
                    continue
                if settles(row.event, command):
                    return row
                self._otherwise(row.event)
            time.sleep(LOOK_AGAIN)
        return None

    def _otherwise(self, event: e.Event) -> None:
        match event:
            case e.PhaseGateDecided(decision=PhaseDecision.RECYCLE | PhaseDecision.KILL) | e.WaiverDeclined():
                raise StoryError("you decided otherwise, and the story ends here; the ledger has it")
            case e.SignOffRejected() | e.PhaseGateDecided():
                self.narrator.say(OTHERWISE)
            case _:
                return


def settles(event: e.Event, command: Command) -> bool:
    """Tell whether an event is what a command of the story would have led to."""
    match event, command:
        case e.SignOffGiven(sign_off=given), GiveSignOff(gate=gate):
            return given.gate == gate
        case e.WaiverGranted(waiver=waiver), GrantWaiver(gate=gate):
            return waiver.gate == gate
        case e.PhaseGateDecided(phase=phase, decision=decision), DecidePhaseGate():
            return (phase, decision) == (command.phase, command.decision)
        case _:
            return False


def enter_pressed() -> bool:
    """Tell whether somebody pressed Enter; without a keyboard the script decides at once."""
    if not sys.stdin.isatty():
        return True
    ready, _, _ = select.select([sys.stdin], [], [], 0)
    return bool(ready) and bool(sys.stdin.readline())


def _filled(text: Text, *, page: str, name: Text) -> Text:
    return Text(zh=text.zh.format(page=page, name=name.zh), en=text.en.format(page=page, name=name.en))
