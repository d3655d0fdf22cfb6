"""Misbehaviour by seed: the same pranks on every run, and each kind reaches the app."""

from collections.abc import AsyncIterator

import pytest

from flows.entrypoints.workspace import Mischief, Workspace
from flows.entrypoints.workspace.delivery.mischief import Prank
from flows.entrypoints.workspace.delivery.parcel import Kind, Parcel
from tests.integration.workspace.conftest import ANNA, MEMBERS, World
from tests.integration.workspace.sample_app import SampleApp


def pranks(mischief: Mischief, count: int = 30) -> list[Prank]:
    """Return what happens to so many deliveries."""
    return [mischief.next(Parcel(Kind.INTERACTION, {"n": number}, "e")) for number in range(count)]


def told(prank: Prank) -> tuple[object, ...]:
    """Return what a prank does, without the envelope that a replay gets."""
    return prank.duplicates, prank.delay, prank.held, prank.replay and prank.replay.payload


def test_the_same_seed_plays_the_same_pranks() -> None:
    """Another seed plays others."""
    first, second, third = (
        [
            told(one)
            for one in pranks(Mischief(seed=seed, duplicated=0.5, delayed=0.5, held=0.5, replayed=0.5))
        ]
        for seed in (1, 1, 2)
    )
    assert first == second
    assert first != third


def test_without_shares_nothing_happens() -> None:
    """The usual workspace is honest."""
    assert set(map(told, pranks(Mischief(seed=1)))) == {(0, 0.0, False, None)}


def test_a_replay_has_a_new_envelope() -> None:
    """Only the payload shows that it is an old act."""
    replays = [one.replay for one in pranks(Mischief(replayed=1.0)) if one.replay]
    assert len(replays) == 29
    assert "e" not in {one.envelope_id for one in replays}


@pytest.fixture
async def tricky(anyio_backend: str, request: pytest.FixtureRequest) -> AsyncIterator[World]:  # noqa: ARG001
    """A workspace that plays the pranks of the parameter."""
    async with Workspace(MEMBERS, mischief=request.param) as workspace:
        app = SampleApp(workspace)
        await app.connect()
        yield World(workspace, app, workspace.add_channel("rollout", [ANNA]).id)
        await app.close()


@pytest.mark.anyio
@pytest.mark.parametrize("tricky", [Mischief(duplicated=1.0)], indirect=True)
async def test_a_duplicate_is_heard_twice(tricky: World) -> None:
    """The same act in the same envelope."""
    stamp = await tricky.app.post(tricky.channel)
    await tricky.anna.click(tricky.channel, stamp, "approve")
    first, second = await tricky.workspace.wait_for(lambda: tricky.app.heard[1:] and tricky.app.heard)
    assert first == second


@pytest.mark.anyio
@pytest.mark.parametrize("tricky", [Mischief(replayed=1.0)], indirect=True)
async def test_an_old_act_comes_again(tricky: World) -> None:
    """After another one."""
    stamp = await tricky.app.post(tricky.channel)
    for _ in range(2):
        await tricky.anna.click(tricky.channel, stamp, "approve")
    heard = await tricky.workspace.wait_for(lambda: tricky.app.heard[2:] and tricky.app.heard)
    assert heard[2] in heard[:2]


@pytest.mark.anyio
@pytest.mark.parametrize("tricky", [Mischief(held=1.0, delayed=1.0, longest_delay=0.01)], indirect=True)
async def test_what_is_held_arrives_after_all(tricky: World) -> None:
    """Out of order or late, but not lost."""
    for number in range(3):
        await tricky.anna.say(tricky.channel, str(number))
    heard = await tricky.workspace.wait_for(lambda: tricky.app.heard[2:] and tricky.app.heard)
    assert {one["event"]["text"] for one in heard} == {"0", "1", "2"}
