"""Trouble of the delivery by seed: duplicates, delays, exchanged order and replays, the same on every run."""

import random
from dataclasses import dataclass, field

from flows.entrypoints.workspace.delivery.parcel import Parcel


@dataclass(frozen=True, slots=True, kw_only=True)
class Prank:
    """What happens to one delivery."""

    duplicates: int = 0
    delay: float = 0.0
    held: bool = False
    replay: Parcel | None = None


@dataclass(slots=True, kw_only=True)
class Mischief:
    """Decides by chance, each share between 0 and 1; nothing happens where all of them are 0.

    - duplicated: the same envelope comes twice at once.
    - delayed: it comes up to `longest_delay` seconds late.
    - held: it comes after the next one.
    - replayed: an old payload comes again in a new envelope.
    """

    seed: int = 0
    duplicated: float = 0.0
    delayed: float = 0.0
    held: float = 0.0
    replayed: float = 0.0
    longest_delay: float = 0.05
    _past: list[Parcel] = field(default_factory=list)
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311 (the same every time, on purpose)

    def next(self, parcel: Parcel) -> Prank:
        """Return what happens to a delivery; every draw is made, so that one share does not shift another."""
        duplicate, delay, hold, replay, length, which = (self._chance.random() for _ in range(6))
        old = self._past[int(which * len(self._past))] if self._past and replay < self.replayed else None
        self._past.append(parcel)
        return Prank(
            duplicates=int(duplicate < self.duplicated),
            delay=length * self.longest_delay if delay < self.delayed else 0.0,
            held=hold < self.held,
            replay=Parcel(old.kind, old.payload) if old else None,
        )
