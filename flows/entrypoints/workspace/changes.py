"""Tells everybody who waits that something in the workspace is different."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
#: What is looked at may lie in the app, which tells nobody: it is looked at again this often.
_LOOK_AGAIN = 0.02


class Changes:
    """Counts changes and wakes those who wait for one."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = asyncio.Event()

    def announce(self) -> None:
        """Say that something is different."""
        self.count += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait(self, patience: float) -> None:
        """Return at the next change, or when patience is at its end."""
        try:
            await asyncio.wait_for(self._changed.wait(), patience)
        except TimeoutError:
            return

    async def wait_for(self, look: Callable[[], Found], patience: float) -> Found:
        """Return what is found as soon as it is there; raises TimeoutError if that takes too long."""
        deadline = time.monotonic() + patience
        while not (found := look()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"still not true after {patience} s")
            await self.wait(_LOOK_AGAIN)
        return found
