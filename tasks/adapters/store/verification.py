"""Verification of what is stored: entries against head, tiles and checkpoints; in full, all that is shown.

The key in the file is trusted, not the one in the database, which who writes the database could exchange.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from playbooks.model.ledger.checkpoint import Checkpoint, verify_checkpoint
from playbooks.model.ledger.entry import written_time
from playbooks.model.ledger.fault import Fault, FaultKind
from playbooks.model.ledger.signing_key import NoteError, VerifierKey
from playbooks.model.ledger.verification import Level, VerificationReport, verify_entries
from playbooks.model.text import Text
from tasks.adapters.catalogues import in_both
from tasks.adapters.store.contradictions import first_contradiction
from tasks.adapters.store.head import DamagedHeadError, LedgerHead
from tasks.adapters.store.kept_checkpoint import damaged
from tasks.adapters.store.ledger_log import LedgerLog
from tasks.adapters.store.session import Session
from tasks.adapters.store.tile_check import TileCheck

#: Entries that are read at once: few enough to stay in the processor's cache while they are checked.
PAGE = 512

_NOTES = "SELECT size, root, note FROM ledger_checkpoint ORDER BY size"
_BYTES = {True: "convert_to(entry, 'UTF8')", False: "CAST(entry AS BLOB)"}
_LAST = "SELECT leaf_hash, at FROM ledger_entry WHERE seq = ?"
_OTHERWISE = Text(zh="其所述的大小或根哈希与记录不符。", en="It states another size or root than its row.")


@dataclass(frozen=True, slots=True)
class StoreReport:
    """What was verified; `trouble` is the first thing found wrong, None when all is well."""

    ledger: VerificationReport
    trouble: Text | None

    @property
    def verified(self) -> bool:
        """Tell whether nothing was found wrong."""
        return self.trouble is None


def verify_store(session: Session, log: LedgerLog, *, level: Level, known: tuple[str, ...]) -> StoreReport:
    """Verify the ledger, and in full also what is worked out from it."""
    head, trouble = _head(session, log.origin)
    trusted = log.trusted
    stated, forged = _checkpoints(session, trusted)
    kept, disowned = _known(known, trusted)
    rows = _Rows(session, TileCheck(session, level))
    report = verify_entries(
        chain.from_iterable(rows.pages()),
        log=log.origin,
        head=head.stated if head else None,
        checkpoints=(*stated, *kept),
        level=level,
    )
    trouble = (
        trouble
        or rows.trouble
        or _words(report.fault)
        or rows.tiles.trouble
        or _loose_head(session, head)
        or forged
        or disowned
        or log.halted
    )
    if trouble is None and level is Level.FULL:
        trouble = first_contradiction(session)
    return StoreReport(report, trouble)


@dataclass(slots=True)
class _Rows:
    """The stored entries page by page, in order; a page is small enough to be held at once."""

    session: Session
    tiles: TileCheck
    trouble: Text | None = field(default=None)

    def pages(self) -> Iterator[Iterable[tuple[bytes, bytes]]]:
        """Yield entries with stored leaf hashes; stops where the numbers are not 0, 1, 2 and so on."""
        column = _BYTES[self.session.postgresql]
        page = f"SELECT seq, {column}, leaf_hash FROM ledger_entry WHERE seq >= ? ORDER BY seq LIMIT {PAGE}"  # noqa: S608  # both are ours
        first = 0
        while rows := self.session.rows(page, first):
            numbers, entries, leaves = zip(*rows, strict=True)
            if numbers != tuple(range(first, first + len(rows))):
                seq = next(seq for seq, number in enumerate(numbers, first) if seq != number)
                self.trouble = Fault.of(FaultKind.SEQUENCE, seq).text
                return
            self.tiles.take(leaves)
            yield zip(entries, leaves, strict=True)
            first += len(rows)


def _checkpoints(session: Session, trusted: VerifierKey) -> tuple[list[Checkpoint], Text | None]:
    stated: list[Checkpoint] = []
    for size, root, note in session.rows(_NOTES):
        try:
            checkpoint = verify_checkpoint(note, [trusted]).checkpoint
        except NoteError as error:
            return stated, _forged(size, in_both(error))
        if (checkpoint.size, checkpoint.root) != (size, root):
            return stated, _forged(size, _OTHERWISE)
        stated.append(checkpoint)
    return stated, None


def _known(notes: Iterable[str], trusted: VerifierKey) -> tuple[list[Checkpoint], Text | None]:
    kept: list[Checkpoint] = []
    for note in notes:
        try:
            kept.append(verify_checkpoint(note, [trusted]).checkpoint)
        except NoteError as error:
            why = in_both(error)
            return kept, Text(
                zh=f"所给的检查点不是由本账本的密钥签发的：{why.zh}",
                en=f"The checkpoint that was brought is not signed with this ledger's key. {why.en}",
            )
    return kept, None


def _head(session: Session, log: str) -> tuple[LedgerHead | None, Text | None]:
    try:
        return LedgerHead.read(session, log), None
    except DamagedHeadError as error:
        return None, damaged(error)


def _loose_head(session: Session, head: LedgerHead | None) -> Text | None:
    """Say so when the head does not state the leaf and time of the last entry."""
    if head is None:
        return None
    row = session.row(_LAST, head.size - 1)
    if row is None or (row[0], row[1]) == (head.last_leaf, written_time(head.last_time)):
        return None
    return Text(zh="账本头部与最后一条记录不符。", en="The head of the ledger does not match its last entry.")


def _forged(size: int, why: Text) -> Text:
    return Text(
        zh=f"大小为 {size} 的检查点不是本账本所签发的原件：{why.zh}",
        en=f"The checkpoint at size {size} is not as this ledger signed it. {why.en}",
    )


def _words(fault: Fault | None) -> Text | None:
    return None if fault is None else fault.text
