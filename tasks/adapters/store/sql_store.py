"""The store in a database: the port's promises, kept by one transaction at a time."""

from collections import deque
from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from playbooks.model.errors import InputError
from playbooks.model.events import LedgerRestored
from playbooks.model.ledger.checkpoint import Checkpoint
from playbooks.model.ledger.verification import Level
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from tasks.adapters.ports import Answer, Parcel, Receipt
from tasks.adapters.store import deliveries, entries, outbox
from tasks.adapters.store.answers import kept_answer
from tasks.adapters.store.database import Database
from tasks.adapters.store.documents import find_document, keep_document
from tasks.adapters.store.entries import EntryRow
from tasks.adapters.store.export import Beside, export_ledger, nothing_beside
from tasks.adapters.store.head import LedgerHead
from tasks.adapters.store.inclusion import InclusionProof, prove_inclusion
from tasks.adapters.store.kept_checkpoint import kept_note
from tasks.adapters.store.ledger_log import LedgerLog, identify
from tasks.adapters.store.messages import MessageRegister
from tasks.adapters.store.read_tables import ReadTables, rollout_keys, rollout_revisions
from tasks.adapters.store.restoring import Answering, KeptBefore, record_restored, signed
from tasks.adapters.store.sql_unit import SqlUnit
from tasks.adapters.store.verification import StoreReport, verify_store


