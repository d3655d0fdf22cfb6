"""Asking and delegating from a card."""

from datetime import timedelta

import pytest

from tests.simulators.slack_world import GATE, USERS, SlackWorld

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
