"""How this Slack behaves: its deadlines, limits and moods."""

import time
from dataclasses import dataclass

from flows.entrypoints.workspace.ticker import Ticker


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """The defaults are Slack's own; a test makes deadlines shorter or switches limits off.

    `redeliver_interactions` sends clicks again that were not acknowledged, as some were seen to be.
    `rate_window` scales the minute of the rate limits; `latency` is added to every Web API call.
    """

    acknowledge_within: float = 3.0
    trigger_lifetime: float = 3.0
    retry_after: tuple[float, ...] = (0.0, 60.0, 300.0)
    redeliver_interactions: bool = False
    rate_limits: bool = True
    rate_window: float = 1.0
    ping_every: float = 30.0
    connection_lifetime: float | None = None
    latency: float = 0.0
    ticker: Ticker = time.monotonic
