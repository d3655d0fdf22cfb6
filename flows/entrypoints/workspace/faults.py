"""Scripted trouble of the Web API: the next call of a method meets it."""

from collections import defaultdict, deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault; `too_late` lets the call take effect first, so that only the answer is lost.

    Exactly one of `error`, `status`, `retry_after` and `drop` says how the call ends; a delay may stand alone.
    """

    error: str = ""
    status: int = 0
    retry_after: float | None = None
    drop: bool = False
    delay: float = 0.0
    too_late: bool = False


@dataclass(slots=True)
class Faults:
    """Queues of faults by method; `*` is met by every method."""

    queues: "defaultdict[str, deque[Fault]]" = field(default_factory=lambda: defaultdict(deque))

    def add(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next calls of a method meet a fault."""
        self.queues[method].extend([fault] * times)

    def next(self, method: str) -> Fault:
        """Return the fault that a call meets; one that does nothing is the rule."""
        for name in (method, "*"):
            if self.queues[name]:
                return self.queues[name].popleft()
        return Fault()
