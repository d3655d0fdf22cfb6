"""What has changed, in the words of a card: figures by the name of their KPI, in the reader's language."""

from datetime import timedelta
from decimal import Decimal

import pytest

from playbooks.model import commands as c
from playbooks.model.goal import Direction
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import Kpi
from playbooks.model.text import Language, Text
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack.changed import SHOWN, changed
from tasks.adapters.slack.phase_card import phase_card
from tests.simulators.facts import document, series
from tests.simulators.rollouts import Play
from tests.simulators.wordy import document_gate, playbook_with, played, sign_off_gate

KPI = Kpi(
    key="adoption",
    title=Text(zh="使用率", en="Adoption"),
    unit="%",
    direction=Direction.UP,
    target=Decimal(90),
)


def shown(language: Language) -> str:
    """Return what the second card says at its top, after a figure moved, a paper was replaced and a sign-off lapsed."""
    plan = playbook_with(sign_off_gate("seen", "kpi", "paper", "new"))
    play = played(plan.model_copy(update={"kpis": (KPI,)}))
    _recorded(play, "61", size=2048)
    play.sign("seen", by="wang_fang")
    play.clock.forward(days=3)
    _recorded(play, "74.5", size=4096)
    voice, gate = Voice(language, play.rollout), play.rollout.playbook.gate("seen")
    assert gate is not None
    return str(list(changed(voice, gate, person="wang_fang", now=play.clock.now())))


def _recorded(play: Play, value: str, *, size: int) -> None:
    day = play.clock.now() - timedelta(days=1)
    play.record("kpi", series(value, until=day.date()))
    play.record("paper", document(size))
    play.record("new", document(size, version=f"{size}"))
    play.granted(c.RequestSignOff(gate="seen"), by="attend", kind=c.ActorKind.SYSTEM)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.EN, "Adoption: from 61% to 74.5%"),
        (Language.ZH, "使用率：由 61% 变为 74.5%"),
        (Language.EN, "new: from Charter 2048 to Charter 4096"),
        (Language.EN, "paper: evidence replaced, of 2026-03-02 by that of 2026-03-05"),
        (Language.ZH, "paper：证据已更换，由 2026-03-02 换为 2026-03-05"),
        (Language.EN, "Changed since you last saw this (2026-03-02)"),
        (Language.ZH, "自您上次查看（2026-03-02）以来的变化"),
        (Language.ZH, "的签核已失效，须重新签核"),
    ],
)
def test_a_card_says_what_changed(language: Language, said: str) -> None:
    """From what, to what, and whose yes is gone."""
    assert said in shown(language)


def phase_shown(play: Play, language: Language, person: str = "lin_wei") -> str:
    """Return what the card of the first phase gate says."""
    drawn = phase_card(
        Voice(language, play.rollout), PhaseKey.INITIATION, person, handle=str, now=play.clock.now()
    )
    return str(drawn.blocks)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.EN, "Changed since you last saw this (2026-03-02)"),
        (Language.ZH, "自您上次查看（2026-03-02）以来的变化"),
        (Language.EN, "Gate 'signed' was passed and is pending"),
        (Language.ZH, "关卡“signed”由“通过”变为“等待中”"),
        (Language.EN, "initiation.paper: evidence replaced"),
    ],
)
def test_a_phase_card_says_what_changed(language: Language, said: str) -> None:
    """Asked to decide on a Monday; the paper was replaced on Thursday."""
    play = Play.opened()
    play.meet(PhaseKey.INITIATION)
    play.clock.forward(days=3)
    play.record("initiation.paper", document(6000))
    assert said in phase_shown(play, language)
    if language is Language.EN and "Changed" in said:
        assert "Changed since a decision was last asked for or made" in phase_shown(
            play, language, "chen_hao"
        )


def test_a_phase_card_says_how_much_more_has_changed() -> None:
    """Nothing is left out in silence."""
    keys = [f"paper{number}" for number in range(SHOWN + 2)]
    play = played(playbook_with(*(document_gate(key) for key in keys)))
    for size in (2048, 4096):
        for key in keys:
            play.record(key, document(size))
    assert "more changes: 2" in phase_shown(play, Language.EN)


def test_a_phase_that_is_over_says_nothing_of_changes() -> None:
    """Whatever becomes of its evidence later."""
    play = Play.opened(PhaseKey.DESIGN)
    play.record("initiation.paper", document(6000))
    assert "Changed since" not in phase_shown(play, Language.EN)
