"""What a person types as a fact is refused where it cannot be one, in one sentence; nothing goes on record."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Phasegate

S = "small-1"
TRAIN = ("train", S, "ann", "--tier", "staff", "--level", "skill", "--as", "ian")
KPI = ("kpi", S, "response")
RAISE = ("issue", "raise", S, "it hangs", "--severity", "2")


def size(phasegate: Phasegate) -> int:
    """Return how many facts, issues and retrospectives are on record."""
    recorded = phasegate("evidence", "list", S, "--json").document["evidence"]
    return len(recorded) + len(phasegate("issue", "list", S, "--json").document["issues"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*KPI, "46", "--unit", "bananas"), "'hours'"),
        ((*KPI, "46", "--unit", ""), "--unit"),
        ((*KPI, "NaN"), "VALUE: 'NaN' is not a finite number"),
        ((*KPI, "inf"), "not a finite number"),
        ((*KPI, "-inf"), "not a finite number"),
        ((*KPI, "5", "--on", "2099-05-01"), "2099-05-01 is still to come"),
        ((*TRAIN, "--score", "-5"), "not from 0 to 100"),
        ((*TRAIN, "--score", "1e9"), "not from 0 to 100"),
        ((*TRAIN, "--score", "NaN"), "--score: 'NaN' is not a finite number"),
        ((*TRAIN, "--score", "x"), "--score"),
        ((*TRAIN, "--on", "2099-05-01"), "still to come"),
        ((*TRAIN, "--department", "nowhere"), "there are: sales, finance"),
    ],
)
def test_what_cannot_be_is_refused(phasegate: Phasegate, words: Sequence[str], said: str) -> None:
    """The sentence names the option and what would be right."""
    ended = phasegate(*words)
    assert (ended.code, said in ended.err, size(phasegate)) == (2, True, 0), ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*RAISE, "--department", "nowhere"), "there are: sales, finance"),
        (("evidence", S, "paper", "PAPER", "--by", "an", "--as", "pam"), "did you mean: ian, ann?"),
        (("evidence", S, "paper", "PAPER", "--by", "zzz", "--as", "pam"), "there are: sue, pam"),
    ],
)
def test_what_the_desk_does_not_know_is_refused(
    phasegate: Phasegate, paper: Path, words: Sequence[str], said: str
) -> None:
    """A mistyped name would not bar the person who is meant from signing."""
    ended = phasegate(*(str(paper) if word == "PAPER" else word for word in words))
    assert (ended.code, said in ended.err, size(phasegate)) == (4, True, 0), ended.err


def test_whoever_left_may_be_named(phasegate: Phasegate, paper: Path) -> None:
    """What they worked on stays their work."""
    assert phasegate("evidence", S, "paper", str(paper), "--by", "gone", "--as", "pam").code == 0


@pytest.mark.parametrize("week", ["2099-W01", "2019-W01"])
def test_a_week_that_was_not_lived_is_not_held(phasegate: Phasegate, week: str) -> None:
    """It may be looked at; on record it could never be held again."""
    assert phasegate("retro", S, "--week", week).code == 0
    before = phasegate("ledger", "show", "--json").document["entries"]
    ended = phasegate("retro", S, "--hold", "--week", week, "--json")
    assert (ended.code, ended.document["refused"]["code"]) == (4, "wrong_input")
    after = phasegate("ledger", "show", "--json").document["entries"]
    assert {entry["type"] for entry in after[len(before) :]} <= {"command.refused"}
