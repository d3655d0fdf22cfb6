"""Every wording exists in both languages, is used, and stands in one place."""

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from playbooks.model.commands import Command
from playbooks.model.text import Text
from playbooks.model.waiting import WaitingFor
from tasks.adapters.render import wording

FOLDER = Path(wording.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").glob("*.jinja2"))
SOURCES = "".join(path.read_text(encoding="utf-8") for path in [*TEMPLATES, *FOLDER.glob("*.py")])
TEXTS = {name: text for name, text in vars(wording.Words).items() if isinstance(text, Text)}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def blanks(text: str) -> set[str]:
    """Return the names of the blanks in a wording."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_have_the_same_blanks(name: str) -> None:
    """A blank that one language forgets would lose a fact."""
    assert blanks(TEXTS[name].zh) == blanks(TEXTS[name].en)


@pytest.mark.parametrize("name", sorted(set(TEXTS) - {"html_language", "other_language"}))
def test_each_language_speaks_itself(name: str) -> None:
    """Chinese is Chinese, English holds none."""
    assert CHINESE.search(TEXTS[name].zh)
    assert not CHINESE.search(TEXTS[name].en)


@pytest.mark.parametrize("name", TEXTS)
def test_every_wording_is_used(name: str) -> None:
    """A wording nobody shows is gone."""
    assert re.search(rf"(?i:words)\.{name}\b", SOURCES)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_wording(path: Path) -> None:
    """Outside of tags, blanks and code there is not a word in a template."""
    text = re.sub(
        r"<style>.*?</style>|<code>.*?</code>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    for pattern in (r"\{#.*?#\}", r"\{%.*?%\}", r"\{\{.*?\}\}", r"<[^>]*>"):
        text = re.sub(pattern, "", text, flags=re.DOTALL)
    assert re.findall(r"[^\W\d_]+", text) == []


def test_every_command_and_every_kind_of_waiting_has_a_name() -> None:
    """Refusals and inboxes name them."""
    kinds = {command.model_fields["kind"].default for command in get_args(get_args(Command)[0])}
    assert set(wording.COMMANDS) == kinds
    assert set(wording.WORDS.kinds) == set(WaitingFor)
