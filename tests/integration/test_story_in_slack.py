"""A story whose people decide in Slack: their clicks are on record, and a visitor may click for one of them."""

import threading
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from config.settings import EXAMPLE, Settings
from flows import bootstrap
from flows.entrypoints.demo import stage
from flows.entrypoints.demo.card import card_of
from flows.entrypoints.demo.hands import Hands
from flows.entrypoints.demo.in_slack import InSlack
from flows.entrypoints.demo.narrator import Narrator
from flows.entrypoints.demo.runs import QuickRuns
from flows.entrypoints.demo.slack_room import app_at_work, connected, open_room
from flows.entrypoints.demo.story import read_story
from flows.entrypoints.demo.visitor import Visitor, settles
from flows.entrypoints.workspace import WorkspaceThread
from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Language, Text
from playbooks.model.waiver import Waiver
from tasks.adapters.office import Office
from tasks.adapters.ports import Receipt
from tests.integration.test_story_player import CHARTER, HEAD, START
from tests.simulators.facts import NOW

SIGNING = "{do: sign, who: [lin.guohua, he.min], gate: charter_signed}"
SWEEP = "{do: sweep}"
THIN = "{do: record, who: tang.yu, evidence: scope, file: FILE, title: {zh: 薄, en: thin}}"
ASKING = (
    '{do: ask_waiver, who: zheng.kai, gate: scope_agreed, owner: tang.yu, until: "2026-03-20 18:00", '
    "reason: {zh: 待补, en: more to come}, control: {zh: 每周核对, en: a weekly look}}"
)
GRANTING = "{do: waive, who: lin.guohua, gate: scope_agreed, reason: {zh: 同意, en: agreed}}"
QUIET = Narrator(Console(quiet=True), Language.EN)


@pytest.fixture
def room() -> Iterator[WorkspaceThread]:
    """A workspace with the people of the example company."""
    with open_room(EXAMPLE / "organisation.yaml", Language.EN) as opened:
        yield opened


@pytest.fixture
def office(tmp_path: Path, room: WorkspaceThread) -> Iterator[Office]:
    """An office whose people are asked in Slack, where the app is at work."""
    given = {
        "home": tmp_path,
        "clock": tmp_path / stage.CALENDAR,
        "organisation": EXAMPLE / "organisation.yaml",
        "language": "en",
        "console_channel": False,
    }
    settings = connected(Settings.model_validate(given), room)
    office = bootstrap.office(settings)
    with app_at_work(settings, room):
        yield office
    office.store.close()


def play(office: Office, hands: Hands, *steps: str) -> None:
    """Play these steps."""
    file = office.home / "story.yaml"
    file.write_text(HEAD + "".join(f"      - {step}\n" for step in steps), encoding="utf-8")
    stage.player(office, read_story(file), QuickRuns(office), narrator=QUIET, hands=hands).play()


def doors(office: Office) -> list[tuple[str, str]]:
    """Return who signed through which door."""
    rows = office.store.entries(types=["sign_off.given"])
    return [(row.actor.id, row.actor.via) for row in rows]


def test_people_sign_by_clicking_the_card_that_asked_them(office: Office, room: WorkspaceThread) -> None:
    """Whoever was asked decides in Slack; whoever was not needed to be asked comes to the desk."""
    play(office, InSlack(office, room), START, CHARTER, SWEEP, SIGNING)
    signed = doors(office)
    assert ("lin.guohua", "slack") in signed
    assert len(signed) == 2


def test_a_waiver_is_asked_for_and_granted_in_slack(
    office: Office, room: WorkspaceThread, tmp_path: Path
) -> None:
    """Nobody sends Zheng Kai a card: he finds the gate in his Home tab, and fills in the form; the sponsor answers hers."""
    (tmp_path / "thin.md").write_text("# Scope\nTo be written.\n", encoding="utf-8")
    thin = THIN.replace("FILE", str(tmp_path / "thin.md"))
    play(office, InSlack(office, room), START, thin, ASKING, GRANTING)
    rows = office.store.entries(types=["waiver.requested", "waiver.granted"])
    assert [(row.actor.id, row.actor.via) for row in rows] == [
        ("zheng.kai", "slack"),
        ("lin.guohua", "slack"),
    ]
    waiver = office.rollout("crm").waivers["scope_agreed"]
    assert (waiver.owner, waiver.compensating_control, waiver.expires_at.isoformat()) == (
        "tang.yu",
        "a weekly look",
        "2026-03-20T10:00:00+00:00",
    )


