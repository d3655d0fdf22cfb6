"""The page in the browser: keeps others out, shows each visitor what is theirs, and passes on what they do."""

import re
from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any

import aiohttp
import pytest

from flows.entrypoints.workspace import Workspace
from flows.entrypoints.workspace.page.wording import WORDS
from tests.integration.workspace.conftest import ANNA, BO, World

pytestmark = pytest.mark.anyio
SCRIPTS = {
    item.name: item.read_text("utf-8")
    for item in files("flows.entrypoints.workspace.page").iterdir()
    if item.name.endswith(".js")
}


@pytest.fixture
async def visitor(anyio_backend: str) -> AsyncIterator[aiohttp.ClientSession]:  # noqa: ARG001
    """A browser without a window, scripts or cookies."""
    async with aiohttp.ClientSession() as session:
        yield session


async def act(world: World, visitor: aiohttp.ClientSession, wish: dict[str, Any]) -> dict[str, Any]:
    """Do something as Anna."""
    answer = await visitor.post(f"{world.workspace.page_url}page/act", json={"as": ANNA, **wish})
    return dict(await answer.json())


async def seen_by(world: World, visitor: aiohttp.ClientSession, user_id: str) -> dict[str, Any]:
    """Return what somebody sees in the channel."""
    query = {"as": user_id, "channel": world.channel}
    answer = await visitor.get(f"{world.workspace.page_url}page/picture", params=query)
    return dict(await answer.json())


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:80"},
        {"Host": "evil.example:8080"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "iframe"},
    ],
)
@pytest.mark.parametrize("path", ["", "page/picture", "page/live", "api/auth.test"])
async def test_other_web_sites_are_kept_out(
    workspace: Workspace, visitor: aiohttp.ClientSession, headers: dict[str, str], path: str
) -> None:
    """Neither by a foreign name for this machine nor from a foreign page."""
    answer = await visitor.get(workspace.page_url + path, headers=headers)
    assert answer.status == 403


async def test_a_link_from_elsewhere_may_lead_here(
    workspace: Workspace, visitor: aiohttp.ClientSession
) -> None:
    """Somebody follows it; a form that is sent from elsewhere is another matter."""
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
    assert (await visitor.get(workspace.page_url, headers=headers)).status == 200
    assert (await visitor.post(f"{workspace.page_url}page/act", headers=headers)).status == 403


@pytest.mark.parametrize("name", ["", "page/page.css", "page/page.js", "page/words"])
async def test_everything_has_the_strict_policy(
    workspace: Workspace, visitor: aiohttp.ClientSession, name: str
) -> None:
    """Nothing inline, nothing from elsewhere, no frames."""
    answer = await visitor.get(workspace.page_url + name)
    policy = answer.headers["Content-Security-Policy"]
    assert (answer.status, answer.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", ["door.py", "..%2Fworkspace.py", "%2e%2e/README.md", "nothing.js", "page"])
async def test_only_the_pages_own_files_are_given(
    workspace: Workspace, visitor: aiohttp.ClientSession, name: str
) -> None:
    """No path leads out of the folder."""
    assert (await visitor.get(f"{workspace.page_url}page/{name}")).status == 404


async def test_each_visitor_sees_what_is_theirs(world: World, visitor: aiohttp.ClientSession) -> None:
    """Channels, messages and whispers of others are not in the answer at all."""
    private = world.workspace.add_channel("board", [BO], private=True)
    await world.app.client.chat_postEphemeral(channel=world.channel, user=BO, text="whisper")
    await world.app.post(private.id)
    anna, bo = await seen_by(world, visitor, ANNA), await seen_by(world, visitor, BO)
    assert [one["text"] for one in bo["messages"]] == ["whisper"]
    assert anna["messages"] == []
    assert private.id not in str(anna)


async def test_a_visitor_clicks_and_fills_in(world: World, visitor: aiohttp.ClientSession) -> None:
    """The real buttons, the real modal, the app's own errors."""
    stamp = await world.app.post(world.channel)
    click = {"act": "click", "channel": world.channel, "ts": stamp, "action_id": "ask"}
    assert (await act(world, visitor, click))["ok"]
    await world.workspace.wait_for(lambda: world.anna.sees.modal)
    assert (await act(world, visitor, {"act": "submit", "values": {"why": "no"}}))["block"] == "why"
    assert (await act(world, visitor, {"act": "submit", "values": {"why": "a bad one"}}))["errors"]
    assert (await act(world, visitor, {"act": "submit", "values": {"why": "rehearsed"}}))["errors"] == {}
    assert world.anna.sees.modal is None


async def test_a_red_line_comes_in_both_languages(world: World, visitor: aiohttp.ClientSession) -> None:
    """The page chooses."""
    said = await act(world, visitor, {"act": "dismiss"})
    assert said["error"] == {"zh": "没有打开的窗口", "en": "No modal is open"}


async def test_written_text_is_stored_escaped(world: World, visitor: aiohttp.ClientSession) -> None:
    """Names become mentions, signs become harmless."""
    await act(world, visitor, {"act": "write", "channel": world.channel, "text": "<b>@Phasegate</b> & co"})
    (message,) = world.workspace.messages(world.channel)
    assert message["text"] == f"&lt;b&gt;<@{world.workspace.app_user_id}>&lt;/b&gt; &amp; co"


async def test_a_slash_gives_a_command(world: World, visitor: aiohttp.ClientSession) -> None:
    """A path does not."""
    await act(world, visitor, {"act": "write", "channel": world.channel, "text": "/gate  status"})
    await act(world, visitor, {"act": "write", "channel": world.channel, "text": "/etc/passwd"})
    assert [one["text"] for one in world.anna.sees.messages(world.channel)] == [
        "You said status",
        "/etc/passwd",
    ]


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"act": "explode"},
        {"act": "write", "channel": "C1", "text": ""},
        {"act": "submit", "values": 3},
        {"act": "dismiss", "as": "U404"},
        {"act": "dismiss", "more": 1},
    ],
)
async def test_a_wrong_wish_is_refused(
    world: World, visitor: aiohttp.ClientSession, wish: dict[str, Any]
) -> None:
    """No traceback, no half-done act."""
    answer = await visitor.post(f"{world.workspace.page_url}page/act", json={"as": ANNA, **wish})
    assert answer.status == 400


