"""A workspace to stay: opened with the people of an organisation, described, and kept until interrupted."""

import asyncio
from collections.abc import Callable, Iterable

from flows.entrypoints.workspace.behaviour import Behaviour
from flows.entrypoints.workspace.installation import Installation
from flows.entrypoints.workspace.member import Member
from flows.entrypoints.workspace.roster import as_members
from flows.entrypoints.workspace.workspace import Workspace
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.text import Language, Text

PORT = 8070
CHANNEL = "phasegate"
GUEST = Member(
    id="U0VISITOR",
    name="访客 Visitor",
    email="visitor@elsewhere.example",
    language=Language.ZH,
    title="外部访客",
    foreign=True,
)
OPEN = Text(
    zh="本地工作区已就绪，请用浏览器打开：{page}",
    en="The local workspace is ready; open it in a browser: {page}",
)
CONNECT = Text(
    zh="让应用连接到这里（只在本次运行有效）：", en="To let an app connect to it (valid for this run only):"
)
STOP = Text(zh="按 Ctrl+C 结束；内容只在内存中，不会保存。", en="Ctrl+C ends it; nothing is kept.")


def open_workspace(
    people: Iterable[Stakeholder],
    *,
    port: int = 0,
    installation: Installation | None = None,
    behaviour: Behaviour | None = None,
) -> Workspace:
    """Return a workspace with these people, a stranger from outside, and one channel for all of them."""
    members = [*as_members(people), GUEST]
    workspace = Workspace(members, port=port, installation=installation, behaviour=behaviour)
    active = [member.id for member in workspace.state.directory.people() if not member.deactivated]
    workspace.add_channel(CHANNEL, active)
    return workspace


def describe(workspace: Workspace, language: Language) -> str:
    """Say where the workspace is and with what an app connects to it."""
    variables = {
        "PHASEGATE_SLACK_API_URL": workspace.api_url,
        "PHASEGATE_SLACK_BOT_TOKEN": workspace.bot_token,
        "PHASEGATE_SLACK_APP_TOKEN": workspace.app_token,
        "PHASEGATE_SLACK_SIGNING_SECRET": workspace.signing_secret,
    }
    channel = workspace.state.directory.named(CHANNEL)
    if channel is not None:
        variables["PHASEGATE_SLACK_CHANNEL"] = channel.id
    lines = [f"  export {name}={value}" for name, value in variables.items()]
    opened = OPEN.to(language).format(page=workspace.page_url)
    return "\n".join([opened, CONNECT.to(language), *lines, STOP.to(language)])


async def keep_open(
    workspace: Workspace, *, language: Language, say: Callable[[str], object] = print
) -> None:
    """Open a workspace, say where it is, and keep it until the task is cancelled."""
    async with workspace:
        say(describe(workspace, language))
        await asyncio.Event().wait()
