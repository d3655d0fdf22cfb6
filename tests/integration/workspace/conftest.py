"""A workspace with three people and a channel, and a real Bolt app connected to it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from flows.entrypoints.workspace import Behaviour, Human, Member, Workspace
from playbooks.model.text import Language
from tests.integration.workspace.sample_app import SampleApp

ANNA, BO, OUTSIDER = "U0ANNA", "U0BO", "U0OUTSIDER"
MEMBERS = [
    Member(id=ANNA, name="Anna", email="anna@hengxin.example"),
    Member(id=BO, name="何敏", email="bo@hengxin.example", language=Language.ZH),
    Member(id=OUTSIDER, name="Eve", email="eve@elsewhere.example", foreign=True),
]


@pytest.fixture
def anyio_backend() -> str:
    """Slack's asynchronous client needs asyncio."""
    return "asyncio"


@pytest.fixture
def behaviour() -> Behaviour:
    """How Slack behaves; a test that needs shorter deadlines gives its own."""
    return Behaviour()


@dataclass(slots=True)
class SetTicker:
    """Seconds that pass only when a test says so."""

    now: float = 1000.0

    def __call__(self) -> float:
        """Return the present."""
        return self.now


@dataclass(frozen=True, slots=True)
class World:
    """A workspace, the app in it, and the channel they meet in."""

    workspace: Workspace
    app: SampleApp
    channel: str

    @property
    def anna(self) -> Human:
        """A member of the channel."""
        return self.workspace.human(ANNA)

    @property
    def bo(self) -> Human:
        """Another one, who reads Chinese."""
        return self.workspace.human(BO)

    def message(self, stamp: str) -> dict[str, object]:
        """Return a message of the channel."""
        return self.workspace.message(self.channel, stamp)


@pytest.fixture
async def workspace(anyio_backend: str, behaviour: Behaviour) -> AsyncIterator[Workspace]:  # noqa: ARG001
    """A workspace without an app."""
    async with Workspace(MEMBERS, behaviour=behaviour) as opened:
        yield opened


@pytest.fixture
async def world(workspace: Workspace) -> AsyncIterator[World]:
    """A workspace with a connected app."""
    app = SampleApp(workspace)
    await app.connect()
    channel = workspace.add_channel("rollout", [ANNA, BO, OUTSIDER])
    yield World(workspace, app, channel.id)
    await app.close()
