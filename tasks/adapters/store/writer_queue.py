"""The queue before SQLite's write lock, which lets waiting writers starve; a lock on a file does not.

The lock belongs to an open file, so the queue holds between threads, between stores and between processes.
"""

import fcntl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

from playbooks.model.errors import OutsideError

PATIENCE_SECONDS = 30.0


class WriterQueue:
    """A place in the queue of writers of one file; inside `with`, it is this writer's turn."""

    def __init__(self, path: Path, *, patience: float = PATIENCE_SECONDS) -> None:
        self._path = path
        self._patience = patience
        self._mine = threading.Lock()
        self._file = _opened(path)
        self._waiter: _Waiter | None = None
        self._unlock = self._release

    def __enter__(self) -> None:
        if not self._mine.acquire(timeout=self._patience):
            raise self._too_long()
        try:
            self._unlock = self._locked()
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
        if self._waiter is not None:
            self._waiter.close()
        self._file.close()

    def _locked(self) -> Callable[[], None]:
        """Lock the file, at once or in turn; return what unlocks it."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._waiter = self._waiter or _Waiter(self._path)
            if not self._waiter.wait(self._patience):
                raise self._too_long() from None
            return self._waiter.release
        return self._release

    def _release(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def _too_long(self) -> OutsideError:
        return OutsideError(
            "Another process has kept {file} busy for {seconds:g} seconds; end it or try again later.",
            file=self._path.with_suffix(""),
            seconds=self._patience,
        )


class _Waiter:
    """Waits in a thread, because the wait for a lock on a file cannot be given a limit.

    The thread is kept from one wait to the next: to start one takes longer than an append.
    """

    def __init__(self, path: Path) -> None:
        self._file = _opened(path)
        self._change = threading.Condition()
        self._wanted = self._held = self._closed = False
        threading.Thread(target=self._serve, daemon=True).start()

    def wait(self, patience: float) -> bool:
        """Wait until the file is locked; False when patience has run out."""
        with self._change:
            self._wanted = True
            self._change.notify_all()
            try:
                return self._change.wait_for(lambda: self._held, patience)
            except BaseException:  # Ctrl-C, perhaps at the moment at which the turn had come
                self._free()
                raise
            finally:
                self._wanted = False

    def release(self) -> None:
        """Let the next one in the queue have it."""
        with self._change:
            self._free()

    def close(self) -> None:
        """End the thread, as soon as it waits for nothing."""
        with self._change:
            self._closed = True
            self._change.notify_all()

    def _serve(self) -> None:
        with self._file:
            while self._asked():
                fcntl.flock(self._file, fcntl.LOCK_EX)
                self._hand_over()

    def _asked(self) -> bool:
        """Wait until somebody asks; False when nobody will any more."""
        with self._change:
            self._change.wait_for(lambda: self._closed or (self._wanted and not self._held))
            return not self._closed

    def _hand_over(self) -> None:
        with self._change:
            self._held = True
            if self._wanted:
                self._change.notify_all()
            else:  # whoever asked has lost patience
                self._free()

    def _free(self) -> None:
        if self._held:
            self._held = False
            fcntl.flock(self._file, fcntl.LOCK_UN)


def _opened(path: Path) -> IO[bytes]:
    return path.open("ab", buffering=0)
