"""How long writers wait for each other: eight processes that append to one SQLite file as fast as they can."""

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from playbooks.model.events import IssueClosed
from tasks.adapters.store import open_store
from tests.integration.store.story import item, request
from tests.integration.store.writer import PROCESSES
from tests.simulators.facts import NOW

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

WRITERS, APPENDS = 8, 600


def longest_wait(home: Path) -> list[str]:
    """Measure how long an append takes when seven others append."""
    open_store(f"sqlite:///{home / 'store.db'}", origin="phasegate.test/ledger", key=home / "key").close()
    pipes = [PROCESSES.Pipe(duplex=False) for _ in range(WRITERS)]
    processes = [PROCESSES.Process(target=write, args=(home, sender)) for _, sender in pipes]
    began = time.perf_counter()
    for process in processes:
        process.start()
    waits = sorted(wait for receiver, _ in pipes for wait in _received(receiver))
    for process in processes:
        process.join()
    taken = time.perf_counter() - began
    return [
        f"{WRITERS} writers, all together:                         {len(waits) / taken:8,.0f}/s",
        f"{WRITERS} writers, an append takes, p99:                 {quantiles(waits, n=100)[98]:8.0f} ms",
        f"{WRITERS} writers, the longest of {len(waits):,}:              {waits[-1]:8.0f} ms   (target: at most 500)",
    ]


def write(home: Path, sender: "Connection[Sequence[float], object]") -> None:
    """Append, and send how many milliseconds each took."""
    store = open_store(f"sqlite:///{home / 'store.db'}", origin="phasegate.test/ledger", key=home / "key")
    waits: list[float] = []
    for number in range(APPENDS):
        event = IssueClosed(issue=f"issue-{number}", closed_at=NOW, resolution="solved")
        asked = request(item(number))
        began = time.perf_counter()
        with store.transaction() as unit:
            unit.append(asked, (event,), NOW)
        waits.append(1000 * (time.perf_counter() - began))
    sender.send(waits)
    store.close()


def _received(receiver: "Connection[object, Sequence[float]]") -> Sequence[float]:
    return receiver.recv()
