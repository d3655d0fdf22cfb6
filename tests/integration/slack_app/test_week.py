"""The week in the channel, once, with charts where Slack draws them."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from flows.entrypoints.workspace import Fault
from playbooks.model.commands import RecordEvidence
from playbooks.model.evidence import Reading, Series
from playbooks.model.retrospective import iso_week
from tasks.adapters.retrospectives import hold
from tasks.adapters.slack.week import Weekly
from tests.simulators.slack_world import ROLLOUT, SlackWorld, entered

pytestmark = pytest.mark.anyio


def hold_week(world: SlackWorld) -> None:
    """Record four readings and hold the week's retrospective."""
    now = world.office.clock.now()
    readings = tuple(
        Reading(on=(now - timedelta(days=back)).date(), value=Decimal(12 - back)) for back in (6, 4, 2, 0)
    )
    series = Series(metric="response", unit="hours", readings=readings)
    command = RecordEvidence(evidence="kpi.response", payload=series, source="test", observed_at=now)
    world.wish(command, "ann")
    hold(world.office, "small-1", week=iso_week(world.rollout.calendar.day(now)))


def kinds(world: SlackWorld) -> list[str]:
    """Return the kinds of blocks in the channel."""
    return [
        block["type"] for message in world.workspace.messages(world.channel) for block in message["blocks"]
    ]


async def test_the_week_is_posted_once_with_its_charts(world: SlackWorld) -> None:
    """Looking again posts nothing again."""
    await asyncio.to_thread(hold_week, world)
    await world.until(lambda: "data_visualization" in kinds(world))
    before = len(world.workspace.messages(world.channel))
    world.record()
    await world.until(lambda: world.events("evidence.recorded") == 2)
    assert len(world.workspace.messages(world.channel)) == before == 2


async def test_where_charts_are_unknown_the_figures_are_said(home: Path) -> None:
    """The rest of the week does not wait for them; no watch is at work, so that no letter meets the trouble first."""
    async with entered(home, served_at_once=False) as world:
        await asyncio.to_thread(hold_week, world)
        world.workspace.faults.add("chat.postMessage", Fault())
        world.workspace.faults.add("chat.postMessage", Fault(error="invalid_blocks"))
        weekly = Weekly(world.office, world.door.slack, world.channel)
        await asyncio.to_thread(weekly.post, ROLLOUT)
        assert "Response time: 12 hours" in str(world.workspace.messages(world.channel))
        assert world.office.store.head().root.hex() in str(world.workspace.messages(world.channel))
        assert "data_visualization" not in kinds(world)
