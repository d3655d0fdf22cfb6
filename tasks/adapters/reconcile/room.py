"""Where the rows of a running comparison go, and how many have come so far."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Meter:
    """Counts the rows that have come in; written by the threads that bring them."""

    rows: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """The folder for what is needed in between, and the meter of what came through it."""

    folder: Path
    meter: Meter = field(default_factory=Meter)
