"""Taking back and ending: one's own decision, a delegation, the whole rollout; each by whom it belongs to, once."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from playbooks.model import commands as c
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import RolloutStatus
from tasks.adapters.store.messages import MessageKind, SentMessage
from tests.simulators.slack_table import PaperSlack, SlackTable, copied
from tests.simulators.slack_world import GATE, ROLLOUT

pytestmark = pytest.mark.anyio
PHASE = PhaseKey.INITIATION
LOOK_AT_GATE = f"{ROLLOUT} gate {GATE}"
SURE = {"reason": "no money", "sure": ["yes"]}


@pytest.fixture(scope="module")
def signed(begun_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PaperSlack]:
    """A home in which Fay has signed and lets Fred stand in, and what stands in Slack by then."""
    folder = tmp_path_factory.mktemp("signed")
    with copied(begun_home, folder) as opened:
        opened.record()
        opened.ask()
        opened.granted(c.GiveSignOff(gate=GATE, seen=opened.card("fay").seen), "fay")
        now = opened.office.clock.now()
        given = c.Delegate(
            person="fay", to="fred", starts=now, until=now + timedelta(days=9), reason="on leave"
        )
        opened.granted(given, "fay")
    return folder / "home", opened.slack


@pytest.fixture
def table(signed: tuple[Path, PaperSlack], tmp_path: Path) -> Iterator[SlackTable]:
    """The company, with one sign-off of two and one delegation."""
    home, slack = signed
    with copied(home, tmp_path, deepcopy(slack)) as opened:
        yield opened


def phase_card(table: SlackTable, key: str = "sue") -> SentMessage:
    """Return the phase's card, as found in the Home tab."""
    return table.looked_at(key, PHASE, MessageKind.PHASE_GATE)


def ending(key: str = "d1") -> dict[str, str]:
    """Return a form that ends a delegation, as somebody with tools of their own might make it."""
    return {"callback_id": "stand_in_end", "private_metadata": json.dumps([ROLLOUT, key])}


async def test_an_own_yes_is_taken_back_from_the_card(table: SlackTable) -> None:
    """With a reason; the card asks again, and the receipt has its number."""
    card = table.card("fay")
    assert await table.decide("fay", card, "gate_withdraw", reason="page two") is None
    assert table.rollout.sign_offs == ()
    assert "gate_approve" in table.buttons(card)
    assert "On record in the ledger" in table.said("fay")


async def test_an_own_no_is_taken_back_from_the_card(table: SlackTable) -> None:
    """Finn rejects, thinks better of it, and the gate no longer fails."""
    card = table.card("finn")
    await table.decide("finn", card, "gate_reject", reason="annex missing")
    assert await table.decide("finn", card, "gate_withdraw", reason="found it") is None
    assert table.rollout.rejections == ()


async def test_a_yes_is_taken_back_though_the_gate_has_passed(table: SlackTable) -> None:
    """While the phase is open; the gate waits again. Case 57 in Slack."""
    await table.decide("finn", table.card("finn"), "gate_approve")
    card = table.card("fay")
    assert table.buttons(card) == ["gate_withdraw"]
    assert await table.decide("fay", card, "gate_withdraw", reason="too early") is None
    assert "○" in table.message(card)


async def test_own_decisions_are_found_in_the_home_tab(table: SlackTable) -> None:
    """With a button to the card, which can take them back; only while they stand."""
    assert "What I have decided" in str(table.home("fay"))
    view = await table.look("fay", LOOK_AT_GATE)
    assert "gate_withdraw" in str(view)
    table.granted(c.WithdrawSignOff(gate=GATE, reason="x"), "fay")
    assert "What I have decided" not in str(table.home("fay"))


@pytest.mark.parametrize("user", ["U0EVE", "finn", "sue"])
async def test_nobody_takes_back_what_another_has_said(table: SlackTable, user: str) -> None:
    """A stranger, a colleague, the sponsor: on Fay's card, refused on record."""
    assert await table.forge(user, table.card("fay"), "gate_withdraw", reason="x")
    assert ([yes.person for yes in table.rollout.sign_offs], len(table.refusals())) == (["fay"], 1)


async def test_a_doubled_withdrawal_is_one(table: SlackTable) -> None:
    """The second delivery gets the first answer."""
    card = table.card("fay")
    view = await table.press("fay", card, table.handle(card, "gate_withdraw"))
    assert view is not None
    errors = [await table.send("fay", view, {"reason": "x"}, number=7) for _ in range(2)]
    assert (errors, table.events("sign_off.withdrawn"), table.refusals()) == ([None, None], 1, [])


async def test_what_has_lapsed_cannot_be_taken_back(table: SlackTable) -> None:
    """The paper changed while the form was open: refused in the form, and the card is drawn anew."""
    card = table.card("fay")
    view = await table.press("fay", card, table.handle(card, "gate_withdraw"))
    assert view is not None
    table.record("cd" * 32)
    errors = await table.send("fay", view, {"reason": "x"})
    assert list(errors or ()) == ["reason"]
    assert "gate_withdraw" not in table.buttons(card)


async def test_a_colleague_entitled_himself_decides_nothing_on_anothers_card(table: SlackTable) -> None:
    """Fred may sign this gate, on his own card; the refusal he reads is what is on record."""
    card = table.card("finn")
    errors = await table.forge("fred", card, "gate_approve", comment="x")
    assert errors == {"comment": "✗ Refused: This card is for somebody else"}
    assert ([yes.person for yes in table.rollout.sign_offs], table.refusals()) == (["fay"], ["stale"])


