"""Deliveries: over which channels a letter has gone out, so that a second try leaves those alone."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from playbooks.model.ledger.entry import written_time
from tasks.adapters.store.session import Session

_SENT = "INSERT INTO delivery (parcel, channel, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_OVER = "SELECT parcel, channel FROM delivery WHERE parcel IN ({places})"
_SINCE = "SELECT count(*) FROM delivery WHERE channel = ? AND at > ?"


def note_sent(session: Session, parcel: int, channels: Iterable[str], *, at: datetime) -> None:
    """Remember that a letter went out over these channels."""
    session.run_many(_SENT, [(parcel, channel, written_time(at)) for channel in channels])


def sent_over(session: Session, parcels: Sequence[int]) -> dict[int, frozenset[str]]:
    """Return over which channels each of these letters has gone out."""
    if not parcels:
        return {}
    rows = session.rows(_OVER.format(places=", ".join("?" * len(parcels))), *parcels)
    return {parcel: frozenset(channel for of, channel in rows if of == parcel) for parcel, _ in rows}


def count_sent(session: Session, channel: str, *, since: datetime) -> int:
    """Return how many letters went out over a channel after a moment."""
    return int(session.one(_SINCE, channel, written_time(since))[0])
