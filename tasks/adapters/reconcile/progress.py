"""How far a comparison has come: rows so far, rows a second, and the share that DuckDB knows of."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic
from typing import TypeAlias

import duckdb

from tasks.adapters.reconcile.room import Meter

INTERVAL_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Pace:
    """A moment of a running comparison; `step` is source, target or comparing."""

    check: str
    step: str
    rows: int
    seconds: float
    share: float | None

    @property
    def rate(self) -> int:
        """Return the rows a second so far."""
        return int(self.rows / self.seconds) if self.seconds > 0 else 0

    @property
    def seconds_left(self) -> int | None:
        """Return the time left of this step, where its share is known."""
        if self.share is None or self.share <= 0:
            return None
        return max(0, int(self.seconds / self.share - self.seconds))


Report: TypeAlias = Callable[[Pace], None]


def silent(_pace: Pace) -> None:
    """Report nothing."""


@dataclass(slots=True)
class Watch:
    """Which step is going on, since when, and the meter of its rows."""

    check: str = ""
    step: str = ""
    since: float = 0.0
    meter: Meter | None = None

    def begin(self, check: str, step: str) -> Meter:
        """Enter a step; its rows are counted anew."""
        self.check, self.step, self.since, self.meter = check, step, monotonic(), Meter()
        return self.meter

    def pace(self, share: float | None) -> Pace:
        """Return how far the present step has come."""
        rows = self.meter.rows if self.meter is not None else 0
        return Pace(self.check, self.step, rows, monotonic() - self.since, share)


@contextmanager
def watching(connection: duckdb.DuckDBPyConnection, report: Report) -> Generator[Watch]:
    """Yield the watch of a comparison, from which is reported every second."""
    watch, over = Watch(), Event()
    if report is silent:
        yield watch
        return
    connection.execute("set enable_progress_bar = true; set enable_progress_bar_print = false")
    thread = Thread(
        target=_tell, args=(watch, over), kwargs={"connection": connection, "report": report}, daemon=True
    )
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()


def _tell(watch: Watch, over: Event, *, connection: duckdb.DuckDBPyConnection, report: Report) -> None:
    while not over.wait(INTERVAL_SECONDS):
        percent = connection.query_progress()
        if watch.step:
            report(watch.pace(percent / 100 if 0 < percent <= 100 else None))  # noqa: PLR2004  # a percentage
