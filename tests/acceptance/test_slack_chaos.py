"""Whatever Slack does to deliveries, and whenever the app dies: each decision counts once, and only who may decides."""

import asyncio
from pathlib import Path

import pytest

from playbooks.model.ledger.verification import Level
from tests.simulators import slack_crowd as company
from tests.simulators.slack_chaos import Chaos, broken_loose

pytestmark = [pytest.mark.crash, pytest.mark.anyio]

SEED = 20260302
ROLLOUTS = tuple(f"rollout-{number}" for number in range(5))
KILLS = 2


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
        holds(chaos)
        assert chaos.app.kills == KILLS


def holds(chaos: Chaos) -> None:
    """Check what has to be true whatever happened."""
    given = chaos.given()
    assert {done: given[done] for done in chaos.acknowledged} == dict.fromkeys(chaos.acknowledged, 1)
    asked = {
        (rollout, person) for number, rollout in enumerate(ROLLOUTS) for person in company.members_of(number)
    }
    assert given == dict.fromkeys(asked, 1)
    assert chaos.live() == []
    assert chaos.thefts > 0
    assert chaos.office.store.verify(Level.FULL).trouble is None
