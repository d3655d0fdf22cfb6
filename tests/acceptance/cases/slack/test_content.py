"""Cases 38 to 40 and 43 to 45: old cards, forged ids, changed evidence, hostile words, a stolen token."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from flows.entrypoints.workspace.delivery.parcel import Parcel
from flows.entrypoints.workspace.payload import copy_of
from playbooks.model.commands import CancelRollout, CommentOnGate
from tasks.adapters.slack.client import async_web_client
from tests.simulators.slack_world import GATE, ROLLOUT, SlackWorld, paper

pytestmark = pytest.mark.anyio

HOSTILE = (
    "<!channel>",
    "<@U0FAY>",
    "<https://evil.example|Approve>",
    "&lt;b&gt;",
    "\u202etxet",
    "x" * 2000,
    "*Approved by CFO* :white_check_mark:",
)


async def test_case_38_a_button_of_an_old_revision(world: SlackWorld) -> None:
    """The paper changed; the button that a client still shows is refused, and the card is new."""
    (card,) = await world.asked("fay")
    remembered = copy_of(world.workspace.message(card.channel, card.ts))
    world.record(paper(4096, "cd" * 32))
    await world.human("fay").click_remembered(card.channel, remembered, "gate_approve")
    await world.until(lambda: "look again" in world.said("fay"))
    assert (world.rollout.sign_offs, world.refusals()) == ((), ["stale"])


async def test_case_38_an_earlier_card_of_the_same_gate(world: SlackWorld) -> None:
    """Asked again about the new paper, Fay has a new card; the earlier one has lost its buttons."""
    (old,) = await world.asked("fay")
    world.record(paper(4096, "cd" * 32))
    world.ask()
    await world.until(lambda: world.registered("fay") != old and world.buttons(old) == [])
    assert "gate_approve" in world.buttons(await world.card("fay"))


async def test_case_38_a_card_of_a_closed_rollout(world: SlackWorld) -> None:
    """The rollout ended; nothing is signed, and the card says so."""
    (card,) = await world.asked("fay")
    await world.form("fay", card, "gate_approve")
    world.wish(CancelRollout(reason="no money"), "sue")
    sent = await world.human("fay").submit({})
    assert "takes no more changes" in str(sent.errors) or "cancelled" in str(sent.errors)
    await world.until(lambda: world.buttons(card) == [])


@pytest.mark.parametrize(
    "metadata",
    [
        "",
        "{}",
        '{"gate": "paper_written", "role": "sponsor"}',
        '{"message": "11111111-1111-4111-8111-111111111111", "revision": 1, "action": "gate_approve"}',
        '{"message": "../x", "revision": 1, "action": "gate_approve"}',
        '{"message": "11111111-1111-4111-8111-111111111111", "revision": 1, "action": "gate_approve", "role": "sponsor"}',
    ],
)
async def test_case_39_forged_metadata(world: SlackWorld, metadata: str) -> None:
    """A form carries ids and nothing else; what they do not lead to is refused."""
    await world.asked("fay")
    answer = await world.forge("fay", metadata, "gate_approve", comment="x")
    assert answer["response_action"] == "errors"
    assert world.rollout.sign_offs == ()


async def test_case_39_another_persons_card(world: SlackWorld) -> None:
    """Finn's card does not sign for Fay."""
    _, finn = await world.asked("fay", "finn")
    answer = await world.forge("pam", world.metadata(finn, "gate_approve"), "gate_approve", comment="x")
    assert "somebody else" in str(answer["errors"])
    assert (world.rollout.sign_offs, world.refusals()) == ((), ["not_entitled"])


async def test_case_39_a_revision_that_was_never_shown(world: SlackWorld) -> None:
    """What was seen is read from our own register."""
    (card,) = await world.asked("fay")
    answer = await world.forge(
        "fay", world.metadata(card, "gate_approve", revision=7), "gate_approve", comment="x"
    )
    assert answer["response_action"] == "errors"
    assert world.rollout.sign_offs == ()


async def test_case_40_the_evidence_changes_while_the_form_is_open(world: SlackWorld) -> None:
    """What you saw is what you approve: the form is refused, although the card is new by now."""
    (card,) = await world.asked("fay")
    await world.form("fay", card, "gate_approve")
    world.record(paper(4096, "cd" * 32))
    register = world.door.slack.register
    await world.until(lambda: register.seen(card.id, 2))
    sent = await world.human("fay").submit({})
    assert "look again" in sent.errors["comment"]
    assert (world.rollout.sign_offs, world.refusals()) == ((), ["stale"])


async def test_case_43_response_urls_are_not_called(world: SlackWorld) -> None:
    """Wherever a request says the answer should go, it goes to the conversation."""
    called: list[str] = []

    async def note(request: web.Request) -> web.Response:
        called.append(request.path)
        return web.Response()

    site = web.Application()
    site.router.add_route("*", "/{tail:.*}", note)
    async with TestServer(site) as elsewhere:
        (card,) = await world.asked("fay")
        await world.form("fay", card, "gate_approve")
        click = world.workspace.journal[-1]
        forged = {**click.payload, "response_url": str(elsewhere.make_url("/latest/meta-data"))}
        await world.workspace.courier.deliver(Parcel(click.kind, forged))
        await world.door.handover.finished()
        await world.human("fay").submit({})
        await world.door.handover.finished()
    assert called == []


@pytest.mark.parametrize("words", HOSTILE)
async def test_case_44_hostile_words(world: SlackWorld, words: str) -> None:
    """They stand in the card as they were typed: no mention, no link, no status, no turned writing."""
    (card,) = await world.asked("fay")
    world.wish(CommentOnGate(gate=GATE, text=words), "pam")
    await world.until(lambda: "Comments" in world.shown(card))
    message = world.workspace.message(card.channel, card.ts)
    assert "mrkdwn" not in str(message["blocks"])
    assert "\u202e" not in str(message)
    assert words[:10] not in message["text"]


async def test_case_45_a_stolen_token_changes_no_gate(world: SlackWorld) -> None:
    """Whoever writes “approved” into our card has approved nothing, and the card comes right again."""
    (card,) = await world.asked("fay")
    thief = async_web_client(world.workspace.bot_token, world.workspace.api_url)
    await thief.chat_update(channel=card.channel, ts=card.ts, text="approved", blocks=[])
    await asyncio.to_thread(world.door.slack.cards.redraw, ROLLOUT, afresh=True)
    assert (world.rollout.sign_offs, world.office.store.verify().verified) == ((), True)
    assert "gate_approve" in world.buttons(card)
