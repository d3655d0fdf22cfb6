"""The courier: takes what happened to the app, tries again as Slack does, and plays the pranks it is told to."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from itertools import chain

from flows.entrypoints.workspace.delivery.mischief import Mischief, Prank
from flows.entrypoints.workspace.delivery.parcel import Kind, Parcel
from flows.entrypoints.workspace.delivery.signed_http import SignedHttp
from flows.entrypoints.workspace.delivery.socket_mode import SocketMode
from flows.entrypoints.workspace.state import State

#: A held delivery goes out after the next one, or after this many seconds if there is none.
_HOLD = 0.2


@dataclass(slots=True)
class Courier:
    """Delivers; `journal` keeps everything that was to be delivered."""

    state: State
    socket_mode: SocketMode
    signed_http: SignedHttp
    mischief: Mischief = field(default_factory=Mischief)
    journal: list[Parcel] = field(default_factory=list)
    _errands: set[asyncio.Task[object]] = field(default_factory=set)
    _next_sent: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def transport(self) -> SocketMode | SignedHttp:
        """HTTP where the app named a Request URL, else Socket Mode."""
        return self.signed_http if self.signed_http.request_url else self.socket_mode

    @property
    def reaches_app(self) -> bool:
        """Whether there is a way to the app at this moment."""
        return bool(self.signed_http.request_url or self.socket_mode.connections)

    async def deliver(self, parcel: Parcel, *, duplicates: int = 0) -> Parcel:
        """Deliver, and return when it is acknowledged or given up."""
        self.journal.append(parcel)
        prank = self.mischief.next(parcel)
        await self._keep_back(prank)
        if not await self._try(parcel, duplicates + prank.duplicates):
            parcel.give_up(parcel.trouble)
        if prank.replay is not None:
            self.journal.append(prank.replay)
            await self.transport.send_blindly(prank.replay, 0)
        self.state.changes.announce()
        return parcel

    async def _keep_back(self, prank: Prank) -> None:
        await asyncio.sleep(prank.delay)
        passing, self._next_sent = self._next_sent, asyncio.Event()
        if prank.held:
            self.send_soon(_release(self._next_sent))
            await self._next_sent.wait()
        passing.set()

    async def _try(self, parcel: Parcel, duplicates: int) -> bool:
        for attempt, pause in enumerate(chain([0.0], self._pauses(parcel))):
            await asyncio.sleep(pause)
            parcel.attempts += 1
            again = [self.transport.send_blindly(parcel, attempt) for _ in range(duplicates)]
            sent, *_ = await asyncio.gather(self.transport.send(parcel, attempt), *again)
            if sent:
                return True
        return False

    def _pauses(self, parcel: Parcel) -> tuple[float, ...]:
        behaviour = self.state.behaviour
        again = parcel.kind is Kind.EVENT or behaviour.redeliver_interactions
        return behaviour.retry_after if again else ()

    def send_soon(self, errand: Coroutine[object, object, object]) -> None:
        """Do something in the background, as long as the workspace is open."""
        task = asyncio.ensure_future(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def close(self) -> None:
        """Give up what is still on its way."""
        for task in list(self._errands):
            task.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)
        await self.signed_http.close()


async def _release(event: asyncio.Event) -> None:
    await asyncio.sleep(_HOLD)
    event.set()
