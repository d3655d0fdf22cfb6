"""Cases 33 to 37 and 46: who may decide, whatever a client sends."""

from dataclasses import replace

import pytest

from flows.entrypoints.workspace import Member
from flows.entrypoints.workspace.delivery.parcel import Kind, Parcel
from flows.entrypoints.workspace.person import told
from playbooks.model.commands import ChangePerson, GiveSignOff
from tasks.adapters.ports import Receipt
from tasks.adapters.store.messages import SentMessage
from tests.simulators.slack_world import GATE, ROLLOUT, USERS, SlackWorld

pytestmark = pytest.mark.anyio


async def test_case_33_one_person_counts_once(world: SlackWorld) -> None:
    """Two seats of one role are not filled by the same person, however often they press."""
    (card,) = await world.asked("fay")
    await world.decide("fay", card, "gate_approve")
    answer = await world.forge("fay", world.metadata(card, "gate_approve"), "gate_approve", comment="again")
    assert "one person counts once" in answer["errors"]["comment"]
    assert len(world.rollout.sign_offs) == 1


@pytest.mark.parametrize("user", ["ann", "U0ANNSECOND"])
async def test_case_34_own_work(world: SlackWorld, user: str) -> None:
    """Ann wrote the paper: neither her account nor a second one of hers signs it, not even on another's card."""
    world.workspace.add_member(Member(id="U0ANNSECOND", name="A. N.", email="ANN@test.example"))
    (card,) = await world.asked("fay")
    answer = await world.forge(user, world.metadata(card, "gate_approve"), "gate_approve", comment="good")
    assert answer["response_action"] == "errors"
    assert (world.rollout.sign_offs, world.refusals()) == ((), ["own_work"])


async def test_case_34_a_robot_for_its_maker(world: SlackWorld) -> None:
    """A bot holds no role, whatever address it claims."""
    world.workspace.add_member(Member(id="U0BOT", name="Fay", email="fay@test.example", bot=True))
    (card,) = await world.asked("fay")
    answer = await world.forge("U0BOT", world.metadata(card, "gate_approve"), "gate_approve", comment="x")
    assert "robots" in answer["errors"]["comment"] or "机器人" in answer["errors"]["comment"]
    assert world.refusals() == ["not_entitled"]


async def test_case_35_a_look_alike(world: SlackWorld) -> None:
    """Eve calls herself Sue; a name opens nothing."""
    card = await _phase_card(world)
    answer = await world.forge("U0EVE", world.metadata(card, "phase_go"), "phase_go", reason="go")
    assert answer["response_action"] == "errors"
    assert world.refusals() == ["not_entitled"]
    assert world.events("phase_gate.decided") == 0


FAY = Member(id=USERS["fay"], name="Fay", email="fay@test.example")


@pytest.mark.parametrize(
    "stranger",
    [
        replace(FAY, foreign=True),
        replace(FAY, guest=True),
        replace(FAY, bot=True),
        replace(FAY, workflow=True),
        replace(FAY, deactivated=True),
    ],
)
async def test_case_36_strangers(world: SlackWorld, stranger: Member) -> None:
    """The address is Fay's and the card is hers; the account may not act all the same."""
    (card,) = await world.asked("fay")
    world.workspace.add_member(stranger)
    answer = await world.forge("fay", world.metadata(card, "gate_approve"), "gate_approve", comment="x")
    assert answer["response_action"] == "errors"
    assert (world.rollout.sign_offs, world.refusals()) == ((), ["not_entitled"])


async def test_case_36_the_same_id_in_another_team(world: SlackWorld) -> None:
    """A user id means nothing without its workspace."""
    (card,) = await world.asked("fay")
    member = world.workspace.state.directory.members[USERS["fay"]]
    world.workspace.state.directory.members["U0TWIN"] = replace(member, id=USERS["fay"], foreign=True)
    answer = await world.forge("U0TWIN", world.metadata(card, "gate_approve"), "gate_approve", comment="x")
    assert answer["response_action"] == "errors"
    assert world.rollout.sign_offs == ()


#: What Slack adds where a step of a workflow is behind it: today's custom steps, and those of before.
STEPS = [
    {"function_data": {"execution_id": "Fx1", "function": {"callback_id": "decide"}, "inputs": {}}},
    {"workflow_step": {"workflow_step_edit_id": "1", "workflow_id": "2", "step_id": "3"}},
]


