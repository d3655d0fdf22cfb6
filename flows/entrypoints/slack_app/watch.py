"""The watch: looks once a second whether anything has changed, wherever it was decided.

It keeps the cards and the open Home tabs true, lets letters out that had to wait, posts the week, and now and then
writes open cards afresh, so that one which somebody took away comes back.
"""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.follow_up import letters_out, redrawn, runs_woken
from flows.entrypoints.slack_app.home import homes_kept
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
    _letters: asyncio.Task[None] | None = None

    async def keep(self, stopped: asyncio.Event) -> None:
        """Look until told to stop."""
        while not stopped.is_set():
            await self.look()
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), self.pause)
        if self._letters is not None:
            await self._letters

    async def look(self) -> None:
        """Look once; one thing that fails keeps no other from being done."""
        await self._tried(self._follow_all())
        await self._tried(self._write_afresh())
        await self._tried(runs_woken(self.door))
        # Not waited for: a mail server that says nothing must not keep cards untrue.
        if self._letters is None or self._letters.done():
            self._letters = asyncio.create_task(self._tried(letters_out(self.door)))

    async def _follow_all(self) -> None:
        changed: list[str] = []
        for rollout, revision in (await asyncio.to_thread(self.door.office.store.revisions)).items():
            if self._known.get(rollout) != revision and await self._followed(rollout):
                self._known[rollout] = revision
                changed.append(rollout)
        # Also where nothing has changed: some tabs may have had to wait.
        await homes_kept(self.door, *changed)

    async def _followed(self, rollout: str) -> bool:
        """Follow what has changed in a rollout; what is wrong in itself is not tried again, what is down is."""
        try:
            drawn = await redrawn(self.door, rollout)
            if self.weekly is not None:
                await asyncio.to_thread(self.weekly.post, rollout)
        except InputError as error:
            self.door.handover.noted("%s is not shown rightly: %s", rollout, error)
            return True
        except RolloutError:
            raise
        except Exception:  # noqa: BLE001  # one rollout's fault must not keep the others' cards untrue, nor fill the log each second
            self.door.handover.failed(f"{rollout} is not shown rightly, which is a fault of the product")
            return True
        return drawn

    async def _write_afresh(self) -> None:
        now = self.door.office.clock.now()
        if self._afresh is None or now - self._afresh >= AFRESH:
            first, self._afresh = self._afresh is None, now
            for rollout in () if first else self._known:
                work = partial(self.door.slack.cards.redraw, rollout, afresh=True)
                await self.door.rounds.shared(f"afresh {rollout}", work)

    async def _tried(self, work: Awaitable[object]) -> None:
        try:
            await work
        except RolloutError as error:
            self.door.handover.noted("the watch waits: %s", error)
        except Exception:  # noqa: BLE001  # a watch that ended would leave every card untrue until the app is started again
            self.door.handover.failed("the watch met a fault and goes on")
