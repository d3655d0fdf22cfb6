"""The note of a gate: verdict, what is missing and who can help, parts and facts; no clock in it."""

import pytest

from playbooks.model import commands as c
from playbooks.model.attachment import Attachment
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Language
from playbooks.model.verdict import Verdict
from tasks.adapters.render.gate_note import REMARKS_SHOWN, gate_note
from tasks.adapters.render.voice import Voice
from tests.simulators.facts import DIGEST, document
from tests.simulators.rollouts import Play

PAPER = "initiation.paper"


def note(play: Play, language: Language = Language.EN, *, gate: str = PAPER) -> str:
    """Return the note of a gate as it stands on record."""
    rule = play.rollout.playbook.gate(gate)
    assert rule is not None
    verdict: Verdict | None = play.rollout.verdicts.get(gate)
    return gate_note(Voice(language, play.rollout), rule, verdict=verdict)


def test_what_is_missing_names_who_can_help() -> None:
    """A role is said by its title, never by its key alone."""
    text = note(Play.opened())
    assert "○ pending" in text
    assert "### What is missing" in text
    assert " → " in text


def test_a_met_gate_names_what_it_rests_on() -> None:
    """The first signs of the digest are enough to compare by eye."""
    play = Play.opened()
    play.record(PAPER, document(1000))
    digest = play.rollout.evidence[PAPER].digest
    assert "✓ passed" in note(play)
    assert digest[:12] in note(play)


@pytest.mark.parametrize("language", Language)
def test_time_alone_changes_nothing(language: Language) -> None:
    """A new note means a new verdict, also a day later."""
    play = Play.opened()
    before = note(play, language)
    play.clock.forward(hours=30)
    assert note(play, language) == before


def test_a_gate_of_a_phase_to_come_says_so() -> None:
    """It has no verdict yet."""
    play = Play.opened()
    assert "not judged" in note(play, gate=f"{PhaseKey.OPERATION}.paper")


@pytest.mark.parametrize(
    ("language", "head"), [(Language.ZH, "### 各方意见"), (Language.EN, "### What people said")]
)
def test_what_people_said_stands_in_the_note(language: Language, head: str) -> None:
    """Whether or not the gate was judged."""
    play = Play.opened()
    for gate in (PAPER, "design.paper"):
        play.granted(c.CommentOnGate(gate=gate, text="see page 3"), by="wang_fang")
        assert head in note(play, language, gate=gate)
        assert "see page 3" in note(play, language, gate=gate)


def test_a_hostile_remark_stays_plain_text() -> None:
    """No link, no heading, no table, no markup, no mention, and no line of its own."""
    play = Play.opened()
    words = "# x\n- [a](http://evil.example) **b** <script>|@all `c`"
    play.granted(c.CommentOnGate(gate=PAPER, text=words), by="wang_fang")
    (line,) = [line for line in note(play).splitlines() if "Comment" in line]
    assert "](" not in line.replace("\\](", "")
    assert not {"<", "|", "@"} & set(line)
    assert "\\*\\*b\\*\\*" in line


def test_a_remark_names_its_files_in_the_note() -> None:
    """As text: there is no way to them from Prefect's pages."""
    play = Play.opened()
    play.granted(c.CommentOnGate(gate=PAPER, text="see"), by="wang_fang")
    files = (Attachment(name="minutes_[1].pdf", digest=DIGEST, size=2048),)
    said = play.rollout.comments[0].model_copy(update={"attachments": files})
    rollout = play.rollout.model_copy(update={"comments": (said,)})
    rule = rollout.playbook.gate(PAPER)
    assert rule is not None
    text = gate_note(Voice(Language.EN, rollout), rule, verdict=None)
    assert "attached: minutes\\_\\[1\\].pdf, 2 KB" in text


def test_a_note_shows_the_newest_remarks() -> None:
    """It is for a glance."""
    play = Play.opened()
    for number in range(REMARKS_SHOWN + 5):
        play.granted(c.CommentOnGate(gate=PAPER, text=f"word {number}."), by="wang_fang")
        play.clock.forward(minutes=1)
    text = note(play)
    assert ("word 4." in text, "word 5." in text, "word 24." in text) == (False, True, True)
