"""What a verdict rests on: in words, each fact with the beginning of its digest."""

import pytest

from playbooks.model.text import Language, Text
from playbooks.model.verdict import Outcome, Verdict
from tasks.adapters.render.grounds import grounds
from tasks.adapters.render.voice import Voice
from tests.simulators.facts import DIGEST
from tests.simulators.rollouts import Play

ROLLOUT = Play.begun().rollout


@pytest.mark.parametrize(
    ("key", "given", "zh", "en"),
    [
        ("go_live", DIGEST, f"go_live：{DIGEST[:12]}", f"go_live: {DIGEST[:12]}"),
        (
            "go_live:observed_at",
            "2026-07-20T17:00:00+00:00",
            "go_live 的日期：2026-07-21",
            "Day of go_live: 2026-07-21",
        ),
        ("issues:quiet", DIGEST, f"登记的问题：{DIGEST[:12]}", f"Issues on record: {DIGEST[:12]}"),
        (
            "sign_off:wang_fang:pmo",
            DIGEST,
            f"王芳（pmo）的签核：{DIGEST[:12]}",
            f"Sign-off of Wang Fang (pmo): {DIGEST[:12]}",
        ),
        (
            "rejection:wang_fang:pmo",
            DIGEST,
            f"王芳（pmo）的驳回：{DIGEST[:12]}",
            f"Rejection by Wang Fang (pmo): {DIGEST[:12]}",
        ),
    ],
)
def test_facts_are_told_in_words(key: str, given: str, zh: str, en: str) -> None:
    """No moment of the machine's and no key that only code knows; days are those of the rollout's place."""
    verdict = Verdict(gate="g", outcome=Outcome.PASSED, reason=Text(zh="好", en="good"), inputs={key: given})
    said = [list(grounds(Voice(language, ROLLOUT), verdict)) for language in (Language.ZH, Language.EN)]
    assert said == [[zh], [en]]
