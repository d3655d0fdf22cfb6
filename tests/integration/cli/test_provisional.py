"""Due dates in a year whose public holidays are not published yet are marked as provisional, for people and for scripts."""

from collections.abc import Iterator
from typing import Any

import pytest

from flows.bootstrap import office, settings
from playbooks.model import commands as c
from tasks.adapters.ports import Receipt
from tests.integration.cli.conftest import Phasegate

S = "small-1"
LOOKS = (("status", S), ("inbox", "--everybody"), ("gates", S), ("retro", S))
REMARK = {"zh": "放假安排尚未公布", "en": "is not published yet"}


def published_through(year: int | None) -> None:
    """Let the rollout go by a calendar that knows the holidays up to a year."""
    opened = office(settings())
    calendar = opened.rollout(S).calendar.model_copy(update={"published_through": year})
    wish = c.ReviseCalendar(calendar=calendar)
    answer = opened.submit(S, c.Actor(key="pam"), wish)
    opened.store.close()
    assert isinstance(answer, Receipt), answer


def marks(document: Any) -> Iterator[tuple[bool, object]]:  # noqa: ANN401  # as JSON is
    """Yield whether each thing that is due is said to be provisional, and when it is due."""
    parts = document.values() if isinstance(document, dict) else document
    if isinstance(document, dict) and "due" in document:
        yield document["provisional"], document["due"]
    for part in parts:
        if isinstance(part, dict | list):
            yield from marks(part)


@pytest.mark.parametrize("words", LOOKS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_provisional_date_is_shown_as_such(
    phasegate: Phasegate, words: tuple[str, ...], language: str
) -> None:
    """In the words of the reader."""
    published_through(2020)
    shown = "".join(phasegate(*words, "--lang", language).out.split())  # however it is broken into lines
    assert REMARK[language].replace(" ", "") in shown


@pytest.mark.parametrize("words", LOOKS)
def test_scripts_are_told_for_each_date(phasegate: Phasegate, words: tuple[str, ...]) -> None:
    """A field beside each one that has a day."""
    published_through(2020)
    found = list(marks(phasegate(*words, "--json").document))
    assert any(due for _, due in found)
    assert all(provisional is (due is not None) for provisional, due in found)


@pytest.mark.parametrize("words", LOOKS)
@pytest.mark.parametrize("year", [None, 9000])
def test_a_certain_date_is_not_marked(phasegate: Phasegate, words: tuple[str, ...], year: int | None) -> None:
    """Neither where the year is published nor where there is no schedule to wait for."""
    if year:
        published_through(year)
    document = phasegate(*words, "--json").document
    assert not any(provisional for provisional, _ in marks(document))
    assert "provisional," not in phasegate(*words).out
