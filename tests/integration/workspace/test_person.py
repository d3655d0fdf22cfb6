"""People click, fill in, write and look, and the app is told as Slack tells it."""

from collections.abc import Awaitable, Callable

import pytest

from flows.entrypoints.workspace import Human, Installation, UserError, Workspace
from tests.integration.workspace.conftest import ANNA, BO, MEMBERS, OUTSIDER, World
from tests.integration.workspace.sample_app import button, plain, request

pytestmark = pytest.mark.anyio


async def test_a_click_reaches_the_app(world: World) -> None:
    """Who clicked what, where, with a fresh trigger and a response URL."""
    stamp = await world.app.post(world.channel)
    await world.anna.click(world.channel, stamp, "approve")
    (body,) = await world.workspace.wait_for(lambda: world.app.heard)
    assert body["user"]["id"] == ANNA
    assert body["actions"][0]["action_id"] == "approve"


async def test_a_form_is_opened_filled_in_and_taken(world: World) -> None:
    """The modal closes only when the app acknowledges."""
    stamp = await world.app.post(world.channel)
    await world.anna.click(world.channel, stamp, "ask")
    await world.workspace.wait_for(lambda: world.anna.sees.modal)
    with pytest.raises(UserError, match="client-side: why"):
        await world.anna.submit({"why": "no"})
    assert (await world.anna.submit({"why": "a bad one"})).errors == {"why": "Not that."}
    assert (await world.anna.submit({"why": "rehearsed twice"})).closed
    assert world.anna.sees.modal is None


async def test_a_command_is_answered_to_its_giver_alone(world: World) -> None:
    """Others do not see the answer."""
    await world.anna.slash(world.channel, "/gate", "status")
    assert [one["text"] for one in world.anna.sees.messages(world.channel)] == ["You said status"]
    assert world.bo.sees.messages(world.channel) == []


async def test_the_home_is_published_when_it_is_opened(world: World) -> None:
    """Its buttons work."""
    await world.anna.open_home()
    await world.workspace.wait_for(lambda: world.anna.sees.home)
    await world.anna.click_in_home("approve")
    assert (await world.workspace.wait_for(lambda: world.app.heard))[0]["view"]["type"] == "home"


async def test_a_stranger_is_told_apart_by_the_home_team(world: World) -> None:
    """Slack Connect people come from another team."""
    stamp = await world.app.post(world.channel)
    await world.workspace.human(OUTSIDER).click(world.channel, stamp, "approve")
    (body,) = await world.workspace.wait_for(lambda: world.app.heard)
    assert body["user"]["team_id"] != body["team"]["id"]


async def test_a_button_that_is_gone_cannot_be_clicked(world: World) -> None:
    """Unless this client still shows the old message: then the app has to cope."""
    stamp = await world.app.post(world.channel)
    old = world.anna.sees.message(world.channel, stamp)
    await world.app.client.chat_update(channel=world.channel, ts=stamp, text="Done", blocks=[])
    with pytest.raises(UserError, match="no such control"):
        await world.anna.click(world.channel, stamp, "approve")
    await world.anna.click_remembered(world.channel, old, "approve")
    assert world.app.heard[0]["message"]["text"] == "Sign off?"


async def test_only_members_see_a_channel(world: World) -> None:
    """Neither its messages nor that it is there."""
    private = world.workspace.add_channel("board", [BO], private=True)
    stamp = await world.app.post(private.id)
    with pytest.raises(UserError, match="Not in this channel"):
        await world.anna.click(private.id, stamp, "approve")
    with pytest.raises(UserError, match="Not in this channel"):
        world.anna.sees.messages(private.id)


async def test_a_deactivated_person_does_nothing_more(world: World) -> None:
    """The red line is in both languages."""
    stamp = await world.app.post(world.channel)
    world.workspace.deactivate(ANNA)
    with pytest.raises(UserError) as caught:
        await world.anna.click(world.channel, stamp, "approve")
    assert caught.value.text.zh == "账号已停用"


async def test_an_ephemeral_message_is_for_one_person(world: World) -> None:
    """Its buttons work, and the app is not told the message again."""
    blocks = request("approve")
    await world.app.client.chat_postEphemeral(channel=world.channel, user=ANNA, text="psst", blocks=blocks)
    (shown,) = world.anna.sees.ephemerals
    assert world.bo.sees.ephemerals == []
    await world.anna.click(world.channel, shown["ts"], "approve")
    (body,) = await world.workspace.wait_for(lambda: world.app.heard)
    assert body["container"]["is_ephemeral"]
    assert "message" not in body


async def test_of_two_like_buttons_the_value_decides(world: World) -> None:
    """A list of gates has the same button many times."""
    blocks = [
        {"type": "actions", "elements": [button("approve", value=value)], "block_id": value}
        for value in ("g1", "g2")
    ]
    answer = await world.app.client.chat_postMessage(channel=world.channel, text="t", blocks=blocks)
    await world.anna.click(world.channel, str(answer["ts"]), "approve", value="g2")
    assert world.app.heard[0]["actions"][0]["value"] == "g2"


async def test_a_choice_is_told(world: World) -> None:
    """A menu in a message acts at once."""
    options = [{"text": plain(name), "value": name} for name in ("now", "later")]
    menu = {"type": "overflow", "action_id": "choose", "options": options}
    section = {"type": "section", "text": plain("When?"), "accessory": menu}
    answer = await world.app.client.chat_postMessage(channel=world.channel, text="t", blocks=[section])
    await world.anna.click(world.channel, str(answer["ts"]), "choose", choice="later")
    assert world.app.heard[0]["actions"][0]["selected_option"]["value"] == "later"


async def test_what_is_said_is_heard_where_the_app_is(world: World) -> None:
    """A mention is an event of its own beside the message, as Slack sends both."""
    stamp = await world.app.post(world.channel)
    await world.anna.say(world.channel, f"<@{world.workspace.app_user_id}> status?", thread_ts=stamp)
    heard = await world.workspace.wait_for(lambda: world.app.heard[1:] and world.app.heard)
    assert {one["event"]["type"] for one in heard} == {"message", "app_mention"}
    assert {one["event"]["thread_ts"] for one in heard} == {stamp}


async def test_an_unregistered_command_is_none(anyio_backend: str) -> None:  # noqa: ARG001
    """The client refuses it by itself."""
    async with Workspace(MEMBERS, installation=Installation(commands=frozenset({"/gate"}))) as workspace:
        channel = workspace.add_channel("open", [ANNA]).id
        with pytest.raises(UserError, match="not a valid command"):
            await workspace.human(ANNA).slash(channel, "/other")


async def test_a_command_without_an_app_fails_visibly(workspace: Workspace) -> None:
    """As `dispatch_failed`."""
    channel = workspace.add_channel("open", [ANNA]).id
    with pytest.raises(UserError, match="dispatch_failed"):
        await workspace.human(ANNA).slash(channel, "/gate")


ACTS: dict[str, Callable[[Human], Awaitable[object]]] = {
    "submit": lambda human: human.submit(),
    "dismiss": lambda human: human.dismiss(),
    "click": lambda human: human.click_in_home("x"),
}


@pytest.mark.parametrize("act", ACTS)
async def test_what_is_not_on_the_screen_cannot_be_used(workspace: Workspace, act: str) -> None:
    """No modal, no home."""
    with pytest.raises(UserError):
        await ACTS[act](workspace.human(ANNA))


async def test_waiting_has_an_end(workspace: Workspace) -> None:
    """A condition that never holds is an error, not a hanging test."""
    with pytest.raises(TimeoutError):
        await workspace.wait_for(lambda: False, 0.05)
