"""The watch: looks once a second whether anything has changed, wherever it was decided.

It keeps the cards true, lets letters out that had to wait, posts the week, and now and then writes open cards
afresh, so that one which somebody took away comes back.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flows.entrypoints.slack_app.door import Door
from playbooks.model.errors import InputError, RolloutError
from tasks.adapters.slack.week import Weekly

PAUSE_SECONDS = 1.0
AFRESH = timedelta(minutes=10)


@dataclass(slots=True)
class Watch:
    """Looks after the messages; `weekly` posts retrospectives where a channel is named."""

    door: Door
    weekly: Weekly | None = None
    pause: float = PAUSE_SECONDS
    _known: dict[str, int] = field(default_factory=dict)
    _afresh: datetime | None = None

    async def keep(self, stopped: asyncio.Event) -> None:
        """Look until told to stop."""
        while not stopped.is_set():
            await asyncio.to_thread(self.look)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), self.pause)

    def look(self) -> None:
        """Look once; one thing that fails keeps no other from being done."""
        self._tried(self._follow_all)
        self._tried(self._write_afresh)
        self._tried(self.door.office.dispatcher.deliver)

    def _follow_all(self) -> None:
        for rollout, revision in self.door.office.store.revisions().items():
            if self._known.get(rollout) != revision and self._followed(rollout):
                self._known[rollout] = revision

    def _followed(self, rollout: str) -> bool:
        """Follow what has changed in a rollout; what is wrong in itself is not tried again, what is down is."""
        try:
            drawn = self.door.slack.cards.redraw(rollout)
            if self.weekly is not None:
                self.weekly.post(rollout)
        except InputError as error:
            self.door.handover.noted("%s is not shown rightly: %s", rollout, error)
            return True
        return drawn

    def _write_afresh(self) -> None:
        now = self.door.office.clock.now()
        if self._afresh is None or now - self._afresh >= AFRESH:
            first, self._afresh = self._afresh is None, now
            for rollout in () if first else self._known:
                self.door.slack.cards.redraw(rollout, afresh=True)

    def _tried(self, work: Callable[[], object]) -> None:
        try:
            work()
        except RolloutError as error:
            self.door.handover.noted("the watch waits: %s", error)
