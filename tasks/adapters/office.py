"""The office: everything a task may use, put together in one place by `flows/bootstrap.py`."""

from dataclasses import dataclass
from pathlib import Path

from playbooks.model.commands import Actor, Command, Request
from playbooks.model.errors import NotFoundError
from playbooks.model.phrase import phrase
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language
from tasks.adapters.desk import Desk
from tasks.adapters.dispatcher import Dispatcher
from tasks.adapters.identifiers import request_id
from tasks.adapters.playbook_library import PlaybookLibrary
from tasks.adapters.ports import Answer, Clock, Orchestrator
from tasks.adapters.sources.specification import Sources
from tasks.adapters.store import SqlStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The desk, the store, the outbox's dispatcher, the sources, the playbooks, the company's own file, and where files lie."""

    desk: Desk
    store: SqlStore
    clock: Clock
    dispatcher: Dispatcher
    orchestrator: Orchestrator | None
    library: PlaybookLibrary
    sources: Sources
    sources_folder: Path
    company: Path
    home: Path
    language: Language

    def submit(self, rollout: str, actor: Actor, command: Command, *, request: str | None = None) -> Answer:
        """Bring a wish to the desk; a caller that may have to try again brings its own request id."""
        return self.desk.submit(
            Request(id=request or request_id(), rollout=rollout, actor=actor, command=command)
        )

    def rollout(self, key: str) -> Rollout:
        """Return a rollout's state; raises NotFoundError when there is none of this key."""
        rollout = self.store.rollout(key)
        if rollout is None:
            known = tuple(self.store.rollouts()) or phrase("none yet")
            raise NotFoundError("There is no rollout {key!r}; there are: {known}.", key=key, known=known)
        return rollout
