"""Writers take turns: what one of them reads in order to change it, no other changes meanwhile."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest

from playbooks.model.errors import OutsideError
from tasks.adapters.store import SqlStore, postgresql_database
from tests.integration.store.test_messages import CARD
from tests.integration.store.test_outbox import notice, posted
from tests.simulators.facts import NOW

Opened = Callable[[], SqlStore]
Done = TypeVar("Done")
ROUNDS = 10

#: Every way to write beside the ledger: none of them appends, and each rests on what it reads.
WRITERS: dict[str, Callable[[SqlStore], object]] = {
    "taking letters": lambda store: store.due(NOW),
    "keeping a document": lambda store: store.keep("ab" * 32, b""),
    "intending a message": lambda store: store.messages.intend(CARD, NOW),
    "claiming a message": lambda store: store.messages.claim(CARD.id, NOW),
    "noting what a message shows": lambda store: store.messages.shown(CARD, NOW),
}


def at_the_same_moment(*tasks: Callable[[], Done]) -> Sequence[Done]:
    """Start all tasks at the same moment, each in a thread of its own, and return what they gave."""
    start = Barrier(len(tasks))

    def after_start(task: Callable[[], Done]) -> Done:
        start.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return list(threads.map(after_start, tasks))


@pytest.mark.postgresql
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("way", WRITERS)
def test_whoever_writes_waits_for_its_turn(opened: Opened, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also who appends nothing: in PostgreSQL readers do not wait, so that it would act on what is over."""
    monkeypatch.setattr(postgresql_database, "LOCK_SECONDS", 0.05)
    one, other = opened(), opened()
    posted(one, notice("lin_wei", 1))
    with one.transaction(), pytest.raises(OutsideError, match="lock timeout"):
        WRITERS[way](other)


def test_readers_wait_for_nobody(opened: Opened) -> None:
    """They see the state before."""
    one, other = opened(), opened()
    with one.transaction() as unit:
        unit.post("crm-2026", [notice("lin_wei", 1)], NOW)
        assert (other.size(), other.undelivered(), other.messages.find(CARD.id)) == (0, 0, None)


def test_dispatchers_at_the_same_moment_share_the_letters(opened: Opened) -> None:
    """Each letter is handed out once."""
    stores = [opened() for _ in range(4)]
    taken: Counter[int] = Counter()
    for number in range(ROUNDS):
        posted(stores[0], notice("lin_wei", 1), notice("chen_hao", 1), rollout=f"crm-{number}")
        for parcels in at_the_same_moment(*(lambda store=store: store.due(NOW) for store in stores)):
            taken.update(parcel.id for parcel in parcels)
    assert (len(taken), max(taken.values())) == (2 * ROUNDS, 1)
