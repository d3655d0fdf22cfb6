"""Decisions in Slack: a card, a form, an entry in the ledger, a receipt."""

import asyncio
from pathlib import Path

import pytest

from flows.entrypoints.slack_app.app import bolt_app
from flows.entrypoints.slack_app.socket_mode import SocketMode
from playbooks.model.commands import CommentOnGate, GiveSignOff, PhaseDecision, Via
from playbooks.model.phase import PhaseKey
from tasks.adapters.ports import Receipt
from tasks.adapters.slack.gate_card import SHOWN
from tests.simulators.slack_world import COMPANY, GATE, SlackWorld, begin, entered

pytestmark = pytest.mark.anyio


async def test_a_card_asks_in_the_readers_language(world: SlackWorld) -> None:
    """Each person gets the card in their own language, with the buttons of what they may do."""
    finn, fay = await world.asked("finn", "fay")
    assert "签核：文件已签核" in world.shown(finn)
    assert "Sign-off: Paper signed" in world.shown(fay)
    assert "gate_approve" in world.buttons(fay)


async def test_an_approval_is_on_record_before_the_form_closes(world: SlackWorld) -> None:
    """The sign-off names who, through which door and account, and what was said."""
    (fay,) = await world.asked("fay")
    sent = await world.decide("fay", fay, "gate_approve", comment="read <page> two & agreed")
    (given,) = world.rollout.sign_offs
    assert sent.closed
    assert (given.person, given.comment) == ("fay", "read <page> two & agreed")
    (row,) = world.office.store.entries(types=("sign_off.given",))
    assert (row.actor.via, row.actor.session) == (Via.SLACK, "slack:T0LOCAL001:U0FAY")


async def test_the_decider_gets_a_receipt(world: SlackWorld) -> None:
    """In the thread of the card: ledger number and leaf hash."""
    (fay,) = await world.asked("fay")
    await world.decide("fay", fay, "gate_approve")
    (row,) = world.office.store.entries(types=("sign_off.given",))
    leaf = world.office.store.receipt(row.seq).leaf
    await world.until(lambda: f"#{row.seq}" in world.said("fay") and leaf in world.said("fay"))


async def test_every_copy_shows_a_decision(world: SlackWorld) -> None:
    """The others see who signed; whoever signed has no button to sign again."""
    fay, finn = await world.asked("fay", "finn")
    await world.decide("fay", fay, "gate_approve")
    await world.until(lambda: "费（财务）" in world.shown(finn))
    await world.until(lambda: "gate_approve" not in world.buttons(fay))


async def test_a_decision_elsewhere_locks_the_cards(world: SlackWorld) -> None:
    """Two sign on the command line; every card loses its buttons and says so."""
    (fay,) = await world.asked("fay")
    for person in ("fred", "finn"):
        world.wish(GiveSignOff(gate=GATE, seen=world.gate_digest), person)
    await world.until(lambda: world.buttons(fay) == [])
    assert "The gate has passed" in world.shown(fay)


async def test_a_rejection_needs_a_reason_and_fails_the_gate(world: SlackWorld) -> None:
    """The reason is shown to everybody asked."""
    fay, finn = await world.asked("fay", "finn")
    await world.decide("fay", fay, "gate_reject", reason="page two is missing")
    await world.until(lambda: "page two is missing" in world.shown(finn))
    assert world.rollout.rejections[0].reason == "page two is missing"


async def test_the_sponsor_decides_the_phase(world: SlackWorld) -> None:
    """When the last gate is met the invitation comes with buttons, and a go ends the phase."""
    fay, finn = await world.asked("fay", "finn")
    await world.decide("fay", fay, "gate_approve")
    await world.decide("finn", finn, "gate_approve")
    sue = await world.card("sue", "initiation")
    assert world.buttons(sue) == ["phase_go", "phase_hold", "phase_recycle", "phase_kill"]
    assert (await world.decide("sue", sue, "phase_go", reason="all is well")).closed
    decision = world.rollout.phases[PhaseKey.INITIATION].decision
    assert decision is not None
    assert decision.decision is PhaseDecision.GO


async def test_cards_follow_a_decision_at_once(home: Path) -> None:
    """They do not wait for the watch, which is not at work here."""
    async with entered(home, served_at_once=False) as world:
        async with SocketMode(bolt_app(world.door), world.workspace.app_token, connections=1):
            await world.workspace.wait_for_app()
            world.record()
            world.ask()
            await asyncio.to_thread(world.office.dispatcher.deliver)
            fay, finn = await world.card("fay"), await world.card("finn")
            await world.decide("fay", fay, "gate_approve")
            await world.until(lambda: "gate_approve" not in world.buttons(fay))
            await world.until(lambda: "费（财务）" in world.shown(finn))
        await world.door.handover.finished()


async def test_a_card_shows_the_newest_remarks(world: SlackWorld) -> None:
    """However many there are, the card stays one that can be read, and that Slack takes."""
    (fay,) = await world.asked("fay")
    for number in range(SHOWN + 1):
        world.wish(CommentOnGate(gate=GATE, text=f"remark {number}"), "pam")
    await world.until(lambda: f"remark {SHOWN}" in world.shown(fay))
    assert "remark 1" in world.shown(fay)
    assert "remark 0" not in world.shown(fay)


async def test_a_gate_that_is_decided_elsewhere_has_no_button(tmp_path: Path) -> None:
    """The card leads to the command line; a click from tools of one's own is refused on record."""
    plan = (COMPANY / "small.yaml").read_text(encoding="utf-8")
    begin(tmp_path / "home", plan=plan.replace("rests_on: [paper]", "rests_on: [paper], doors: [cli]"))
    async with entered(tmp_path / "home") as world:
        (fay,) = await world.asked("fay")
        assert world.buttons(fay) == ["gate_delegate", "gate_ask"]
        assert f"phasegate sign-off small-1 {GATE}" in world.shown(fay)
        answer = await world.forge("fay", world.metadata(fay, "gate_approve"), "gate_approve", comment="x")
        assert (answer["response_action"], world.refusals()) == ("errors", ["not_entitled"])
        for person in ("fay", "finn"):
            assert isinstance(world.wish(GiveSignOff(gate=GATE, seen=world.gate_digest), person), Receipt)
        await world.until(lambda: "The gate has passed" in world.shown(fay))
