"""Waivers and overrides on cards of their own: asked by one, answered by another, once, on what was shown."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest

from playbooks.model import commands as c
from playbooks.model.events import CommandRefused
from playbooks.model.phase import PhaseKey
from tasks.adapters.store.messages import MessageKind, SentMessage
from tests.simulators.slack_table import PaperSlack, SlackTable, copied
from tests.simulators.slack_world import GATE

pytestmark = pytest.mark.anyio
PHASE = PhaseKey.INITIATION
WAIVER, OVERRIDE = MessageKind.WAIVER, MessageKind.OVERRIDE


@pytest.fixture(scope="module")
def rejected(begun_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PaperSlack]:
    """A home in which Finn has rejected the paper, and what stands in Slack by then."""
    folder = tmp_path_factory.mktemp("rejected")
    with copied(begun_home, folder) as opened:
        opened.record()
        opened.ask()
        seen = opened.card("fay").seen
        opened.granted(c.RejectSignOff(gate=GATE, seen=seen, reason="annex missing"), "finn")
    return folder / "home", opened.slack


@pytest.fixture
def table(rejected: tuple[Path, PaperSlack], tmp_path: Path) -> Iterator[SlackTable]:
    """The company, with the paper rejected by Finn."""
    home, slack = rejected
    with copied(home, tmp_path, deepcopy(slack)) as opened:
        yield opened


def day(table: SlackTable, ahead: int) -> str:
    """Return a day from today on."""
    return (table.office.clock.now() + timedelta(days=ahead)).date().isoformat()


def asking(table: SlackTable, *, ahead: int = 9) -> c.RequestWaiver:
    """Return Fay's request, for which Pam will answer."""
    return c.RequestWaiver(
        gate=GATE,
        owner="fred",
        reason="annex follows",
        compensating_control="weekly look",
        expires_at=table.office.clock.now() + timedelta(days=ahead),
    )


def waiver(table: SlackTable) -> SentMessage:
    """Let Fay ask, and return the sponsor's card."""
    table.granted(asking(table), "fay")
    return table.card("sue", kind=WAIVER)


def override(table: SlackTable) -> SentMessage:
    """Let Pam propose, and return the sponsor's card."""
    table.granted(c.ProposeOverride(phase=PHASE, gates=(GATE,), reason="line stands"), "pam")
    return table.card("sue", kind=OVERRIDE)


CARDS = {WAIVER: waiver, OVERRIDE: override}
#: Each button that answers somebody: the card, what is filled in, and the event it leads to.
ANSWERS = [
    (WAIVER, "waiver_grant", {"reason": "agreed"}, "waiver.granted"),
    (WAIVER, "waiver_decline", {"reason": "write it"}, "waiver.declined"),
    (OVERRIDE, "override_confirm", {"reason": "I agree", "sure": ["yes"]}, "gate.overridden"),
    (OVERRIDE, "override_decline", {"reason": "wait"}, "override.declined"),
]
EACH = pytest.mark.parametrize(("kind", "action", "values", "event"), ANSWERS)


async def test_a_request_from_a_card_becomes_a_card_for_whoever_may_grant_it(table: SlackTable) -> None:
    """Fay asks on her gate card; the sponsor reads everything that matters on hers."""
    values = {
        "owner": "U0MAPPED",
        "until": day(table, 9),
        "reason": "annex follows",
        "control": "weekly look",
    }
    assert await table.decide("fay", table.card("fay"), "gate_waive", **values) is None
    shown = table.message(table.card("sue", kind=WAIVER))
    parts = (
        "Fay",
        "annex follows",
        "weekly look",
        "Fred",
        day(table, 9),
        "no limit",
        "failed",
    )
    assert [part for part in parts if part not in shown] == []
    assert table.buttons(table.card("sue", kind=WAIVER)) == ["waiver_grant", "waiver_decline", "gate_ask"]