async def test_the_app_cannot_be_impersonated(world: World, visitor: aiohttp.ClientSession) -> None:
    """A visitor is a person."""
    wish = {"as": world.workspace.app_user_id, "act": "dismiss"}
    assert (await visitor.post(f"{world.workspace.page_url}page/act", json=wish)).status == 400


async def test_a_form_of_another_type_is_no_wish(world: World, visitor: aiohttp.ClientSession) -> None:
    """Only JSON, which no foreign form can send."""
    answer = await visitor.post(
        f"{world.workspace.page_url}page/act", data='{"as": "U0ANNA", "act": "dismiss"}'
    )
    assert answer.status == 400


async def test_news_comes_by_itself(world: World, visitor: aiohttp.ClientSession) -> None:
    """Whenever something changed."""
    socket = await visitor.ws_connect(f"{world.workspace.page_url}page/live")
    first = (await socket.receive_json())["version"]
    await world.app.post(world.channel)
    assert (await socket.receive_json())["version"] > first
    await socket.close()


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"\x89PNG....", "image/png"), (b"<svg onload=alert(1)>", "application/octet-stream")],
)
async def test_pictures_are_shown_and_the_rest_is_kept(
    world: World, visitor: aiohttp.ClientSession, content: bytes, kind: str
) -> None:
    """Whatever the name says."""
    address = f"{world.workspace.page_url}page/attach"
    sent = await visitor.post(address, params={"as": ANNA, "name": "a.png"}, data=content)
    answer = await visitor.get(f"{world.workspace.page_url}page/file/{(await sent.json())['id']}")
    assert (answer.content_type, answer.headers["X-Content-Type-Options"]) == (kind, "nosniff")


async def test_the_address_of_a_message_leads_to_its_channel(
    world: World, visitor: aiohttp.ClientSession
) -> None:
    """As permalinks do."""
    stamp = await world.app.post(world.channel)
    link = await world.app.client.chat_getPermalink(channel=world.channel, message_ts=stamp)
    answer = await visitor.get(str(link["permalink"]), allow_redirects=False)
    assert answer.headers["Location"] == f"/?channel={world.channel}"


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_makes_markup_from_text(name: str) -> None:
    """Everything becomes nodes; nothing is interpreted."""
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", SCRIPTS[name]
    )


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_hold_no_words_of_their_own(name: str) -> None:
    """They use those of the wording table, and only those that are there; the language switch apart, none is Chinese."""
    used = set(re.findall(r'\bword\("([a-z_]+)"', SCRIPTS[name]))
    assert used <= set(WORDS)
    assert not re.search(r"[\u4e00-\u9fff]", SCRIPTS[name].replace(r"\u4e00-\u9fff", ""))
