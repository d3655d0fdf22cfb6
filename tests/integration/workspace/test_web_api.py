"""The Web API answers slack-sdk as Slack does: tokens, scopes, error codes, pages, and what it hides."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from flows.entrypoints.workspace import Installation, Member, Workspace, install
from flows.entrypoints.workspace.installation import EVERY_SCOPE
from tests.integration.workspace.conftest import ANNA, BO, MEMBERS, OUTSIDER
from tests.integration.workspace.sample_app import button, client_of, plain, read, request

pytestmark = pytest.mark.anyio


async def refusal(client: AsyncWebClient, method: str, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return what a call that must fail is answered."""
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, data=arguments)
    return read(caught.value.response)


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"channel": "C404", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "#nowhere", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "#open", "text": ""}, "no_text"),
        ("chat.postMessage", {"channel": "#open", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": "#open", "text": "x", "thread_ts": "1.1"}, "thread_not_found"),
        ("chat.postMessage", {"channel": "#closed", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "#without", "text": "x"}, "not_in_channel"),
        ("chat.postMessage", {"channel": OUTSIDER, "text": "x"}, "channel_not_found"),
        ("chat.postEphemeral", {"channel": "#open", "text": "x", "user": "U404"}, "user_not_in_channel"),
        ("chat.postEphemeral", {"channel": "#open", "text": "x"}, "invalid_arguments"),
        ("chat.update", {"channel": "#open", "ts": "1.1", "text": "x"}, "message_not_found"),
        ("chat.delete", {"channel": "#open", "ts": "1.1"}, "message_not_found"),
        ("chat.getPermalink", {"channel": "#open", "message_ts": "1.1"}, "message_not_found"),
        ("chat.scheduleMessage", {"channel": "#open", "text": "x", "post_at": 1}, "time_in_past"),
        ("chat.scheduleMessage", {"channel": "#open", "text": "x", "post_at": 10**11}, "time_too_far"),
        ("users.info", {"user": "U404"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "nobody@hengxin.example"}, "users_not_found"),
        ("users.lookupByEmail", {"email": "eve@elsewhere.example"}, "users_not_found"),
        ("conversations.open", {"users": "U404"}, "user_not_found"),
        ("conversations.open", {}, "users_list_not_supplied"),
        ("conversations.create", {"name": "Not Good"}, "invalid_name_specials"),
        ("conversations.create", {"name": "open"}, "name_taken"),
        ("conversations.list", {"cursor": "dXNlcg"}, "invalid_cursor"),
        ("conversations.replies", {"channel": "#open", "ts": "1.1"}, "thread_not_found"),
        ("views.open", {"trigger_id": "1.2.3", "view": "{}"}, "invalid_trigger_id"),
        ("views.update", {"view_id": "V404", "view": "{}"}, "not_found"),
        ("views.publish", {"user_id": "U404", "view": "{}"}, "user_not_found"),
        ("files.completeUploadExternal", {"files": '[{"id": "F404"}]'}, "file_not_found"),
        ("usergroups.users.list", {"usergroup": "S404"}, "no_such_subteam"),
        ("chat.whisper", {}, "unknown_method"),
        ("apps.connections.open", {}, "not_allowed_token_type"),
    ],
)
async def test_what_does_not_work_has_slacks_code(
    workspace: Workspace, method: str, arguments: dict[str, object], error: str
) -> None:
    """Apps branch on these codes."""
    workspace.add_channel("open", [ANNA])
    workspace.add_channel("closed", [ANNA], private=True, with_app=False)
    workspace.add_channel("without", [ANNA], with_app=False)
    assert (await refusal(client_of(workspace), method, **arguments))["error"] == error


@pytest.mark.parametrize(("token", "error"), [("xoxb-wrong", "invalid_auth"), ("", "not_authed")])
async def test_a_call_needs_the_right_token(workspace: Workspace, token: str, error: str) -> None:
    """Nothing is answered to strangers."""
    async with aiohttp.ClientSession() as session:
        answer = await session.post(f"{workspace.api_url}auth.test", data={"token": token})
        assert (await answer.json())["error"] == error