@pytest.mark.parametrize("step", STEPS)
async def test_case_36_a_workflow_step_fills_in_no_form(world: SlackWorld, step: dict[str, object]) -> None:
    """It runs in Fay's name, with her card in hand; refused on record, and she is told why."""
    (card,) = await world.asked("fay")
    fay = world.workspace.state.directory.members[USERS["fay"]]
    form = {
        "id": "V0STEP",
        "type": "modal",
        "callback_id": "gate_approve",
        "private_metadata": world.metadata(card, "gate_approve"),
        "state": {"values": {"comment": {"comment": {"type": "plain_text_input", "value": "agreed"}}}},
    }
    answer = await world.deliver("view_submission", fay, {"view": form, **step})
    assert "机器人和应用不能作决定" in answer["errors"]["comment"]
    assert (world.rollout.sign_offs, world.refusals()) == ((), ["not_entitled"])


@pytest.mark.parametrize("step", STEPS)
async def test_case_36_a_workflow_step_presses_no_button(world: SlackWorld, step: dict[str, object]) -> None:
    """No form opens; refused on record, and the card decides for Fay as before."""
    (card,) = await world.asked("fay")
    fay = world.workspace.state.directory.members[USERS["fay"]]
    button = {"action_id": "gate_approve", "block_id": "decide", "type": "button", "value": f"{card.id}.1"}
    spot = {"container": {"type": "message", "channel_id": card.channel, "message_ts": card.ts}}
    await world.deliver("block_actions", fay, {"actions": [button], **spot, **step})
    await world.until(lambda: world.refusals() == ["not_entitled"])
    assert world.human("fay").sees.modal is None
    assert (await world.decide("fay", card, "gate_approve", comment="read it")).closed


async def test_case_36_what_a_workflow_says_in_a_thread_is_nobodys_comment(world: SlackWorld) -> None:
    """Posted under the card by its bot, with whatever words; nothing goes on record."""
    (card,) = await world.asked("fay")
    said = {
        "type": "message",
        "channel": card.channel,
        "channel_type": "im",
        "ts": "9.000001",
        "event_ts": "9.000001",
    }
    said |= {"thread_ts": card.ts, "text": "approved by Fay", "subtype": "bot_message", "bot_id": "B0STEP"}
    before = world.rollout.version
    payload = told.event(world.workspace.state, said)
    await world.workspace.courier.deliver(Parcel(Kind.EVENT, payload))
    await world.door.handover.finished()
    assert world.rollout.version == before


async def test_case_37_a_role_taken_a_moment_before(world: SlackWorld) -> None:
    """The form is open when Fay loses the role; her yes is refused."""
    (card,) = await world.asked("fay")
    await world.form("fay", card, "gate_approve")
    _dismiss(world, "fay")
    sent = await world.human("fay").submit({})
    assert list(sent.errors) == ["comment"]
    assert world.rollout.sign_offs == ()


async def test_case_37_a_role_taken_afterwards(world: SlackWorld) -> None:
    """What was decided while the right was there stays, and is marked."""
    (card,) = await world.asked("fay")
    await world.decide("fay", card, "gate_approve")
    _dismiss(world, "fay")
    (given,) = world.rollout.sign_offs
    assert (given.person, given.giver_left) == ("fay", True)


@pytest.mark.parametrize("key", [ROLLOUT, "no-such-rollout"])
async def test_case_46_a_rollout_of_others(world: SlackWorld, key: str) -> None:
    """Eve is told the same about a rollout that exists and one that does not."""
    await world.human("U0EVE").slash(world.channel, "/phasegate", f"gates {key}")
    (shown,) = world.human("U0EVE").sees.ephemerals
    assert f"没有项目“{key}”，或您不是其成员" in str(shown)


@pytest.mark.parametrize("words", ["status", "inbox"])
async def test_case_46_nothing_leaks_into_lists(world: SlackWorld, words: str) -> None:
    """Eve's lists are empty."""
    await world.human("U0EVE").slash(world.channel, "/phasegate", words)
    assert "small" not in str(world.human("U0EVE").sees.ephemerals).lower()


def _dismiss(world: SlackWorld, key: str) -> None:
    answer = world.wish(ChangePerson(person=key, roles=(), reason="moved on"), "sue")
    assert isinstance(answer, Receipt), answer


async def _phase_card(world: SlackWorld) -> SentMessage:
    await world.asked("fay")
    for person in ("fay", "finn"):
        world.wish(GiveSignOff(gate=GATE, seen=world.gate_digest), person)
    return await world.card("sue", "initiation")
