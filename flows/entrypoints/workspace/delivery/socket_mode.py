"""Socket Mode: tickets for one use, up to ten connections in turn, acknowledgements, disconnects, half-open links."""

import asyncio
import itertools
from dataclasses import dataclass, field

from aiohttp import ClientConnectionResetError, WSMsgType, web

from flows.entrypoints.workspace.delivery.parcel import Kind, Parcel
from flows.entrypoints.workspace.payload import Payload, read_object
from flows.entrypoints.workspace.state import APP_ID, State

CONNECTIONS = 10
_HOST: Payload = {"host": "local"}


@dataclass(slots=True, eq=False)
class Connection:
    """One WebSocket of the app; a frozen one takes bytes and answers nothing, as a half-open link does."""

    socket: web.WebSocketResponse
    thawed: asyncio.Event = field(default_factory=asyncio.Event)
    leaving: bool = False

    def __post_init__(self) -> None:
        self.thawed.set()


@dataclass(slots=True)
class SocketMode:
    """Keeps the connections of the app and sends over them."""

    state: State
    connections: list[Connection] = field(default_factory=list)
    waiting: dict[str, Parcel] = field(default_factory=dict)
    _turn: "itertools.count[int]" = field(default_factory=itertools.count)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Take a connection for a ticket, which is good for one use."""
        until = self.state.tickets.pop(request.query.get("ticket", ""), 0.0)
        if until < self.state.behaviour.ticker():
            return web.Response(status=403, text="the ticket is unknown, used or too old")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if len(self.connections) >= CONNECTIONS:
            await _part(socket, "too_many_websockets")
            return socket
        await self._serve(Connection(socket))
        return socket

    async def _serve(self, connection: Connection) -> None:
        self.connections.append(connection)
        pings = asyncio.create_task(self._ping(connection))
        try:
            await connection.socket.send_json(self._hello())
            self.state.changes.announce()
            await self._listen(connection)
        finally:
            pings.cancel()
            self.connections.remove(connection)
            self.state.changes.announce()

    def _hello(self) -> Payload:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {**_HOST, "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": APP_ID},
        }

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            await connection.thawed.wait()
            if message.type is WSMsgType.TEXT:
                self._take(read_object(message.data))

    def _take(self, envelope: Payload | None) -> None:
        parcel = self.waiting.get(str((envelope or {}).get("envelope_id")))
        if parcel is not None and envelope is not None:
            parcel.acknowledge(envelope.get("payload"))
            self.state.changes.announce()

    async def _ping(self, connection: Connection) -> None:
        behaviour = self.state.behaviour
        for count in itertools.count(1):
            await asyncio.sleep(behaviour.ping_every)
            await connection.socket.ping(b"Ping from local")
            lifetime = behaviour.connection_lifetime
            if lifetime is not None and count * behaviour.ping_every >= lifetime:
                await self.disconnect(connection)

    async def disconnect(
        self, connection: Connection | None = None, reason: str = "refresh_requested"
    ) -> None:
        """Ask the app to connect anew, on one connection or on all."""
        for one in [connection] if connection else list(self.connections):
            one.leaving = True
            await _part(one.socket, reason)

    async def warn(self) -> None:
        """Announce that the connections will be closed soon."""
        for connection in self.connections:
            await connection.socket.send_json(
                {"type": "disconnect", "reason": "warning", "debug_info": _HOST}
            )

    def freeze(self) -> None:
        """Let every present link become half-open: bytes are taken, nothing comes back."""
        for connection in self.connections:
            connection.thawed.clear()

    def thaw(self) -> None:
        """Let half-open links answer again."""
        for connection in self.connections:
            connection.thawed.set()

    async def send(self, parcel: Parcel, attempt: int) -> bool:
        """Send once and wait for the acknowledgement."""
        if not await self.send_blindly(parcel, attempt):
            return False
        if await parcel.settled(self.state.behaviour.acknowledge_within):
            return parcel.acknowledged
        parcel.trouble = "operation_timeout"
        return False

    async def send_blindly(self, parcel: Parcel, attempt: int) -> bool:
        """Send once over the connection whose turn it is."""
        live = [one for one in self.connections if not one.leaving and not one.socket.closed]
        if not live:
            parcel.trouble = "no_connection"
            return False
        self.waiting[parcel.envelope_id] = parcel
        try:
            await live[next(self._turn) % len(live)].socket.send_json(_envelope(parcel, attempt))
        except ClientConnectionResetError:
            parcel.trouble = "no_connection"
            return False
        return True


async def _part(socket: web.WebSocketResponse, reason: str) -> None:
    await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": _HOST})
    await socket.close()


def _envelope(parcel: Parcel, attempt: int) -> Payload:
    """Only events say that they are sent again."""
    envelope: Payload = {
        "envelope_id": parcel.envelope_id,
        "payload": parcel.payload,
        "type": parcel.kind.value,
        "accepts_response_payload": parcel.kind is not Kind.EVENT,
    }
    if parcel.kind is Kind.EVENT:
        envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
    return envelope
