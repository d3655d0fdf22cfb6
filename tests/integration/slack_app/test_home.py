"""The Home tab and the slash command: what waits on me, what waits for others."""

import pytest

from tests.simulators.slack_world import ROLLOUT, SlackWorld

pytestmark = pytest.mark.anyio


async def opened(world: SlackWorld, key: str) -> str:
    """Open somebody's Home tab and return what it shows."""
    human = world.human(key)
    await human.open_home()
    return str(await world.workspace.wait_for(lambda: human.sees.home))


async def test_the_inbox_has_what_waits_on_me_and_what_waits_for_others(world: SlackWorld) -> None:
    """In the reader's language, with a button where there is a card."""
    await world.asked("fay")
    mine, others = (await opened(world, "fay")).split("Waiting for others")
    assert "Paper signed" in mine
    assert "home_open" in mine
    assert "Paper signed" not in others


async def test_an_item_opens_its_card(world: SlackWorld) -> None:
    """The card in front has the same buttons, and they work there too."""
    await world.asked("fay")
    await opened(world, "fay")
    human = world.human("fay")
    await human.click_in_home("home_open")
    await world.workspace.wait_for(lambda: human.sees.modal)
    await human.click_in_modal("gate_approve")
    await world.until(lambda: (human.sees.modal or {}).get("callback_id") == "gate_approve")
    assert (await human.submit({"comment": "from the inbox"})).closed
    assert [given.comment for given in world.rollout.sign_offs] == ["from the inbox"]


async def test_who_was_not_asked_finds_the_card_in_the_inbox(world: SlackWorld) -> None:
    """Fred may sign too; his card is made when he looks for it."""
    await world.asked("fay")
    await opened(world, "fred")
    human = world.human("fred")
    await human.click_in_home("home_open")
    await world.workspace.wait_for(lambda: human.sees.modal)
    await human.click_in_modal("gate_approve")
    await world.until(lambda: (human.sees.modal or {}).get("callback_id") == "gate_approve")
    assert (await human.submit({})).closed


async def test_a_strangers_home_is_empty(world: SlackWorld) -> None:
    """Nothing tells that there is anything."""
    await world.asked("fay")
    assert "small" not in (await opened(world, "U0EVE")).lower()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "/phasegate status"),
        ("help", "/phasegate status"),
        ("status", "running"),
        ("inbox", "Waiting on me"),
        ("gates", "Paper signed"),
        (f"gates {ROLLOUT}", "Paper signed"),
        ("gates other-1", "There is no rollout"),
        ("dance", "There is no"),
    ],
)
async def test_the_command_answers(world: SlackWorld, words: str, said: str) -> None:
    """Only the person who asked sees the answer."""
    human = world.human("fay")
    await human.slash(world.channel, "/phasegate", words)
    (shown,) = human.sees.ephemerals
    assert said in str(shown)
