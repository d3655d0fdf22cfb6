"""The worker's side of the warm process: it asks for forks of it and hears how they end.

A warm process that died is replaced at the next flow run; the runs it had are counted as killed.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from uuid import UUID

from flows.entrypoints.warm_process import READY, Errand
from playbooks.model.errors import OutsideError

_GRACE_SECONDS = 10.0
_KILLED = -signal.SIGKILL


def _expected() -> asyncio.Future[int]:
    return asyncio.get_running_loop().create_future()


@dataclass(slots=True)
class Child:
    """A forked flow run, as the worker sees it."""

    ticket: int
    pid: asyncio.Future[int] = field(default_factory=_expected)
    code: asyncio.Future[int] = field(default_factory=_expected)

    def hear(self, news: dict[str, int]) -> None:
        """Take note of what the warm process tells."""
        for future, word in ((self.pid, "pid"), (self.code, "code")):
            if word in news and not future.done():
                future.set_result(news[word])

    def lose(self) -> None:
        """Take note that the warm process is gone, and this run with it."""
        if not self.pid.done():
            self.pid.set_exception(
                OutsideError("The warm process ended before it answered; the worker's output tells why.")
            )
        if not self.code.done():
            self.code.set_result(_KILLED)

    async def end_within(self, seconds: float) -> int | None:
        """Return the exit code, or None if the run is still alive after the given time."""
        await asyncio.wait({self.code}, timeout=seconds)
        return self.code.result() if self.code.done() else None

    def send(self, which: signal.Signals) -> None:
        """Send a signal to the run, unless it has ended."""
        if not self.code.done():
            # It may have ended a moment ago, before its end was heard of.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid.result(), which)

    async def stop(self) -> None:
        """End the run: first kindly, so that Prefect learns of it, then by force."""
        self.send(signal.SIGTERM)
        if await self.end_within(_GRACE_SECONDS) is None:
            self.send(signal.SIGKILL)
            await self.end_within(_GRACE_SECONDS)


class Nursery:
    """The warm process and the flow runs forked from it; a warm process that died is replaced."""

    def __init__(self, preload: Sequence[str]) -> None:
        self._preload = tuple(preload)
        self._children: dict[int, Child] = {}
        self._tickets = READY
        self._process: asyncio.subprocess.Process | None = None
        self._listener: asyncio.Task[None] | None = None
        # Two runs that find the warm process dead at once must not start two: only one would be listened to.
        self._warming = asyncio.Lock()

    async def __aenter__(self) -> Self:
        await self._warm_up()
        return self

    async def __aexit__(self, *_: object) -> None:
        process, listener = self._process, self._listener
        if process and process.stdin and listener:
            process.stdin.close()
            await listener

    async def fork(self, run_id: UUID, *, directory: Path, environment: dict[str, str | None]) -> Child:
        """Start a flow run in a fork of the warm process."""
        stdin = await self._warm_up()
        self._tickets += 1
        child = self._children[self._tickets] = Child(self._tickets)
        stdin.write(
            Errand(
                ticket=child.ticket, run_id=run_id, directory=str(directory), environment=environment
            ).to_line()
        )
        await child.pid
        return child

    async def _warm_up(self) -> asyncio.StreamWriter:
        """Return the way into the warm process, which is started if there is none."""
        async with self._warming:
            return await self._warm()

    async def _warm(self) -> asyncio.StreamWriter:
        if self._process is None or self._listener is None or self._listener.done():
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "flows.entrypoints.warm_process", *self._preload),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
            ready = self._children[READY] = Child(READY)
            self._listener = asyncio.create_task(self._listen(self._process))
            await ready.pid
        if self._process.stdin is None:
            raise OutsideError("The warm process has no standard input; start the worker again.")
        return self._process.stdin

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        if process.stdout:
            async for line in process.stdout:
                news = json.loads(line)
                child = self._children[news["ticket"]]
                child.hear(news)
                if child.code.done():
                    del self._children[child.ticket]
        await process.wait()
        for child in self._children.values():
            child.lose()
        self._children.clear()