def test_what_the_home_tab_does_not_list_comes_to_the_desk(office: Office, room: WorkspaceThread) -> None:
    """There is no card to ask on; the desk says what is wrong with the wish."""
    play(office, InSlack(office, room), START)
    wish = c.RequestWaiver(
        gate="no_such_gate", owner="tang.yu", reason="r", compensating_control="c", expires_at=NOW
    )
    assert InSlack(office, room).asking("crm", "zheng.kai", wish) is None


def test_a_visitor_decides_with_real_buttons(office: Office, room: WorkspaceThread) -> None:
    """The story waits for the click of the person the visitor plays, and goes on with it."""
    slack, clicked = InSlack(office, room), threading.Event()

    def click() -> None:
        sign = c.GiveSignOff(gate="charter_signed", seen="0" * 64)
        asked = slack.asking("crm", "lin.guohua", sign)
        assert asked is not None
        room.run(slack.clicked(asked))
        clicked.set()

    def waits() -> bool:
        if not clicked.is_set():
            click()
        return False

    visitor = Visitor(slack, QUIET, "lin.guohua", gives_up=waits)
    play(office, visitor, START, CHARTER, SWEEP, SIGNING.replace(", he.min", ""))
    assert doors(office) == [("lin.guohua", "slack")]


@pytest.mark.parametrize(("decision", "found"), [("go", True), ("hold", False), ("recycle", False)])
def test_the_story_needs_the_decision_it_was_written_for(decision: c.PhaseDecision, found: bool) -> None:  # noqa: FBT001
    """Anything else is on record, and the story waits."""
    wanted = c.DecidePhaseGate(phase=PhaseKey.DESIGN, decision=c.PhaseDecision.GO, reason="r")
    given = wanted.model_dump(exclude={"kind", "seen"}) | {
        "decision": decision,
        "decided_by": "x",
        "inputs": "0" * 64,
    }
    assert settles(e.PhaseGateDecided.model_validate(given), wanted) is found


def test_the_narrator_quotes_what_went_on_record() -> None:
    """A visitor's own words, not those the script had ready."""
    wanted = c.DecidePhaseGate(phase=PhaseKey.DESIGN, decision=c.PhaseDecision.GO, reason="as written")
    given = wanted.model_dump(exclude={"kind", "seen"}) | {"reason": "in my words", "decided_by": "x"}
    event = e.PhaseGateDecided.model_validate(given | {"inputs": "0" * 64})
    console = Console(file=StringIO(), record=True, width=200)
    receipt = Receipt(seq=1, leaf="a" * 64, events=(event,))
    Narrator(console, Language.EN).answer(None, Text(zh="林", en="Lin"), wanted, answer=receipt)
    assert "in my words" in console.export_text()


def test_a_waiver_is_granted_on_its_card() -> None:
    """With a reason, as the form wants one; the event it leads to settles the step."""
    wanted = c.GrantWaiver(gate="paper", reason="agreed")
    card = card_of(wanted)
    assert card is not None
    assert (card.button, card.kind, card_of(c.GrantWaiver(gate="paper"))) == ("waiver_grant", "waiver", None)
    terms = {"granted_by": "x", "granted_at": NOW, "owner": "y", "reason": "r", "expires_at": NOW}
    granted = {"gate": "paper", "compensating_control": "c", **terms}
    assert settles(e.WaiverGranted(waiver=Waiver.model_validate(granted)), wanted)


def test_what_has_no_card_is_decided_elsewhere() -> None:
    """Evidence is recorded at the desk; a conditional go lists promises, which the story brings there too."""
    assert card_of(c.Attend()) is None
    exceptional = c.DecidePhaseGate(
        phase=PhaseKey.DESIGN,
        decision=c.PhaseDecision.CONDITIONAL_GO,
        reason="r",
        exceptions=(c.PhaseException(gate="g", owner="o", due=NOW, promise="p"),),
    )
    assert card_of(exceptional) is None
