"""The queue before SQLite's write lock, which lets waiting writers starve; a lock on a file does not.

The lock belongs to an open file, so the queue holds between threads, between stores and between processes.
"""

import fcntl
import threading
from pathlib import Path
from typing import IO

from playbooks.model.errors import OutsideError

PATIENCE_SECONDS = 30.0


class WriterQueue:
    """A place in the queue of writers of one database file; inside `with`, it is this writer's turn."""

    def __init__(self, path: Path, *, patience: float = PATIENCE_SECONDS) -> None:
        self._path = path
        self._patience = patience
        self._mine = threading.Lock()
        self._file = _opened(path)
        self._held = self._file

    def __enter__(self) -> None:
        if not self._mine.acquire(timeout=self._patience):
            raise self._too_long()
        try:
            self._held = self._locked()
        except BaseException:
            self._mine.release()
            raise

    def __exit__(self, *_: object) -> None:
        try:
            self._unlock()
        finally:
            self._mine.release()

    def close(self) -> None:
        """Leave the queue for good."""
        self._file.close()

    def _locked(self) -> IO[bytes]:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held = _Waiter(self._path).wait(self._patience)
            if held is None:
                raise self._too_long() from None
            return held
        return self._file

    def _unlock(self) -> None:
        if self._held is self._file:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        else:
            self._held.close()

    def _too_long(self) -> OutsideError:
        return OutsideError(
            "Another process has kept {file} busy for {seconds:g} seconds; end it or try again later.",
            file=self._path.with_suffix(""),
            seconds=self._patience,
        )


class _Waiter:
    """Waits in a thread of its own, because the wait for a lock on a file cannot be given a limit."""

    def __init__(self, path: Path) -> None:
        self._file = _opened(path)
        self._state = threading.Lock()
        self._locked = threading.Event()
        self._gone = False

    def wait(self, patience: float) -> IO[bytes] | None:
        """Return the locked file, or None when patience has run out."""
        threading.Thread(target=self._block, daemon=True).start()
        self._locked.wait(patience)
        with self._state:
            self._gone = not self._locked.is_set()
            return None if self._gone else self._file

    def _block(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        with self._state:
            if self._gone:
                self._file.close()
            else:
                self._locked.set()


def _opened(path: Path) -> IO[bytes]:
    return path.open("ab", buffering=0)
