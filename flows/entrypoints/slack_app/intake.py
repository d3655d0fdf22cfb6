"""The intake: takes wishes to the desk, one transaction after the other; those that arrive meanwhile share the next.

Fifty people who decide at the same moment wait for a few flushes of the disk and not for fifty.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

from playbooks.model.commands import Request
from tasks.adapters.desk import Desk
from tasks.adapters.ports import Answer

#: Wishes that share a transaction; whoever waits for them waits for all of them.
AT_ONCE = 10


_Waiting: TypeAlias = "tuple[Request, asyncio.Future[Answer]]"


class Intake:
    """Goes to the desk in a thread of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="intake")
        self._waiting: list[_Waiting] = []
        self._work: asyncio.Task[None] | None = None

    async def brought(self, request: Request) -> Answer:
        """Return the desk's answer; raises what kept the wish from being recorded."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, answer))
        if self._work is None:
            self._work = asyncio.create_task(self._worked_off())
        return await answer

    async def _worked_off(self) -> None:
        try:
            while self._waiting:
                taken, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                await self._decided(taken)
        finally:
            self._work = None

    async def _decided(self, taken: Sequence[_Waiting]) -> None:
        requests, loop = [request for request, _ in taken], asyncio.get_running_loop()
        try:
            answers = await loop.run_in_executor(self._thread, self._desk.submit_all, requests)
        except Exception as error:  # noqa: BLE001  # told to each of those who wait
            _told(taken, [error] * len(taken))
        else:
            _told(taken, answers)


def _told(taken: Sequence[_Waiting], answers: Sequence[Answer | Exception]) -> None:
    for (_, waiting), answer in zip(taken, answers, strict=True):
        if waiting.cancelled():
            continue
        if isinstance(answer, Exception):
            waiting.set_exception(answer)
        else:
            waiting.set_result(answer)
