"""A gate's row says its outcome, who is waited for, by when, and what sets it apart."""

from datetime import timedelta

import pytest

from playbooks.model import events as e
from playbooks.model.phase import PhaseKey
from tasks.adapters.render.gate_rows import GateRow, gate_rows, score
from tasks.adapters.render.wording import WORDS
from tests.unit.render.story import Story, told


def row(story: Story, gate: str) -> GateRow:
    """Return the row of one gate as of now."""
    phase = story.rollout.playbook.phase_of(gate)
    assert phase is not None
    return next(found for found in gate_rows(story.rollout, phase, story.now) if found.rule.key == gate)


@pytest.mark.parametrize(
    ("gate", "symbol", "tone"),
    [
        ("reconciled", "✓", "passed"),
        ("migration_signed", "○", "pending"),
        ("follow_up", "✗", "failed"),
        ("escrow", "△", "waived"),
        ("value_report", "–", "unjudged"),
    ],
)
def test_a_sign_tells_the_outcome(gate: str, symbol: str, tone: str) -> None:
    """Without colour, without Prefect."""
    found = row(told(), gate)
    assert (found.symbol, found.tone) == (symbol, tone)


def test_a_waived_gate_still_says_that_it_failed() -> None:
    """A waiver lies beside the verdict and does not change it."""
    found = row(told(), "escrow")
    assert found.waived_until is not None
    assert found.word.en == "failed"


def test_an_expired_waiver_excuses_nothing() -> None:
    """On its last day the sign turns back."""
    story = told()
    story.wait(30)
    assert row(story, "escrow").tone == "failed"


def test_people_are_named_for_what_is_missing() -> None:
    """The signer who is still to sign."""
    assert row(told(), "migration_signed").waits_for == ("sun",)


def test_people_missing_inside_a_composite_are_named_at_the_whole() -> None:
    """A gate made of gates waits for those its parts wait for."""
    story = Story()
    story.open(PhaseKey.DESIGN)
    assert row(story, "security").waits_for == ("zheng",)


def test_late_is_what_is_open_past_its_date() -> None:
    """Passed gates and closed phases are never late."""
    story = told()
    found = {gate: row(story, gate).late for gate in ("follow_up", "reconciled", "charter")}
    assert found == {"follow_up": True, "reconciled": False, "charter": False}


def test_without_a_deadline_of_its_own_a_gate_is_due_with_its_phase() -> None:
    """The composite has none."""
    story = Story()
    story.open(PhaseKey.DESIGN)
    assert row(story, "security").due == story.rollout.phases[PhaseKey.DESIGN].due


def test_marks_say_what_does_not_hold_the_phase() -> None:
    """Shadow and advisory gates are told apart."""
    story = told()
    assert row(story, "load_test").marks == (WORDS.mark_shadow,)
    assert row(story, "poster").marks == (WORDS.mark_optional,)
    assert row(story, "follow_up").marks == ()


def test_a_closed_phase_shows_what_was_decided_on() -> None:
    """Evidence recorded afterwards does not rewrite a closed phase."""
    story = told()
    before = row(story, "charter").verdict
    story.file("charter", "leer", size=0)
    assert row(story, "charter").verdict == before


def test_the_score_is_weighted_and_rounded_down() -> None:
    """5 of 17 points are 29 percent."""
    story = told()
    assert score(story.rollout, PhaseKey.VALIDATION, story.now) == 29
    assert score(story.rollout, PhaseKey.OPERATION, story.now) == 0


def test_evidence_comes_with_the_row() -> None:
    """So that its digest can be shown."""
    assert [evidence.key for evidence in row(told(), "security").evidence] == ["permissions", "privacy"]


def test_an_open_phase_is_judged_as_of_now() -> None:
    """Readings that have become too old are invalid without any new event."""
    story = told()
    story.now += timedelta(days=40)
    assert row(story, "follow_up").tone == "invalid"
    assert isinstance(story.records[-1].event, e.ActionItemAdded)
