"""A gate that the playbook does not let be signed in Slack: its card has no button for it, and says where to go."""

import pytest

from playbooks.model import commands as c
from playbooks.model.text import Language
from playbooks.model.via import Via
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack.drawing import Drawing
from tasks.adapters.slack.gate_card import gate_card
from tests.simulators.facts import document
from tests.simulators.rollouts import Play
from tests.simulators.wordy import document_gate, playbook_with, played, sign_off_gate


def barred(*doors: Via) -> Play:
    """Return a play with something to sign through these doors alone."""
    gate = sign_off_gate("signed", "paper", doors=doors)
    play = played(playbook_with(document_gate("paper"), gate))
    play.record("paper", document())
    return play


def card(play: Play, language: Language = Language.EN, person: str = "wang_fang") -> Drawing:
    """Return the card of the gate."""
    gate = play.rollout.playbook.gate("signed")
    assert gate is not None
    return gate_card(Voice(language, play.rollout), gate, person, handle=str, now=play.clock.now())


def buttons(drawing: Drawing) -> list[str]:
    """Return the buttons of a card."""
    rows = [block["elements"] for block in drawing.blocks if block["type"] == "actions"]
    elements = rows[0] if rows and isinstance(rows[0], list) else []
    return [str(each["action_id"]) for each in elements if isinstance(each, dict)]


@pytest.mark.parametrize(
    ("doors", "language", "said"),
    [
        ((Via.CLI,), Language.EN, "the command line (phasegate sign-off crm-2026 signed)"),
        (
            (Via.CLI,),
            Language.ZH,
            "剧本规定此关卡不在Slack签核或驳回，请改用：命令行（执行 phasegate sign-off",
        ),
        (
            (Via.PORTAL,),
            Language.EN,
            "neither signed nor rejected through Slack; use: the decision page (the link",
        ),
        ((Via.PORTAL, Via.CLI), Language.ZH, "决定页面（通知中的链接）、命令行（"),
        ((Via.API,), Language.EN, "use: api"),
    ],
)
def test_the_card_says_where_the_gate_is_decided(
    doors: tuple[Via, ...], language: Language, said: str
) -> None:
    """With the way to get there, in the reader's language, and with nothing to decide it by."""
    drawing = card(barred(*doors), language)
    assert said in str(drawing.blocks)
    assert buttons(drawing) == ["gate_delegate", "gate_ask"]
    assert "please sign off" not in drawing.text


def test_a_gate_that_is_open_to_slack_has_its_buttons() -> None:
    """Among others."""
    drawing = card(barred(Via.SLACK, Via.CLI))
    assert buttons(drawing)[:2] == ["gate_approve", "gate_reject"]
    assert "phasegate sign-off" not in str(drawing.blocks)


def test_who_does_not_sign_is_sent_nowhere() -> None:
    """Nothing is asked of the sponsor at this gate."""
    assert "Nothing is asked of you" in str(card(barred(Via.CLI), person="lin_wei").blocks)


def test_the_way_is_not_shown_before_there_is_something_to_sign() -> None:
    """First the evidence has to come."""
    gate = sign_off_gate("signed", "paper", doors=[Via.CLI])
    assert "Cannot be signed at present" in str(card(played(playbook_with(gate))).blocks)


def test_once_signed_elsewhere_the_card_says_so() -> None:
    """On the command line, as the playbook has it."""
    play = barred(Via.CLI)
    play.granted(c.GiveSignOff(gate="signed", seen=play.seen("signed")), by="wang_fang")
    assert "The gate has passed" in str(card(play).blocks)
