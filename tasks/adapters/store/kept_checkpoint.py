"""The newest checkpoint, kept beside the key and so outside the database: it shows when that went back.

A ledger cut back to an older state is whole in itself. Only something that was not cut with it can tell.
"""

import os
from pathlib import Path

from playbooks.model.errors import OutsideError
from playbooks.model.ledger.checkpoint import Checkpoint, verify_checkpoint
from playbooks.model.ledger.merkle import root_at
from playbooks.model.ledger.signing_key import NoteError, VerifierKey
from playbooks.model.phrase import system_fault
from playbooks.model.text import Text
from tasks.adapters.catalogues import in_both
from tasks.adapters.store.head import DamagedHeadError, LedgerHead
from tasks.adapters.store.session import Session
from tasks.adapters.store.tiles import tree_nodes


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
    """The file with the newest checkpoint this machine has signed."""

    def __init__(self, path: Path, verifier: VerifierKey) -> None:
        self.path = path
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
        """Keep a checkpoint; the file is whole before it takes the place of the former one."""
        fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        with fresh.open("w", encoding="utf-8") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)

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
