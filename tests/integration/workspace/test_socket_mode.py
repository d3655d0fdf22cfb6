"""Socket Mode with the real client: tickets, deadlines, retries, reconnects, and what a person sees meanwhile."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.response import BoltResponse

from flows.entrypoints.workspace import Behaviour, UserError, Workspace
from tests.integration.workspace.conftest import ANNA, World
from tests.integration.workspace.sample_app import client_of

pytestmark = pytest.mark.anyio
HASTY = Behaviour(acknowledge_within=0.3, retry_after=(0.02, 0.02, 0.02))


async def link(workspace: Workspace) -> str:
    """Return the address of one new connection."""
    client = client_of(workspace, workspace.app_token)
    return str((await client.apps_connections_open(app_token=workspace.app_token))["url"])


async def test_a_ticket_is_good_for_one_connection(workspace: Workspace) -> None:
    """The second use of an address is refused."""
    address = await link(workspace)
    async with aiohttp.ClientSession() as session:
        first = await session.ws_connect(address)
        assert (await first.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(address)
        await first.close()


async def test_the_eleventh_connection_is_sent_away(workspace: Workspace) -> None:
    """Slack allows ten."""
    async with aiohttp.ClientSession() as session:
        sockets = [await session.ws_connect(await link(workspace)) for _ in range(11)]
        greetings = [await socket.receive_json() for socket in sockets]
        assert [one["type"] for one in greetings] == ["hello"] * 10 + ["disconnect"]
        for socket in sockets:
            await socket.close()


async def test_several_connections_take_turns(world: World) -> None:
    """Each click goes to one of them."""
    await world.app.connect()
    stamp = await world.app.post(world.channel)
    for _ in range(4):
        await world.anna.click(world.channel, stamp, "approve")
    assert len(await world.workspace.wait_for(lambda: world.app.heard)) == 4


async def test_a_refresh_loses_no_click(world: World) -> None:
    """The client connects anew by itself."""
    first = world.workspace.socket_mode.connections[0]
    stamp = await world.app.post(world.channel)
    await world.workspace.socket_mode.warn()
    await world.workspace.socket_mode.disconnect()
    mode = world.workspace.socket_mode
    await world.workspace.wait_for(lambda: mode.connections and mode.connections[0] is not first, 10)
    await world.anna.click(world.channel, stamp, "approve")
    assert len(world.app.heard) == 1


async def test_a_click_while_the_app_is_down_is_lost(world: World) -> None:
    """Slack keeps no queue: the person sees a red line, and has to click again."""
    stamp = await world.app.post(world.channel)
    await world.app.close()
    await world.workspace.wait_for(lambda: not world.workspace.socket_mode.connections)
    with pytest.raises(UserError, match="no_connection"):
        await world.anna.click(world.channel, stamp, "approve")
    await world.app.connect()
    await world.anna.click(world.channel, stamp, "approve")
    assert len(world.app.heard) == 1


@pytest.mark.parametrize("behaviour", [HASTY])
async def test_a_slow_app_is_seen_by_the_person(world: World) -> None:
    """An acknowledgement after the deadline counts nothing."""
    late = asyncio.Event()

    async def slow(ack: Any) -> None:  # noqa: ANN401
        await late.wait()
        await ack()

    world.app.bolt.action("slow")(slow)
    stamp = await world.app.post(world.channel, "slow")
    with pytest.raises(UserError, match="did not respond"):
        await world.anna.click(world.channel, stamp, "slow")
    late.set()
    assert not world.workspace.journal[-1].acknowledged


@pytest.mark.parametrize("pause", [0.0, 0.05])
@pytest.mark.parametrize("behaviour", [HASTY])
async def test_bolt_loses_an_acknowledgement_when_the_listener_fails_at_once(
    world: World, pause: float
) -> None:
    """Bolt 1.30 looks every 10 ms: a listener that fails sooner after `ack()` is answered nothing."""

    async def fail(ack: Any) -> None:  # noqa: ANN401
        await ack()
        await asyncio.sleep(pause)
        raise KeyError("after the acknowledgement")

    world.app.bolt.action("fail")(fail)
    stamp = await world.app.post(world.channel, "fail")
    if pause:
        assert (await world.anna.click(world.channel, stamp, "fail")).acknowledged
    else:
        with pytest.raises(UserError, match="operation_timeout"):
            await world.anna.click(world.channel, stamp, "fail")


@pytest.mark.parametrize("behaviour", [HASTY])
async def test_events_are_sent_again_and_say_so(world: World) -> None:
    """The attempt is counted; Bolt acknowledges nothing but a 200."""
    attempts: list[str] = []

    async def refuse_twice(req: Any, next: Any) -> BoltResponse | None:  # noqa: A002, ANN401 (Bolt's names)
        attempts.append(req.headers["x-slack-retry-num"][0])
        if len(attempts) < 3:
            return BoltResponse(status=503)
        await next()
        return None

    world.app.bolt.middleware(refuse_twice)
    parcel = await world.anna.say(world.channel, "hello")
    await world.workspace.wait_for(lambda: parcel.acknowledged)
    assert attempts == ["0", "1", "2"]


@pytest.mark.parametrize(
    "behaviour", [Behaviour(acknowledge_within=0.2, redeliver_interactions=True, retry_after=(0.0,))]
)
async def test_a_click_may_come_again_in_the_same_envelope(world: World) -> None:
    """Without any mark that it is the second time (bolt-js#2487)."""
    seen: list[str] = []
    late = asyncio.Event()

    async def slow(ack: Any, body: dict[str, Any]) -> None:  # noqa: ANN401
        seen.append(body["actions"][0]["action_ts"])
        if len(seen) == 1:
            await late.wait()
        await ack()

    world.app.bolt.action("slow")(slow)
    stamp = await world.app.post(world.channel, "slow")
    await world.anna.click(world.channel, stamp, "slow")
    late.set()
    assert seen[0] == seen[1]


@pytest.mark.parametrize("behaviour", [Behaviour(acknowledge_within=0.3)])
async def test_a_half_open_link_is_noticed_by_the_client(world: World) -> None:
    """It takes bytes and answers nothing; the client's own pings find out, and it connects anew."""
    stamp = await world.app.post(world.channel)
    first = world.workspace.socket_mode.connections[0]
    world.workspace.socket_mode.freeze()
    with pytest.raises(UserError, match="operation_timeout"):
        await world.anna.click(world.channel, stamp, "approve")
    mode = world.workspace.socket_mode
    await world.workspace.wait_for(lambda: any(one is not first for one in mode.connections), 15)
    mode.thaw()
    await world.workspace.wait_for(lambda: first not in mode.connections, 15)
    assert (await world.anna.click(world.channel, stamp, "approve")).acknowledged


@pytest.mark.parametrize("behaviour", [Behaviour(ping_every=0.02, connection_lifetime=0.05)])
async def test_connections_have_an_age(workspace: Workspace) -> None:
    """Slack refreshes every few hours."""
    async with aiohttp.ClientSession() as session:
        socket = await session.ws_connect(await link(workspace))
        said = [await socket.receive_json() for _ in range(2)]
        assert [one.get("reason") for one in said] == [None, "refresh_requested"]
        await socket.close()


async def test_an_app_that_is_not_in_a_channel_hears_nothing(world: World) -> None:
    """Nor of what it did not subscribe to."""
    channel = world.workspace.add_channel("without", [ANNA], with_app=False)
    before = len(world.workspace.journal)
    await world.anna.say(channel.id, "among us")
    assert len(world.workspace.journal) == before
