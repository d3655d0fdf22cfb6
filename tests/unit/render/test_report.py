"""The report tells the whole rollout in one file that fetches nothing and runs nothing."""

import re

import pytest

from playbooks.model.retrospective import retrospective
from playbooks.model.text import Language
from tasks.adapters.render.report import LedgerNote, Making, report_name, rollout_report
from tasks.adapters.render.retrospective_page import retrospective_page
from tasks.adapters.render.sheet import Section, Sheet, Table
from tests.unit.render.hostile import attacked
from tests.unit.render.page import Page
from tests.unit.render.story import Story, told

LANGUAGES = pytest.mark.parametrize("language", Language)
NOTE = LedgerNote(
    size=84, root="9f2c" * 16, checkpoint="phasegate.example\n84\nAAAA\n\n— phasegate.example BBBB\n"
)
ACTIVE = {
    "script",
    "img",
    "iframe",
    "object",
    "embed",
    "link",
    "base",
    "form",
    "foreignobject",
    "video",
    "audio",
}


def report(story: Story, language: Language, *sheets: Sheet) -> str:
    """Return the report of a rollout as of its now."""
    return rollout_report(
        story.rollout,
        story.records,
        language=language,
        making=Making(now=story.now, ledger=NOTE, sheets=sheets),
    )


def pages(story: Story, language: Language) -> list[str]:
    """Return the report and the week's page."""
    held = retrospective(story.rollout, story.records, story.now, week="2026-W24")
    return [report(story, language), retrospective_page(held, story.rollout, language=language)]


@LANGUAGES
def test_pages_fetch_nothing_and_run_nothing(language: Language) -> None:
    """No script, no source, no address but that of the other language, and a policy that says so."""
    for html in pages(told(), language):
        assert not ACTIVE & set(Page(html).tags)
        assert re.findall(r"(?:src|srcset|action|xlink:href)=|url\(|@import|javascript:", html) == []
        assert "default-src 'none'" in html
        assert set(re.findall(r"https?://[^\"< ]+", html)) <= {"http://www.w3.org/2000/svg"}


@LANGUAGES
def test_hostile_texts_stay_texts(language: Language) -> None:
    """Whatever people type, the page has the tags it would have without."""
    plain, hostile = (
        set(Page(html).tags) for html in (report(told(), language), report(attacked(), language))
    )
    assert hostile == plain
    assert "\u202e" not in report(attacked(), language)


@LANGUAGES
def test_what_people_said_stands_beside_its_gate(language: Language) -> None:
    """In plain text, with the names of the files, however hostile."""
    shown = Page(report(attacked(), language)).shown
    assert {Language.ZH: "各方意见", Language.EN: "What people said"}[language] in shown
    assert "<script>alert(1)<b>.pdf" in shown
    assert "**bold**_it_ [x](http://evil.example)" in shown


@pytest.mark.parametrize(
    ("language", "named"),
    [(Language.ZH, "（附件：两处差异.pdf，2 KB）"), (Language.EN, "(attached: 两处差异.pdf, 2 KB)")],
)
def test_the_files_of_a_decision_stand_beside_its_reason(language: Language, named: str) -> None:
    """By name and size, as the ledger has them."""
    assert named in Page(report(told(), language)).shown


@LANGUAGES
def test_every_tag_is_closed(language: Language) -> None:
    """Tables, lists and sections are whole."""
    for html in pages(attacked(), language):
        for tag in ("table", "tr", "td", "th", "ul", "li", "div", "span", "svg", "text", "section", "p"):
            assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>"), tag


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("恒信五金 CRM 推行", "title"),
        ("演练", "rehearsal mark"),
        ("退回至“设计”阶段", "decision"),
        ("业务流程图与实际不符，先补设计", "reason of a decision"),
        ("豁免至 2026-06-26", "waiver"),
        ("每周取得一次完整数据导出", "compensating control"),
        ("已失效", "lapsed sign-off"),
        ("不能签核自己提供的证据", "refusal"),
        ("21,480", "rows of the reconciliation"),
        ("为抵触的业务员安排一对一辅导", "action item"),
        ("送货单打印缺少客户地址", "issue"),
        ("个人信息保护影响评估：", "part of a composite gate"),
        ("9f2c" * 16, "root hash"),
        ("— phasegate.example BBBB", "checkpoint"),
        ("phasegate ledger verify", "how to verify"),
    ],
)
def test_the_report_holds_the_story(words: str, where: str) -> None:
    """Everything a steering committee asks for is in it."""
    assert words in Page(report(told(), Language.ZH)).shown, where


def test_both_languages_tell_the_same() -> None:
    """The same tables with the same rows, and each page names the other."""
    chinese, english = (report(told(), language) for language in Language)
    rows = [
        [tag for tag in Page(html).tags if tag in {"h2", "h3", "table", "tr", "td"}]
        for html in (chinese, english)
    ]
    assert rows[0] == rows[1]
    assert 'href="crm-2026.report.en.html"' in chinese
    assert 'href="crm-2026.report.zh.html"' in english
    assert '<html lang="zh-CN">' in chinese


def test_an_english_page_is_english() -> None:
    """Chinese is left only where people wrote it, or offer it."""
    story = Story()
    shown = Page(report(story, Language.EN)).shown.replace("中文版", "")
    assert re.findall(r"[\u4e00-\u9fff]+", shown.split("</style>")[-1]) == []


def test_a_rollout_that_has_just_begun_has_a_report() -> None:
    """Nothing decided yet is said, not left blank."""
    assert Page(report(Story(), Language.EN)).shown.count("None.") >= 6


def test_digests_are_short_enough_to_compare_by_eye() -> None:
    """The first twelve signs of each piece of evidence."""
    story = told()
    digest = story.rollout.evidence["reconciliation_crm"].digest
    shown = Page(report(story, Language.EN)).shown
    assert digest[:12] in shown
    assert digest not in shown


@pytest.mark.parametrize(
    ("key", "name"), [("crm-2026", "crm-2026.report.zh.html"), ("a:b", "a_b.report.zh.html")]
)
def test_the_name_of_a_report_is_a_plain_file_name(key: str, name: str) -> None:
    """No scheme, no folder."""
    assert report_name(key, Language.ZH) == name


def test_the_same_facts_give_the_same_bytes() -> None:
    """A report can be kept under its digest."""
    assert report(told(), Language.ZH) == report(told(), Language.ZH)


@LANGUAGES
def test_the_sheets_of_the_phases_stand_in_the_report(language: Language) -> None:
    """Title, notes and tables, and whatever people typed into them as text."""
    evil = "<script>alert(1)</script>"
    table = Table(("Vendor", "Cost"), ((evil, "575,000"),), frozenset({1}))
    sheet = Sheet("Diagnosis", (Section("Vendors", (evil,), table), Section("Empty")), (evil,))
    page = Page(report(told(), language, sheet))
    assert not ACTIVE & set(page.tags)
    assert [words for words in ("Diagnosis", "Vendors", "575,000", evil) if words not in page.shown] == []


def test_a_report_without_sheets_has_no_part_for_them() -> None:
    """A rollout whose phases have not begun has done no work of its own."""
    assert "Diagnosis, training and value" not in report(told(), Language.EN)


def test_tables_can_be_moved_sideways_on_a_phone() -> None:
    """Each table with heads lies in a frame of its own, so that no column is squeezed to one sign or cut."""
    html = report(told(), Language.ZH)
    assert html.count('<div class="wide"><table') == html.count("<thead>") > 5
    assert "overflow-x:auto" in html
