"""Files: announced, sent, shared, and fetched with the app's token only."""

import aiohttp
import pytest

from flows.entrypoints.workspace import Workspace
from tests.integration.workspace.conftest import ANNA
from tests.integration.workspace.sample_app import client_of

pytestmark = pytest.mark.anyio


async def test_an_upload_is_shared_where_the_app_says(workspace: Workspace) -> None:
    """slack-sdk's three steps in one call."""
    channel, client = workspace.add_channel("open", [ANNA]).id, client_of(workspace)
    await client.files_upload_v2(
        channel=channel, filename="retro.md", content="# 周回顾", initial_comment="weekly"
    )
    (message,) = workspace.human(ANNA).sees.messages(channel)
    assert (message["text"], message["files"][0]["filetype"]) == ("weekly", "md")


async def test_only_the_app_fetches_a_file(workspace: Workspace) -> None:
    """Anybody else is sent to a login, as Slack does."""
    file = workspace.human(ANNA).attach("plan.pdf", b"%PDF")
    address = f"{workspace.address}/files/{file}"
    async with aiohttp.ClientSession() as session:
        refused = await session.get(address, allow_redirects=False)
        given = await session.get(address, headers={"Authorization": f"Bearer {workspace.bot_token}"})
        assert (refused.status, given.status, await given.read()) == (302, 200, b"%PDF")
        assert given.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(("content", "status"), [(b"12345", 200), (b"1234", 400)])
async def test_the_size_must_be_as_announced(workspace: Workspace, content: bytes, status: int) -> None:
    """And a place is good for one file."""
    answer = await client_of(workspace).files_getUploadURLExternal(filename="a.txt", length=5)
    async with aiohttp.ClientSession() as session:
        assert (await session.post(str(answer["upload_url"]), data=content)).status == status
        again = await session.post(str(answer["upload_url"]), data=content)
        assert again.status == (404 if status == 200 else 400)
