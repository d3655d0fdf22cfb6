"""Every kind of event is one sentence in both languages, or on purpose none."""

from typing import get_args

import pytest

from playbooks.model import events as e
from playbooks.model.commands import PhaseDecision
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Language
from tasks.adapters.render.sentence import told
from tasks.adapters.render.voice import Voice
from tests.unit.render import story
from tests.unit.render.hostile import ATTACK
from tests.unit.render.people_told import FILE

EVENTS: dict[str, e.Event] = {event.type: event for event in story.events_of_every_type()}
DECIDED = e.PhaseGateDecided(
    phase=PhaseKey.DESIGN, decision=PhaseDecision.HOLD, reason="先补签", decided_by="lin", inputs=story.DIGEST
)
ASKED = next(event for event in EVENTS.values() if isinstance(event, e.WaiverRequested))
SILENT = {"phase.run.started", "phase.run.wake_requested", "phase.run.woken"}


def sentence(event: e.Event, language: Language) -> str | None:
    """Return the sentence in the told rollout."""
    return told(event, Voice(language, story.told().rollout))


def test_every_kind_of_event_is_tried() -> None:
    """The list of this test is complete."""
    kinds = {kind.model_fields["type"].default for kind in get_args(get_args(e.Event)[0])}
    assert set(EVENTS) == kinds


@pytest.mark.parametrize("kind", sorted(EVENTS))
@pytest.mark.parametrize("language", Language)
def test_an_event_is_told_or_left_out_on_purpose(kind: str, language: Language) -> None:
    """No blank stays open, and only run mechanics are silent."""
    said = sentence(EVENTS[kind], language)
    assert (said is None) == (kind in SILENT)
    assert said is None or "{" not in said


@pytest.mark.parametrize(
    ("event", "zh", "en"),
    [
        (
            EVENTS["sign_off.given"],
            "梁静（主数据专员）签核“数据迁移由主数据专员和财务签核”",
            "Liang Jing (Data steward) signed",
        ),
        (EVENTS["rollout.held"], "项目暂停：年终结账", "The rollout was put on hold: 年终结账"),
        (
            e.RolloutCancelled(reason="停业", on_behalf_of="zheng"),
            "项目取消：停业（代郑",
            "The rollout was cancelled: 停业 (standing in for Zheng",
        ),
        (
            DECIDED.model_copy(update={"attachments": (FILE,)}),
            "先补签（附件：两处差异.pdf）",
            "(attached: 两处差异.pdf)",
        ),
        (
            e.WaiverRequested(request=ASKED.request.model_copy(update={"attachments": (FILE,)})),
            "（附件：两处差异.pdf）",
            "(attached: 两处差异.pdf)",
        ),
        (
            EVENTS["override.declined"].model_copy(update={"on_behalf_of": "zheng"}),
            "（代郑凯）",
            "(standing in for Zheng Kai)",
        ),
        (
            EVENTS["phase.run.woken_unbidden"],
            "尚无决定，未产生任何变化",
            "without a decision; nothing changed",
        ),
    ],
)
def test_sentences_name_people_and_gates(event: e.Event, zh: str, en: str) -> None:
    """Names instead of keys, titles instead of keys."""
    assert zh in (sentence(event, Language.ZH) or "")
    assert en in (sentence(event, Language.EN) or "")


def test_braces_in_what_people_type_are_only_text() -> None:
    """A reason is filled in, never read as a pattern."""
    assert ATTACK.strip() in (sentence(e.RolloutHeld(reason=ATTACK), Language.EN) or "")
