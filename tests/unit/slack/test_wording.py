"""The wordings of Slack: both languages, the same blanks, short enough for where they stand."""

from string import Formatter

import pytest

from flows.entrypoints.cli import slack_wording as of_command
from flows.entrypoints.slack_app import wording as of_app
from playbooks.model.text import Language, Text
from tasks.adapters.slack import wording as of_cards
from tasks.adapters.slack.blocks import BUTTON, TITLE
from tasks.adapters.slack.offer import CardAction

TEXTS = [
    text
    for module in (of_cards, of_app, of_command)
    for value in vars(module).values()
    for text in (value.values() if isinstance(value, dict) else [value])
    if isinstance(text, Text)
]


def blanks(wording: str) -> set[str]:
    """Return the names of the blanks."""
    return {name for _, name, _, _ in Formatter().parse(wording) if name}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.en[:30])
def test_both_languages_have_the_same_blanks(text: Text) -> None:
    """What one says, the other says."""
    assert blanks(text.zh) == blanks(text.en)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.en[:30])
def test_chinese_sentences_have_chinese_signs(text: Text) -> None:
    """Full-width, and the house's word for a sign-off."""
    assert "签署" not in text.zh
    assert ", " not in text.zh


@pytest.mark.parametrize("action", list(CardAction))
@pytest.mark.parametrize("language", list(Language))
def test_every_action_has_a_button_and_a_title(action: CardAction, language: Language) -> None:
    """Within what Slack takes."""
    assert len(of_cards.BUTTONS[action].to(language)) <= BUTTON
    assert len(of_app.TITLES[action].to(language)) <= TITLE
