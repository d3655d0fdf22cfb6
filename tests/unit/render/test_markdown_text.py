"""Text inside Markdown shows exactly itself, judged by a real Markdown parser."""

from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.markdown import Markdown

from tasks.adapters.render.markdown_text import escaped
from tasks.adapters.render.plain_text import clean
from tests.unit.render.hostile import ATTACK

TRICKY = st.text(st.sampled_from("|*_<>`[]()#~-+=.:1 a\\&;!@{}$\n表"), max_size=40)


RAW = {"html_block", "html_inline"}


@dataclass(frozen=True)
class Page:
    """Which marks a text in Markdown holds, and what it shows."""

    tags: list[str]
    shown: str


def page(markdown: str) -> Page:
    """Return what a reader sees of Markdown, by the parser that terminals use."""
    tokens = [one for token in Markdown(markdown).parsed for one in (token, *(token.children or ()))]
    marks = [
        token.tag or token.type for token in tokens if token.nesting >= 0 and (token.tag or token.type in RAW)
    ]
    return Page(marks, "".join(token.content if token.type.startswith("text") else " " for token in tokens))


@given(TRICKY)
@example(ATTACK)
@example("\\|")
@example("1.")
@example("www.evil.example http://evil.example me@evil.example")
def test_a_cell_shows_what_was_typed(typed: str) -> None:
    """In a table: one cell, no markup, the same text."""
    seen = page(f"| head | next |\n|---|---|\n| {escaped(typed)} | x |\n")
    assert seen.tags == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert seen.shown.split() == ["head", "next", *clean(typed).split(), "x"]


@given(TRICKY)
@example(ATTACK)
@example("- - -")
@example("===")
def test_a_list_item_shows_what_was_typed(typed: str) -> None:
    """In a list: one item, no markup, the same text."""
    seen = page(f"- {escaped(typed)} – end\n")
    assert seen.tags in (["ul", "li"], ["ul", "li", "p"])
    assert " ".join(seen.shown.split()) == " ".join(f"{clean(typed)} – end".split())


@pytest.mark.parametrize("typed", ["82.7", "+1.3", "2026-06-12", "3 个", "a-b", "50%"])
def test_figures_and_days_stay_readable(typed: str) -> None:
    """What needs no escaping gets none."""
    assert escaped(typed) == typed
