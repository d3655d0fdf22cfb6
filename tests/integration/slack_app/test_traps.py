"""What Slack and Bolt do that costs decisions, each with the way round it."""

import asyncio
from pathlib import Path

import pytest

from flows.entrypoints.slack_app.app import bolt_app
from flows.entrypoints.slack_app.socket_mode import SocketMode
from flows.entrypoints.workspace import Behaviour, Fault, UserError
from flows.entrypoints.workspace.payload import copy_of
from tests.simulators.slack_world import GATE, ROLLOUT, SlackWorld, entered, office_and_door

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("fault", [Fault(error="internal_error"), Fault(drop=True)])
async def test_trouble_after_the_ack_does_not_reach_the_listener(world: SlackWorld, fault: Fault) -> None:
    """Bolt forgets the ack of a listener that raises within its 10 ms poll: the click is acked all the same."""
    (card,) = await world.asked("fay")
    world.workspace.faults.add("views.open", fault, times=9)
    click = await world.human("fay").click(card.channel, card.ts, "gate_approve")
    assert click.acknowledged
    await world.door.handover.finished()


async def test_a_listener_never_raises_after_its_ack(world: SlackWorld) -> None:
    """A button that carries nonsense fails at once, well within the 10 ms: the click is acked all the same."""
    (card,) = await world.asked("fay")
    forged = copy_of(world.workspace.message(card.channel, card.ts))
    for block in forged["blocks"]:
        for element in block["elements"] if block["type"] == "actions" else ():
            element["value"] = "nonsense"
    click = await world.human("fay").click_remembered(card.channel, forged, "gate_approve")
    assert click.acknowledged


async def test_an_update_takes_the_old_buttons_away(world: SlackWorld) -> None:
    """Without `blocks` Slack would keep them: every update sends its blocks."""
    (card,) = await world.asked("fay")
    await world.decide("fay", card, "gate_approve")
    await world.until(lambda: "gate_approve" not in world.buttons(card))
    updates = [call for call in world.workspace.calls if call.method == "chat.update"]
    assert updates
    assert all("blocks" in call.arguments for call in updates)


async def test_a_half_open_link_is_noticed(home: Path) -> None:
    """Pings that nobody answers end the link, and what is pressed next finds a new one."""
    impatient = Behaviour(rate_limits=False, acknowledge_within=0.3)
    async with entered(home, behaviour=impatient, served_at_once=False) as world:
        mode, fay = world.workspace.socket_mode, world.human("fay")
        async with SocketMode(bolt_app(world.door), world.workspace.app_token, connections=1, ping=0.2):
            await world.workspace.wait_for_app()
            (first,) = mode.connections
            mode.freeze()
            with pytest.raises(UserError, match="operation_timeout"):
                await fay.slash(world.channel, "/phasegate", "help")
            await world.until(lambda: any(one is not first for one in mode.connections))
            mode.thaw()
            await world.until(lambda: first not in mode.connections)
            assert (await fay.slash(world.channel, "/phasegate", "help")).acknowledged


async def test_a_refresh_loses_no_click(world: SlackWorld) -> None:
    """One of the two links is asked to leave; the other one carries on."""
    (card,) = await world.asked("fay")
    await world.until(lambda: len(world.workspace.socket_mode.connections) == 2)
    await world.workspace.socket_mode.disconnect(world.workspace.socket_mode.connections[0])
    assert (await world.decide("fay", card, "gate_approve")).closed


async def test_a_restart_forgets_nothing(home: Path) -> None:
    """The cards of the process before work in the one after."""
    async with entered(home) as world:
        (card,) = await world.asked("fay")
        _, again = office_and_door(home, world.workspace)
        assert again.slack.register.find(card.id) == card
        assert (await world.decide("fay", card, "gate_approve")).closed
        again.office.store.close()


async def test_a_rate_limit_is_obeyed(home: Path) -> None:
    """Slack's own limits are on: everything arrives, nothing twice."""
    async with entered(home, behaviour=Behaviour(rate_limits=True)) as world:
        (fay,) = await world.asked("fay")
        world.workspace.faults.add("chat.update", Fault(retry_after=0.1))
        await world.decide("fay", fay, "gate_approve")
        await world.until(lambda: "gate_approve" not in world.buttons(fay))
        assert world.events("sign_off.given") == 1


async def test_somebody_without_an_account_costs_the_others_nothing(world: SlackWorld) -> None:
    """Finn is gone from Slack; Fay has her card, and Finn's letter waits."""
    world.workspace.deactivate("U0FINN")
    await world.asked("fay")
    await world.until(lambda: world.office.store.undelivered() > 0)
    assert world.registered("finn") is None


async def test_two_processes_draw_one_card_once(home: Path) -> None:
    """The claim is taken by one; the card is right at the end."""
    async with entered(home) as world:
        (card,) = await world.asked("fay")
        _, other = office_and_door(home, world.workspace)
        draws = [
            asyncio.to_thread(each.slack.cards.redraw, ROLLOUT, afresh=True) for each in (world.door, other)
        ]
        await asyncio.gather(*draws)
        assert "gate_approve" in world.buttons(card)
        assert world.registered("fay") == other.slack.register.latest(ROLLOUT, GATE, "fay")
        other.office.store.close()
