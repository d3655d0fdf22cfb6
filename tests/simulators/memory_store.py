"""The store in memory: the same promises as the real one, with real entries, leaf hashes and checkpoints.

A transaction works on the contents themselves; left with an exception it puts back the copy made on entry.
"""

import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

from playbooks.model.commands import Request
from playbooks.model.errors import InputError
from playbooks.model.events import Event
from playbooks.model.ledger.checkpoint import Checkpoint, sign_checkpoint
from playbooks.model.ledger.merkle import Frontier
from playbooks.model.ledger.signing_key import SigningKey
from playbooks.model.ledger.verification import Level, VerificationReport, verify_entries
from playbooks.model.letters import Letter
from playbooks.model.rollout import Rollout
from tasks.adapters.ports import Answer, Parcel, Receipt
from tasks.adapters.store.answers import AnsweredRequest
from tasks.adapters.store.parcels import CLAIM, RUN_KINDS, lane
from tasks.adapters.store.recording import acting_roles, ledger_event, sealed
from tasks.adapters.store.standing import in_use

ORIGIN = "phasegate.test/ledger"
BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Posted:
    """A parcel with what the dispatcher knows about it."""

    parcel: Parcel
    not_before: datetime
    claimed_until: datetime
    delivered_at: datetime | None = None
    failure: str | None = None

    @property
    def for_runs(self) -> bool:
        """Tell whether a decision waits for it."""
        return self.parcel.letter.kind in RUN_KINDS

    def takeable(self, now: datetime) -> bool:
        """Tell whether it may be tried now."""
        return self.not_before <= now and self.claimed_until <= now


@dataclass(slots=True)
class Contents:
    """Everything that is kept."""

    entries: list[bytes] = field(default_factory=list)
    events: list[tuple[str, datetime, Event]] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    last_time: datetime = BEGINNING
    notes: dict[int, str] = field(default_factory=dict)
    answers: dict[str, AnsweredRequest] = field(default_factory=dict)
    rollouts: dict[str, Rollout] = field(default_factory=dict)
    documents: dict[str, bytes] = field(default_factory=dict)
    outbox: dict[int, Posted] = field(default_factory=dict)
    deliveries: dict[tuple[int, str], datetime] = field(default_factory=dict)

    def copy(self) -> "Contents":
        """Return contents that can change without changing these."""
        return replace(
            self,
            entries=self.entries.copy(),
            events=self.events.copy(),
            leaves=self.leaves.copy(),
            notes=self.notes.copy(),
            answers=self.answers.copy(),
            rollouts=self.rollouts.copy(),
            documents=self.documents.copy(),
            outbox=self.outbox.copy(),
            deliveries=self.deliveries.copy(),
        )


