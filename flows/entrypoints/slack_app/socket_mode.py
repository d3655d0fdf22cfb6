"""Slack over Socket Mode: no public address, two connections, so that a deploy or a lost link costs no click."""

from types import TracebackType
from typing import Self

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

CONNECTIONS = 2
#: A link that is half open is noticed after about twice this.
PING_SECONDS = 5.0


class SocketMode:
    """The connections to Slack, open while it is used as a context."""

    def __init__(
        self, app: AsyncApp, token: str, *, connections: int = CONNECTIONS, ping: float = PING_SECONDS
    ) -> None:
        self.handlers = tuple(
            AsyncSocketModeHandler(app, token, ping_interval=ping) for _ in range(connections)
        )

    async def __aenter__(self) -> Self:
        for handler in self.handlers:
            await handler.connect_async()  # type: ignore[no-untyped-call]  # not annotated
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for handler in self.handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]  # same
