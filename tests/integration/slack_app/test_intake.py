"""The intake: wishes that arrive while others are decided share the next transaction, and each gets its own answer."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event

import pytest

from flows.entrypoints.slack_app.intake import AT_ONCE, Intake
from playbooks.model import commands as c
from playbooks.model.errors import RolloutError
from playbooks.model.refusal import Refusal
from tasks.adapters.desk import Desk
from tasks.adapters.identifiers import request_id
from tasks.adapters.ports import Answer, Receipt
from tests.simulators.rollouts import MORNING, Play

pytestmark = pytest.mark.anyio


@dataclass(frozen=True, slots=True)
class SlowDesk(Desk):
    """A desk that begins when it may, and notes how many wishes came together; a broken one takes none."""

    may_begin: Event = field(default_factory=Event)
    begun: Event = field(default_factory=Event)
    together: list[int] = field(default_factory=list)
    broken: bool = False

    def submit_all(self, requests: Sequence[c.Request]) -> tuple[Answer | RolloutError, ...]:
        """Decide when the test says so."""
        self.begun.set()
        assert self.may_begin.wait(10)
        self.together.append(len(requests))
        if self.broken:
            raise RuntimeError("the disk is gone")
        return Desk.submit_all(self, requests)


def slow(*, broken: bool = False) -> SlowDesk:
    """Return a slow desk at which a rollout has been opened."""
    play = Play.opened()
    return SlowDesk(play.store, play.clock, broken=broken)


def item(key: str) -> c.Request:
    """Return a wish for an action item."""
    command = c.AddActionItem(action=key, title=key, owner="sun_li", due=MORNING)
    return c.Request(id=request_id(), rollout="crm-2026", actor=c.Actor(key="chen_hao"), command=command)


async def arrived(desk: SlowDesk, wishes: Sequence[c.Request]) -> list[asyncio.Task[Answer]]:
    """Bring the first wish, and the others while it is being decided."""
    intake = Intake(desk)
    first = asyncio.create_task(intake.brought(wishes[0]))
    assert await asyncio.to_thread(desk.begun.wait, 10)
    others = [asyncio.create_task(intake.brought(wish)) for wish in wishes[1:]]
    await asyncio.sleep(0)
    desk.may_begin.set()
    return [first, *others]


async def test_who_arrives_meanwhile_shares_the_next_transaction() -> None:
    """No transaction holds so many that the first of them waits long for the last."""
    desk = slow()
    answers = await asyncio.gather(
        *await arrived(desk, [item(f"i{number}") for number in range(AT_ONCE + 3)])
    )
    assert desk.together == [1, AT_ONCE, 2]
    numbers = [answer.seq for answer in answers if isinstance(answer, Receipt)]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == AT_ONCE + 3


async def test_each_gets_its_own_answer() -> None:
    """A refusal beside receipts is told to whom it is for."""
    answers = await asyncio.gather(*await arrived(slow(), [item("one"), item("two"), item("one")]))
    assert [type(answer) for answer in answers] == [Receipt, Receipt, Refusal]


async def test_an_error_is_told_to_each_and_the_next_are_taken() -> None:
    """Nobody waits for ever for an answer that will not come."""
    desk = slow(broken=True)
    tasks = await arrived(desk, [item("one"), item("two")])
    errors = await asyncio.gather(*tasks, return_exceptions=True)
    assert [str(error) for error in errors] == ["the disk is gone"] * 2


async def test_who_has_left_holds_nobody_up() -> None:
    """A connection that broke while its wish waited leaves the wish decided and the others answered."""
    desk = slow()
    intake = Intake(desk)
    leaving, staying = (asyncio.create_task(intake.brought(item(key))) for key in ("one", "two"))
    assert await asyncio.to_thread(desk.begun.wait, 10)
    leaving.cancel()
    await asyncio.sleep(0)
    desk.may_begin.set()
    assert isinstance(await staying, Receipt)
    assert desk.store.rollout("crm-2026").actions.keys() == {"one", "two"}  # type: ignore[union-attr]  # it is there