@dataclass(slots=True)
class MemoryUnit:
    """The open transaction."""

    contents: Contents
    key: SigningKey
    tree: Frontier

    @property
    def last_time(self) -> datetime:
        """Return the time of the newest entry."""
        return self.contents.last_time

    def earlier(self, request: Request) -> Answer | None:
        """Return the answer this request got before."""
        answered = self.contents.answers.get(request.id)
        return None if answered is None else answered.to(request)

    def rollout(self, key: str) -> Rollout | None:
        """Return the present state of a rollout."""
        return self.contents.rollouts.get(key)

    def in_use(self) -> frozenset[str]:
        """Return the systems that have reached operation."""
        return frozenset(r.playbook.name for r in self.contents.rollouts.values() if in_use(r))

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a document."""
        if sha256(content).hexdigest() != digest:
            raise InputError("The document is not the one with digest {digest}.", digest=digest)
        self.contents.documents[digest] = content

    def append(self, request: Request, events: Sequence[Event], at: datetime) -> Receipt:
        """Append events to the ledger."""
        first = len(self.contents.entries)
        roles = acting_roles(request, self.rollout(request.rollout))
        moment = max(at, self.last_time)
        for number, event in enumerate(events):
            record = ledger_event(request, event, number=number, roles=roles)
            last = self.contents.leaves[-1] if self.contents.leaves else b""
            entry, leaf = sealed(record, log=self.key.name, last_leaf=last, seq=self.tree.size, at=moment)
            self.tree.append(leaf)
            self.contents.entries.append(entry)
            self.contents.leaves.append(leaf)
            self.contents.events.append((request.rollout, moment, event))
            self.contents.last_time = moment
        leaves = self.contents.leaves[first:]
        return Receipt(seq=first, leaf=leaves[0].hex() if leaves else "", events=tuple(events))

    def answer(self, request: Request, answer: Answer) -> None:
        """Remember an answer."""
        self.contents.answers[request.id] = AnsweredRequest.of(request, answer)

    def save(self, rollout: Rollout, at: datetime) -> None:  # noqa: ARG002  # the real store notes when
        """Keep the new state."""
        self.contents.rollouts[rollout.key] = rollout

    def post(self, rollout: str, letters: Iterable[Letter], at: datetime) -> None:
        """Put letters into the outbox."""
        for letter in letters:
            number = len(self.contents.outbox) + 1
            parcel = Parcel(id=number, rollout=rollout, letter=letter, tries=0, posted_at=at)
            self.contents.outbox[number] = Posted(parcel, not_before=at, claimed_until=BEGINNING)

    def checkpoint(self, at: datetime) -> None:  # noqa: ARG002  # a checkpoint states no time
        """Sign the present size and root."""
        self.contents.notes.setdefault(self.tree.size, sign_checkpoint(self.head(), self.key))

    def head(self) -> Checkpoint:
        """Return the present size and root."""
        return Checkpoint(self.key.name, self.tree.size, self.tree.root())


class MemoryStore:
    """A whole store that goes away with the test."""

    def __init__(self, origin: str = ORIGIN) -> None:
        self.key = SigningKey.generate(origin)
        self.contents = Contents()
        self._lock = threading.RLock()

    @contextmanager
    def transaction(self) -> Generator[MemoryUnit]:
        """Open the one writing transaction."""
        with self._lock:
            before = self.contents.copy()
            try:
                yield MemoryUnit(self.contents, self.key, self._tree())
            except BaseException:
                self.contents = before
                raise

    def rollout(self, key: str) -> Rollout | None:
        """Return the present state of a rollout."""
        return self.contents.rollouts.get(key)

    def rollouts(self) -> tuple[str, ...]:
        """Return the keys of all rollouts, oldest first."""
        return tuple(self.contents.rollouts)

    def document(self, digest: str) -> bytes | None:
        """Return a document."""
        return self.contents.documents.get(digest)

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a document outside any wish."""
        with self.transaction() as unit:
            unit.keep(digest, content)

    def due(self, now: datetime, *, limit: int = 100, runs_only: bool = False) -> tuple[Parcel, ...]:
        """Return parcels to be tried now, claimed for a minute."""
        with self._lock:
            takeable = sorted(self._takeable(now), key=lambda posted: not posted.for_runs)
            taken = [posted for posted in takeable if posted.for_runs or not runs_only][:limit]
            for posted in taken:
                self._change(posted.parcel.id, claimed_until=now + CLAIM)
            return tuple(replace(posted.parcel, sent=self._sent(posted.parcel)) for posted in taken)

    def given_back(self, parcels: Iterable[Parcel], *, taken: datetime) -> None:
        """Let go of parcels that were not begun."""
        with self._lock:
            for parcel in parcels:
                if self.contents.outbox[parcel.id].claimed_until == taken + CLAIM:
                    self._change(parcel.id, claimed_until=BEGINNING)

    def renewed(self, parcel: Parcel, at: datetime) -> None:
        """Claim a parcel that is still being sent for another minute."""
        with self._lock:
            posted = self.contents.outbox[parcel.id]
            if posted.delivered_at is None and posted.parcel.tries == parcel.tries:
                self._change(parcel.id, claimed_until=at + CLAIM)

    def delivered(self, parcel: Parcel, at: datetime) -> None:
        """Mark a parcel as delivered."""
        with self._lock:
            self._change(parcel.id, delivered_at=at)

    def failed(self, parcel: Parcel, at: datetime, *, reason: str, again: datetime) -> None:  # noqa: ARG002  # the port's
        """Keep a parcel for another try."""
        with self._lock:
            tried = replace(parcel, tries=parcel.tries + 1)
            self._change(parcel.id, parcel=tried, failure=reason, not_before=again, claimed_until=BEGINNING)

    def undelivered(self) -> int:
        """Return how many parcels wait."""
        return sum(posted.delivered_at is None for posted in self.contents.outbox.values())

    def sent(self, parcel: Parcel, channels: Iterable[str], at: datetime) -> None:
        """Remember that a parcel went out over these channels."""
        with self._lock:
            for channel in channels:
                self.contents.deliveries.setdefault((parcel.id, channel), at)

    def sent_since(self, channel: str, since: datetime) -> int:
        """Return how many parcels went out over a channel after a moment."""
        return sum(of == channel and at > since for (_, of), at in self.contents.deliveries.items())

    def _sent(self, parcel: Parcel) -> frozenset[str]:
        return frozenset(channel for number, channel in self.contents.deliveries if number == parcel.id)

    def events(self, rollout: str | None = None) -> tuple[Event, ...]:
        """Return the events on record, of one rollout or of all."""
        return tuple(event for key, _, event in self.contents.events if rollout in (None, key))

    def verify(self) -> VerificationReport:
        """Verify the whole ledger."""
        entries = zip(self.contents.entries, self.contents.leaves, strict=True)
        tree = self._tree()
        head = Checkpoint(self.key.name, tree.size, tree.root())
        return verify_entries(entries, log=self.key.name, head=head, level=Level.FULL)

    def _tree(self) -> Frontier:
        tree = Frontier()
        for leaf in self.contents.leaves:
            tree.append(leaf)
        return tree

    def _takeable(self, now: datetime) -> Iterator[Posted]:
        held: set[tuple[str, str]] = set()
        for posted in self.contents.outbox.values():
            queue = (posted.parcel.rollout, lane(posted.parcel.letter))
            if posted.delivered_at is not None or queue in held:
                continue
            if posted.takeable(now):
                yield posted
            else:
                held.add(queue)

    def _change(self, number: int, **changes: object) -> None:
        self.contents.outbox[number] = replace(self.contents.outbox[number], **changes)  # type: ignore[arg-type]  # named by field