@EACH
async def test_an_answer_is_on_record_and_locks_the_card(
    table: SlackTable, kind: MessageKind, action: str, values: dict[str, object], event: str
) -> None:
    """The card says who answered what, and nothing on it can be pressed."""
    card = CARDS[kind](table)
    assert await table.decide("sue", card, action, **values) is None
    assert (table.events(event), table.buttons(card)) == (1, [])
    assert str(values["reason"]) in table.message(card) or event == "gate.overridden"
    assert "by Sue" in table.message(card)


@EACH
async def test_the_same_form_twice_is_one_answer(
    table: SlackTable, kind: MessageKind, action: str, values: dict[str, object], event: str
) -> None:
    """A doubled delivery gets the first answer again."""
    card = CARDS[kind](table)
    view = await table.press("sue", card, table.handle(card, action))
    assert view is not None
    errors = [await table.send("sue", view, values, number=7) for _ in range(2)]
    assert (errors, table.events(event), table.refusals()) == ([None, None], 1, [])


@pytest.mark.parametrize(
    ("kind", "action", "event"), [(kind, action, event) for kind, action, _, event in ANSWERS]
)
@pytest.mark.parametrize("who", ["U0EVE", "fay", "finn"])
async def test_nobody_else_answers(
    table: SlackTable, kind: MessageKind, action: str, event: str, who: str
) -> None:
    """A stranger, whoever asked, a colleague: with whatever tools, refused on record."""
    card = CARDS[kind](table)
    assert await table.forge(who, card, action, reason="x", sure=["yes"])
    assert (table.events(event), len(table.refusals())) == (0, 1)


@EACH
async def test_an_answer_to_something_else_than_was_shown_is_refused(
    table: SlackTable, kind: MessageKind, action: str, values: dict[str, object], event: str
) -> None:
    """The evidence has changed since; the button is refused on record, and the card is another one."""
    card = CARDS[kind](table)
    button, before = table.handle(card, action), table.message(card)
    table.record("cd" * 32)
    view = await table.press("sue", card, button)
    assert (view, table.events(event)) == (None, 0)
    assert len(table.refusals()) == 1
    assert table.message(card) != before
    assert values


@EACH
async def test_what_was_answered_elsewhere_locks_the_card(
    table: SlackTable, kind: MessageKind, action: str, values: dict[str, object], event: str
) -> None:
    """The same decision on the command line; a click remembered from before does nothing any more."""
    card = CARDS[kind](table)
    button = table.handle(card, action)
    wishes: dict[str, c.Command] = {
        "waiver.granted": c.GrantWaiver(gate=GATE),
        "waiver.declined": c.DeclineWaiver(gate=GATE, reason="no"),
        "gate.overridden": c.OverrideGate(gate=GATE, reason="yes"),
        "override.declined": c.DeclineOverride(gate=GATE, reason="no"),
    }
    table.granted(wishes[event], "sue")
    assert table.buttons(card) == []
    assert await table.press("sue", card, button) is None
    assert (table.events(event), len(table.refusals())) == (1, 1)
    assert values


@pytest.mark.parametrize("action", ["waiver_decline", "waiver_grant", "override_decline", "override_confirm"])
async def test_an_answer_needs_a_reason(table: SlackTable, action: str) -> None:
    """The form says which field, and nothing happens."""
    card = CARDS[MessageKind(action.partition("_")[0])](table)
    errors = await table.decide("sue", card, action, reason=" ", sure=["yes"])
    assert list(errors or ()) == ["reason"]
    assert (table.rollout.waivers, table.rollout.overrides, table.rollout.declines) == ({}, {}, {})


async def test_an_extension_is_asked_and_granted_the_same_way(table: SlackTable) -> None:
    """The new card names the end as it stands, and the longer one counts once granted."""
    await table.decide("sue", waiver(table), "waiver_grant", reason="agreed")
    before = table.rollout.waivers[GATE].expires_at
    table.granted(asking(table, ahead=30), "fay")
    again = table.card("sue", kind=WAIVER)
    assert "More time asked for" in table.message(again)
    assert before.date().isoformat() in table.message(again)
    await table.decide("sue", again, "waiver_grant", reason="once more")
    assert table.rollout.waivers[GATE].expires_at > before


