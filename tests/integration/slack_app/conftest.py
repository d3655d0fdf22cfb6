"""The company in its local Slack; the home is begun once and copied for each test."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.simulators.slack_world import SlackWorld, begin, entered


@pytest.fixture
def anyio_backend() -> str:
    """Slack's asynchronous client needs asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def begun_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the rollout has begun."""
    home = tmp_path_factory.mktemp("slack") / "home"
    begin(home)
    return home


@pytest.fixture
def home(begun_home: Path, tmp_path: Path) -> Path:
    """A copy of that home."""
    copy = tmp_path / "home"
    shutil.copytree(begun_home, copy)
    return copy


@pytest.fixture
async def world(anyio_backend: str, home: Path) -> AsyncIterator[SlackWorld]:  # noqa: ARG001
    """The company, with the app at work."""
    async with entered(home) as opened:
        yield opened
