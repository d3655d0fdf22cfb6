"""Seeded chance: every noun draws from its own stream, so adding rows to one file never changes another."""

from random import Random

_SEED = 20260302


def chance(noun: str) -> Random:
    """Return the stream of random numbers that belongs to one noun, the same on every machine."""
    # Not used for secrets: the rows must be reproducible, which a secure source could not give.
    return Random(f"{_SEED}:{noun}")
