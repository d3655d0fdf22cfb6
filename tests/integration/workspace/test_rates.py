"""Rate limits and scripted trouble: a client that does as it is told gets through, and nothing is done twice unseen."""

import pytest
from slack_sdk.errors import SlackApiError

from flows.entrypoints.workspace import Behaviour, Fault, Workspace
from tests.integration.workspace.conftest import ANNA, SetTicker
from tests.integration.workspace.sample_app import client_of

pytestmark = pytest.mark.anyio
TICKER = SetTicker()


@pytest.mark.parametrize("behaviour", [Behaviour(ticker=TICKER)])
async def test_a_channel_takes_about_one_message_a_second(workspace: Workspace) -> None:
    """A short burst passes, then Retry-After says when it goes on; other channels are not concerned."""
    channel, other = workspace.add_channel("one", [ANNA]).id, workspace.add_channel("two", [ANNA]).id
    client = client_of(workspace)
    client.retry_handlers = []
    for _ in range(5):
        await client.chat_postMessage(channel=channel, text="x")
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=channel, text="x")
    assert (caught.value.response.status_code, caught.value.response["error"]) == (429, "ratelimited")
    await client.chat_postMessage(channel=other, text="x")
    TICKER.now += int(caught.value.response.headers["Retry-After"]) + 0.1
    assert (await client.chat_postMessage(channel=channel, text="x"))["ok"]


@pytest.mark.parametrize("behaviour", [Behaviour(ticker=TICKER)])
async def test_methods_have_their_tier(workspace: Workspace) -> None:
    """Thirty calls a minute of tier 2, a burst included."""
    client = client_of(workspace)
    client.retry_handlers = []
    for _ in range(30):
        await client.conversations_list()
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.conversations_list()


@pytest.mark.parametrize("behaviour", [Behaviour(rate_limits=False)])
async def test_limits_can_be_switched_off(workspace: Workspace) -> None:
    """For tests that are not about them."""
    channel, client = workspace.add_channel("one", [ANNA]).id, client_of(workspace)
    for _ in range(12):
        await client.chat_postMessage(channel=channel, text="x")
    assert {one.status for one in workspace.calls} == {200}


@pytest.mark.parametrize(
    ("fault", "statuses"),
    [
        (Fault(retry_after=0), [429, 200]),
        (Fault(status=503), [503, 200]),
        (Fault(drop=True), [200]),
        (Fault(delay=0.01), [200]),
    ],
)
async def test_a_patient_client_gets_through(workspace: Workspace, fault: Fault, statuses: list[int]) -> None:
    """With the retry handlers that every app should have."""
    channel = workspace.add_channel("one", [ANNA]).id
    workspace.faults.add("chat.postMessage", fault)
    assert (await client_of(workspace).chat_postMessage(channel=channel, text="x"))["ok"]
    assert [one.status for one in workspace.calls] == statuses
    assert len(workspace.messages(channel)) == 1


async def test_a_lost_answer_makes_a_retry_write_twice(workspace: Workspace) -> None:
    """The call took effect, its answer was lost: Slack has no key that would show the second one to be the same."""
    channel = workspace.add_channel("one", [ANNA]).id
    workspace.faults.add("chat.postMessage", Fault(drop=True, too_late=True))
    await client_of(workspace).chat_postMessage(channel=channel, text="x")
    assert len(workspace.messages(channel)) == 2


async def test_any_error_can_be_answered_so_many_times(workspace: Workspace) -> None:
    """A fault for `*` meets whatever is called next."""
    client = client_of(workspace)
    workspace.faults.add("*", Fault(error="fatal_error"), times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="fatal_error"):
            await client.auth_test()
    assert (await client.auth_test())["ok"]