class SqlStore:
    """Where everything is kept."""

    def __init__(self, database: Database, log: LedgerLog) -> None:
        self._database = database
        self._log = log
        self._tables = ReadTables()
        # The head as this process has left it, so that it need not be read anew; whoever moves it takes it out,
        # so that one who fails leaves none behind.
        self._heads: deque[LedgerHead] = deque(maxlen=1)
        self.messages = MessageRegister(database)

    @property
    def place(self) -> str:
        """Return where the store lies, without its password."""
        return self._database.place

    @property
    def kept_checkpoint(self) -> Path:
        """Return the file in which the newest checkpoint is kept outside the database."""
        return self._log.kept.path

    @contextmanager
    def transaction(self) -> Generator[SqlUnit]:
        """Open the one writing transaction; left with an exception it leaves no trace."""
        self._require_growing()
        with self._database.writing() as session:
            head = LedgerHead.hold(session, self._log.origin, known=self._last_head())
            unit = SqlUnit(session, head, key=self._log.key, tables=self._tables)
            yield unit
            unit.write()
        self._heads.append(head)
        if unit.signed is not None:
            self._log.kept.write(unit.signed)

    def rollout(self, key: str) -> Rollout | None:
        """Return the present state of a rollout."""
        with self._database.reading() as session:
            return self._tables.rollout(session, key)

    def rollouts(self) -> tuple[str, ...]:
        """Return the keys of all rollouts, oldest first."""
        with self._database.reading() as session:
            return rollout_keys(session)

    def revisions(self) -> Mapping[str, int]:
        """Return for each rollout the number of its newest entry: what has changed since somebody looked."""
        with self._database.reading() as session:
            return rollout_revisions(session)

    def size(self) -> int:
        """Return how many entries the ledger has."""
        with self._database.reading() as session:
            return LedgerHead.read(session, self._log.origin).size

    def head(self) -> Checkpoint:
        """Return the ledger's present size and root."""
        with self._database.reading() as session:
            return LedgerHead.read(session, self._log.origin).stated

    def document(self, digest: str) -> bytes | None:
        """Return a document kept under this digest."""
        with self._database.reading() as session:
            return find_document(session, digest)

    def keep(self, digest: str, content: bytes) -> None:
        """Keep a document under its digest, outside any wish."""
        self._require_growing()
        with self._database.writing() as session:
            keep_document(session, digest, content)

    def due(self, now: datetime, *, limit: int = 100, runs_only: bool = False) -> tuple[Parcel, ...]:
        """Return undelivered parcels that may be tried now, claimed for a minute: those for runs first, then the oldest."""
        with self._database.reading() as session:
            if not outbox.anything_due(session, now, runs_only=runs_only):
                return ()
        self._require_growing()
        with self._database.writing() as session:
            return outbox.take_due(session, now, limit=limit, runs_only=runs_only)

    def given_back(self, parcels: Iterable[Parcel], *, taken: datetime) -> None:
        """Let go of parcels that were taken at a moment and not begun."""
        self._require_growing()
        with self._database.writing() as session:
            outbox.give_back(session, parcels, taken=taken)

    def renewed(self, parcel: Parcel, at: datetime) -> None:
        """Claim a parcel that is still being sent for another minute."""
        self._require_growing()
        with self._database.writing() as session:
            outbox.renew_claim(session, parcel, at)

    def delivered(self, parcel: Parcel, at: datetime) -> None:
        """Mark a parcel as delivered (or as needless by now)."""
        self._require_growing()
        with self._database.writing() as session:
            outbox.note_delivered(session, parcel, at)

    def failed(self, parcel: Parcel, at: datetime, *, reason: str, again: datetime) -> None:  # noqa: ARG002  # the port's
        """Keep a parcel that could not be delivered for another try."""
        self._require_growing()
        with self._database.writing() as session:
            outbox.note_failed(session, parcel, reason=reason, again=again)

    def undelivered(self) -> int:
        """Return how many parcels wait."""
        with self._database.reading() as session:
            return outbox.count_undelivered(session)

    def sent(self, parcel: Parcel, channels: Iterable[str], at: datetime) -> None:
        """Remember that a parcel went out over these channels, so that another try leaves them alone."""
        self._require_growing()
        with self._database.writing() as session:
            deliveries.note_sent(session, parcel.id, channels, at=at)

    def sent_since(self, channel: str, since: datetime) -> int:
        """Return how many parcels went out over a channel after a moment."""
        with self._database.reading() as session:
            return deliveries.count_sent(session, channel, since=since)

    def answered(self, request: str) -> Answer | None:
        """Return what a request of this id was answered, or None while there was none."""
        with self._database.reading() as session:
            return kept_answer(session, request)

    def keep_checkpoint(self) -> None:
        """Keep the newest signed checkpoint outside the database, where that failed or was cut off before."""
        if not self._signs:
            return
        with self._database.reading() as session:
            note = entries.newest_note(session)
        if note is not None:
            self._log.kept.write(note)

    def checkpoint_if_older(self, age: timedelta, now: datetime) -> bool:
        """Sign a checkpoint when the oldest uncovered entry has this age; tell whether one was signed."""
        with self._database.reading() as session:
            waiting_since = entries.uncovered_since(session)
        if waiting_since is None or now - waiting_since < age:
            return False
        with self.transaction() as unit:
            unit.checkpoint(now)
        return unit.signed is not None

    def alarms(self) -> tuple[Text, ...]:
        """Return what is wrong with the means to prove the ledger; empty when nothing is."""
        more = (self._log.kept.alarm, self._log.kept.lost)
        return (*self._log.alarms, *(alarm for alarm in more if alarm is not None))

    def restored(self, answering: Answering) -> LedgerRestored | None:
        """Go on from this state of the ledger although a kept checkpoint speaks, or spoke, of another: on record.

        Nothing is written, and None returned, where there is nothing to answer for.
        """
        if self._log.halted is None and self._log.kept.lost is None:
            return None
        before = kept_note(self._log.key_file)
        kept = KeptBefore(before, self._log.kept.believed(before)[0])
        with self._database.writing() as session:
            head = LedgerHead.hold(session, self._log.origin)
            event = record_restored(session, head, answering, kept=kept)
            note = signed(session, head, self._log.key)
        self._heads.clear()
        if note is not None:
            self._log.kept.write(note, anew=True)
        self._look_again()
        return event

    def _look_again(self) -> None:
        """Look anew at what is kept, now that somebody has answered for it."""
        note, unkept = kept_note(self._log.key_file), self._log.kept.alarm
        with self._database.reading() as session:
            self._log = identify(session, self._log.origin, self._log.key_file, note=note) or self._log
        self._log.kept.alarm = unkept

    def entry(self, seq: int) -> bytes:
        """Return the exact bytes of an entry; raises NotFoundError when there is none."""
        with self._database.reading() as session:
            return entries.entry_bytes(session, seq)

    def receipt(self, seq: int) -> Receipt:
        """Return the receipt of an entry."""
        with self._database.reading() as session:
            return entries.receipt(session, seq)

    def inclusion(self, seq: int) -> InclusionProof:
        """Return the proof that an entry is in the ledger at its present size."""
        with self._database.reading() as session:
            return prove_inclusion(session, self._log.origin, seq)

    def entries(
        self,
        *,
        rollout: str | None = None,
        types: Collection[str] = (),
        since_seq: int = 0,
        limit: int | None = None,
    ) -> tuple[EntryRow, ...]:
        """Return entries in order, of one rollout and of some types where these are named."""
        wanted = entries.Wanted(rollout=rollout, types=tuple(types), since_seq=since_seq, limit=limit)
        with self._database.reading() as session:
            return entries.find_entries(session, wanted)

    def events_between(self, rollout: str, start: datetime, end: datetime) -> tuple[EntryRow, ...]:
        """Return a rollout's entries from `start` up to but without `end`."""
        with self._database.reading() as session:
            return entries.find_between(session, rollout, start, end=end)

    def verify(self, level: Level = Level.QUICK, *, known: Iterable[str] = ()) -> StoreReport:
        """Verify the ledger against its head, tiles and checkpoints, and those the caller kept.

        Full also works every rollout out anew from its events and compares it with what is shown.
        """
        with self._database.reading() as session:
            return verify_store(session, self._log, level=level, known=tuple(known))

    @property
    def public_key(self) -> str:
        """The line by which outsiders know the ledger's signatures: `name+id+key`."""
        return str(self._log.trusted)

    def export(self, place: Path, *, documents: bool = False, beside: Beside = nothing_beside) -> int:
        """Write everything an outsider needs to verify the ledger, and what `beside` adds; return how many entries that is."""
        if self._signs:
            with self.transaction() as unit:
                unit.checkpoint(unit.last_time)
        with self._database.reading() as session:
            return export_ledger(session, place, documents=documents, beside=beside)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    @property
    def _signs(self) -> bool:
        return self._log.key is not None and self._log.halted is None

    def _last_head(self) -> LedgerHead | None:
        try:
            return self._heads.pop()
        except IndexError:
            return None

    def _require_growing(self) -> None:
        if self._log.halted is not None:
            raise InputError(self._log.halted)
