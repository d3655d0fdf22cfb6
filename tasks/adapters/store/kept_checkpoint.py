"""The newest checkpoint, kept beside the key and so outside the database: it shows when that went back.

A ledger cut back to an older state is whole in itself. Only something that was not cut with it can tell.

- What a checkpoint covers is on record before it is kept: a file that cannot be written is an alarm, and no failure.
- Threads and processes that keep one at the same moment take turns, and an older one never replaces a newer one.
- A mark beside it says that there was one. Where it is gone nonetheless, or cannot be believed, no other takes its place
  until somebody answers for that in the ledger: else an older database would be the newest anybody knows of.
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
#: What the mark says to whoever finds it.
_MARK = (
    "A checkpoint is kept beside this file. Where it is missing, Phasegate says so until somebody answers for it: "
    "phasegate ledger restored.\n"
)
#: How somebody answers for it.
ANSWER_FOR_IT = "phasegate ledger restored --as PERSON --reason TEXT"


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
        # What somebody has answered for is no witness any more.
        self.given_up: Checkpoint | None = None
        self._verifier = verifier
        self._mark = path.with_name(f"{path.name}.kept")

    def believed(self, note: bytes | None) -> tuple[Checkpoint | None, Text | None]:
        """Return what the file stated; with an alarm where it is there and cannot be believed."""
        if note is None:
            return None, None
        try:
            return verify_checkpoint(note, [self._verifier]).checkpoint, None
        except NoteError as error:
            return None, self._unreadable(in_both(error))

    @property
    def lost(self) -> Text | None:
        """Return the alarm that there was a kept checkpoint, and is none any more, or none that can be believed."""
        try:
            if not self._mark.exists():
                return None
            present = self._present()
        except OSError:
            return None  # whoever reads or writes it is told why that cannot be done
        return self._lost() if self.believed(present)[0] is None else None

    def write(self, note: str, *, anew: bool = False) -> None:
        """Keep a checkpoint, unless one at least as new is kept; the alarm is raised where that fails, and else ended.

        `anew` is for what somebody has answered for: the checkpoint takes the place of whatever is there.
        """
        try:
            with closing(self._queue()) as queue, queue:
                if anew or self._newer(note):
                    self._replace(note)
                if not self._mark.exists():
                    self._mark.write_text(_MARK, encoding="utf-8")
        except (OSError, OutsideError) as error:
            self.alarm = self._unwritten(
                in_both(system_fault(error) if isinstance(error, OSError) else error)
            )
            run_log().warning("%s", self.alarm.en)
        else:
            self.alarm = None

    def _newer(self, note: str) -> bool:
        return self.lost is None and self._size(note.encode()) > self._size(self._present())

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
        return checkpoint.size if checkpoint and checkpoint != self.given_up else 0

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

    def _lost(self) -> Text:
        return Text(
            zh=f"原来保存的检查点 {self.path} 不在了或无法使用：无法判断数据库是否被回退，新的检查点也不会保存；"
            f"请恢复该文件，或由一人说明：{ANSWER_FOR_IT}",
            en=f"The checkpoint that was kept in {self.path} is gone or cannot be used: whether the database went back "
            "is unknown, and no newer checkpoint is kept; restore the file, or let somebody answer for it: "
            f"{ANSWER_FOR_IT}",
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
            f"若确认从旧状态继续，请由一人说明并记录在案：{ANSWER_FOR_IT}（所缺记录由 {path} 证明）。",
            en=f"The database went back: the newest {lost} ledger entries are missing, of which {path} vouches; restore "
            f"a newer copy, or let somebody answer on record for going on from the older state: {ANSWER_FOR_IT}",
        )
    if root_at(tree_nodes(session), kept.size) == kept.root:
        return None
    return Text(
        zh=f"账本被改写：前 {kept.size} 条记录不是 {path} 所确认的那些；请恢复原来的数据库；"
        f"若是从旧状态继续所致，请由一人说明并记录在案：{ANSWER_FOR_IT}",
        en=f"The ledger was rewritten: its first {kept.size} entries are not those that {path} vouches for; "
        "restore the former database, or, if it went on from an older state, let somebody answer on record for that: "
        f"{ANSWER_FOR_IT}",
    )


def damaged(error: DamagedHeadError) -> Text:
    """Return the alarm for a head that cannot be read."""
    return in_both(error)
