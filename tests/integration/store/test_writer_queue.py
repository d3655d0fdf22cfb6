"""The queue of writers: one at a time, each in turn, and nobody who gave up waiting is in the way."""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import pytest

from playbooks.model.errors import OutsideError
from tasks.adapters.store import writer_queue
from tasks.adapters.store.writer_queue import WriterQueue

Queues = Callable[[float], WriterQueue]
SOON, LONG = 0.02, 30.0


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queues]:
    """A function that opens the queue once more, with so much patience."""
    opened: list[WriterQueue] = []

    def another(patience: float) -> WriterQueue:
        opened.append(WriterQueue(tmp_path / "store.db.lock", patience=patience))
        return opened[-1]

    yield another
    for each in opened:
        each.close()


def turns(queue: WriterQueue, inside: list[int], times: int) -> int:
    """Take so many turns; return how many writers were inside at most."""
    most = 0
    for _ in range(times):
        with queue:
            inside.append(1)
            most = max(most, len(inside))
            inside.pop()
    return most


def interrupted(queue: WriterQueue) -> None:
    """Wait, and be interrupted at it."""
    signal.setitimer(signal.ITIMER_REAL, SOON)
    with queue:
        pytest.fail("two writers at once")


def test_one_writer_at_a_time(queue: Queues) -> None:
    """Whether two share a place in the queue or have their own."""
    queues = [queue(LONG) for _ in range(3)] * 2
    inside: list[int] = []
    with ThreadPoolExecutor(len(queues)) as threads:
        found = list(threads.map(lambda each: turns(each, inside, 50), queues))
    assert found == [1] * len(queues)


def test_who_waits_again_opens_nothing_anew(queue: Queues, monkeypatch: pytest.MonkeyPatch) -> None:
    """To open the file and to start a thread takes longer than an append."""
    files: list[Path] = []

    def opened(path: Path) -> IO[bytes]:
        files.append(path)
        return path.open("ab", buffering=0)

    monkeypatch.setattr(writer_queue, "_opened", opened)
    mine, other = queue(LONG), queue(SOON)
    for _ in range(5):
        with mine, pytest.raises(OutsideError), other:
            pytest.fail("two writers at once")
    assert len(files) == 3  # each has its own, and one of them waits


def test_who_lost_patience_leaves_no_lock_behind(queue: Queues) -> None:
    """Its turn comes when it is gone, and goes to the next one; it may also ask again."""
    mine, hasty, patient = queue(LONG), queue(SOON), queue(LONG)
    with mine, pytest.raises(OutsideError), hasty:
        pytest.fail("two writers at once")
    assert [turns(each, [], 3) for each in (patient, hasty, mine)] == [1, 1, 1]


def test_who_is_interrupted_leaves_no_lock_behind(queue: Queues) -> None:
    """Ctrl-C ends the wait and not only the waiting."""
    mine, waiting, patient = queue(LONG), queue(LONG), queue(LONG)
    former = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        with mine, pytest.raises(KeyboardInterrupt):
            interrupted(waiting)
    finally:
        signal.signal(signal.SIGALRM, former)
    assert [turns(each, [], 3) for each in (patient, waiting)] == [1, 1]


def test_a_queue_that_was_closed_while_its_turn_was_to_come_is_not_in_the_way(queue: Queues) -> None:
    """Its thread gives the turn away and ends."""
    mine, hasty, patient = queue(LONG), queue(SOON), queue(LONG)
    with mine:
        with pytest.raises(OutsideError), hasty:
            pytest.fail("two writers at once")
        hasty.close()
    assert turns(patient, [], 3) == 1
