"""Modals: the stack, hashes, triggers, and every answer to a submission, right or wrong."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from flows.entrypoints.workspace import Behaviour, Human, UserError, Workspace
from flows.entrypoints.workspace.payload import Payload
from tests.integration.workspace.conftest import ANNA, SetTicker, World
from tests.integration.workspace.sample_app import client_of, form, plain, read

pytestmark = pytest.mark.anyio
TICKER = SetTicker()


async def opened(workspace: Workspace, given: Payload | None = None) -> Payload:
    """Open a modal for Anna as an app does, and return it."""
    trigger = workspace.state.trigger(ANNA)
    answer = await client_of(workspace).views_open(trigger_id=trigger, view=given or form())
    view = read(answer)["view"]
    assert isinstance(view, dict)
    return view


async def test_a_trigger_opens_one_modal(workspace: Workspace) -> None:
    """The second use is refused."""
    trigger, client = workspace.state.trigger(ANNA), client_of(workspace)
    await client.views_open(trigger_id=trigger, view=form())
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await client.views_open(trigger_id=trigger, view=form())


@pytest.mark.parametrize("behaviour", [Behaviour(ticker=TICKER)])
async def test_a_trigger_is_good_for_three_seconds(workspace: Workspace) -> None:
    """Whoever reads a database first may be too late."""
    trigger = workspace.state.trigger(ANNA)
    TICKER.now += 3.1
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await client_of(workspace).views_open(trigger_id=trigger, view=form())


async def test_three_modals_are_the_most(workspace: Workspace) -> None:
    """The fourth is refused, and the third stays in front."""
    await opened(workspace)
    client = client_of(workspace)
    pushed = [
        await client.views_push(trigger_id=workspace.state.trigger(ANNA), view=form()) for _ in range(2)
    ]
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await client.views_push(trigger_id=workspace.state.trigger(ANNA), view=form())
    assert workspace.human(ANNA).sees.modal == pushed[-1]["view"]


async def test_nothing_is_pushed_onto_nothing(workspace: Workspace) -> None:
    """A push needs an open modal."""
    with pytest.raises(SlackApiError, match="not_found"):
        await client_of(workspace).views_push(trigger_id=workspace.state.trigger(ANNA), view=form())


async def test_an_update_needs_the_hash_that_was_seen(workspace: Workspace) -> None:
    """A second writer does not overwrite the first."""
    view, client = await opened(workspace), client_of(workspace)
    await client.views_update(view_id=view["id"], hash=view["hash"], view=form(title=plain("New")))
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=view["id"], hash=view["hash"], view=form())
    assert workspace.human(ANNA).sees.modal["title"]["text"] == "New"  # type: ignore[index]


async def test_a_closed_modal_is_gone(workspace: Workspace) -> None:
    """The app cannot change what nobody looks at."""
    view = await opened(workspace)
    await workspace.human(ANNA).dismiss()
    with pytest.raises(SlackApiError, match="not_found"):
        await client_of(workspace).views_update(view_id=view["id"], view=form())


async def test_the_apps_own_id_is_found_and_unique(workspace: Workspace) -> None:
    """An external id belongs to one open modal."""
    await opened(workspace, form(external_id="mine"))
    await client_of(workspace).views_update(external_id="mine", view=form(external_id="mine"))
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await opened(workspace, form(external_id="mine"))


async def answered(world: World, answer: dict[str, Any]) -> Human:
    """Open a modal whose submission the app answers like this."""

    async def answer_so(ack: Any) -> None:  # noqa: ANN401
        await ack(**answer)

    world.app.bolt.view("answered")(answer_so)
    await opened(world.workspace, form("answered"))
    return world.anna


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({}, None),
        ({"response_action": "clear"}, None),
        ({"response_action": "update", "view": form("next")}, "next"),
        ({"response_action": "push", "view": form("upper")}, "upper"),
        ({"response_action": "errors", "errors": {"why": "no"}}, "answered"),
    ],
)
async def test_each_answer_does_its_own(world: World, answer: dict[str, Any], left: str | None) -> None:
    """Close, clear, update, push, errors."""
    anna = await answered(world, answer)
    await anna.submit({"why": "because of it"})
    assert (anna.sees.modal or {}).get("callback_id") == left


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"unknown": "no"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "explode"},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
    ],
)
async def test_a_wrong_answer_is_an_error_on_the_screen(world: World, answer: dict[str, Any]) -> None:
    """Slack shows something general, and the form stays."""
    anna = await answered(world, answer)
    with pytest.raises(UserError):
        await anna.submit({"why": "because of it"})
    assert anna.sees.modal


async def test_the_app_can_hear_that_a_modal_was_closed(world: World) -> None:
    """If it asked for that."""
    heard: list[dict[str, Any]] = []

    async def note(ack: Any, body: dict[str, Any]) -> None:  # noqa: ANN401
        heard.append(body)
        await ack()

    world.app.bolt.view_closed("closing")(note)
    await opened(world.workspace, form("closing", notify_on_close=True))
    await world.anna.dismiss()
    assert (await world.workspace.wait_for(lambda: heard))[0]["type"] == "view_closed"


async def test_a_home_has_a_hash_too(workspace: Workspace) -> None:
    """And keeps its id from one publication to the next."""
    client, home = client_of(workspace), {"type": "home", "blocks": [{"type": "divider"}]}
    first = read(await client.views_publish(user_id=ANNA, view=home))["view"]
    second = read(await client.views_publish(user_id=ANNA, view=home, hash=first["hash"]))["view"]
    assert first["id"] == second["id"]
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_publish(user_id=ANNA, view=home, hash=first["hash"])
