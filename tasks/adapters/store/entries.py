"""Reading the ledger: entries in order with their events, by rollout, by type, by time."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.model.commands import ActorKind
from playbooks.model.errors import NotFoundError
from playbooks.model.events import EVENTS, Event
from playbooks.model.ledger.entry import Actor, read_entry, read_time, written_time
from playbooks.model.retrospective import Recorded
from tasks.adapters.ports import Receipt
from tasks.adapters.store.session import Found, Session, Value

_ONE = "SELECT entry, leaf_hash FROM ledger_entry WHERE seq = ?"
_FIND = "SELECT seq, entry, leaf_hash FROM ledger_entry WHERE seq >= ?"
_BETWEEN = (
    "SELECT seq, entry, leaf_hash FROM ledger_entry WHERE subject = ? AND at >= ? AND at < ? ORDER BY seq"
)
_NEWEST_NOTE = "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
_UNCOVERED = "SELECT at FROM ledger_entry WHERE seq = (SELECT coalesce(max(size), 0) FROM ledger_checkpoint)"


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry: its number, time and leaf hash (hex), who acted on what, and the event itself."""

    seq: int
    at: datetime
    leaf: str
    id: str
    rollout: str
    actor: Actor
    on_behalf_of: str | None
    event: Event

    @property
    def recorded(self) -> Recorded:
        """Return what reports and retrospectives are made of."""
        by_person = self.actor.kind == ActorKind.PERSON
        return Recorded(self.seq, self.at, self.actor.id, self.event, by_person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries are looked for."""

    rollout: str | None = None
    types: tuple[str, ...] = ()
    since_seq: int = 0
    limit: int | None = None


def find_entries(session: Session, wanted: Wanted) -> tuple[EntryRow, ...]:
    """Return entries in order."""
    statement, values = _FIND, list[Value]([wanted.since_seq])
    if wanted.rollout is not None:
        statement, values = f"{statement} AND subject = ?", [*values, wanted.rollout]
    if wanted.types:
        places = ", ".join("?" * len(wanted.types))
        statement, values = f"{statement} AND type IN ({places})", [*values, *wanted.types]
    statement += " ORDER BY seq"
    if wanted.limit is not None:
        statement, values = f"{statement} LIMIT ?", [*values, wanted.limit]
    return tuple(_entry_row(row) for row in session.rows(statement, *values))


def find_between(session: Session, rollout: str, start: datetime, *, end: datetime) -> tuple[EntryRow, ...]:
    """Return a rollout's entries from `start` up to but without `end`."""
    rows = session.rows(_BETWEEN, rollout, written_time(start), written_time(end))
    return tuple(_entry_row(row) for row in rows)


def entry_bytes(session: Session, seq: int) -> bytes:
    """Return the exact bytes of an entry."""
    entry: str = _one(session, seq)[0]
    return entry.encode()


def receipt(session: Session, seq: int) -> Receipt:
    """Return the receipt of an entry."""
    entry, leaf = _one(session, seq)
    return Receipt(seq=seq, leaf=leaf.hex(), events=(_event(entry),))


def uncovered_since(session: Session) -> datetime | None:
    """Return the time of the oldest entry that no checkpoint covers."""
    row = session.row(_UNCOVERED)
    return None if row is None else read_time(row[0])


def newest_note(session: Session) -> str | None:
    """Return the newest signed checkpoint; None where none was signed."""
    row = session.row(_NEWEST_NOTE)
    return None if row is None else str(row[0])


def _one(session: Session, seq: int) -> Found:
    row = session.row(_ONE, seq)
    if row is None:
        raise NotFoundError("There is no ledger entry {seq}; see phasegate ledger show.", seq=seq)
    return row


def _event(text: str) -> Event:
    event = read_entry(text.encode()).event
    return EVENTS.validate_python({"type": event.type, **event.data})


def _entry_row(row: Found) -> EntryRow:
    seq, text, leaf = row
    entry = read_entry(text.encode())
    event = entry.event
    return EntryRow(
        seq=seq,
        at=entry.time,
        leaf=leaf.hex(),
        id=event.id,
        rollout=event.subject,
        actor=event.actor,
        on_behalf_of=event.on_behalf_of,
        event=EVENTS.validate_python({"type": event.type, **event.data}),
    )
