"""The voice: a day that something is due carries the remark that it is provisional."""

from datetime import UTC, datetime

import pytest

from playbooks.model.calendar import Calendar
from playbooks.model.events import PhaseGateDecided
from playbooks.model.text import Language
from tasks.adapters.render.sentence import decided
from tasks.adapters.render.voice import Voice
from tests.simulators.rollouts import Play

ROLLOUT = Play.begun().rollout.model_copy(update={"calendar": Calendar(published_through=2026)})


@pytest.mark.parametrize(
    ("year", "zh", "en"),
    [
        (2026, "2026-06-01", "2026-06-01"),
        (
            2028,
            "2028-06-01（暂定，2028 年放假安排尚未公布）",
            "2028-06-01 (provisional, the holiday schedule of 2028 is not published yet)",
        ),
    ],
)
def test_a_provisional_day_is_said_to_be_one(year: int, zh: str, en: str) -> None:
    """In both languages; a certain one stands alone."""
    moment = datetime(year, 6, 1, 10, tzinfo=UTC)
    said = [Voice(language, ROLLOUT).due(moment) for language in (Language.ZH, Language.EN)]
    assert said == [zh, en]


def test_without_a_day_there_is_a_dash() -> None:
    """Nothing is due then."""
    assert Voice(Language.EN, ROLLOUT).due(None) == "–"


@pytest.mark.parametrize(
    ("more", "said"), [({}, "go"), ({"cutover_on": "2027-01-04"}, "go (Cutover on 2027-01-04)")]
)
def test_a_decision_names_its_cutover(more: dict[str, object], said: str) -> None:
    """In the timeline and the report."""
    given = {"phase": "validation", "decision": "go", "reason": "r", "decided_by": "a", "inputs": "a" * 64}
    event = PhaseGateDecided.model_validate({**given, **more})
    assert decided(event, Voice(Language.EN, ROLLOUT)) == said


def test_somebody_from_outside_is_no_machine() -> None:
    """A person who does not belong to the rollout goes by the key they gave; the product's own timers have none."""
    voice = Voice(Language.EN, ROLLOUT)
    assert voice.actor("stranger", person=True) == "stranger"
    assert voice.actor("attend") == "automatic"


def test_machines_are_named_once() -> None:
    """Whoever had a hand in evidence: people by name, all runs and timers together."""
    hands = {"attend", "9c4eecc0-1111-4222-8333-444455556666", "wang_fang"}
    assert Voice(Language.ZH, ROLLOUT).actors(hands) == "王芳、系统自动"
    assert Voice(Language.EN, ROLLOUT).actors(["wang_fang"]) == "Wang Fang"
