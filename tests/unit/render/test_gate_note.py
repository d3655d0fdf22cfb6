"""The note of a gate: verdict, what is missing and who can help, parts and facts; no clock in it."""

import pytest

from playbooks.model.phase import PhaseKey
from playbooks.model.text import Language
from playbooks.model.verdict import Verdict
from tasks.adapters.render.gate_note import gate_note
from tasks.adapters.render.voice import Voice
from tests.simulators.facts import document
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
