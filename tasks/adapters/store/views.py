"""What `status` and `inbox` show, straight from the read tables, without the model and without SQLAlchemy.

A command that only looks must answer at once; importing what decides would take longer than the answer.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from playbooks.model.errors import InputError, NotFoundError, OutsideError
from playbooks.model.phrase import Phrase, phrase
from tasks.adapters.store.sqlite_faults import sqlite_fault

_SQLITE = "sqlite:///"
_POSTGRESQL = "postgresql+psycopg://"
_NO_TABLE = ("no such table", "does not exist")

_ROLLOUTS = """
    SELECT key, playbook, title_zh, title_en, status, phase, phase_status, round, started_at, updated_at,
    seq, score, time_zone, published_through FROM rollout ORDER BY started_at, key
"""
_GATES = """
    SELECT rollout, phase, gate, parent, kind, must_meet, outcome, waived, title_zh, title_en,
    reason_zh, reason_en, deadline FROM gate WHERE rollout = ? ORDER BY position
"""
_WAITING = """
    SELECT w.rollout, r.title_zh, r.title_en, w.person, w.kind, w.about, w.phase, w.what_zh, w.what_en, w.due,
    r.time_zone, r.published_through FROM waiting AS w JOIN rollout AS r ON r.key = w.rollout
"""
_WAITED_ON = "SELECT w.rollout, w.person FROM waiting AS w"
_BY_DUE = " ORDER BY w.due IS NULL, w.due, w.rollout, w.position"


@dataclass(frozen=True, slots=True)
class RolloutView:
    """A rollout in a list; times are UTC as the ledger writes them, the score is that of the open phase."""

    key: str
    playbook: str
    title_zh: str
    title_en: str
    status: str
    phase: str | None
    phase_status: str | None
    round: int
    started_at: str
    updated_at: str
    seq: int
    score: int | None
    time_zone: str
    published_through: int | None


@dataclass(frozen=True, slots=True)
class GateView:
    """A gate as it was last judged; `outcome` is None while it never was."""

    rollout: str
    phase: str
    gate: str
    parent: str | None
    kind: str
    must_meet: bool
    outcome: str | None
    waived: bool
    title_zh: str
    title_en: str
    reason_zh: str | None
    reason_en: str | None
    deadline: str | None


@dataclass(frozen=True, slots=True)
class WaitingView:
    """One thing that waits on one person; on the empty name where nobody can move it."""

    rollout: str
    title_zh: str
    title_en: str
    person: str
    kind: str
    about: str
    phase: str | None
    what_zh: str
    what_en: str
    due: str | None
    time_zone: str
    published_through: int | None


def rollouts(url: str) -> tuple[RolloutView, ...]:
    """Return all rollouts, oldest first."""
    return tuple(RolloutView(*row) for row in shown_rows(url, _ROLLOUTS))


def gates(url: str, rollout: str) -> tuple[GateView, ...]:
    """Return the gates of a rollout in order, each followed by the gates inside it."""
    return tuple(
        replace(GateView(*row), must_meet=bool(row[5]), waived=bool(row[7]))
        for row in shown_rows(url, _GATES, rollout)
    )


def inbox(url: str, *, person: str | None = None, rollout: str | None = None) -> tuple[WaitingView, ...]:
    """Return what waits, on one person or on everybody, in one rollout or in all; the most urgent first."""
    asked = {"w.person = ?": person, "w.rollout = ?": rollout}
    given = {condition: value for condition, value in asked.items() if value is not None}
    where = f" WHERE {' AND '.join(given)}" if given else ""
    return tuple(WaitingView(*row) for row in shown_rows(url, _WAITING + where + _BY_DUE, *given.values()))


def waited_on(url: str) -> Sequence[tuple[str, str]]:
    """Return rollout and person for everything that waits, the most urgent first: a list needs no more of it."""
    return [(rollout, person) for rollout, person in shown_rows(url, _WAITED_ON + _BY_DUE)]


def shown_rows(url: str, statement: str, *values: str) -> Sequence[Sequence[Any]]:
    """Return the rows of a query over the read tables, on a connection that cannot write."""
    if url.startswith(_SQLITE):
        return _sqlite_rows(Path(url.removeprefix(_SQLITE)), statement, values)
    if url.startswith(_POSTGRESQL):
        return _postgresql_rows(url, statement, values)
    raise InputError("The address of the store is not known; write sqlite:///FILE or postgresql+psycopg://…")


def _sqlite_rows(path: Path, statement: str, values: Iterable[str]) -> Sequence[Sequence[Any]]:
    with suppress(PermissionError):  # SQLite meets it, too, and what it says is told
        if not path.exists():
            raise _absent(str(path))
    try:
        connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True, timeout=5)
        try:
            return connection.execute(statement, tuple(values)).fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise _told(error, str(path)) from error


def _postgresql_rows(url: str, statement: str, values: Iterable[str]) -> Sequence[Sequence[Any]]:
    import psycopg  # noqa: PLC0415  # only for those who use it

    try:
        with psycopg.connect(**_connection_parameters(url)) as connection:
            connection.read_only = True
            return connection.execute(statement.replace("?", "%s").encode(), tuple(values)).fetchall()
    except psycopg.Error as error:
        raise _told(error, phrase("this address")) from error


def _connection_parameters(url: str) -> dict[str, Any]:
    """Return the parts of an address, read as SQLAlchemy reads it: in its options a plus sign is a blank."""
    parts = urlsplit(url)
    named = {
        "user": unquote(parts.username or "") or None,
        "password": unquote(parts.password or "") or None,
        "host": parts.hostname,
        "port": parts.port,
        "dbname": unquote(parts.path.removeprefix("/")) or None,
    }
    return {name: value for name, value in named.items() if value is not None} | dict(parse_qsl(parts.query))


def _told(error: Exception, place: str | Phrase) -> InputError | OutsideError:
    said = str(error).strip().partition("\n")[0]
    if any(sign in said for sign in _NO_TABLE):
        return _absent(place)
    known = sqlite_fault(error, place) if isinstance(error, sqlite3.Error) else None
    if known is not None:
        return known
    return OutsideError("The store at {place} cannot be read: {said}.", place=place, said=said)


def _absent(place: str | Phrase) -> NotFoundError:
    return NotFoundError("There is no store at {place} yet; `phasegate start` makes it.", place=place)
