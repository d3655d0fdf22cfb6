"""How people of a story act: at the desk, as from the command line, or by clicking in Slack."""

from dataclasses import dataclass
from typing import Protocol

from playbooks.model.commands import Actor, ActorKind, Command, Via
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer


class Hands(Protocol):
    """Carries a person's wish out and returns what came of it."""

    def act(self, rollout: str, person: str, command: Command) -> Answer:
        """Bring a wish to the desk, whichever way it takes there."""
        ...


@dataclass(frozen=True, slots=True)
class AtTheDesk:
    """Every wish goes straight to the desk."""

    office: Office

    def act(self, rollout: str, person: str, command: Command) -> Answer:
        """Bring a wish to the desk."""
        actor = Actor(key=person, kind=ActorKind.PERSON, via=Via.CLI, session="demo")
        return self.office.submit(rollout, actor, command)
