"""Rounds of work: who asks while one is under way shares the next one with everybody who asks meanwhile.

- Fifty decisions at once need a card drawn two or three times, not fifty times; and whoever waits knows that what
  was done began after it was asked for.
- Forms go first: somebody looks at each, and Slack gives it three seconds. A round waits for a quiet moment, not long.
"""

import asyncio
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TypeVar

Result = TypeVar("Result")

#: Rounds of different things that may be under way at once; each has the same writer to wait for.
AT_ONCE = 4
#: Forms that are worked on at once; most of their time is Slack's, when it is asked who somebody is.
FORMS_AT_ONCE = 8
#: How long a round stands back behind forms.
PATIENCE_SECONDS = 0.25


class Rounds:
    """Goes the rounds in threads of its own, so that no form waits for one."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="rounds")
        self._forms_threads = ThreadPoolExecutor(FORMS_AT_ONCE, thread_name_prefix="forms")
        self._next: dict[str, asyncio.Task[object]] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._forms = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    @contextmanager
    def behind(self) -> Generator[None]:
        """Let no round begin while this is entered, for a moment at most."""
        self._forms += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._forms -= 1
            if not self._forms:
                self._quiet.set()

    async def promptly(self, work: Callable[[], Result]) -> Result:
        """Do what somebody waits for with a form before them."""
        return await asyncio.get_running_loop().run_in_executor(self._forms_threads, work)

    async def shared(self, what: str, work: Callable[[], object]) -> object:
        """Return what a round brought that began since this was called; raises what it raised."""
        if what not in self._next:
            self._next[what] = asyncio.create_task(self._gone(what, work))
        return await asyncio.shield(self._next[what])

    async def alone(self, work: Callable[[], Result]) -> Result:
        """Do something that is nobody else's business, in a quiet moment too."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._quiet.wait(), PATIENCE_SECONDS)
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def _gone(self, what: str, work: Callable[[], object]) -> object:
        async with self._turns.setdefault(what, asyncio.Lock()):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._quiet.wait(), PATIENCE_SECONDS)
            del self._next[what]
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
