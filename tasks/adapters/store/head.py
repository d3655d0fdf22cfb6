"""The head of the ledger and how it grows, entry after entry and tile after tile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from playbooks.model.errors import InputError
from playbooks.model.ledger.checkpoint import Checkpoint, sign_checkpoint
from playbooks.model.ledger.entry import read_time, written_time
from playbooks.model.ledger.merkle import Frontier, Node
from playbooks.model.ledger.signing_key import SigningKey
from tasks.adapters.store.recording import sealed
from tasks.adapters.store.session import Found, Session
from tasks.adapters.store.tiles import LEVELS, WIDTH, row_hashes

BEGINNING = datetime.min.replace(tzinfo=UTC)

_READ = "SELECT size, last_leaf, last_time, frontier FROM ledger_head WHERE id = 1"
_WRITE = "UPDATE ledger_head SET size = ?, last_leaf = ?, last_time = ?, frontier = ? WHERE id = 1"
_ENTRY = "INSERT INTO ledger_entry (seq, entry, leaf_hash) VALUES (?, ?, ?)"
_TILE = "INSERT INTO ledger_tile (level, idx, root, hashes) VALUES (?, ?, ?, ?)"
_NOTE = "INSERT INTO ledger_checkpoint (size, root, note) VALUES (?, ?, ?)"
_NOTED = "SELECT max(size) FROM ledger_checkpoint"


class DamagedHeadError(InputError):
    """The head of the ledger is damaged; restore the newest copy of the database."""


@dataclass(slots=True)
class LedgerHead:
    """How far the ledger has come."""

    log: str
    last_leaf: bytes
    last_time: datetime
    tree: Frontier
    row: Found

    @classmethod
    def read(cls, session: Session, log: str) -> "LedgerHead":
        """Return the head."""
        return cls._of(session.one(_READ), log)

    @classmethod
    def hold(cls, session: Session, log: str, *, known: "LedgerHead | None" = None) -> "LedgerHead":
        """Return the head, which a writing transaction holds until its end; the known one while nobody has moved it."""
        row = session.one(_READ)
        return known if known is not None and row == known.row else cls._of(row, log)

    @classmethod
    def _of(cls, row: Found, log: str) -> "LedgerHead":
        size, leaf, time, frontier = row
        try:
            return cls(log, leaf, read_time(time) if time else BEGINNING, Frontier.load(size, frontier), row)
        except InputError as error:
            raise DamagedHeadError("The head of the ledger is damaged. {reason}", reason=error) from error

    @property
    def size(self) -> int:
        """Return how many entries there are."""
        return self.tree.size

    @property
    def stated(self) -> Checkpoint:
        """Return what a checkpoint says of this head."""
        return Checkpoint(self.log, self.tree.size, self.tree.root())

    def append(self, session: Session, records: Iterable[Mapping[str, object]], at: datetime) -> list[bytes]:
        """Append events, never dated before the newest one, and return their leaf hashes."""
        moment = max(at, self.last_time)
        leaves = [self._append(session, record, moment) for record in records]
        if leaves:
            self.last_time = moment
        return leaves

    def write(self, session: Session) -> None:
        """Write down how far the ledger has come; once for all that a transaction appends, at its end."""
        if self.row[0] == self.size:
            return
        self.row = (self.size, self.last_leaf, written_time(self.last_time), self.tree.dump())
        session.run(_WRITE, *self.row)

    def sign(self, session: Session, key: SigningKey) -> str | None:
        """Keep a signed checkpoint of this head and return it; None where the newest one says the same."""
        stated = self.stated
        if session.one(_NOTED)[0] == stated.size or not stated.size:
            return None
        self.write(session)  # no checkpoint goes past the head
        note = sign_checkpoint(stated, key)
        session.run(_NOTE, stated.size, stated.root, note)
        return note

    def _append(self, session: Session, record: Mapping[str, object], at: datetime) -> bytes:
        seq = self.size
        entry, leaf = sealed(record, log=self.log, last_leaf=self.last_leaf, seq=seq, at=at)
        session.run(_ENTRY, seq, entry.decode(), leaf)
        self.last_leaf = leaf
        completed = self.tree.append(leaf)
        if len(completed) >= LEVELS:
            _write_tiles(session, completed)
        return leaf


def _write_tiles(session: Session, completed: Sequence[Node]) -> None:
    """Write the tiles that are full now: one for every eighth level that was completed."""
    for node in completed:
        if node.level % LEVELS == 0:
            level = node.level // LEVELS - 1
            hashes = b"".join(row_hashes(session, level, first=node.place * WIDTH))
            session.run(_TILE, level, node.place, node.hash, hashes)
