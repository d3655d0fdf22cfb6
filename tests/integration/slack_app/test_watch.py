"""The watch over the messages: whatever it meets, it goes on, and the log has what it met."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import pytest

from flows.entrypoints.slack_app.app import LOG
from flows.entrypoints.slack_app.watch import Watch
from tasks.adapters.dispatcher import Dispatcher
from tasks.adapters.slack.week import Weekly
from tests.simulators.slack_table import SlackTable, copied

pytestmark = pytest.mark.anyio
#: More faults than one look can meet.
ENOUGH = 5


@dataclass
class Faulty:
    """Stands in for whatever the watch calls, and meets a fault nobody foresaw; tells when it has met enough."""

    calls: int = 0
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    def deliver(self, *, runs_only: bool = False) -> None:
        """Meet the fault while letters are let out."""
        self.post(f"runs only: {runs_only}")

    def post(self, rollout: str) -> None:
        """Meet the fault while a week is posted."""
        self.calls += 1
        if self.calls == ENOUGH:
            self.enough.set()
        raise ZeroDivisionError(rollout)


@dataclass
class Slow:
    """A dispatcher whose letters do not leave before they may."""

    begun: threading.Event = field(default_factory=threading.Event)
    may_end: threading.Event = field(default_factory=threading.Event)

    def deliver(self, *, runs_only: bool = False) -> None:
        """Wake runs at once, and bring letters when that is allowed."""
        if not runs_only:
            self.begun.set()
            assert self.may_end.wait(60)


@pytest.fixture
def table(begun_home: Path, tmp_path: Path) -> Iterator[SlackTable]:
    """The company, with its app."""
    with copied(begun_home, tmp_path) as opened:
        yield opened


def tracebacks(caplog: pytest.LogCaptureFixture) -> int:
    """Return how many faults the app's log tells of."""
    return sum(record.exc_info is not None for record in caplog.records if record.name == LOG.name)


async def test_a_fault_does_not_end_the_watch(table: SlackTable, caplog: pytest.LogCaptureFixture) -> None:
    """It looks again, and the log has each traceback."""
    faulty = Faulty()
    office = replace(table.office, dispatcher=cast("Dispatcher", faulty))
    watch = Watch(replace(table.door, office=office), pause=0.01)
    await asyncio.wait_for(watch.keep(faulty.enough), 60)
    assert faulty.calls == tracebacks(caplog) >= ENOUGH


async def test_a_slow_channel_does_not_hold_up_the_cards(table: SlackTable) -> None:
    """The watch goes on looking while letters are under way, and waits for them when it is to stop."""
    stopped, slow = asyncio.Event(), Slow()
    office = replace(table.office, dispatcher=cast("Dispatcher", slow))
    watch = Watch(replace(table.door, office=office), pause=0.01)
    try:
        await watch.look()
        assert await asyncio.to_thread(slow.begun.wait, 60)
        await asyncio.wait_for(watch.look(), 30)
    finally:
        slow.may_end.set()
    stopped.set()
    await watch.keep(stopped)


async def test_a_rollout_that_meets_a_fault_waits_for_its_next_change(
    table: SlackTable, caplog: pytest.LogCaptureFixture
) -> None:
    """The log is not filled with one traceback a second, and the letters go out meanwhile."""
    watch = Watch(table.door, cast("Weekly", faulty := Faulty()))
    for _ in range(2):
        await watch.look()
    assert faulty.calls == tracebacks(caplog) == 1
