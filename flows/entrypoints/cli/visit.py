"""A visit to the desk: a wish goes on record or is refused, and letters leave the house.

- A decision stands as soon as it is on record; what cannot be delivered is tried again by the sweep.
- One request id per call: a script that repeats a call with the same id gets the first answer again.
"""

import atexit
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flows.bootstrap import office as open_office
from flows.bootstrap import settings
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.acting import actor
from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.options import Acting, Reply
from flows.entrypoints.cli.receipt import Asked, foreseen, recorded, refused
from flows.entrypoints.cli.speaker import Speaker, speaker
from playbooks.model.commands import Actor, Command, Request
from playbooks.model.errors import RolloutError
from playbooks.model.phrase import system_fault
from playbooks.model.refusal import Refusal
from playbooks.model.rollout import Rollout
from playbooks.model.stakeholder import Team
from tasks.adapters.dispatcher import Delivery
from tasks.adapters.identifiers import request_id
from tasks.adapters.office import Office


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looks at one rollout."""

    office: Office
    speaker: Speaker
    rollout: Rollout


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody comes with wishes about one rollout."""

    office: Office
    speaker: Speaker
    key: str
    actor: Actor
    request: str
    dry_run: bool = False

    @property
    def rollout(self) -> Rollout:
        """Return the rollout as it stands now."""
        return self.office.rollout(self.key)

    def wish(self, command: Command, *, aside: Mapping[str, object] | None = None) -> ExitCode:
        """Bring a wish to the desk, say what came of it, and deliver the letters it gave rise to.

        `aside` is what a script's document holds beside the answer.
        """
        request = commanded(Request, id=self.request, rollout=self.key, actor=self.actor, command=command)
        asked = Asked(self.speaker, request, aside or {})
        if self.dry_run:
            return foreseen(asked, self.office.desk.foresee(request))
        answer = self.office.desk.submit(request)
        if isinstance(answer, Refusal):
            return refused(asked, answer)
        return recorded(asked, answer, rollout=self.rollout, deliver=lambda: delivered(self.office))

    def brought(self, request: Request) -> Refusal | None:
        """Bring a wish to the desk that only prepares another, and return why it was refused."""
        desk = self.office.desk
        answer = desk.foresee(request) if self.dry_run else desk.submit(request)
        return answer if isinstance(answer, Refusal) else None

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a document that a wish is going to name; a dry run keeps nothing."""
        if not self.dry_run:
            self.office.store.keep(digest, content)


def open_door(reply: Reply) -> tuple[Office, Speaker]:
    """Return the office, and who answers in it."""
    found = settings()
    try:
        opened = open_office(found)
    except OSError as error:
        raise Mistake(w.HOME_UNUSABLE, place=found.home, reason=system_fault(error)) from error
    atexit.register(opened.store.close)
    return opened, speaker(reply)


def look(rollout: str, reply: Reply) -> Look:
    """Return a rollout to be looked at; raises NotFoundError when there is none of this key."""
    office, answering = open_door(reply)
    return Look(office, answering, office.rollout(rollout))


def visit(rollout: str, acting: Acting) -> Visit:
    """Return somebody's visit about a rollout that exists."""
    office, answering = open_door(acting)
    return arrive((office, answering), rollout, acting, team=office.rollout(rollout).team)


def arrive(door: tuple[Office, Speaker], key: str, acting: Acting, *, team: Team) -> Visit:
    """Return the visit of one of these people."""
    office, answering = door
    return Visit(office, answering, key, actor(acting.as_, team), request_of(acting), dry_run=acting.dry_run)


def request_of(acting: Acting) -> str:
    """Return the id under which the wish is made."""
    if acting.request_id is None:
        return request_id()
    try:
        return str(UUID(acting.request_id))
    except ValueError:
        raise Mistake(w.NO_REQUEST_ID, id=acting.request_id) from None


def delivered(office: Office) -> Delivery:
    """Deliver the outbox once; whatever goes wrong, the decision stands."""
    try:
        return office.dispatcher.deliver()
    except RolloutError as error:
        return Delivery(0, office.store.undelivered(), (error.phrase,))
