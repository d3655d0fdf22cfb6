"""The read tables: each rollout's present state, kept beside the ledger and always to be rebuilt from it.

The state itself is a snapshot for `decide`; the other rows are for lists and inboxes. Only rows that differ
are written, because most events change one gate of forty.
"""

import json
import threading
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from playbooks.model.rollout import Rollout
from tasks.adapters.store.documents import PlaybookShelf
from tasks.adapters.store.rollout_rows import (
    GATE,
    ROLLOUT,
    WAITING,
    Line,
    gate_lines,
    rollout_line,
    waiting_lines,
)
from tasks.adapters.store.session import Session

_STATE = "SELECT document, seq, state FROM rollout WHERE key = ?"
_KEYS = "SELECT key FROM rollout ORDER BY started_at, key"
_REVISIONS = "SELECT key, seq FROM rollout"
_IN_USE = "SELECT DISTINCT playbook FROM rollout WHERE in_use = 1"
_STATES_AT_HAND = 128


class _AtHand(NamedTuple):
    """A state as it was read or written last, with the rows beside it where those are known."""

    state: str
    rollout: Rollout
    gates: Sequence[Line] | None = None
    waiting: Sequence[Line] | None = None


class ReadTables:
    """Reads and writes the read tables; what is at hand is used again only while the state's text is the same."""

    def __init__(self) -> None:
        self._shelf = PlaybookShelf()
        self._read: dict[tuple[str, int], _AtHand] = {}
        self._lock = threading.Lock()

    def rollout(self, session: Session, key: str) -> Rollout | None:
        """Return the present state of a rollout."""
        row = session.row(_STATE, key)
        if row is None:
            return None
        document, seq, state = row
        known = self._read.get((key, seq))
        if known is not None and known.state == state:
            return known.rollout
        playbook = self._shelf.playbook(session, document)
        rollout = Rollout.model_validate({**json.loads(state), "playbook": playbook})
        self._remember(seq, _AtHand(state, rollout))
        return rollout

    def save(self, session: Session, rollout: Rollout, *, seq: int, at: datetime) -> None:
        """Bring all rows of a rollout up to this state; `seq` is the number of its newest entry."""
        kept = self._kept(session, rollout.key)
        state = rollout.model_dump_json()
        session.run(_SAVE, *rollout_line(rollout, at), seq, state)
        gates, waiting = gate_lines(rollout, at), waiting_lines(rollout, at)
        _bring_up(session, _GATES, kept=kept and kept.gates, rollout=rollout.key, lines=gates)
        _bring_up(session, _WAITING, kept=kept and kept.waiting, rollout=rollout.key, lines=waiting)
        self._remember(seq, _AtHand(state, rollout, gates, waiting))

    def _kept(self, session: Session, key: str) -> _AtHand | None:
        """Return what is at hand of a rollout, if it is what stands in the tables: both are written together."""
        row = session.row(_STATE, key)
        known = None if row is None else self._read.get((key, row[1]))
        return known if row is not None and known is not None and known.state == row[2] else None

    def _remember(self, seq: int, found: _AtHand) -> None:
        # By number, so that whoever reads beside a writer does not take away what the writer has at hand.
        place = (found.rollout.key, seq)
        with self._lock:
            self._read.pop(place, None)
            while len(self._read) >= _STATES_AT_HAND:
                self._read.pop(next(iter(self._read)))
            self._read[place] = found


def rollout_keys(session: Session) -> tuple[str, ...]:
    """Return the keys of all rollouts, oldest first."""
    return tuple(session.texts(_KEYS))


def rollout_revisions(session: Session) -> dict[str, int]:
    """Return the number of each rollout's newest entry."""
    return {str(key): int(seq) for key, seq in session.rows(_REVISIONS)}


def systems_in_use(session: Session) -> frozenset[str]:
    """Return the playbooks whose rollout has reached operation."""
    return frozenset(session.texts(_IN_USE))


def _upsert(table: str, columns: tuple[str, ...], key: int) -> str:
    """Return the statement that writes a row, whether it is there or not; the first columns are its key."""
    names, places = ", ".join(columns), ", ".join("?" * len(columns))
    changes = ", ".join(f"{name} = excluded.{name}" for name in columns[key:])
    unique = ", ".join(columns[:key])
    return f"INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT ({unique}) DO UPDATE SET {changes}"  # noqa: S608  # names are ours


class _Table:
    """The statements of one table whose rows belong to rollouts."""

    def __init__(self, name: str, columns: tuple[str, ...], key: int) -> None:
        self.key = key
        self.select = f"SELECT {', '.join(columns)} FROM {name} WHERE rollout = ?"  # noqa: S608  # names are ours
        self.upsert = _upsert(name, columns, key)
        found = " AND ".join(f"{column} = ?" for column in columns[:key])
        self.delete = f"DELETE FROM {name} WHERE {found}"  # noqa: S608  # names are ours


_SAVE = _upsert("rollout", (*ROLLOUT, "seq", "state"), 1)
_GATES = _Table("gate", GATE, 2)
_WAITING = _Table("waiting", WAITING, 4)


def _bring_up(
    session: Session, table: _Table, *, kept: Sequence[Line] | None, rollout: str, lines: Sequence[Line]
) -> None:
    """Write the rows that differ from those kept, which are read where nobody has them at hand."""
    found = {tuple(row) for row in (session.rows(table.select, rollout) if kept is None else kept)}
    wanted = {line[: table.key] for line in lines}
    gone = [key for row in found if (key := row[: table.key]) not in wanted]
    session.run_many(table.delete, gone)
    session.run_many(table.upsert, [line for line in lines if line not in found])
