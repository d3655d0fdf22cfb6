"""A message as it is to be shown: the line for notifications, the blocks, and what is decided on."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from playbooks.model.remembered import remembered
from tasks.adapters.slack.blocks import MESSAGE_SIZE, Block

#: What a button carries, for what is shown: the ids of message and revision, and nothing else.
Handle: TypeAlias = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One message; `seen` is the digest of what a decision on it rests on, `closed` that it will not change again."""

    text: str
    blocks: tuple[Block, ...]
    seen: str = ""
    closed: bool = False

    @property
    def digest(self) -> str:
        """Return the digest by which a message drawn before is known to be the same."""
        return _digest(self)

    @property
    def fitting(self) -> tuple[Block, ...]:
        """Return the blocks, those from the middle left out where the whole would be too long for Slack."""
        kept = list(self.blocks)
        while len(json.dumps(kept, ensure_ascii=False)) > MESSAGE_SIZE and len(kept) > 2:  # noqa: PLR2004  # head and buttons
            kept.pop(-2)
        return tuple(kept)


@remembered
def _digest(drawing: Drawing) -> str:
    return sha256(json.dumps([drawing.text, drawing.blocks], sort_keys=True).encode()).hexdigest()
