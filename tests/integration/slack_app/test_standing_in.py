"""Asking and delegating from a card."""

from datetime import timedelta

import pytest

from playbooks.model.commands import Delegate, RejectSignOff, RequestWaiver
from tasks.adapters.store.messages import MessageKind
from tests.simulators.slack_world import GATE, ROLLOUT, USERS, SlackWorld

pytestmark = pytest.mark.anyio


def day(world: SlackWorld, ahead: int) -> str:
    """Return a day from today on, as a date picker sends it."""
    return (world.office.clock.now() + timedelta(days=ahead)).date().isoformat()


async def test_a_question_is_kept_with_the_gate(world: SlackWorld) -> None:
    """Everybody asked reads it on their card."""
    fay, finn = await world.asked("fay", "finn")
    assert (await world.decide("fay", fay, "gate_ask", comment="where is annex B?")).closed
    (said,) = world.rollout.comments
    assert (said.person, said.text) == ("fay", "where is annex B?")
    await world.until(lambda: "where is annex B?" in world.shown(finn))


async def test_a_comment_in_the_thread_is_kept_with_the_gate(world: SlackWorld) -> None:
    """What Slack encodes is decoded; what is said elsewhere is not kept."""
    (fay,) = await world.asked("fay")
    human = world.human("fay")
    await human.say(fay.channel, "good morning")
    await human.say(fay.channel, "annex &lt;B&gt; &amp; C are missing", thread_ts=fay.ts)
    await world.until(lambda: world.rollout.comments)
    assert [said.text for said in world.rollout.comments] == ["annex <B> & C are missing"]


async def test_a_delegate_stands_in(world: SlackWorld) -> None:
    """Fay lets Fred stand in at this gate until a day."""
    (fay,) = await world.asked("fay")
    until = day(world, 5)
    sent = await world.decide(
        "fay", fay, "gate_delegate", to=USERS["fred"], until=until, scope="gate", reason="on leave"
    )
    (given,) = world.rollout.delegations.values()
    assert sent.closed
    assert (given.person, given.to, given.gates) == ("fay", "fred", (GATE,))
    assert world.rollout.calendar.day(given.until).isoformat() == until


@pytest.mark.parametrize(
    ("to", "ahead", "field"), [("U0EVE", 5, "to"), (USERS["pam"], 0, "until"), (USERS["pam"], -3, "until")]
)
async def test_a_form_says_which_field_is_wrong(world: SlackWorld, to: str, ahead: int, field: str) -> None:
    """A stranger, today, a day gone by."""
    (fay,) = await world.asked("fay")
    until = day(world, ahead)
    sent = await world.decide("fay", fay, "gate_delegate", to=to, until=until, scope="all", reason="leave")
    assert list(sent.errors) == [field]
    assert world.rollout.delegations == {}


async def test_a_waiver_is_granted_through_slack(world: SlackWorld) -> None:
    """The card reaches the sponsor by itself, her form goes through the app, and the card is locked."""
    await world.asked("fay")
    world.wish(RejectSignOff(gate=GATE, seen=world.gate_digest, reason="annex missing"), "finn")
    ends = world.office.clock.now() + timedelta(days=9)
    request = {"gate": GATE, "owner": "pam", "reason": "urgent", "compensating_control": "look"}
    world.wish(RequestWaiver.model_validate(request | {"expires_at": ends}), "fay")
    card = await world.card("sue", kind=MessageKind.WAIVER)
    assert (await world.decide("sue", card, "waiver_grant", reason="agreed")).closed
    await world.until(lambda: world.buttons(card) == [])
    assert world.rollout.waivers[GATE].granted_by == "sue"


async def test_two_people_override_a_gate_through_slack(world: SlackWorld) -> None:
    """Sue proposes from the phase's card in her Home tab; Pam confirms on hers, with a tick."""
    await world.asked("fay")
    human = world.human("sue")
    await human.open_home()
    await world.workspace.wait_for(lambda: human.sees.home)
    await human.click_in_home("home_open", value=f"{ROLLOUT} phase_gate initiation")
    await world.workspace.wait_for(lambda: human.sees.modal)
    await human.click_in_modal("phase_override")
    await world.until(lambda: (human.sees.modal or {}).get("callback_id") == "phase_override")
    assert (await human.submit({"gates": [GATE], "reason": "line stands"})).closed
    card = await world.card("pam", kind=MessageKind.OVERRIDE)
    assert (await world.decide("pam", card, "override_confirm", reason="yes", sure=["yes"])).closed
    assert world.rollout.overrides[GATE].confirmed_by == "pam"


async def test_a_delegation_is_ended_through_slack(world: SlackWorld) -> None:
    """From the Home tab, which then no longer lists it."""
    now, human = world.office.clock.now(), world.human("fay")
    given = {
        "person": "fay",
        "to": "fred",
        "starts": now,
        "until": now + timedelta(days=9),
        "reason": "leave",
    }
    world.wish(Delegate.model_validate(given), "fay")
    await human.open_home()
    await world.workspace.wait_for(lambda: human.sees.home)
    await human.click_in_home("stand_in_end")
    await world.workspace.wait_for(lambda: human.sees.modal)
    assert (await human.submit({"reason": "back early"})).closed
    await world.until(lambda: "stand_in_end" not in str(human.sees.home))
    assert world.events("delegation.ended") == 1
