"""The outbox: letters written with the change they tell of, delivered later, each until it arrives.

Of one rollout and one receiver, nothing is handed out behind a letter that waits or is being tried.
"""

from collections.abc import Iterable
from datetime import datetime

from pydantic import TypeAdapter

from playbooks.model.ledger.entry import read_time, written_time
from playbooks.model.letters import Letter
from tasks.adapters.ports import Parcel
from tasks.adapters.store.deliveries import sent_over
from tasks.adapters.store.parcels import CLAIM, RUN_KINDS, lane
from tasks.adapters.store.session import Session

LETTERS: TypeAdapter[Letter] = TypeAdapter(Letter)

_POST = "INSERT INTO outbox (rollout, lane, kind, letter, posted_at, not_before) VALUES (?, ?, ?, ?, ?, ?)"
_TAKEABLE = """
    FROM outbox AS o WHERE o.delivered_at IS NULL AND o.not_before <= ? AND o.claimed_until <= ?
    AND NOT EXISTS (
        SELECT 1 FROM outbox AS e
        WHERE e.rollout = o.rollout AND e.lane = o.lane AND e.id < o.id AND e.delivered_at IS NULL
        AND (e.not_before > ? OR e.claimed_until > ?)
    )
"""
_FOR_RUNS = f"o.kind IN ({', '.join('?' for _ in RUN_KINDS)})"
_ANY = f"SELECT 1 {_TAKEABLE} LIMIT 1"
_ANY_FOR_RUNS = f"SELECT 1 {_TAKEABLE} AND {_FOR_RUNS} LIMIT 1"
_PARCELS = "SELECT o.id, o.rollout, o.letter, o.tries, o.posted_at"
_DUE = f"{_PARCELS} {_TAKEABLE} ORDER BY CASE WHEN {_FOR_RUNS} THEN 0 ELSE 1 END, o.id LIMIT ?"
_DUE_RUNS = f"{_PARCELS} {_TAKEABLE} AND {_FOR_RUNS} ORDER BY o.id LIMIT ?"
_GIVEN_BACK = "UPDATE outbox SET claimed_until = '' WHERE id = ? AND claimed_until = ?"
_CLAIM = "UPDATE outbox SET claimed_until = ? WHERE id = ?"
_RENEWED = "UPDATE outbox SET claimed_until = ? WHERE id = ? AND tries = ? AND delivered_at IS NULL"
_DELIVERED = "UPDATE outbox SET delivered_at = ?, failure = NULL WHERE id = ? AND delivered_at IS NULL"
_FAILED = (
    "UPDATE outbox SET tries = tries + 1, not_before = ?, claimed_until = '', failure = ? "
    "WHERE id = ? AND tries = ? AND delivered_at IS NULL"
)
_UNDELIVERED = "SELECT count(*) FROM outbox WHERE delivered_at IS NULL"


def post_letters(session: Session, rollout: str, letters: Iterable[Letter], *, at: datetime) -> None:
    """Put letters into the outbox."""
    moment = written_time(at)
    session.run_many(
        _POST,
        [
            (rollout, lane(letter), letter.kind, letter.model_dump_json(), moment, moment)
            for letter in letters
        ],
    )


def anything_due(session: Session, now: datetime, *, runs_only: bool) -> bool:
    """Tell whether a parcel may be tried now; asking takes no lock."""
    moments = [written_time(now)] * 4
    if runs_only:
        return session.row(_ANY_FOR_RUNS, *moments, *RUN_KINDS) is not None
    return session.row(_ANY, *moments) is not None


def take_due(session: Session, now: datetime, *, limit: int, runs_only: bool) -> tuple[Parcel, ...]:
    """Return the parcels that may be tried now, those for runs first, then the oldest, and claim them."""
    wanted = _DUE_RUNS if runs_only else _DUE
    rows = session.rows(wanted, *[written_time(now)] * 4, *RUN_KINDS, limit)
    until = written_time(now + CLAIM)
    session.run_many(_CLAIM, [(until, row[0]) for row in rows])
    sent = sent_over(session, [row[0] for row in rows])
    return tuple(
        Parcel(
            id=number,
            rollout=rollout,
            letter=LETTERS.validate_json(letter),
            tries=tries,
            posted_at=read_time(posted_at),
            sent=sent.get(number, frozenset()),
        )
        for number, rollout, letter, tries, posted_at in rows
    )


def give_back(session: Session, parcels: Iterable[Parcel], *, taken: datetime) -> None:
    """Let go of parcels that were not begun, unless their claim has run out and somebody else has them by now."""
    until = written_time(taken + CLAIM)
    session.run_many(_GIVEN_BACK, [(parcel.id, until) for parcel in parcels])


def renew_claim(session: Session, parcel: Parcel, at: datetime) -> None:
    """Keep a parcel for longer, unless somebody else has delivered or tried it meanwhile."""
    session.run(_RENEWED, written_time(at + CLAIM), parcel.id, parcel.tries)


def note_delivered(session: Session, parcel: Parcel, at: datetime) -> None:
    """Mark a parcel as delivered; it was, whoever holds the claim by now."""
    session.run(_DELIVERED, written_time(at), parcel.id)


def note_failed(session: Session, parcel: Parcel, *, reason: str, again: datetime) -> None:
    """Keep a parcel for another try, unless somebody else has tried it meanwhile."""
    session.run(_FAILED, written_time(again), reason, parcel.id, parcel.tries)


def count_undelivered(session: Session) -> int:
    """Return how many parcels wait."""
    return int(session.one(_UNDELIVERED)[0])
