"""HTTP mode: requests are signed as Slack signs them, and Bolt checks them."""

import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest

from flows.entrypoints.workspace import Behaviour, UserError, Workspace
from tests.integration.workspace.conftest import ANNA
from tests.integration.workspace.sample_app import SampleApp

pytestmark = pytest.mark.anyio
SIGNATURE, STAMP = "X-Slack-Signature", "X-Slack-Request-Timestamp"


@dataclass(slots=True)
class Endpoint:
    """The app behind a Request URL, which keeps what it was sent; `broken` requests get a 500."""

    app: SampleApp
    sent: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    broken: int = 0

    async def take(self, request: web.Request) -> web.Response:
        """Let Bolt answer one request."""
        body = await request.text()
        self.sent.append((body, dict(request.headers)))
        if self.broken:
            self.broken -= 1
            return web.Response(status=500)
        headers: dict[str, str | Sequence[str]] = {
            name.lower(): value for name, value in request.headers.items()
        }
        answer = await self.app.bolt.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
        return web.Response(status=answer.status, text=answer.body)

    async def again(self, body: str, headers: dict[str, str]) -> int:
        """Send something to the Request URL and return the status."""
        left = {name: value for name, value in headers.items() if name != "Content-Length"}
        async with aiohttp.ClientSession() as session:
            answer = await session.post(self.app.workspace.request_url, data=body.encode(), headers=left)
            return answer.status


@pytest.fixture
async def endpoint(workspace: Workspace) -> AsyncIterator[Endpoint]:
    """An app that is reached by HTTP."""
    found = Endpoint(SampleApp(workspace))
    application = web.Application()
    application.router.add_post("/slack/events", found.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    workspace.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield found
    await runner.cleanup()


async def test_clicks_commands_and_events_arrive_signed(endpoint: Endpoint) -> None:
    """Bolt takes all three kinds of body."""
    workspace = endpoint.app.workspace
    channel, anna = workspace.add_channel("open", [ANNA]).id, workspace.human(ANNA)
    await anna.click(channel, await endpoint.app.post(channel), "approve")
    await anna.slash(channel, "/gate", "status")
    await anna.say(channel, "hello")
    await workspace.wait_for(lambda: len(endpoint.app.heard) == 3)
    assert anna.sees.ephemerals[0]["text"] == "You said status"


async def test_what_was_changed_or_kept_is_refused(endpoint: Endpoint) -> None:
    """A byte-for-byte replay within five minutes is not: only the domain can stop that."""
    workspace = endpoint.app.workspace
    channel = workspace.add_channel("open", [ANNA]).id
    await workspace.human(ANNA).click(channel, await endpoint.app.post(channel), "approve")
    body, headers = endpoint.sent[0]
    old = {STAMP: str(int(time.time()) - 400)}
    assert await endpoint.again(body, headers | {SIGNATURE: "v0=" + "0" * 64}) == 401
    assert await endpoint.again(body, headers | old) == 401
    assert await endpoint.again(f"{body}&more=1", headers) == 401
    assert await endpoint.again(body, headers) == 200


@pytest.mark.parametrize("behaviour", [Behaviour(retry_after=(0.0, 0.0, 0.0))])
async def test_events_are_sent_again_with_a_number(endpoint: Endpoint) -> None:
    """And with the reason."""
    workspace, endpoint.broken = endpoint.app.workspace, 1
    channel = workspace.add_channel("open", [ANNA]).id
    parcel = await workspace.human(ANNA).say(channel, "hello")
    await workspace.wait_for(lambda: parcel.acknowledged)
    numbers = [headers.get("X-Slack-Retry-Num") for _, headers in endpoint.sent]
    assert numbers == [None, "1"]
    assert endpoint.sent[1][1]["X-Slack-Retry-Reason"] == "http_error"


async def test_an_app_that_is_not_there_is_seen_by_the_person(workspace: Workspace) -> None:
    """Nothing listens at the Request URL."""
    channel = workspace.add_channel("open", [ANNA]).id
    stamp = await SampleApp(workspace).post(channel)
    workspace.request_url = "http://127.0.0.1:9/slack/events"
    with pytest.raises(UserError, match="connection_failed"):
        await workspace.human(ANNA).click(channel, stamp, "approve")
