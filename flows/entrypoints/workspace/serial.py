"""Identifiers in Slack's shape, and time stamps that never come twice."""

import itertools
import secrets
import time
from dataclasses import dataclass, field


@dataclass(slots=True)
class Serial:
    """Hands out identifiers and message time stamps."""

    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _last: int = 0

    def identifier(self, letter: str) -> str:
        """Return a new identifier like U0LOCAL00007."""
        return f"{letter}0LOCAL{next(self._numbers):05d}"

    def stamp(self) -> str:
        """Return the present as a message's `ts`, later than all before."""
        self._last = max(time.time_ns() // 1000, self._last + 1)
        return f"{self._last // 10**6}.{self._last % 10**6:06d}"

    @staticmethod
    def token(prefix: str = "") -> str:
        """Return a word that nobody can guess."""
        return prefix + secrets.token_hex(12)