@pytest.mark.parametrize("shape", ["json", "data"])
async def test_json_and_forms_are_both_read(workspace: Workspace, shape: str) -> None:
    """Structured arguments are JSON inside a form."""
    channel = workspace.add_channel("open", [ANNA])
    blocks: Any = request("approve") if shape == "json" else '[{"type": "divider"}]'
    body: Any = {"channel": channel.id, "text": "hello", "blocks": blocks}
    headers = {"Authorization": f"Bearer {workspace.bot_token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        answer = await session.post(f"{workspace.api_url}chat.postMessage", **{shape: body})
        assert (await answer.json())["message"]["blocks"]


async def test_broken_json_is_named(workspace: Workspace) -> None:
    """So is JSON that is no object."""
    headers = {"Authorization": f"Bearer {workspace.bot_token}", "Content-Type": "application/json"}
    async with aiohttp.ClientSession(headers=headers) as session:
        for body in ("{", "[]"):
            answer = await session.post(f"{workspace.api_url}auth.test", data=body)
            assert (await answer.json())["error"] == "invalid_json"


async def test_a_missing_scope_is_named(anyio_backend: str) -> None:  # noqa: ARG001
    """The answer says which scope is needed."""
    installation = Installation(scopes=EVERY_SCOPE - {"files:write", "users:read.email"})
    async with Workspace(MEMBERS, installation=installation) as workspace:
        client = client_of(workspace)
        body = await refusal(client, "files.getUploadURLExternal", filename="x", length=1)
        assert (body["error"], body["needed"]) == ("missing_scope", "files:write")
        assert "email" not in read(await client.users_info(user=ANNA))["user"]["profile"]


async def test_private_channels_need_their_own_scope(anyio_backend: str) -> None:  # noqa: ARG001
    """A list of private channels is not part of channels:read."""
    async with Workspace(installation=Installation(scopes=EVERY_SCOPE - {"groups:read"})) as workspace:
        body = await refusal(client_of(workspace), "conversations.list", types="private_channel")
        assert body["needed"] == "groups:read"


async def test_an_update_without_blocks_keeps_the_old_ones(workspace: Workspace) -> None:
    """Buttons stay alive until they are replaced; an empty list removes them."""
    channel, client = workspace.add_channel("open", [ANNA]).id, client_of(workspace)
    stamp = str((await client.chat_postMessage(channel=channel, text="a", blocks=request("approve")))["ts"])
    await client.chat_update(channel=channel, ts=stamp, text="b")
    assert len(workspace.message(channel, stamp)["blocks"]) == 2
    await client.chat_update(channel=channel, ts=stamp, text="c", blocks=[])
    assert workspace.message(channel, stamp)["blocks"] == []


async def test_metadata_is_told_only_on_request(workspace: Workspace) -> None:
    """It is how an app finds its own messages again."""
    channel, client = workspace.add_channel("open", [ANNA]).id, client_of(workspace)
    metadata = {"event_type": "gate", "event_payload": {"id": "g1"}}
    await client.chat_postMessage(channel=channel, text="a", metadata=metadata)
    assert "metadata" not in read(await client.conversations_history(channel=channel))["messages"][0]
    shown = read(await client.conversations_history(channel=channel, include_all_metadata=True))
    assert shown["messages"][0]["metadata"] == metadata


async def test_history_is_newest_first_and_in_pages(workspace: Workspace) -> None:
    """Answers in threads are not part of it."""
    channel, client = workspace.add_channel("open", [ANNA]).id, client_of(workspace)
    stamps = [str((await client.chat_postMessage(channel=channel, text=str(n)))["ts"]) for n in range(3)]
    await client.chat_postMessage(channel=channel, text="answer", thread_ts=stamps[0])
    first = read(await client.conversations_history(channel=channel, limit=2))
    assert [one["text"] for one in first["messages"]] == ["2", "1"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = read(await client.conversations_history(channel=channel, limit=2, cursor=cursor))
    assert [one["text"] for one in rest["messages"]] == ["0"]


async def test_a_thread_is_read_whole(workspace: Workspace) -> None:
    """The first message comes with the answers."""
    channel, client = workspace.add_channel("open", [ANNA]).id, client_of(workspace)
    stamp = str(read(await client.chat_postMessage(channel=channel, text="first"))["ts"])
    await client.chat_postMessage(channel=channel, text="second", thread_ts=stamp)
    thread = read(await client.conversations_replies(channel=channel, ts=stamp))
    assert [one["text"] for one in thread["messages"]] == ["first", "second"]


async def test_a_deactivated_person_is_shown_as_such(workspace: Workspace) -> None:
    """She is not found by address, no conversation is opened, but a message still arrives (python-slack-sdk#1156)."""
    client = client_of(workspace)
    workspace.deactivate(ANNA)
    assert read(await client.users_info(user=ANNA))["user"]["deleted"]
    assert (await refusal(client, "users.lookupByEmail", email="anna@hengxin.example"))[
        "error"
    ] == "users_not_found"
    assert (await refusal(client, "conversations.open", users=ANNA))["error"] == "user_disabled"
    assert read(await client.chat_postMessage(channel=ANNA, text="hello"))["ok"]


async def test_people_are_found_by_address_in_any_case(workspace: Workspace) -> None:
    """The locale has to be asked for."""
    client = client_of(workspace)
    assert read(await client.users_lookupByEmail(email="ANNA@Hengxin.example"))["user"]["id"] == ANNA
    assert read(await client.users_info(user=BO, include_locale=True))["user"]["locale"] == "zh-CN"
    assert "locale" not in read(await client.users_info(user=BO))["user"]


async def test_guests_and_strangers_are_told_apart(workspace: Workspace) -> None:
    """A stranger has another home and is not listed."""
    guest = workspace.add_member(Member(name="Gast", guest=True))
    client = client_of(workspace)
    listed = {one["id"]: one for one in read(await client.users_list())["members"]}
    assert listed[guest.id]["is_restricted"]
    assert OUTSIDER not in listed
    assert read(await client.users_info(user=OUTSIDER))["user"]["is_stranger"]


async def test_conversations_can_be_made_and_joined(workspace: Workspace) -> None:
    """The app is in what it creates, and may enter what is public."""
    client, public = client_of(workspace), workspace.add_channel("public", [ANNA], with_app=False)
    created = read(await client.conversations_create(name="new"))["channel"]["id"]
    await client.conversations_invite(channel=created, users=[ANNA, BO])
    await client.conversations_join(channel=public.id)
    await client.conversations_setTopic(channel=created, topic="Gates")
    assert read(await client.conversations_info(channel=created))["channel"]["topic"]["value"] == "Gates"
    assert set(read(await client.conversations_members(channel=created))["members"]) == {
        ANNA,
        BO,
        workspace.app_user_id,
    }
    assert {one["name"] for one in read(await client.conversations_list())["channels"]} == {"new", "public"}


async def test_marks_are_made_once(workspace: Workspace) -> None:
    """A second reaction or pin of the same kind is refused."""
    channel, client = workspace.add_channel("open", [ANNA]).id, client_of(workspace)
    stamp = str(read(await client.chat_postMessage(channel=channel, text="a"))["ts"])
    await client.reactions_add(channel=channel, timestamp=stamp, name="eyes")
    await client.pins_add(channel=channel, timestamp=stamp)
    again = {"channel": channel, "timestamp": stamp, "name": "eyes"}
    assert (await refusal(client, "reactions.add", **again))["error"] == "already_reacted"
    assert (await refusal(client, "pins.add", **again))["error"] == "already_pinned"


async def test_somebody_elses_message_is_not_the_apps_to_change(workspace: Workspace) -> None:
    """Only what the app wrote can be changed or deleted by it."""
    channel, client = workspace.add_channel("open", [ANNA]).id, client_of(workspace)
    await workspace.human(ANNA).say(channel, "mine")
    stamp = workspace.messages(channel)[0]["ts"]
    body = await refusal(client, "chat.update", channel=channel, ts=stamp, text="yours")
    assert body["error"] == "cant_update_message"


async def test_templates_are_checked_without_being_sent(workspace: Workspace) -> None:
    """`blocks.validate` says what is wrong with blocks, messages or views."""
    client = client_of(workspace)
    assert (await client.api_call("blocks.validate", json={"blocks": request("approve")}))["ok"]
    for kind, value in (("blocks", [{"type": "x"}]), ("message", {}), ("view", {"type": "modal"})):
        with pytest.raises(SlackApiError) as caught:
            await client.api_call("blocks.validate", json={kind: value})
        assert caught.value.response["error"] == f"invalid_{kind}"


MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Gatekeeper"},
    "features": {
        "bot_user": {"display_name": "G"},
        "slash_commands": [{"command": "/gate", "description": "x"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
    "settings": {"socket_mode_enabled": True, "event_subscriptions": {"bot_events": ["app_home_opened"]}},
}


async def test_a_sound_manifest_is_accepted_and_installed(workspace: Workspace) -> None:
    """What it does not ask for is not granted."""
    client = client_of(workspace)
    assert read(await client.api_call("apps.manifest.validate", json={"manifest": MANIFEST}))["ok"]
    installed = install(MANIFEST)
    assert (installed.app_name, installed.knows("/gate"), installed.knows("/other")) == (
        "Gatekeeper",
        True,
        False,
    )
    assert not installed.hears("message.im")


@pytest.mark.parametrize(
    "change",
    [
        {"display_information": {}},
        {"display_information": {"name": "x" * 36}},
        {"surprise": {}},
        {"oauth_config": {"scopes": {"bot": ["chat:write"]}}},
        {"features": {"slash_commands": [{"command": "gate", "description": "x"}]}},
        {"settings": {"interactivity": {"is_enabled": True}}},
    ],
)
async def test_a_wrong_manifest_is_refused(workspace: Workspace, change: dict[str, Any]) -> None:
    """With a pointer to what is wrong."""
    with pytest.raises(SlackApiError) as caught:
        await client_of(workspace).api_call("apps.manifest.validate", json={"manifest": MANIFEST | change})
    assert caught.value.response["errors"][0]["pointer"].startswith("/")


async def test_calls_are_noted_without_the_token(workspace: Workspace) -> None:
    """Tests look at what an app did."""
    channel = workspace.add_channel("open", [ANNA]).id
    await client_of(workspace).chat_postMessage(channel=channel, text="a", blocks=[{"type": "divider"}])
    assert [(one.method, one.status, one.error) for one in workspace.calls] == [("chat.postMessage", 200, "")]
    assert workspace.bot_token not in str(workspace.calls)


async def test_a_bad_message_is_refused_with_the_place(workspace: Workspace) -> None:
    """The errors are those of the checker."""
    channel = workspace.add_channel("open", [ANNA]).id
    blocks: list[dict[str, Any]] = [
        {"type": "actions", "elements": [button("a"), button("a")]},
        {"type": "header", "text": plain("x" * 151)},
    ]
    with pytest.raises(SlackApiError) as caught:
        await client_of(workspace).chat_postMessage(channel=channel, text="t", blocks=blocks)
    assert caught.value.response["error"] == "invalid_blocks"
    assert "/blocks/1/text/text" in str(caught.value.response["errors"])
