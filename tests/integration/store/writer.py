"""Writing processes for tests: each adds action items through the desk and sends every receipt when it has it.

They are forked from one process that has the imports and no store: what SQLite knows of its locks must not be
inherited, and starting an interpreter for each would take longer than the writing.
"""

import multiprocessing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from tasks.adapters.desk import Desk
from tasks.adapters.ports import Receipt
from tasks.adapters.store import open_store
from tests.integration.store.conftest import ORIGIN
from tests.integration.store.story import TestClock, item, request

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["pytest", __name__])


@dataclass(frozen=True, slots=True)
class Writer:
    """A writing process, and where its receipts arrive: request id and leaf."""

    process: BaseProcess
    receipts: "Connection[object, tuple[str, str]]"

    def rest(self) -> list[tuple[str, str]]:
        """Return the receipts that are still to come or lie unread, until the process has ended."""
        found: list[tuple[str, str]] = []
        try:
            while True:
                found.append(self.receipts.recv())
        except EOFError:
            self.process.join()
            return found


def started(url: str, key: Path, name: str, times: int) -> Writer:
    """Start a writing process."""
    receipts, sender = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=write, args=(url, key, name, times, sender), daemon=True)
    process.start()
    sender.close()  # so that the end of the process is the end of its receipts
    return Writer(process, receipts)


def write(url: str, key: Path, name: str, times: int, sender: "Connection[tuple[str, str], object]") -> None:
    """Write until done or killed."""
    store = open_store(url, origin=ORIGIN, key=key)
    desk = Desk(store, TestClock())
    for number in range(times):
        wish = request(item(number), name=str(uuid5(NAMESPACE_URL, f"{name}/{number}")), rollout=name)
        answer = desk.submit(wish)
        sender.send((wish.id, answer.leaf if isinstance(answer, Receipt) else ""))
    store.close()
