"""The few ports through which the product touches the world, and the answers that come back."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from playbooks.model.commands import Request
from playbooks.model.events import Event
from playbooks.model.ledger.checkpoint import Checkpoint
from playbooks.model.letters import Letter, Notice
from playbooks.model.playbook import Playbook
from playbooks.model.refusal import Refusal
from playbooks.model.rollout import Rollout
from playbooks.model.stakeholder import Stakeholder


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a wish is on record: the ledger number of its first entry and that entry's leaf hash (hex).

    `events` is empty when the wish said nothing new (`seq` is then the ledger's size and `leaf` empty);
    `repeated` tells that the same request was answered before and nothing happened this time.
    """

    seq: int
    leaf: str
    events: tuple[Event, ...] = ()
    repeated: bool = False


Answer = Receipt | Refusal


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter in the outbox; `sent` names the channels over which it has gone out already."""

    id: int
    rollout: str
    letter: Letter
    tries: int
    posted_at: datetime
    sent: frozenset[str] = frozenset()


class Standing(StrEnum):
    """How a phase run stands, as far as its phase cares."""

    COMING = "coming"  # scheduled, or at work
    WAITING = "waiting"  # suspended
    DEAD = "dead"  # at work for longer than a look can take: its worker is gone
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A run that was started for a phase, whether or not it has reached the desk."""

    run: str
    phase: str
    standing: Standing


class Clock(Protocol):
    """Tells the time; rehearsals bring their own calendar."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class Shelf(Protocol):
    """Where documents are kept before a wish names them."""

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a document under its digest."""
        ...


class Unit(Protocol):
    """One open transaction: everything in it happens, or nothing does."""

    @property
    def last_time(self) -> datetime:
        """Return the time of the newest ledger entry; time on record never goes back."""
        ...

    def earlier(self, request: Request) -> Answer | None:
        """Return the answer a request with this id got before; raises InputError when it carried another command."""
        ...

    def rollout(self, key: str) -> Rollout | None:
        """Return the present state of a rollout."""
        ...

    def in_use(self) -> frozenset[str]:
        """Return the systems (playbook names) whose rollout has reached operation."""
        ...

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a document under its digest."""
        ...

    def append(self, request: Request, events: Sequence[Event], at: datetime) -> Receipt:
        """Append events to the ledger; raises InputError for an entry that is too long."""
        ...

    def answer(self, request: Request, answer: Answer) -> None:
        """Remember what a request was answered, so that a retry gets the same."""
        ...

    def save(self, rollout: Rollout, at: datetime) -> None:
        """Bring the read tables up to this state."""
        ...

    def post(self, rollout: str, letters: Iterable[Letter], at: datetime) -> None:
        """Put letters into the outbox."""
        ...

    def checkpoint(self, at: datetime) -> None:
        """Sign the ledger's present size and root."""
        ...

    def head(self) -> Checkpoint:
        """Return the ledger's present size and root, what was appended here included."""
        ...


class Store(Protocol):
    """Where everything is kept."""

    def transaction(self) -> AbstractContextManager[Unit]:
        """Open the one writing transaction; left with an exception it leaves no trace."""
        ...

    def rollout(self, key: str) -> Rollout | None:
        """Return the present state of a rollout."""
        ...

    def rollouts(self) -> tuple[str, ...]:
        """Return the keys of all rollouts, oldest first."""
        ...

    def document(self, digest: str) -> bytes | None:
        """Return a document kept under this digest."""
        ...

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a document under its digest, outside any wish (a report, an evidence file)."""
        ...

    def due(self, now: datetime, *, limit: int = 100, runs_only: bool = False) -> tuple[Parcel, ...]:
        """Return undelivered parcels that may be tried now, claimed for this caller for a minute.

        Those for runs come first, or alone; then the oldest.
        """
        ...

    def given_back(self, parcels: Iterable[Parcel], *, taken: datetime) -> None:
        """Let go of parcels that were taken at a moment and not begun, so that they are due again at once."""
        ...

    def renewed(self, parcel: Parcel, at: datetime) -> None:
        """Claim a parcel that is still being sent for another minute, unless it was delivered or tried meanwhile."""
        ...

    def delivered(self, parcel: Parcel, at: datetime) -> None:
        """Mark a parcel as delivered (or as needless by now)."""
        ...

    def failed(self, parcel: Parcel, at: datetime, *, reason: str, again: datetime) -> None:
        """Keep a parcel that could not be delivered for another try."""
        ...

    def undelivered(self) -> int:
        """Return how many parcels wait."""
        ...

    def sent(self, parcel: Parcel, channels: Iterable[str], at: datetime) -> None:
        """Remember that a parcel went out over these channels, so that another try leaves them alone."""
        ...

    def sent_since(self, channel: str, since: datetime) -> int:
        """Return how many parcels went out over a channel after a moment."""
        ...


class Channel(Protocol):
    """A way to reach people."""

    @property
    def name(self) -> str:
        """Return what the channel is called in messages about it."""
        ...

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:
        """Deliver a notice in the person's language; raises OutsideError when the channel is down."""
        ...


class Orchestrator(Protocol):
    """What the product asks of Prefect; every call raises OutsideError when Prefect does not answer."""

    def wake(self, run: str) -> bool:
        """Resume a suspended run; False while it is not suspended yet. A run that is gone counts as woken."""
        ...

    def start_phase(self, rollout: str, phase: str, *, idempotency_key: str) -> str:
        """Start a run of a phase's deployment and return its id; the same key starts only one."""
        ...

    def alive(self, runs: Sequence[str]) -> Mapping[str, bool]:
        """Tell for each run whether it is running, scheduled or suspended."""
        ...

    def bury(self, run: str) -> None:
        """Tell Prefect that a run is dead."""
        ...

    def attempts(self, rollout: str) -> Sequence[Attempt]:
        """Return the runs that were started for phases of this rollout, newest first; of very many, the newest."""
        ...

    def announce(
        self, event: str, *, rollout: str, about: str, payload: Mapping[str, str], at: datetime
    ) -> None:
        """Emit a domain event to Prefect's feed."""
        ...


class Playbooks(Protocol):
    """Where playbooks come from."""

    def load(self, name: str) -> Playbook:
        """Return a playbook by name; raises InputError when there is none or it is wrong."""
        ...
