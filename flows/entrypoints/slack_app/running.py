"""Running the Slack app: the way in, the watch, and an orderly end in which nothing that was begun is dropped."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from aiohttp import ClientSession, ClientTimeout, web
from slack_bolt.async_app import AsyncApp

from config.settings import Settings
from flows.bootstrap import invitations
from flows.entrypoints.slack_app.app import LOG, bolt_app, door
from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.signature import Seal
from flows.entrypoints.slack_app.signed_http import web_app
from flows.entrypoints.slack_app.socket_mode import SocketMode
from flows.entrypoints.slack_app.watch import Watch
from tasks.adapters.office import Office
from tasks.adapters.slack.outbound import Outbound
from tasks.adapters.slack.week import Weekly


@dataclass(frozen=True, slots=True)
class Address:
    """Where Slack's requests arrive over HTTP, and the secret that seals them."""

    host: str
    port: int
    secret: str


def watch_over(settings: Settings, office: Office, slack: Outbound, *, token: str) -> Watch:
    """Return the watch over an office, with the door it stands at, as the settings say."""
    behind = door(office, slack, token=token, url=settings.slack_api_url, limit=settings.evidence_limit_bytes)
    behind = replace(behind, invitations=invitations(settings, office.store, office.clock))
    channel = settings.slack_channel
    return Watch(behind, Weekly(office, slack, channel) if channel else None)


@asynccontextmanager
async def served(door: Door, watch: Watch, way: str | Address) -> AsyncGenerator[AsyncApp]:
    """Serve Slack while this is entered: over Socket Mode with an app token, or over HTTP at an address."""
    app, stopped = bolt_app(door), asyncio.Event()
    entrance = SocketMode(app, way) if isinstance(way, str) else _http(app, way)
    async with _kept_open(door), entrance:
        keeping = asyncio.create_task(watch.keep(stopped))
        try:
            yield app
        finally:
            stopped.set()
            await keeping


@asynccontextmanager
async def _kept_open(door: Door) -> AsyncGenerator[None]:
    """Keep connections to Slack for the next call, until nothing is left to do: a new one for each costs more than the call."""
    async with ClientSession(timeout=ClientTimeout(total=door.client.timeout)) as session:
        door.client.session = session
        yield
        await door.handover.finished()


@asynccontextmanager
async def _http(app: AsyncApp, address: Address) -> AsyncGenerator[None]:
    runner = web.AppRunner(web_app(app, Seal(address.secret), LOG), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, address.host, address.port).start()
        yield
    finally:
        await runner.cleanup()
