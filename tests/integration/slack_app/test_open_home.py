"""An open Home tab stays true: after decisions, requests and delegations, made there or elsewhere, and no more often."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientError

from flows.entrypoints.slack_app.home import homes_kept
from playbooks.model import commands as c
from tests.simulators.slack_table import SlackTable, copied
from tests.simulators.slack_world import GATE, ROLLOUT, USERS, SlackWorld

pytestmark = pytest.mark.anyio


@pytest.fixture
def table(begun_home: Path, tmp_path: Path) -> Iterator[SlackTable]:
    """The company, with the paper on record and two asked to sign."""
    with copied(begun_home, tmp_path) as opened:
        opened.record()
        opened.ask()
        yield opened


def home(table: SlackTable, key: str) -> str:
    """Return what somebody's Home tab shows."""
    return str(table.slack.homes[USERS[key]])


def published(table: SlackTable, key: str) -> int:
    """Return how often somebody's tab was published."""
    return table.slack.published.count(USERS[key])


async def test_a_decision_is_gone_from_the_inbox(table: SlackTable) -> None:
    """Signed on the card: the open tab has it among what Fay has decided, and once is enough."""
    await table.open_home("fay")
    assert "Nothing waits on you" not in home(table, "fay")
    assert await table.decide("fay", table.card("fay"), "gate_approve") is None
    assert "What I have decided" in home(table, "fay")
    assert published(table, "fay") == 2  # opened, and after the decision


async def test_a_request_turns_up_with_whoever_it_waits_on(table: SlackTable) -> None:
    """Fay asks for a waiver; Sue, who has her tab open, sees it there."""
    table.granted(c.RejectSignOff(gate=GATE, seen=table.card("finn").seen, reason="annex missing"), "finn")
    await table.open_home("sue")
    until = (table.office.clock.now() + timedelta(days=9)).date().isoformat()
    values = {"owner": "U0MAPPED", "until": until, "reason": "annex follows", "control": "weekly look"}
    assert await table.decide("fay", table.card("fay"), "gate_waive", **values) is None
    assert "annex follows" in home(table, "sue")


async def test_a_delegation_turns_up_with_both(table: SlackTable) -> None:
    """Set from the card."""
    for person in ("fay", "fred"):
        await table.open_home(person)
    until = (table.office.clock.now() + timedelta(days=9)).date().isoformat()
    values = {"to": "U0MAPPED", "until": until, "scope": "all", "reason": "on leave"}
    assert await table.decide("fay", table.card("fay"), "gate_delegate", **values) is None
    assert ["on leave" in home(table, person) for person in ("fay", "fred")] == [True, True]


async def test_what_was_decided_elsewhere_shows_too(world: SlackWorld) -> None:
    """On the command line; the watch sees it."""
    await world.asked("fay")
    human = world.human("fay")
    await human.open_home()
    await world.until(lambda: "Paper signed" in str(human.sees.home))
    world.wish(c.GiveSignOff(gate=GATE, seen=world.gate_digest), "fay")
    await world.until(lambda: "What I have decided" in str(human.sees.home))


async def test_what_concerns_others_alone_publishes_nothing(table: SlackTable) -> None:
    """Finn signs; nothing in what waits on Pam, or was decided by her, has changed."""
    await table.open_home("pam")
    before = home(table, "pam")
    assert await table.decide("finn", table.card("finn"), "gate_approve") is None
    await homes_kept(table.door, ROLLOUT)
    assert (home(table, "pam"), published(table, "pam")) == (before, 1)


async def test_a_tab_nobody_has_opened_is_not_published(table: SlackTable) -> None:
    """There is nobody to see it."""
    assert await table.decide("fay", table.card("fay"), "gate_approve") is None
    assert table.slack.published == []


async def test_a_tab_that_slack_does_not_take_keeps_nobody_waiting(
    table: SlackTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said in the log; the decision is on record, and the receipt given."""
    await table.open_home("fay")

    async def refusing(**_: object) -> None:
        raise ClientError("the line is down")

    monkeypatch.setattr(table.door.client, "views_publish", refusing)
    assert await table.decide("fay", table.card("fay"), "gate_approve") is None
    assert "On record in the ledger" in table.said("fay")
    assert table.events("sign_off.given") == 1
