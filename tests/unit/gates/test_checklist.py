"""The checklist gate: a weighted score, and items that no score outweighs."""

import pytest
from pydantic import ValidationError

from playbooks.model.gates.checklist import ChecklistGate
from playbooks.model.verdict import Outcome
from tests.simulators.facts import NOW, ago, checklist, evidence, facts
from tests.simulators.gates import judged, rule


def item(key: str, weight: int = 1, *, must_meet: bool = False) -> dict[str, object]:
    """Return an item as a playbook writes it."""
    return {
        "key": key,
        "title": {"zh": f"项 {key}", "en": f"item {key}"},
        "weight": weight,
        "must_meet": must_meet,
    }


FOUR = [item("a"), item("b"), item("c"), item("d")]


@pytest.mark.parametrize(
    ("states", "outcome"),
    [
        (("done", "done", "done", "done"), Outcome.PASSED),
        (("done", "done", "done", "partial"), Outcome.PASSED),  # 3.5 of 4 = 87.5%
        (("done", "done", "done", "open"), Outcome.FAILED),  # 75%
        (("done", "done", "partial", "partial"), Outcome.FAILED),  # 75%
        (("done", "done", "done", "not_applicable"), Outcome.PASSED),  # 3 of 3
        (("open", "open", "open", "not_applicable"), Outcome.FAILED),
    ],
)
def test_the_score_decides(states: tuple[str, ...], outcome: Outcome) -> None:
    """Half for partial, nothing for open, and what is not applicable leaves the base."""
    given = checklist(**dict(zip("abcd", states, strict=True)))
    assert judged(rule(ChecklistGate, items=FOUR), given).outcome is outcome


@pytest.mark.parametrize(
    ("mark", "outcome"), [("75", Outcome.PASSED), ("75.01", Outcome.FAILED), ("75.0", Outcome.PASSED)]
)
def test_the_mark_itself_is_enough(mark: str, outcome: Outcome) -> None:
    """Reaching the mark exactly passes, a hundredth more does not."""
    gate = rule(ChecklistGate, items=FOUR, pass_score=mark)
    assert judged(gate, checklist(a="done", b="done", c="done")).outcome is outcome


def test_weights_count() -> None:
    """One item of weight 5 outweighs one of weight 1."""
    gate = rule(ChecklistGate, items=[item("a", 5), item("b", 1)])
    assert judged(gate, checklist(a="done")).passed
    assert not judged(gate, checklist(b="done")).passed


def test_an_item_not_in_the_evidence_is_open() -> None:
    """Silence is not a yes; the open item is named."""
    verdict = judged(rule(ChecklistGate, items=FOUR), checklist(a="done"))
    assert verdict.outcome is Outcome.FAILED
    assert [missing.what.en for missing in verdict.missing] == [f"finish: item {key}" for key in "bcd"]


@pytest.mark.parametrize("state", ["open", "partial", "not_applicable"])
def test_a_must_meet_item_overrides_the_score(state: str) -> None:
    """Anything but done fails, though the score is above the mark."""
    gate = rule(ChecklistGate, items=[item("a", 5), item("b", 1, must_meet=True)], pass_score=50)
    verdict = judged(gate, checklist(a="done", b=state))
    assert verdict.outcome is Outcome.FAILED
    assert verdict.reason.zh == "必达项未完成：项 b"


def test_unknown_items_are_invalid() -> None:
    """The checklist of another gate must not be scored here."""
    verdict = judged(rule(ChecklistGate, items=[item("a")]), checklist(a="done", z="done"))
    assert verdict.outcome is Outcome.INVALID
    assert "z" in verdict.reason.en


def test_nothing_applicable_is_invalid() -> None:
    """Marking everything as not applicable does not pass."""
    gate = rule(ChecklistGate, items=[item("a")])
    assert judged(gate, checklist(a="not_applicable")).outcome is Outcome.INVALID


def test_the_score_shown_never_rounds_up_to_the_mark() -> None:
    """79.98% reads 79.9%, below the 80% asked for."""
    items = [item(f"i{number}", 5) for number in range(833)]
    done = {f"i{number}": "done" for number in range(666)}
    verdict = judged(rule(ChecklistGate, items=items), checklist(**done))
    assert verdict.reason.en == "the score is 79.9%, 80% are required"


def test_a_long_list_of_gaps_is_cut() -> None:
    """A thousand open items still make a verdict that can be read and recorded: the first, and how many more."""
    items = [item(f"i{number}", must_meet=True) for number in range(1000)]
    verdict = judged(rule(ChecklistGate, items=items), checklist())
    assert verdict.reason.en.endswith("and 995 more")
    assert [lacking.what.en for lacking in verdict.missing][-2:] == ["finish: item i18", "981 more"]
    assert verdict.missing[-1].who == ("pmo",)


def test_one_fresh_item_does_not_make_the_others_fresh() -> None:
    """A restore test of half a year ago stays one, whatever is ticked beside it today; all anew, and it is fresh."""
    gate = rule(ChecklistGate, items=FOUR, valid_for=14)
    old = evidence("fact", checklist(a="done", b="done", c="done", d="done"), observed=ago(180))
    beside = evidence("fact", checklist(d="done")).joined(old)
    assert gate.judge(facts(beside), NOW).outcome is Outcome.INVALID
    assert gate.judge(facts(evidence("fact", checklist()).joined(old)), NOW).outcome is Outcome.INVALID
    rest = evidence("fact", checklist(a="done", b="done", c="done"), observed=ago(3)).joined(beside)
    assert gate.judge(facts(rest), NOW).passed
    assert gate.judge(facts(rest), ago(-12)).outcome is Outcome.INVALID


@pytest.mark.parametrize(
    "parameters",
    [
        {"items": []},
        {"items": [item("a"), item("a")]},
        {"items": [item("a", 6)]},
        {"items": [item("a")], "pass_score": 0},
        {"items": [item("a")], "pass_score": 101},
        {"items": [item("a")], "pass_score": "NaN"},
    ],
)
def test_a_checklist_that_cannot_be_scored_is_refused(parameters: dict[str, object]) -> None:
    """No items, doubled items, weights and marks out of range."""
    with pytest.raises(ValidationError):
        rule(ChecklistGate, **parameters)
