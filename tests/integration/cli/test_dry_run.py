"""`--dry-run`: what would come of a wish, by the same rules, and nothing goes on record for it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Phasegate

S = "small-1"


def contents(home: Path) -> list[tuple[str, int]]:
    """Count the rows of every table of the store."""
    with closing(sqlite3.connect(home / "phasegate.db")) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [(name, database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in tables]  # noqa: S608


def paper_of(tmp_path: Path) -> str:
    """Return a file to record or to attach."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"A paper that says what is to be done.")
    return str(file)


@pytest.mark.parametrize(
    "words",
    [
        ("sign-off", S, "paper_signed", "--as", "finn", "--comment", "read it"),
        ("evidence", S, "paper", "{paper}", "--as", "ann"),
        ("comment", S, "paper_signed", "look at page two", "--attach", "{paper}"),
        ("kpi", S, "response", "6", "--as", "ian"),
        ("issue", "raise", S, "The printer is slow", "--severity", "3"),
        ("hold", S, "--reason", "audit"),
        ("decide", S, "recycle", "--reason", "start over", "--to", "initiation"),
        ("start", "small", "--key", "small-2"),
        ("retro", S, "--hold"),
    ],
)
def test_a_dry_run_tells_what_the_wish_then_does(
    with_paper: Phasegate, home: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """The same events in the same words; until then no row is added anywhere, not even a document's."""
    asked = [word.format(paper=paper_of(tmp_path)) for word in words]
    before = contents(home)
    foretold = with_paper(*asked, "--dry-run", "--json")
    assert (foretold.code, foretold.document["dry_run"]) == (0, True)
    assert contents(home) == before
    done = with_paper(*asked, "--json").document["events"]
    assert [event["says"] for event in foretold.document["events"]] == [event["says"] for event in done]


def test_people_are_told_that_nothing_was_recorded(with_paper: Phasegate) -> None:
    """And what would have been."""
    out = with_paper("sign-off", S, "paper_signed", "--as", "finn", "--dry-run").out
    assert "A dry run; nothing is recorded. It would be:\n  · Finn" in out


def test_a_refusal_to_come_is_told_and_not_recorded(with_paper: Phasegate, home: Path) -> None:
    """Trying out what is not allowed is no attempt to do it."""
    before = contents(home)
    ended = with_paper("sign-off", S, "paper_signed", "--as", "ann", "--dry-run", "--json")
    assert (ended.code, "refused" in ended.document) == (4, True)
    assert contents(home) == before


def test_a_wish_without_news_says_so(with_paper: Phasegate) -> None:
    """As it does when it is meant."""
    asking = ("sign-off", S, "paper_signed", "--ask", "--as", "pam")
    with_paper(*asking)
    ended = with_paper(*asking, "--dry-run")
    assert (ended.code, "nothing new" in ended.out.lower()) == (0, True)


def test_the_words_are_there_in_chinese(with_paper: Phasegate) -> None:
    """As everything is."""
    out = with_paper("hold", S, "--reason", "审计", "--dry-run", "--lang", "zh").out
    assert out.startswith("试运行，没有记录任何内容。提交后将是：")
