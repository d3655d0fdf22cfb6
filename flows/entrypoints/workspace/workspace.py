"""The workspace: starts the local Slack, and hands out what an app and a test need of it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

from flows.entrypoints.workspace.behaviour import Behaviour
from flows.entrypoints.workspace.channel import Channel
from flows.entrypoints.workspace.delivery.courier import Courier
from flows.entrypoints.workspace.delivery.mischief import Mischief
from flows.entrypoints.workspace.delivery.parcel import Parcel
from flows.entrypoints.workspace.delivery.signed_http import SignedHttp
from flows.entrypoints.workspace.delivery.socket_mode import SocketMode
from flows.entrypoints.workspace.faults import Faults
from flows.entrypoints.workspace.file_door import FileDoor
from flows.entrypoints.workspace.guard import guard
from flows.entrypoints.workspace.installation import Installation
from flows.entrypoints.workspace.member import Member
from flows.entrypoints.workspace.page.door import Page
from flows.entrypoints.workspace.payload import Payload, Payloads
from flows.entrypoints.workspace.person.human import Human
from flows.entrypoints.workspace.response_door import ResponseDoor
from flows.entrypoints.workspace.state import Call, State
from flows.entrypoints.workspace.web_api.door import WebApi

Found = TypeVar("Found")
LOOPBACK = "127.0.0.1"
_LARGEST_BODY = 64 << 20


class Workspace:
    """A Slack workspace on this machine, with one app installed; `async with` starts and stops it."""

    def __init__(
        self,
        members: Iterable[Member] = (),
        *,
        behaviour: Behaviour | None = None,
        installation: Installation | None = None,
        mischief: Mischief | None = None,
        port: int = 0,
    ) -> None:
        self.state = State(behaviour or Behaviour(), installation or Installation())
        self.socket_mode = SocketMode(self.state)
        self.signed_http = SignedHttp(self.state)
        self.courier = Courier(self.state, self.socket_mode, self.signed_http, mischief or Mischief())
        self.page = Page(self.state, self.courier)
        self._port = port
        self._runner: web.AppRunner | None = None
        for member in members:
            self.add_member(member)

    # --- life

    async def __aenter__(self) -> Self:
        """Start listening, on loopback alone."""
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, self._port).start()
        self.state.address = f"http://{LOOPBACK}:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop: connections are closed, what is on its way is given up."""
        self.socket_mode.thaw()
        await self.page.close()
        await self.courier.close()
        for connection in list(self.socket_mode.connections):
            await connection.socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=_LARGEST_BODY, middlewares=[guard])
        files = FileDoor(self.state)
        application.add_routes(
            [
                web.route("*", "/api/{method}", WebApi(self.state).answer),
                web.get("/link/", self.socket_mode.connect),
                web.post("/response/{token}", ResponseDoor(self.state).answer),
                web.post("/upload/{file}", files.take),
                web.get("/files/{file}", files.give),
                *self.page.routes(),
            ]
        )
        return application

    # --- what an app is configured with

    @property
    def address(self) -> str:
        """Where the workspace listens."""
        return self.state.address

    @property
    def api_url(self) -> str:
        """The base address of the Web API, for `base_url` of slack-sdk's clients."""
        return f"{self.address}/api/"

    @property
    def page_url(self) -> str:
        """Where people look at the workspace with a browser."""
        return f"{self.address}/"

    @property
    def bot_token(self) -> str:
        """The token for everything but connecting."""
        return self.state.bot_token

    @property
    def app_token(self) -> str:
        """The token for Socket Mode connections."""
        return self.state.app_token

    @property
    def signing_secret(self) -> str:
        """What signed HTTP requests are signed with."""
        return self.state.signing_secret

    @property
    def request_url(self) -> str:
        """Where the app takes signed HTTP; empty for Socket Mode."""
        return self.signed_http.request_url

    @request_url.setter
    def request_url(self, address: str) -> None:
        self.signed_http.request_url = address

    @property
    def app_user_id(self) -> str:
        """The user id of the app's bot."""
        return self.state.app_user_id

    # --- who and where

    def add_member(self, member: Member) -> Member:
        """Let somebody in, or change who somebody is."""
        added = self.state.directory.add_member(member)
        self.state.changes.announce()
        return added

    def deactivate(self, user_id: str) -> None:
        """Deactivate a member's account."""
        self.add_member(replace(self.state.directory.members[user_id], deactivated=True))

    def add_channel(
        self, name: str, members: Iterable[str], *, private: bool = False, with_app: bool = True
    ) -> Channel:
        """Open a channel."""
        app = [self.app_user_id] if with_app else []
        channel = self.state.directory.add_channel(name, [*members, *app], private=private)
        self.state.changes.announce()
        return channel

    def direct(self, user_id: str) -> Channel:
        """Return the direct message between a person and the app."""
        return self.state.directory.direct(user_id)

    def human(self, user_id: str) -> Human:
        """Return a person at a Slack client."""
        return Human(self.state, self.courier, user_id)

    # --- what tests look at and play with

    @property
    def faults(self) -> Faults:
        """Scripted trouble of the Web API."""
        return self.state.faults

    @property
    def calls(self) -> list[Call]:
        """Every Web API call so far."""
        return self.state.calls

    @property
    def journal(self) -> list[Parcel]:
        """Everything that was to be delivered so far."""
        return self.courier.journal

    def messages(self, channel_id: str) -> Payloads:
        """Return the messages of a channel, answers in threads included, the oldest first."""
        return list(self.state.messages.by_channel[channel_id].values())

    def message(self, channel_id: str, stamp: str) -> Payload:
        """Return one message."""
        return self.state.messages.by_channel[channel_id][stamp]

    async def wait_for(self, look: Callable[[], Found], patience: float = 5.0) -> Found:
        """Return what is found as soon as it is there; raises TimeoutError if that takes too long."""
        return await self.state.changes.wait_for(look, patience)

    async def wait_for_app(self, patience: float = 10.0) -> None:
        """Wait until the app is connected over Socket Mode."""
        await self.wait_for(lambda: self.socket_mode.connections, patience)
