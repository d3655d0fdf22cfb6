"""The open transaction of the real store: the ledger's head is held from its first moment to its last."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from playbooks.model.commands import Request
from playbooks.model.events import Event
from playbooks.model.ledger.checkpoint import Checkpoint
from playbooks.model.ledger.signing_key import SigningKey
from playbooks.model.letters import Letter
from playbooks.model.rollout import Rollout
from tasks.adapters.ports import Answer, Receipt
from tasks.adapters.store.answers import AnsweredRequest
from tasks.adapters.store.documents import keep_document
from tasks.adapters.store.head import LedgerHead
from tasks.adapters.store.outbox import post_letters
from tasks.adapters.store.read_tables import ReadTables, systems_in_use
from tasks.adapters.store.recording import acting_roles, ledger_event
from tasks.adapters.store.session import Session

_ANSWERED = "SELECT command, answer FROM request WHERE id = ?"
_ANSWER = "INSERT INTO request (id, command, answer) VALUES (?, ?, ?)"


class _Unwritten(NamedTuple):
    """A state, the number of its newest entry, and its moment."""

    rollout: Rollout
    seq: int
    at: datetime


class SqlUnit:
    """One open transaction."""

    def __init__(
        self, session: Session, head: LedgerHead, *, key: SigningKey | None, tables: ReadTables
    ) -> None:
        self._session = session
        self._head = head
        self._key = key
        self._tables = tables
        # Nobody else writes while this is open, so what was read stays true; a state takes long to read again.
        self._rollouts: dict[str, Rollout | None] = {}
        self._unwritten: dict[str, _Unwritten] = {}
        self.signed: str | None = None

    @property
    def last_time(self) -> datetime:
        """Return the time of the newest ledger entry."""
        return self._head.last_time

    def earlier(self, request: Request) -> Answer | None:
        """Return the answer a request with this id got before."""
        row = self._session.row(_ANSWERED, request.id)
        return None if row is None else AnsweredRequest(*row).to(request)

    def rollout(self, key: str) -> Rollout | None:
        """Return the present state of a rollout."""
        if key not in self._rollouts:
            self._rollouts[key] = self._tables.rollout(self._session, key)
        return self._rollouts[key]

    def in_use(self) -> frozenset[str]:
        """Return the systems whose rollout has reached operation."""
        self.write()
        return systems_in_use(self._session)

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a document under its digest."""
        keep_document(self._session, digest, content)

    def append(self, request: Request, events: Sequence[Event], at: datetime) -> Receipt:
        """Append events to the ledger; their time is never before the newest entry's."""
        first = self._head.size
        roles = acting_roles(request, self.rollout(request.rollout)) if events else ()
        records = (
            ledger_event(request, event, number=number, roles=roles) for number, event in enumerate(events)
        )
        leaves = self._head.append(self._session, records, at)
        return Receipt(seq=first, leaf=leaves[0].hex() if leaves else "", events=tuple(events))

    def answer(self, request: Request, answer: Answer) -> None:
        """Remember what a request was answered."""
        answered = AnsweredRequest.of(request, answer)
        self._session.run(_ANSWER, request.id, answered.command, answered.answer)

    def save(self, rollout: Rollout, at: datetime) -> None:
        """Bring the read tables up to this state, once for all wishes about the rollout: when all is decided."""
        self._rollouts[rollout.key] = rollout
        self._unwritten[rollout.key] = _Unwritten(rollout, self._head.size - 1, at)

    def write(self) -> None:
        """Write what is saved and not written yet."""
        for rollout, seq, at in self._unwritten.values():
            self._tables.save(self._session, rollout, seq=seq, at=at)
        self._unwritten.clear()
        self._head.write(self._session)

    def post(self, rollout: str, letters: Iterable[Letter], at: datetime) -> None:
        """Put letters into the outbox."""
        post_letters(self._session, rollout, letters, at=at)

    def checkpoint(self, at: datetime) -> None:  # noqa: ARG002  # a checkpoint states no time; its entries do
        """Sign the ledger's present size and root; without the key this waits, and the store says so."""
        if self._key is not None:
            self.signed = self._head.sign(self._session, self._key) or self.signed

    def head(self) -> Checkpoint:
        """Return the ledger's present size and root, what was appended here included."""
        return self._head.stated
