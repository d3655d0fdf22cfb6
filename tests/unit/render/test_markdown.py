"""Artifacts in Markdown: tables a PMO understands, whatever people typed."""

import re

import pytest

from playbooks.model.phase import PhaseKey
from playbooks.model.retrospective import retrospective
from playbooks.model.text import Language
from tasks.adapters.render.markdown import gate_table, inbox, phase_summary, retrospective_markdown
from tests.unit.render.hostile import attacked
from tests.unit.render.story import Story, told
from tests.unit.render.test_markdown_text import page

LANGUAGES = pytest.mark.parametrize("language", Language)
MARKS = {"h2", "h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"}


def everything(story: Story, language: Language) -> list[str]:
    """Return every artifact of a rollout."""
    held = retrospective(story.rollout, story.records, story.now, week="2026-W24")
    phases = [
        make(story.rollout, phase, language=language, now=story.now)
        for make in (gate_table, phase_summary)
        for phase in PhaseKey
    ]
    waits = inbox(story.rollout, language=language, now=story.now)
    return [*phases, waits, retrospective_markdown(held, story.rollout, language=language)]


def line(text: str, words: str) -> str:
    """Return the line that holds these words."""
    return next(found for found in text.splitlines() if words in found)


def test_the_gate_table_answers_who_and_when() -> None:
    """Sign and word, reason, person, date, weight."""
    story = told()
    table = gate_table(story.rollout, PhaseKey.VALIDATION, language=Language.ZH, now=story.now)
    assert line(table, "数据迁移") == (
        "| ○ 等待中 | 数据迁移由主数据专员和财务签核 | 已签核 1/2 人：梁静 | 孙丽 | 2026-05-01 已逾期 | 5 |"
    )


def test_the_gate_table_marks_shadow_and_waived_gates() -> None:
    """In words, not by colour."""
    story = told()
    shadow, waived = (
        gate_table(story.rollout, phase, language=Language.EN, now=story.now)
        for phase in (PhaseKey.VALIDATION, PhaseKey.DESIGN)
    )
    assert "Load test report (shadow)" in shadow
    assert "△ failed (waived until 2026-06-26)" in waived


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (PhaseKey.INITIATION, "This phase has ended with a go."),
        (PhaseKey.VALIDATION, "Gates still to be met: 2"),
        (PhaseKey.OPERATION, "This phase has not begun."),
    ],
)
def test_the_summary_says_where_a_phase_stands(phase: PhaseKey, words: str) -> None:
    """Ended, barred or not begun."""
    story = told()
    assert words in phase_summary(story.rollout, phase, language=Language.EN, now=story.now)


def test_a_ready_phase_asks_for_the_decision() -> None:
    """And names who decides; a gate that does not block does not bar."""
    story = Story()
    story.open(PhaseKey.ADOPTION)
    story.file("training_plan", "培训计划")
    story.file("champions", "超级用户名单")
    summary = phase_summary(story.rollout, PhaseKey.ADOPTION, language=Language.ZH, now=story.now)
    assert "请作出阶段决定" in summary
    assert "有权决定：林国华、许雯" in summary


def test_an_inbox_holds_what_waits_on_one_person() -> None:
    """What is due first comes first."""
    story = told()
    rows = inbox(story.rollout, language=Language.EN, now=story.now, person="zheng").splitlines()[4:]
    assert [row.split(" | ")[0] for row in rows] == ["| 2026-04-24 late", "| 2026-06-16"]


def test_an_empty_inbox_says_so() -> None:
    """Nothing waits on the sponsor."""
    story = told()
    assert "目前没有待办事项" in inbox(story.rollout, language=Language.ZH, now=story.now, person="lin")


def test_the_retrospective_begins_with_last_weeks_promises() -> None:
    """Before anything new."""
    story = told()
    held = retrospective(story.rollout, story.records, story.now, week="2026-W24")
    heads = [
        one
        for one in retrospective_markdown(held, story.rollout, language=Language.ZH).splitlines()
        if one[:3] == "###"
    ]
    assert heads[:3] == ["### 上周行动项", "### 建议讨论", "### 本周变化的关卡"]


@LANGUAGES
def test_every_artifact_is_plain_markdown(language: Language) -> None:
    """Headings, tables and lists; every row has as many cells as its head."""
    for text in everything(told(), language):
        seen = page(text)
        assert set(seen.tags) <= MARKS
        assert text.endswith("\n")


@LANGUAGES
def test_hostile_texts_stay_texts(language: Language) -> None:
    """The same marks as without them: no link, image, code, script."""
    for text in everything(attacked(), language):
        assert set(page(text).tags) <= MARKS
        assert "\u202e" not in text


@LANGUAGES
def test_a_hostile_reason_adds_no_cell(language: Language) -> None:
    """Four gates with six columns stay twenty-four cells."""
    story = attacked()
    table = gate_table(story.rollout, PhaseKey.VALIDATION, language=language, now=story.now)
    assert page(table).tags.count("td") == 24


def test_english_signs_keep_their_blanks() -> None:
    """A colon and a bracket have one beside them; Chinese ones are wide instead."""
    story = told()
    held = retrospective(story.rollout, story.records, story.now, week="2026-W24")
    chinese, english = (
        retrospective_markdown(held, story.rollout, language=language)
        for language in (Language.ZH, Language.EN)
    )
    assert english.startswith("## Weekly retrospective 2026-W24: CRM at Hengxin Hardware")
    assert "Follow-ups done on time (%)" in english
    assert "按时跟进率（%）" in chinese
    assert re.findall(r"[\u4e00-\u9fff] ?[(:,]", chinese) == []
