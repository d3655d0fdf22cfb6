"""Response URLs: five uses in thirty minutes, and what each use does."""

from typing import Any

import aiohttp
import pytest

from flows.entrypoints.workspace import Behaviour
from tests.integration.workspace.conftest import SetTicker, World

pytestmark = pytest.mark.anyio
TICKER = SetTicker()


async def clicked(world: World) -> tuple[str, str]:
    """Click a button and return the message and the response URL."""
    stamp = await world.app.post(world.channel)
    await world.anna.click(world.channel, stamp, "approve")
    (body,) = await world.workspace.wait_for(lambda: world.app.heard)
    return stamp, str(body["response_url"])


async def post(address: str, body: dict[str, Any]) -> tuple[int, str]:
    """Use a response URL, which needs no token."""
    async with aiohttp.ClientSession() as session, session.post(address, json=body) as answer:
        return answer.status, await answer.text()


async def test_five_uses_are_the_most(world: World) -> None:
    """The sixth is refused."""
    _, address = await clicked(world)
    answers = [await post(address, {"text": str(number)}) for number in range(6)]
    assert [status for status, _ in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1][1]
    assert len(world.anna.sees.ephemerals) == 5


@pytest.mark.parametrize("behaviour", [Behaviour(ticker=TICKER)])
async def test_after_half_an_hour_it_is_over(world: World) -> None:
    """Whatever is left of it."""
    _, address = await clicked(world)
    TICKER.now += 1801
    assert "expired_url" in (await post(address, {"text": "late"}))[1]


async def test_the_message_can_be_replaced_or_deleted(world: World) -> None:
    """Replacing without blocks leaves none."""
    stamp, address = await clicked(world)
    await post(address, {"text": "Approved", "replace_original": True})
    assert (world.message(stamp)["text"], world.message(stamp)["blocks"]) == ("Approved", [])
    await post(address, {"delete_original": True})
    assert world.workspace.messages(world.channel) == []


async def test_everybody_can_be_told(world: World) -> None:
    """In the channel instead of to the person alone."""
    _, address = await clicked(world)
    await post(address, {"text": "Anna approved", "response_type": "in_channel"})
    assert world.bo.sees.messages(world.channel)[-1]["text"] == "Anna approved"


@pytest.mark.parametrize("body", [{}, {"blocks": [{"type": "x"}]}])
async def test_a_wrong_message_is_refused(world: World, body: dict[str, Any]) -> None:
    """With the same rules as everywhere."""
    _, address = await clicked(world)
    assert (await post(address, body))[0] == 400


async def test_an_unknown_address_leads_nowhere(world: World) -> None:
    """Nobody can guess one."""
    status, text = await post(f"{world.workspace.address}/response/guess", {"text": "x"})
    assert (status, "invalid_url" in text) == (404, True)
