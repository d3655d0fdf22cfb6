"""The newest checkpoint, kept beside the key and so outside the database: it shows when that went back.

A ledger cut back to an older state is whole in itself. Only something that was not cut with it can tell.

- What a checkpoint covers is on record before it is kept: a file that cannot be written is an alarm, and no failure.
- Threads and processes that keep one at the same moment take turns, and an older one never replaces a newer one.
"""

from contextlib import closing
from pathlib import Path

from playbooks.model.errors import OutsideError
from playbooks.model.ledger.checkpoint import Checkpoint, verify_checkpoint
from playbooks.model.ledger.merkle import root_at
from playbooks.model.ledger.signing_key import NoteError, VerifierKey
from playbooks.model.phrase import system_fault
from playbooks.model.text import Text
from tasks.adapters.catalogues import in_both
from tasks.adapters.draft import drafted
from tasks.adapters.run_log import run_log
from tasks.adapters.store.head import DamagedHeadError, LedgerHead
from tasks.adapters.store.session import Session
from tasks.adapters.store.tiles import tree_nodes
from tasks.adapters.store.writer_queue import WriterQueue

#: How long to wait for others who keep one. It takes them milliseconds, and somebody waits for an answer.
PATIENCE_SECONDS = 5.0


def kept_beside(key_file: Path) -> Path:
    """Return where the newest checkpoint is kept."""
    return key_file.with_suffix(".checkpoint")


def kept_note(key_file: Path) -> bytes | None:
    """Return the kept checkpoint as it is written, unread; None where there is no such file."""
    try:
        return kept_beside(key_file).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutsideError(
            "The kept checkpoint {file} cannot be read ({reason}); give this user the right to read it.",
            file=kept_beside(key_file),
            reason=system_fault(error),
        ) from error


class KeptCheckpoint:
    """The file with the newest checkpoint this machine has signed; `alarm` says why the last one is not in it."""

    def __init__(self, path: Path, verifier: VerifierKey) -> None:
        self.path = path
        self.alarm: Text | None = None
        self._verifier = verifier

    def believed(self, note: bytes | None) -> tuple[Checkpoint | None, Text | None]:
        """Return what the file stated; with an alarm where it is there and cannot be believed."""
        if note is None:
            return None, None
        try:
            return verify_checkpoint(note, [self._verifier]).checkpoint, None
        except NoteError as error:
            return None, self._unreadable(in_both(error))

    def write(self, note: str) -> None:
        """Keep a checkpoint, unless one at least as new is kept; the alarm is raised where that fails, and else ended."""
        try:
            with closing(self._queue()) as queue, queue:
                if self._size(note.encode()) > self._size(self._present()):
                    self._replace(note)
        except (OSError, OutsideError) as error:
            self.alarm = self._unwritten(
                in_both(system_fault(error) if isinstance(error, OSError) else error)
            )
            run_log().warning("%s", self.alarm.en)
        else:
            self.alarm = None

    def _queue(self) -> WriterQueue:
        return WriterQueue(self.path.with_name(f"{self.path.name}.lock"), patience=PATIENCE_SECONDS)

    def _present(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None

    def _size(self, note: bytes | None) -> int:
        """Return how many entries a note vouches for: none, where it cannot be believed."""
        checkpoint, _ = self.believed(note)
        return checkpoint.size if checkpoint else 0

    def _replace(self, note: str) -> None:
        """Write the file; it is whole, and on the disk, before it takes the place of the former one."""
        with drafted(self.path, flushed=True) as file:
            file.write(note)

    def _unwritten(self, reason: Text) -> Text:
        return Text(
            zh=f"最新的检查点无法保存到 {self.path}（{reason.zh}）：决定已记录在案，但数据库若被回退到所存检查点之后的状态，"
            "将无法察觉；请腾出空间或授予写入权限。",
            en=f"The newest checkpoint cannot be kept in {self.path} ({reason.en}): what was decided is on record, "
            "but should the database go back to a state behind the checkpoint that is kept, nobody would notice; "
            "make room, or give this user the right to write there.",
        )

    def _unreadable(self, reason: Text) -> Text:
        return Text(
            zh=f"保存的检查点 {self.path} 无法使用（{reason.zh}）：无法判断数据库是否被回退。",
            en=f"The kept checkpoint {self.path} cannot be used ({reason.en}): whether the database went back "
            "is unknown.",
        )


def went_back(session: Session, log: str, kept: Checkpoint | None, *, path: Path) -> Text | None:
    """Return the alarm when the ledger does not hold what a kept checkpoint vouches for.

    The checkpoint must have been read before the head: a ledger only grows.
    """
    try:
        head = LedgerHead.read(session, log)
    except DamagedHeadError as error:
        return damaged(error)
    if kept is None:
        return None
    if kept.size > head.size:
        lost = kept.size - head.size
        return Text(
            zh=f"数据库被回退：账本缺少最新的 {lost} 条记录；请恢复较新的副本。"
            f"若确认从旧状态继续，请将 {path} 移走留存。",
            en=f"The database went back: the newest {lost} ledger entries are missing; restore a newer "
            f"copy, or, to go on knowingly from the older state, move {path} away and keep it.",
        )
    if root_at(tree_nodes(session), kept.size) == kept.root:
        return None
    return Text(
        zh=f"账本被改写：前 {kept.size} 条记录不是 {path} 所确认的那些；请恢复原来的数据库。",
        en=f"The ledger was rewritten: its first {kept.size} entries are not those that {path} vouches for; "
        "restore the former database.",
    )


def damaged(error: DamagedHeadError) -> Text:
    """Return the alarm for a head that cannot be read."""
    return in_both(error)