async def test_a_declined_request_is_told_to_whoever_asked(table: SlackTable) -> None:
    """With the reason."""
    await table.decide("sue", waiver(table), "waiver_decline", reason="write it first")
    assert "write it first" in table.said("fay")


async def test_exactly_the_chosen_gates_are_proposed(table: SlackTable) -> None:
    """From the phase's card, by somebody entitled; the second gets a card for that gate."""
    phase = table.looked_at("pam", PHASE, MessageKind.PHASE_GATE)
    assert table.buttons(phase) == ["phase_override"]
    assert await table.decide("pam", phase, "phase_override", gates=[GATE], reason="line stands") is None
    assert set(table.rollout.proposals) == {GATE}
    assert "line stands" in table.message(table.card("sue", kind=OVERRIDE))
    assert "Overrides that wait" in table.message(phase)


async def test_an_overridden_gate_is_never_shown_as_passed(table: SlackTable) -> None:
    """On its card and on the phase's."""
    await table.decide("sue", override(table), "override_confirm", reason="I agree", sure=["yes"])
    gate, phase = table.card("fay"), table.looked_at("sue", PHASE, MessageKind.PHASE_GATE)
    assert "not passed" in table.message(gate)
    assert "⚠ Paper signed: overridden" in table.message(phase)


@pytest.mark.parametrize(
    ("values", "field"), [({"reason": "x"}, "gates"), ({"gates": [GATE], "reason": ""}, "reason")]
)
async def test_a_proposal_names_gates_and_a_reason(
    table: SlackTable, values: dict[str, object], field: str
) -> None:
    """Neither is guessed."""
    phase = table.looked_at("pam", PHASE, MessageKind.PHASE_GATE)
    errors = await table.decide("pam", phase, "phase_override", **values)
    assert list(errors or ()) == [field]


@pytest.mark.parametrize("who", ["U0EVE", "fay", "finn"])
async def test_a_stranger_proposes_no_override(table: SlackTable, who: str) -> None:
    """On Pam's card: somebody from elsewhere, and two of finance; refused on record, as what it was."""
    phase = table.looked_at("pam", PHASE, MessageKind.PHASE_GATE)
    assert await table.press(who, phase, table.handle(phase, "phase_override")) is None
    assert await table.forge(who, phase, "phase_override", gates=[GATE], reason="x")
    assert (table.rollout.proposals, table.events("override.proposed")) == ({}, 0)
    rows = table.office.store.entries(types=("command.refused",))
    wishes = {row.event.command for row in rows if isinstance(row.event, CommandRefused)}
    assert (wishes, set(table.refusals())) == ({"propose_override"}, {"not_entitled"})


async def test_who_may_not_override_has_no_button_for_it_and_gets_nowhere_without(table: SlackTable) -> None:
    """Fay finds the phase's card in her Home tab; it offers her nothing, and the desk says no."""
    phase = table.looked_at("fay", PHASE, MessageKind.PHASE_GATE)
    assert "phase_override" not in table.buttons(phase)
    errors = await table.forge("fay", phase, "phase_override", gates=[GATE], reason="x")
    assert list(errors or ()) == ["reason"]
    assert (table.rollout.proposals, table.refusals()) == ({}, ["not_entitled"])


async def test_a_double_click_proposes_once(table: SlackTable) -> None:
    """The same form twice is one proposal; a second form finds it and is told so, on record."""
    phase = table.looked_at("pam", PHASE, MessageKind.PHASE_GATE)
    button = table.handle(phase, "phase_override")
    one, other = await table.press("pam", phase, button), await table.press("pam", phase, button)
    assert one is not None
    assert other is not None
    values = {"gates": [GATE], "reason": "line stands"}
    errors = [await table.send("pam", one, values, number=7) for _ in range(2)]
    assert (errors, table.events("override.proposed"), table.refusals()) == ([None, None], 1, [])
    again = await table.send("pam", other, values, number=8)
    assert list(again or ()) == ["reason"]
    assert (table.events("override.proposed"), table.refusals()) == (1, ["exists"])
    assert table.rollout.overrides == {}


