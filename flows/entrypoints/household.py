"""Prefect's server and the processes beside it, looked after together: whichever ends is started again, after growing pauses.

A process that has run for a while counts as sound again, so that the pauses begin anew.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flows.entrypoints.companion import Companion, Process, ask_to_end, see_end

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
SOUND_AFTER = 300.0


@dataclass(frozen=True, slots=True)
class Fallen:
    """A process has ended by itself; it is started again after the pause."""

    companion: Companion
    code: int
    pause: float


@dataclass(frozen=True, slots=True)
class Risen:
    """A process was started again."""

    companion: Companion


@dataclass(slots=True)
class _Place:
    """Where a companion stands: at work since a moment, or down until one."""

    companion: Companion
    process: Process
    since: float
    falls: int = 0
    again: float | None = None


class Household:
    """Starts companions, looks after them whenever it is asked to, and ends them; moments are given in seconds."""

    def __init__(
        self, companions: Sequence[Companion], start: Callable[[Companion], Process], *, now: float
    ) -> None:
        self._start = start
        self._places = [_Place(companion, start(companion), now) for companion in companions]

    def look(self, now: float) -> tuple[Fallen | Risen, ...]:
        """Note who has ended, start again whose pause is over, and return the news."""
        return tuple(news for place in self._places for news in self._look(place, now))

    def end(self) -> None:
        """End all of them, together."""
        for place in self._places:
            ask_to_end(place.process)
        for place in self._places:
            see_end(place.process)

    def _look(self, place: _Place, now: float) -> Iterator[Fallen | Risen]:
        if place.again is not None:
            if now >= place.again:
                place.process, place.since, place.again = self._start(place.companion), now, None
                yield Risen(place.companion)
            return
        code = place.process.poll()
        if code is not None:
            place.falls = 1 if now - place.since >= SOUND_AFTER else place.falls + 1
            pause = pause_after(place.falls)
            place.again = now + pause
            yield Fallen(place.companion, code, pause)


def pause_after(falls: int) -> float:
    """Return how long to wait after so many falls in a row: 1, 2, 4 ... seconds, a minute at most."""
    return min(FIRST_PAUSE * 2.0 ** min(falls - 1, 10), LONGEST_PAUSE)
