"""Phrases: a sentence and what fills it, in any language, however deep one is in another."""

from pathlib import Path
from pickle import dumps, loads

import pytest

from playbooks.model.errors import BrokenRuleError, InputError, RolloutError
from playbooks.model.phrase import Phrase, phrase, system_fault
from playbooks.model.text import Language, Text

CHINESE = {"{a} in {b}": "{b} 中的 {a}", "a fault": "一处错误", "{what}.": "{what}。"}
INNER = InputError("a fault")


def chinese(said: Phrase) -> str:
    """Return what a small catalogue makes of a phrase."""
    return said.to(Language.ZH, lambda template: CHINESE.get(template, template))


@pytest.mark.parametrize(
    ("said", "en", "zh"),
    [
        (phrase("a fault"), "a fault", "一处错误"),
        (phrase("{a} in {b}", a=1, b="x"), "1 in x", "x 中的 1"),
        (phrase("{a} in {b}", a=phrase("a fault"), b="x"), "a fault in x", "x 中的 一处错误"),
        (phrase("{a} in {b}", a=Text(zh="甲", en="A"), b=Path("x")), "A in x", "x 中的 甲"),
        (phrase("{what}.", what=("p", phrase("a fault"))), "p, a fault.", "p、一处错误。"),
        (phrase("{what}.", what=()), ".", "。"),
        (Phrase(Text(zh="甲{what}", en="A {what}"), {"what": "x"}), "A x", "甲x"),
        (phrase("{x:g} s for {y!r}", x=2.50, y="k"), "2.5 s for 'k'", "2.5 s for 'k'"),
        (phrase("braces {stay}"), "braces {stay}", "braces {stay}"),
    ],
)
def test_a_phrase_is_said_in_both_languages(said: Phrase, en: str, zh: str) -> None:
    """English is what the code says; parts are said in the language of the whole."""
    assert (str(said), chinese(said)) == (en, zh)


@pytest.mark.parametrize("family", [InputError, BrokenRuleError])
def test_an_error_reads_as_english_and_keeps_its_parts(family: type[InputError | BrokenRuleError]) -> None:
    """Nothing changes for a log; a reader's language finds template and parts."""
    error = family("{a} in {b}", a=INNER, b="x")
    assert (str(error), chinese(error.phrase)) == ("a fault in x", "x 中的 一处错误")


def test_what_caused_an_error_is_not_kept_alive() -> None:
    """A foreign error becomes its words."""
    assert InputError("{reason}", reason=ValueError("wrong")).phrase.parts == {"reason": "wrong"}


def test_an_error_of_a_text_needs_no_catalogue() -> None:
    """Both wordings are there already."""
    assert chinese(RolloutError(Text(zh="甲", en="A")).phrase) == "甲"


def test_an_error_travels_between_processes() -> None:
    """With its template."""
    sent = loads(dumps(InputError("{a} in {b}", a=INNER, b="x")))  # noqa: S301  # our own
    assert (str(sent), chinese(sent.phrase)) == ("a fault in x", "x 中的 一处错误")


@pytest.mark.parametrize(
    ("error", "said"), [(OSError(2, "No such file"), "No such file"), (OSError("odd"), "odd")]
)
def test_the_system_is_quoted_without_its_number(error: OSError, said: str) -> None:
    """What it says of the file is enough."""
    assert str(system_fault(error)) == said
