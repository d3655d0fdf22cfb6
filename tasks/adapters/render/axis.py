"""Axes: round numbers that span the data, and the way from a value to a pixel.

Whatever the data, ticks are finite, ascending, at least two, at most `most`, and none lies outside the axis.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: A figure beyond this cannot be drawn next to others; it is shown as text only.
DRAWABLE = 1e15
#: A figure below this is drawn as nothing.
SMALLEST = 1e-9

_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of values laid over a range of pixels."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the pixel of a value; a value outside the range is drawn at its edge."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 2)


def round_ticks(values: Sequence[float], *, most: int = 6) -> tuple[float, ...]:
    """Return round numbers of which the first and the last enclose all values."""
    drawn = [0.0 if abs(value) < SMALLEST else value for value in values]
    low, high = (min(drawn), max(drawn)) if drawn else (0.0, 1.0)
    if high - low <= SMALLEST * max(abs(low), abs(high)):
        margin = abs(high) / 10 or 1.0
        low, high = low - margin, high + margin
    step = _round_step((high - low) / (most - 2))
    first, last = math.floor(low / step), math.ceil(high / step)
    digits = max(0, 2 - math.floor(math.log10(step)))
    return tuple(round(number * step, min(digits, 15)) for number in range(first, last + 1))


def day_ticks(days: Sequence[date], *, most: int = 7) -> tuple[date, ...]:
    """Return at most so many days spread evenly from the first to the last, each a day of the data."""
    ordered = sorted(set(days))
    if len(ordered) <= most:
        return tuple(ordered)
    places = (round(n * (len(ordered) - 1) / (most - 1)) for n in range(most))
    return tuple(ordered[place] for place in dict.fromkeys(places))


def _round_step(least: float) -> float:
    scale = 10.0 ** math.floor(math.log10(least))
    return next(step * scale for step in _ROUND_STEPS if step * scale >= least * (1 - 1e-9))
