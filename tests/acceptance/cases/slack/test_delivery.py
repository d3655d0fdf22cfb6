"""Cases 29 to 32, 41 and 42: late, doubled and lost deliveries, two at once, a Slack that is down."""

import asyncio
from contextlib import ExitStack
from pathlib import Path

import pytest

from flows.entrypoints.workspace import Behaviour, Fault, Mischief
from flows.entrypoints.workspace.delivery.parcel import Parcel
from flows.entrypoints.workspace.payload import copy_of
from playbooks.model.commands import GiveSignOff, RejectSignOff
from playbooks.model.ledger.verification import Level
from playbooks.model.verdict import Outcome
from tasks.adapters.ports import Receipt
from tests.simulators.slack_world import GATE, ROLLOUT, SlackWorld, entered

pytestmark = pytest.mark.anyio

IMPATIENT = Behaviour(
    rate_limits=False, acknowledge_within=0.2, redeliver_interactions=True, retry_after=(0.05, 5.0)
)


async def test_case_29_an_ack_that_comes_too_late(home: Path) -> None:
    """Slack sends the form again while the first is still being recorded; one decision comes of it."""
    async with entered(home, behaviour=IMPATIENT) as world:
        (card,) = await world.asked("fay")
        await world.form("fay", card, "gate_approve")
        with ExitStack() as busy:
            busy.enter_context(world.office.store.transaction())
            sending = asyncio.create_task(world.human("fay").submit({}))
            await world.until(lambda: world.workspace.journal[-1].attempts >= 2)
        assert (await sending).closed
        assert world.events("sign_off.given") == 1


async def test_case_30_the_same_envelope_twice(world: SlackWorld) -> None:
    """Every delivery is doubled, with no word that it is a retry."""
    world.workspace.courier.mischief = Mischief(duplicated=1.0)
    (card,) = await world.asked("fay")
    assert (await world.decide("fay", card, "gate_approve")).closed
    await world.door.handover.finished()
    assert (world.events("sign_off.given"), world.refusals()) == (1, [])


async def test_case_30_a_new_envelope_for_the_same_form(world: SlackWorld) -> None:
    """It is known by what it decides, not by its envelope, and answered as before."""
    (card,) = await world.asked("fay")
    await world.decide("fay", card, "gate_approve")
    sent = world.workspace.journal[-1]
    again = await world.workspace.courier.deliver(Parcel(sent.kind, sent.payload))
    assert again.answer == sent.answer == {"response_action": "clear"}
    assert (world.events("sign_off.given"), world.refusals()) == (1, [])


async def test_case_31_double_click(world: SlackWorld) -> None:
    """Two clicks open two forms; the second one is told that it is done."""
    (card,) = await world.asked("fay")
    await world.decide("fay", card, "gate_approve")
    sent = copy_of(world.workspace.journal[-1].payload)
    sent["view"]["id"] = "V0OTHERTAB"
    second = await world.workspace.courier.deliver(Parcel(world.workspace.journal[-1].kind, sent))
    assert "signed this gate already" in second.answer["errors"]["comment"]
    assert world.events("sign_off.given") == 1


async def test_case_31_slack_and_command_line_at_once(world: SlackWorld) -> None:
    """One of the two is first; there is one sign-off, and the card tells whose and when."""
    fay, finn = await world.asked("fay", "finn")
    await world.form("fay", fay, "gate_approve")
    command = GiveSignOff(gate=GATE, seen=world.gate_digest)
    await asyncio.gather(world.human("fay").submit({}), asyncio.to_thread(world.wish, command, "fay"))
    assert world.events("sign_off.given") == 1
    await world.until(lambda: "费（财务），" in world.shown(finn))


async def test_case_32_yes_and_no_at_the_same_instant(world: SlackWorld) -> None:
    """Both stand in the ledger in one order, the no holds the gate, and the ledger tells the same again."""
    (fay,) = await world.asked("fay")
    await world.form("fay", fay, "gate_approve")
    no = RejectSignOff(gate=GATE, seen=world.gate_digest, reason="page two is missing")
    sent, answer = await asyncio.gather(
        world.human("fay").submit({}), asyncio.to_thread(world.wish, no, "finn")
    )
    verdict = world.gate.judge(world.rollout.facts, world.office.clock.now())
    assert (sent.closed, isinstance(answer, Receipt)) == (True, True)
    assert verdict.outcome is Outcome.FAILED
    assert world.office.store.verify(Level.FULL).verified


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=503),
        Fault(error="internal_error"),
        Fault(drop=True),
        Fault(retry_after=0.1),
        Fault(status=503, too_late=True),
        Fault(drop=True, too_late=True),
    ],
)
async def test_case_41_slack_is_down(world: SlackWorld, fault: Fault) -> None:
    """The request is kept and arrives once, also where only the answer was lost."""
    world.workspace.faults.add("chat.postMessage", fault, times=1)
    await world.asked("fay", "finn")
    cards = [
        message
        for person in ("fay", "finn")
        for message in world.workspace.messages(world.direct(person))
        if "metadata" in message
    ]
    assert len(cards) == 2


async def test_case_42_a_card_that_somebody_deleted(world: SlackWorld) -> None:
    """The state is untouched; the next time the card is written, it comes back and works."""
    (card,) = await world.asked("fay")
    world.workspace.state.messages.remove(card.channel, card.ts)
    await asyncio.to_thread(world.door.slack.cards.redraw, ROLLOUT, afresh=True)
    again = await world.card("fay")
    assert (again.ts != card.ts, world.rollout.sign_offs) == (True, ())
    assert (await world.decide("fay", again, "gate_approve")).closed


async def test_case_42_a_card_that_somebody_edited(world: SlackWorld) -> None:
    """Words in Slack decide nothing, and the card shows the truth again."""
    (card,) = await world.asked("fay")
    world.workspace.message(card.channel, card.ts)["blocks"] = []
    await asyncio.to_thread(world.door.slack.cards.redraw, ROLLOUT, afresh=True)
    assert "gate_approve" in world.buttons(card)
    assert world.rollout.sign_offs == ()