async def test_the_sponsor_ends_the_rollout_with_a_reason_and_a_tick(table: SlackTable) -> None:
    """Every card of it is locked."""
    phase, gate = phase_card(table), table.card("finn")
    assert await table.decide("sue", phase, "phase_kill", **SURE) is None
    assert table.rollout.status is RolloutStatus.KILLED
    assert (table.buttons(phase), table.buttons(gate)) == ([], [])


@pytest.mark.parametrize(
    ("values", "field"), [({"reason": "no money"}, "sure"), ({"reason": " ", "sure": ["yes"]}, "reason")]
)
async def test_nothing_ends_by_mistake(table: SlackTable, values: dict[str, Any], field: str) -> None:
    """Without the tick, or without a reason, the rollout goes on."""
    errors = await table.decide("sue", phase_card(table), "phase_kill", **values)
    assert (list(errors or ()), table.rollout.status) == ([field], RolloutStatus.RUNNING)


@pytest.mark.parametrize("user", ["U0EVE", "pam", "finn"])
async def test_nobody_else_ends_the_rollout(table: SlackTable, user: str) -> None:
    """Neither a stranger, nor the PMO, nor a signer; refused on record."""
    assert await table.forge(user, phase_card(table), "phase_kill", **SURE)
    assert (table.rollout.status, len(table.refusals())) == (RolloutStatus.RUNNING, 1)


async def test_an_end_decided_on_another_state_is_refused(table: SlackTable) -> None:
    """A sign-off came in while the form was open: look again."""
    card = phase_card(table)
    view = await table.press("sue", card, table.handle(card, "phase_kill"))
    assert view is not None
    table.granted(c.GiveSignOff(gate=GATE, seen=table.card("finn").seen), "finn")
    assert await table.send("sue", view, SURE)
    assert (table.rollout.status, table.refusals()) == (RolloutStatus.RUNNING, ["stale"])


async def test_a_doubled_end_is_one(table: SlackTable) -> None:
    """Both deliveries get the same answer."""
    card = phase_card(table)
    view = await table.press("sue", card, table.handle(card, "phase_kill"))
    assert view is not None
    errors = [await table.send("sue", view, SURE, number=7) for _ in range(2)]
    assert (errors, table.events("rollout.killed")) == ([None, None], 1)


@pytest.mark.parametrize("user", ["fay", "fred"])
async def test_a_delegation_is_ended_from_the_home_tab(table: SlackTable, user: str) -> None:
    """By whoever has set it, and by whoever stands in; the tab no longer lists it."""
    assert "stand_in_end" in str(table.home(user))
    view = await table.end(user, "d1")
    assert view is not None
    assert await table.send(user, view, {"reason": "back early"}) is None
    assert table.rollout.delegations["d1"].until <= table.office.clock.now()
    assert "stand_in_end" not in str(table.slack.homes)
    assert "The delegation has ended" in table.said(user)


async def test_a_doubled_end_of_a_delegation_is_one(table: SlackTable) -> None:
    """Once on record, and no refusal."""
    view = await table.end("fay", "d1")
    assert view is not None
    errors = [await table.send("fay", view, {"reason": "x"}, number=7) for _ in range(2)]
    assert (errors, table.events("delegation.ended"), table.refusals()) == ([None, None], 1, [])


@pytest.mark.parametrize("user", ["sue", "ann"])
async def test_a_colleague_does_not_end_it(table: SlackTable, user: str) -> None:
    """The sponsor is no party to it, nor is the head of another department; the form says so."""
    errors = await table.send(user, ending(), {"reason": "x"})
    assert "arranged by the person" in str(errors)
    assert (table.events("delegation.ended"), table.refusals()) == (0, ["not_entitled"])


@pytest.mark.parametrize("key", ["d1", "d9"])
async def test_a_stranger_learns_nothing_about_delegations(table: SlackTable, key: str) -> None:
    """The same words whether or not there is one."""
    errors = await table.send("U0EVE", ending(key), {"reason": "x"})
    assert "is not known" in str(errors)
    assert await table.end("U0EVE", key) is None


@pytest.mark.parametrize("metadata", ["", "{}", "[]", '["other-1", "d1"]', '["small-1", "d9"]', "null"])
async def test_a_made_up_delegation_is_refused(table: SlackTable, metadata: str) -> None:
    """Whatever a form carries."""
    errors = await table.send(
        "fay", {"callback_id": "stand_in_end", "private_metadata": metadata}, {"reason": "x"}
    )
    assert "is not known" in str(errors)


async def test_what_has_ended_meanwhile_is_refused_and_the_tab_is_right(table: SlackTable) -> None:
    """Ended on the command line while the form was open."""
    view = await table.end("fay", "d1")
    assert view is not None
    table.granted(c.EndDelegation(delegation="d1", reason="x"), "fay")
    assert "no delegation" in str(await table.send("fay", view, {"reason": "x"}))
    assert "stand_in_end" not in str(table.home("fay"))


async def test_an_end_needs_a_reason(table: SlackTable) -> None:
    """The form says so."""
    view = await table.end("fay", "d1")
    assert view is not None
    assert await table.send("fay", view, {"reason": " "}) == {"reason": "Say something here"}


async def test_a_card_says_what_changed_since_its_reader_saw_it(table: SlackTable) -> None:
    """Fay signed, the paper was replaced: her new card says so, in her language; Finn's in his."""
    table.record("cd" * 32)
    table.ask()
    assert "Changed since you last saw this" in table.message(table.card("fay"))
    assert "The sign-off of Fay has lapsed" in table.message(table.card("fay"))
    assert "自您上次查看" in table.message(table.card("finn"))
    assert "证据已更换" in table.message(table.card("finn"))


async def test_the_first_card_has_nothing_to_compare_with(table: SlackTable) -> None:
    """Nobody is told of changes to something never shown."""
    assert "Changed since" not in table.message(table.card("fay"))
