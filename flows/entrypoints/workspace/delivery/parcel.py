"""One thing that the app has to hear and acknowledge."""

import asyncio
import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from flows.entrypoints.workspace.payload import Payload


class Kind(StrEnum):
    """What is delivered; Slack's own words."""

    EVENT = "events_api"
    INTERACTION = "interactive"
    COMMAND = "slash_commands"


@dataclass(slots=True)
class Parcel:
    """What was sent, how often, and how it ended; `answer` is what came with the acknowledgement."""

    kind: Kind
    payload: Payload
    envelope_id: str = field(default_factory=lambda: f"{secrets.token_hex(8)}-{secrets.token_hex(4)}")
    attempts: int = 0
    acknowledged: bool = False
    answer: Payload = field(default_factory=dict)
    trouble: str = ""
    _settled: asyncio.Event = field(default_factory=asyncio.Event)

    def acknowledge(self, answer: Payload | None) -> None:
        """Take the first acknowledgement; later ones count nothing."""
        if not self._settled.is_set():
            self.acknowledged, self.answer = True, answer or {}
            self._settled.set()

    def give_up(self, trouble: str) -> None:
        """End without an acknowledgement: one that comes later counts nothing either."""
        if not self._settled.is_set():
            self.trouble = trouble
            self._settled.set()

    async def settled(self, patience: float) -> bool:
        """Wait for the end, and tell whether it came in time."""
        try:
            await asyncio.wait_for(self._settled.wait(), patience)
        except TimeoutError:
            return False
        return True
