"""The clients of the Web API: they wait as long as Slack asks, and try again where that can do no harm."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError

from flows.entrypoints.workspace import Fault, Workspace
from tasks.adapters.slack.client import async_web_client, sending_client, web_client

pytestmark = pytest.mark.anyio

BUSY, DOWN = Fault(retry_after=0.1), Fault(status=503)


@pytest.fixture
async def workspace(anyio_backend: str) -> AsyncIterator[Workspace]:  # noqa: ARG001
    """A workspace with nobody in it."""
    async with Workspace() as opened:
        yield opened


async def called(workspace: Workspace, client: str) -> bool:
    """Call Slack by a client, and tell what it answered."""
    if client == "app":
        return bool((await async_web_client(workspace.bot_token, workspace.api_url).auth_test())["ok"])
    made = web_client if client == "outbound" else sending_client
    answer = await asyncio.to_thread(made(workspace.bot_token, workspace.api_url).auth_test)
    return bool(answer["ok"])


@pytest.mark.parametrize("client", ["app", "outbound", "sending"])
async def test_every_client_waits_as_long_as_slack_asks(workspace: Workspace, client: str) -> None:
    """Nobody has to try again: the same call succeeds."""
    workspace.faults.add("auth.test", BUSY)
    assert await called(workspace, client)


@pytest.mark.parametrize("client", ["app", "outbound"])
async def test_what_may_be_repeated_is_tried_again_when_slack_stumbles(
    workspace: Workspace, client: str
) -> None:
    """A server error costs a moment, not the call."""
    workspace.faults.add("auth.test", DOWN)
    assert await called(workspace, client)


async def test_a_new_message_is_not_sent_again_by_the_client(workspace: Workspace) -> None:
    """It may have arrived: the register decides about a second try."""
    workspace.faults.add("auth.test", DOWN)
    with pytest.raises(SlackApiError):
        await called(workspace, "sending")


def test_authorities_are_read_once() -> None:
    """Every client trusts the same ones; the SDK alone would read them again for every call."""
    outbound, sending = web_client("xoxb-1"), sending_client("xoxb-1")
    assert outbound.ssl is not None
    assert outbound.ssl is sending.ssl
