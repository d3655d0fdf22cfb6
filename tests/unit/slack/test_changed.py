"""What has changed, in the words of a card: figures by the name of their KPI, in the reader's language."""

from datetime import timedelta
from decimal import Decimal

import pytest

from playbooks.model import commands as c
from playbooks.model.goal import Direction
from playbooks.model.playbook import Kpi
from playbooks.model.text import Language, Text
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack.changed import changed
from tests.simulators.facts import document, series
from tests.simulators.rollouts import Play
from tests.simulators.wordy import playbook_with, played, sign_off_gate

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
        (Language.EN, "Adoption: from 61 % to 74.5 %"),
        (Language.ZH, "使用率：由 61 % 变为 74.5 %"),
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
