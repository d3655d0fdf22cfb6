"""Work after the ack, in tasks of its own.

Bolt sends the ack when a listener returns, and forgets it where the listener raises. So a listener hands on what is
left to do and returns; nothing that happens here can reach it.
"""

import asyncio
from collections.abc import Coroutine
from logging import Logger

from playbooks.model.errors import RolloutError


class Handover:
    """Runs what listeners hand on, and says in the log what went wrong."""

    def __init__(self, log: Logger) -> None:
        self._log = log
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, work: Coroutine[object, object, object]) -> None:
        """Start a piece of work."""
        task = asyncio.get_running_loop().create_task(self._done(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def noted(self, line: str, *parts: object) -> None:
        """Say something in the log."""
        self._log.warning(line, *parts)

    def failed(self, line: str) -> None:
        """Say in the log that an unforeseen exception is being handled, with its traceback."""
        self._log.exception(line)

    async def finished(self) -> None:
        """Wait until nothing is left to do."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _done(self, work: Coroutine[object, object, object]) -> None:
        try:
            await work
        except RolloutError as error:
            self._log.warning("%s", error)
        except Exception:  # noqa: BLE001  # the log gets the traceback; there is nobody else left to tell
            self.failed("work after an ack failed")
