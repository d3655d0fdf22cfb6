"""The message register: every message the product has sent to Slack, and what each of its revisions showed.

- A message is on the register before it is sent, so that a second try is known to be one.
- What somebody saw is read here and never from what a client sends back.
- One process at a time draws a message; whoever takes the claim draws the state as it is then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from playbooks.model.ledger.entry import written_time
from tasks.adapters.store.database import Database
from tasks.adapters.store.session import Found, Session

#: How long a message stays with the process that took it before another one may draw it.
CLAIM = timedelta(seconds=60)

_COLUMNS = "id, kind, rollout, about, phase, recipient, team, channel, ts, copy, revision, seen, drawn, closed, doubtful"
_ONE = f"SELECT {_COLUMNS} FROM slack_message WHERE id = ?"  # noqa: S608  # names are ours
_AT = f"SELECT {_COLUMNS} FROM slack_message WHERE team = ? AND channel = ? AND ts = ?"  # noqa: S608  # same
_OPEN = f"SELECT {_COLUMNS} FROM slack_message WHERE rollout = ? AND closed = 0 ORDER BY made_at, id"  # noqa: S608  # same
_LATEST = (
    f"SELECT {_COLUMNS} FROM slack_message WHERE rollout = ? AND about = ? AND recipient = ? "  # noqa: S608  # same
    "AND kind IN (?, ?) AND closed = 0 AND ts <> '' ORDER BY made_at DESC, id DESC LIMIT 1"
)
_INTEND = (
    "INSERT INTO slack_message (id, kind, rollout, about, phase, recipient, team, made_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
)
_CLAIM = (
    "UPDATE slack_message SET claimed_until = ?, doubtful = CASE WHEN ts = '' THEN 1 ELSE 0 END "
    "WHERE id = ? AND claimed_until <= ? RETURNING id"
)
_RELEASE = "UPDATE slack_message SET claimed_until = '', doubtful = ? WHERE id = ?"
_SHOWN = (
    "UPDATE slack_message SET channel = ?, ts = ?, copy = ?, revision = ?, seen = ?, drawn = ?, closed = ?, "
    "doubtful = 0, claimed_until = '' WHERE id = ?"
)
_SHOWING = (
    "INSERT INTO slack_showing (message, revision, seen, shown_at) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (message, revision) DO NOTHING"
)
_SEEN = "SELECT seen FROM slack_showing WHERE message = ? AND revision = ?"


class MessageKind(StrEnum):
    """What a message is for."""

    GATE = "gate"
    PHASE_GATE = "phase_gate"
    WAIVER = "waiver"
    OVERRIDE = "override"
    NOTICE = "notice"
    WEEK = "week"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """One message: what it is about, for whom, where it stands in Slack, and what it shows by now."""

    id: str
    kind: MessageKind
    rollout: str
    about: str
    phase: str | None = None
    recipient: str
    team: str
    channel: str = ""
    ts: str = ""
    copy: int = 1
    revision: int = 0
    seen: str = ""
    drawn: str = ""
    closed: bool = False
    doubtful: bool = False

    @property
    def sent(self) -> bool:
        """Tell whether Slack has taken it."""
        return bool(self.ts)

    def revised(self, seen: str) -> int:
        """Return the number of the revision that shows this; the same as before while nothing to decide on changed."""
        return self.revision if self.revision and seen == self.seen else self.revision + 1


class MessageRegister:
    """Reads and writes the register."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def intend(self, message: SentMessage, at: datetime) -> SentMessage:
        """Put a message on the register before it is sent; one that is there already is returned as it stands."""
        given = (message.kind, message.rollout, message.about, message.phase, message.recipient, message.team)
        with self._database.writing() as session:
            session.run(_INTEND, message.id, *given, written_time(at))
            return _message(session.one(_ONE, message.id))

    def claim(self, message: str, at: datetime) -> SentMessage | None:
        """Take a message to draw it; None while another process does."""
        return next(iter(self.claim_all((message,), at)), None)

    def claim_all(self, messages: Iterable[str], at: datetime) -> tuple[SentMessage, ...]:
        """Take messages to draw them; those that another process draws are left out."""
        with self._database.writing() as session:
            found = [_message(session.one(_ONE, message)) for message in messages]
            return tuple(message for message in found if _claimed(session, message, at))

    def release(self, message: str, *, doubtful: bool) -> None:
        """Give a message back undrawn; it is doubtful where Slack may have taken it all the same."""
        with self._database.writing() as session:
            session.run(_RELEASE, int(doubtful), message)

    def shown(self, message: SentMessage, at: datetime) -> None:
        """Note where a message stands and what it shows now, and give it back."""
        self.shown_all((message,), at)

    def shown_all(self, messages: Iterable[SentMessage], at: datetime) -> None:
        """Note for messages where they stand and what they show now, and give them back."""
        with self._database.writing() as session:
            for message in messages:
                place = (message.channel, message.ts, message.copy)
                state = (message.revision, message.seen, message.drawn, int(message.closed))
                session.run(_SHOWN, *place, *state, message.id)
                session.run(_SHOWING, message.id, message.revision, message.seen, written_time(at))

    def find(self, message: str) -> SentMessage | None:
        """Return a message by its id."""
        return self._found(_ONE, message)

    def at(self, team: str, channel: str, ts: str) -> SentMessage | None:
        """Return the message that stands at this place in Slack."""
        return self._found(_AT, team, channel, ts)

    def latest(
        self, rollout: str, about: str, recipient: str, *, kind: MessageKind | None = None
    ) -> SentMessage | None:
        """Return the newest open message of a kind for somebody; else the card of the gate or phase itself."""
        kinds = (kind, kind) if kind else (MessageKind.GATE, MessageKind.PHASE_GATE)
        return self._found(_LATEST, rollout, about, recipient, *kinds)

    def open(self, rollout: str) -> tuple[SentMessage, ...]:
        """Return the messages of a rollout that may still change, the oldest first."""
        with self._database.reading() as session:
            return tuple(_message(row) for row in session.rows(_OPEN, rollout))

    def seen(self, message: str, revision: int) -> str | None:
        """Return the digest of what a revision of a message showed."""
        with self._database.reading() as session:
            row = session.row(_SEEN, message, revision)
            return None if row is None else str(row[0])

    def _found(self, query: str, *values: str) -> SentMessage | None:
        with self._database.reading() as session:
            return _maybe(session, query, values)


def _claimed(session: Session, message: SentMessage, at: datetime) -> bool:
    return session.row(_CLAIM, written_time(at + CLAIM), message.id, written_time(at)) is not None


def _maybe(session: Session, query: str, values: tuple[str, ...]) -> SentMessage | None:
    row = session.row(query, *values)
    return None if row is None else _message(row)


def _message(row: Found) -> SentMessage:
    ident, kind, rollout, about, phase, recipient, team, channel, ts, *state = row
    copy, revision, seen, drawn, closed, doubtful = state
    return SentMessage(
        id=ident,
        kind=MessageKind(kind),
        rollout=rollout,
        about=about,
        phase=phase,
        recipient=recipient,
        team=team,
        channel=channel,
        ts=ts,
        copy=copy,
        revision=revision,
        seen=seen,
        drawn=drawn,
        closed=bool(closed),
        doubtful=bool(doubtful),
    )
