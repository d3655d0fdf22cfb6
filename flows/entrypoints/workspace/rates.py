"""Rate limits: calls a minute by tier, and about one message a second for every channel."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from flows.entrypoints.workspace.behaviour import Behaviour

#: Calls a minute, docs.slack.dev; Slack lets short bursts pass, how many it does not say.
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
BURST = 10
MESSAGE_BURST, MESSAGE_SECONDS = 5, 5.0
MINUTE = 60.0


@dataclass(slots=True)
class Rates:
    """Remembers when which method was called."""

    behaviour: Behaviour
    calls: "defaultdict[tuple[str, str], deque[float]]" = field(default_factory=lambda: defaultdict(deque))

    def excess(self, method: str, *, tier: int, channel: str) -> float:
        """Count a call, or return how many seconds the caller has to wait."""
        if not self.behaviour.rate_limits or not tier:
            return 0.0
        posting = method == "chat.postMessage"
        seconds = (MESSAGE_SECONDS if posting else MINUTE) * self.behaviour.rate_window
        most = MESSAGE_BURST if posting else TIERS[tier] + BURST
        return self._count((method, channel if posting else ""), most, seconds)

    def _count(self, key: tuple[str, str], most: int, seconds: float) -> float:
        now, called = self.behaviour.ticker(), self.calls[key]
        while called and now - called[0] > seconds:
            called.popleft()
        if len(called) >= most:
            return max(1.0, math.ceil(seconds - (now - called[0])))
        called.append(now)
        return 0.0