@pytest.mark.parametrize("gates", [["design_paper"], ["nothing"], [GATE, "paper_written"]])
async def test_made_up_gates_are_refused(table: SlackTable, gates: list[str]) -> None:
    """Another phase's, an unknown one, one beside a right one that needs no override: nothing is proposed."""
    phase = table.looked_at("pam", PHASE, MessageKind.PHASE_GATE)
    assert await table.forge("pam", phase, "phase_override", gates=gates, reason="x")
    assert (table.rollout.proposals, len(table.refusals())) == ({}, 1)


async def test_a_proposal_on_another_state_of_the_phase_is_refused(table: SlackTable) -> None:
    """The form was open while the paper changed."""
    phase = table.looked_at("pam", PHASE, MessageKind.PHASE_GATE)
    view = await table.press("pam", phase, table.handle(phase, "phase_override"))
    assert view is not None
    table.record("cd" * 32)
    errors = await table.send("pam", view, {"gates": [GATE], "reason": "x"})
    assert (list(errors or ()), table.rollout.proposals, table.refusals()) == (["reason"], {}, ["stale"])


async def test_a_confirmation_takes_a_tick(table: SlackTable) -> None:
    """Without it nothing is overridden."""
    errors = await table.decide("sue", override(table), "override_confirm", reason="yes")
    assert (list(errors or ()), table.rollout.overrides) == (["sure"], {})


@pytest.mark.parametrize(
    "action", ["gate_approve", "phase_go", "waiver_grant", "gate_withdraw", "phase_kill"]
)
async def test_a_card_takes_only_its_own_buttons(table: SlackTable, action: str) -> None:
    """Whatever a form calls itself, on an override's card it decides nothing else."""
    card = override(table)
    version = table.rollout.version
    assert await table.forge("sue", card, action, reason="x", comment="x", sure=["yes"])
    assert (table.rollout.version, len(table.refusals())) == (version, 1)


async def test_another_entitled_persons_card_is_refused_whoever_presses_it(table: SlackTable) -> None:
    """Pam may override too; with Sue's card in hand she decides nothing."""
    table.granted(c.OverrideGate(gate=GATE, reason="x"), "sue")
    card = table.card("pam", kind=OVERRIDE)
    assert await table.forge("sue", card, "override_confirm", reason="x", sure=["yes"])
    assert table.rollout.overrides == {}


async def test_a_proposal_nobody_confirmed_is_shown_as_void(table: SlackTable) -> None:
    """Taken back by whoever made it, on the command line."""
    card = override(table)
    table.granted(c.DeclineOverride(gate=GATE, reason="no need"), "pam")
    assert "took the proposal back" in table.message(card)


async def test_whoever_asked_takes_the_request_back_on_the_card(table: SlackTable) -> None:
    """Only that person has the button; the sponsor's card says so."""
    card = waiver(table)
    assert "gate_take_back" not in table.buttons(table.card("finn"))
    assert await table.decide("fay", table.card("fay"), "gate_take_back", reason="solved") is None
    assert "took the request back" in table.message(card)
    assert table.rollout.waiver_requests == {}


async def test_more_time_is_asked_for_from_the_home_tab(table: SlackTable) -> None:
    """Fred answers for the waiver and has no card of the gate; the tab leads him to one."""
    assert "Waivers that stand" not in str(table.home("fred"))
    await table.decide("sue", waiver(table), "waiver_grant", reason="agreed")
    assert "Waivers that stand" in str(table.home("fred"))
    assert "gate_waive" in str(await table.look("fred", f"small-1 gate {GATE}"))


@pytest.mark.parametrize(
    "value", ["", "small-1", "small-1 gate", "small-1 gate nothing", "other-1 gate x", "small-1 week x"]
)
async def test_a_made_up_look_shows_nothing(table: SlackTable, value: str) -> None:
    """Whatever a button of the Home tab carries, only what stands open in one's own rollout is shown."""
    assert await table.look("fay", value) is None
    assert await table.look("U0EVE", f"small-1 gate {GATE}") is None
