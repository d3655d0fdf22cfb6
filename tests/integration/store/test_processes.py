"""Many processes on one store: no fork, no gap, nothing lost, and nothing half done when one is killed."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from playbooks.model.ledger.verification import Level
from tasks.adapters.store import SqlStore
from tests.integration.store.story import Teller, TestClock, beginning
from tests.integration.store.writer import Writer, started

WRITERS, TIMES = 8, 12
KILLS = {"sqlite": 40, "postgresql": 12}


def recorded(store: SqlStore) -> dict[str, str]:
    """Return what is on record: request id to leaf."""
    rows = store.entries(types=["action_item.added", "command.refused"])
    assert len({row.id for row in rows}) == len(rows)
    return {row.id: row.leaf for row in rows}


def test_eight_writers_at_once_lose_nothing(store: SqlStore, url: str, key: Path) -> None:
    """Every receipt is in the ledger once, with the leaf it names, and the ledger is one chain."""
    names = [f"writer-{number}" for number in range(WRITERS)]
    for name in names:
        Teller(store, TestClock()).granted(beginning(), rollout=name)
    writers = [started(url, key, name, TIMES) for name in names]
    given = dict(receipt for writer in writers for receipt in writer.rest())
    assert [writer.process.exitcode for writer in writers] == [0] * WRITERS
    assert len(given) == WRITERS * TIMES
    assert given.items() <= recorded(store).items()
    assert store.verify(Level.FULL).trouble is None


@pytest.mark.crash
def test_killed_writers_leave_nothing_half_done(store: SqlStore, url: str, key: Path) -> None:
    """Each process is killed at some moment of its work; whatever it had acknowledged is on record, once."""
    chance = random.Random(20261122)
    Teller(store, TestClock()).granted(beginning(), rollout="victim")
    given: dict[str, str] = {}
    kills = KILLS[url.partition("+")[0].partition(":")[0]]
    for turn in range(0, kills, 2):
        pair = [started(url, key, "victim", 10_000) for _ in range(2)]
        for writer in pair:
            # Each asks again for what was asked before, and comes further than those before it.
            given |= killed(writer, after=3 + turn + chance.randrange(12), chance=chance)
        assert given.items() <= recorded(store).items(), turn
    assert len(given) > kills
    assert store.verify(Level.FULL).trouble is None


def test_processes_may_open_a_new_store_at_once(url: str, key: Path, opened: Callable[[], SqlStore]) -> None:
    """One makes the tables and the key, the others find them."""
    writers = [started(url, key, "nobody", 1) for _ in range(4)]
    receipts = {receipt for writer in writers for receipt in writer.rest()}
    assert ([writer.process.exitcode for writer in writers], len(receipts)) == ([0] * 4, 1)
    store = opened()
    assert (store.alarms(), len(store.entries())) == ((), 1)


def killed(writer: Writer, *, after: int, chance: random.Random) -> dict[str, str]:
    """Kill a process at a random moment after some receipts; return all it gave."""
    given = [writer.receipts.recv() for _ in range(after)]
    time.sleep(chance.random() * 0.02)
    writer.process.kill()
    return dict(given + writer.rest())
