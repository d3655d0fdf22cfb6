"""Whatever Slack does to deliveries, and whenever the app dies: each decision counts once, and only who may decides."""

import asyncio
from pathlib import Path

import pytest

from tests.simulators.slack_chaos import broken_loose

pytestmark = [pytest.mark.crash, pytest.mark.anyio]

SEED, KILLS = 20260302, 2
ROLLOUTS = tuple(f"rollout-{number}" for number in range(4))


@pytest.fixture
def anyio_backend() -> str:
    """Slack's asynchronous client needs asyncio."""
    return "asyncio"


async def test_decisions_outlive_the_app(tmp_path: Path) -> None:
    """Doubles, delays, exchanged order, replays, thieves and two kills: the ledger and the cards tell the same."""
    async with broken_loose(tmp_path / "home", SEED) as chaos:
        await chaos.begin(ROLLOUTS)
        await chaos.decided(ROLLOUTS, KILLS)
        await asyncio.to_thread(chaos.settle, ROLLOUTS)
        found = {what: where for what, where in chaos.troubles(ROLLOUTS).items() if where}
        assert (found, chaos.app.kills) == ({}, KILLS)
        assert chaos.thefts > 0
