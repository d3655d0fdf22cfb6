"""The card of a phase gate in Slack: what has changed since its reader saw it, and the files that come with a decision."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from playbooks.model import commands as c
from playbooks.model.phase import PhaseKey
from tasks.adapters.store.messages import MessageKind
from tests.simulators.slack_table import PaperSlack, SlackTable, copied
from tests.simulators.slack_world import GATE

pytestmark = pytest.mark.anyio
PHASE = PhaseKey.INITIATION


@pytest.fixture(scope="module")
def signed(begun_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PaperSlack]:
    """A home in which both of finance have signed, so that the sponsor was asked; and what stands in Slack by then."""
    folder = tmp_path_factory.mktemp("signed")
    with copied(begun_home, folder) as opened:
        opened.record()
        opened.ask()
        sign(opened)
    return folder / "home", opened.slack


@pytest.fixture
def table(signed: tuple[Path, PaperSlack], tmp_path: Path) -> Iterator[SlackTable]:
    """The company, with a phase that is ready to end."""
    home, slack = signed
    with copied(home, tmp_path, deepcopy(slack)) as opened:
        yield opened


def sign(table: SlackTable) -> None:
    """Let Fay and Finn sign what stands there now."""
    for person in ("fay", "finn"):
        table.granted(c.GiveSignOff(gate=GATE, seen=table.card(person).seen), person)


async def test_the_first_card_has_nothing_to_compare_with(table: SlackTable) -> None:
    """It asks, and says nothing of changes."""
    card = table.card("sue", PHASE)
    assert "phase_go" in table.buttons(card)
    assert "Changed since" not in table.message(card)


async def test_the_card_says_what_has_changed_since_it_asked(table: SlackTable) -> None:
    """The paper was replaced: the same card tells, and the next one, which asks anew, tells too."""
    card = table.card("sue", PHASE)
    table.record("cd" * 32)
    assert "Gate 'Paper signed' was passed and is pending" in table.message(card)
    table.ask()
    sign(table)
    again = table.card("sue", PHASE)
    assert again.id != card.id
    assert "Changed since you last saw this" in table.message(again)
    assert "paper: evidence replaced" in table.message(again)


async def test_a_hold_is_a_look(table: SlackTable) -> None:
    """What the sponsor held on is not told again; what changes afterwards is."""
    table.record("cd" * 32)
    card = table.looked_at("sue", PHASE, MessageKind.PHASE_GATE)
    assert await table.decide("sue", card, "phase_hold", reason="signatures first") is None
    assert "Changed since" not in table.message(card)
    table.ask()
    sign(table)
    assert "was pending and is passed" in table.message(table.card("sue", PHASE))
