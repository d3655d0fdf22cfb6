"""Rounds of work: shared by those who ask meanwhile, begun after they asked, and behind the forms."""

import asyncio
import threading

import pytest

from flows.entrypoints.slack_app.rounds import Rounds

pytestmark = pytest.mark.anyio


class Work:
    """Counts its rounds; none of them ends before it may."""

    def __init__(self) -> None:
        self.begun = 0
        self.under_way = threading.Event()
        self.may_end = threading.Event()

    def __call__(self) -> int:
        """Go one round."""
        self.begun += 1
        number = self.begun
        self.under_way.set()
        assert self.may_end.wait(10)
        return number


async def begun(work: Work) -> None:
    """Wait until a round is under way."""
    assert await asyncio.to_thread(work.under_way.wait, 10)


async def test_who_asks_meanwhile_shares_the_next_round() -> None:
    """What the first round looks at may be old by then; one more is enough for all the others."""
    rounds, work = Rounds(), Work()
    first = asyncio.create_task(rounds.shared("cards", work))
    await begun(work)
    others = [asyncio.create_task(rounds.shared("cards", work)) for _ in range(50)]
    await asyncio.sleep(0)
    work.may_end.set()
    assert await asyncio.gather(first, *others) == [1] + [2] * 50


async def test_rounds_of_different_things_do_not_wait_for_each_other() -> None:
    """One rollout's cards may take long; another's are drawn."""
    rounds, slow, quick = Rounds(), Work(), Work()
    quick.may_end.set()
    first = asyncio.create_task(rounds.shared("one", slow))
    await begun(slow)
    assert await rounds.shared("other", quick) == 1
    slow.may_end.set()
    assert await first == 1


async def test_forms_go_first() -> None:
    """No round begins while a form is being decided on."""
    rounds, work = Rounds(), Work()
    work.may_end.set()
    with rounds.behind():
        asked = asyncio.create_task(rounds.shared("cards", work))
        await asyncio.sleep(0)
        assert work.begun == 0
    assert await asked == 1


async def test_forms_do_not_hold_up_rounds_for_ever() -> None:
    """Where form follows form, a round begins all the same."""
    rounds, work = Rounds(), Work()
    work.may_end.set()
    with rounds.behind():
        assert await rounds.shared("cards", work) == 1


async def test_everybody_hears_what_went_wrong() -> None:
    """A round that fails fails for all who share it, and the next one is a new one."""
    rounds = Rounds()

    def failing() -> None:
        raise LookupError("no such card")

    ends = await asyncio.gather(*(rounds.shared("cards", failing) for _ in range(3)), return_exceptions=True)
    assert [str(end) for end in ends] == ["no such card"] * 3
    assert await rounds.shared("cards", lambda: "drawn") == "drawn"
