"""The workspace's own sense of time, in seconds; the app's clock is none of its business."""

from collections.abc import Callable
from typing import TypeAlias

Ticker: TypeAlias = Callable[[], float]
