"""What goes into the ledger for a wish: the event as the entry holds it, and who acted in which roles."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from playbooks.model.commands import Request, StartRollout
from playbooks.model.errors import InputError
from playbooks.model.events import Event
from playbooks.model.ledger.canonical import CanonicalError
from playbooks.model.ledger.entry import FIRST_PREV, make_entry
from playbooks.model.ledger.merkle import leaf_hash
from playbooks.model.rollout import Rollout


class UnrecordableError(InputError):
    """What was wished does not fit into an entry of the ledger."""


def ledger_event(request: Request, event: Event, *, number: int, roles: Sequence[str]) -> dict[str, object]:
    """Return an event as its entry holds it; the first event of a request carries the request's own id."""
    actor = request.actor
    data = event.model_dump(mode="json")
    del data["type"]  # it stands beside the data
    record: dict[str, object] = {
        "id": event_name(request, number),
        "type": event.type,
        "actor": {
            "id": actor.key,
            "kind": actor.kind.value,
            "via": actor.via.value,
            "roles": list(roles),
            "session": actor.session,
        },
        "subject": request.rollout,
        "data": data,
    }
    return record if actor.on_behalf_of is None else record | {"on_behalf_of": actor.on_behalf_of}


def event_name(request: Request, number: int) -> str:
    """Return the id of a request's n-th event, counted from 0."""
    return f"{request.id}.{number}" if number else request.id


def acting_roles(request: Request, rollout: Rollout | None) -> tuple[str, ...]:
    """Return the roles the actor holds at this moment, in the rollout's team or in the one being named."""
    if rollout is not None:
        team = rollout.team
    elif isinstance(request.command, StartRollout):
        team = request.command.team
    else:
        return ()
    person = team.person(request.actor.key)
    return () if person is None else person.roles


def sealed(
    record: Mapping[str, object], *, log: str, last_leaf: bytes, seq: int, at: datetime
) -> tuple[bytes, bytes]:
    """Return the entry for a record at its place in the log, and the entry's leaf hash."""
    try:
        entry = make_entry(record, log=log, prev=last_leaf.hex() or FIRST_PREV, seq=seq, time=at)
    except CanonicalError as error:
        raise UnrecordableError(
            "{kind} of {subject} cannot go on record. {reason} Put bulky content into a file "
            "and record that document instead.",
            kind=record["type"],
            subject=record["subject"],
            reason=error,
        ) from error
    return entry, leaf_hash(entry)
