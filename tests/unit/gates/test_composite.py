"""The composite gate: the truth table in full, and what is refused."""

from itertools import product

import pytest
from pydantic import TypeAdapter, ValidationError

from playbooks.model.gates import Gate
from playbooks.model.gates.composite import CompositeGate
from playbooks.model.gates.gate import GateRule
from playbooks.model.verdict import Outcome
from tests.simulators.facts import NOW, document, evidence, facts, unreadable
from tests.simulators.gates import rule

FACTS = facts(
    evidence("good", document(100)), evidence("small", document(1)), evidence("broken", unreadable())
)
EVIDENCE = {
    Outcome.PASSED: "good",
    Outcome.FAILED: "small",
    Outcome.INVALID: "broken",
    Outcome.PENDING: "absent",
}
P, W, F, I = Outcome.PASSED, Outcome.PENDING, Outcome.FAILED, Outcome.INVALID  # noqa: E741  # columns of the tables


def part(key: str, outcome: Outcome, **parameters: object) -> dict[str, object]:
    """Return a gate that comes to this outcome on the facts."""
    title = {"zh": f"关卡 {key}", "en": f"gate {key}"}
    given = {"kind": "document", "key": key, "title": title, "owner": "pmo", "minimum_bytes": 10}
    return {**given, "evidence": EVIDENCE[outcome], **parameters}


def composite(*outcomes: Outcome, **parameters: object) -> CompositeGate:
    """Return a composite whose parts come to these outcomes."""
    parts = [part(f"part_{number}", outcome) for number, outcome in enumerate(outcomes)]
    return rule(CompositeGate, **{"gates": parts, **parameters})


def nest(depth: int) -> dict[str, object]:
    """Return a gate with so many composites around it."""
    gate: dict[str, object] = part("leaf", P)
    for level in range(depth):
        title = {"zh": "组", "en": "group"}
        gate = {"kind": "composite", "key": f"level_{level}", "title": title, "owner": "pmo", "gates": [gate]}
    return gate


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("mode", [{"mode": "all"}, {"mode": "any"}, {"mode": "at_least", "count": 1}])
def test_a_single_part_speaks_for_the_whole(mode: dict[str, object], outcome: Outcome) -> None:
    """Whatever the mode."""
    assert composite(outcome, **mode).judge(FACTS, NOW).outcome is outcome


PAIRS = tuple(product((P, W, F, I), repeat=2))
ALL = (
    *(P, W, F, I),
    *(W, W, F, I),
    *(F, F, F, I),
    *(I, I, I, I),
)
ANY = (
    *(P, P, P, P),
    *(P, W, W, W),
    *(P, W, F, I),
    *(P, W, I, I),
)


@pytest.mark.parametrize(("outcomes", "expected"), list(zip(PAIRS, ALL, strict=True)))
def test_all_of_two_by_the_table(outcomes: tuple[Outcome, ...], expected: Outcome) -> None:
    """Rows and columns in the order passed, waiting, failed, invalid."""
    assert composite(*outcomes).judge(FACTS, NOW).outcome is expected


@pytest.mark.parametrize(("outcomes", "expected"), list(zip(PAIRS, ANY, strict=True)))
def test_any_of_two_by_the_table(outcomes: tuple[Outcome, ...], expected: Outcome) -> None:
    """Rows and columns in the order passed, waiting, failed, invalid."""
    assert composite(*outcomes, mode="any").judge(FACTS, NOW).outcome is expected


@pytest.mark.parametrize("outcomes", list(product(Outcome, repeat=3)), ids="-".join)
@pytest.mark.parametrize("n", [1, 2, 3])
def test_three_parts_pass_exactly_when_enough_pass(n: int, outcomes: tuple[Outcome, ...]) -> None:
    """All 64 triples: PASSED when n passed; else what has to happen for n to pass."""
    found = composite(*outcomes, mode="at_least", count=n).judge(FACTS, NOW).outcome
    passed, waiting, invalid = (outcomes.count(outcome) for outcome in (P, W, I))
    assert (found is P) is (passed >= n)
    assert (found is W) is (passed < n <= passed + waiting)
    assert (found is F) is (passed + waiting + invalid < n)


@pytest.mark.parametrize("outcomes", list(product(Outcome, repeat=3)), ids="-".join)
def test_all_passes_only_when_every_part_passes(outcomes: tuple[Outcome, ...]) -> None:
    """All 64 triples; a single INVALID part makes the whole INVALID."""
    found = composite(*outcomes).judge(FACTS, NOW).outcome
    assert (found is P) is (set(outcomes) == {P})
    assert (found is I) is (I in outcomes)


def test_the_tree_shows_every_part() -> None:
    """In order, each with its own verdict."""
    verdict = composite(P, F).judge(FACTS, NOW)
    assert [child.outcome for child in verdict.children] == [P, F]
    assert verdict.find("part_1") == verdict.children[1]


def test_the_reason_counts_and_names() -> None:
    """What a PMO reads."""
    verdict = composite(P, F, mode="at_least", count=2).judge(FACTS, NOW)
    assert verdict.reason.zh == "2 项中已通过 1 项，需要 2 项；未通过：关卡 part_1"


def test_what_is_missing_comes_from_the_unmet_parts() -> None:
    """And only while the whole is unmet."""
    assert [item.what.en for item in composite(P, F).judge(FACTS, NOW).missing] == [
        "record the complete document"
    ]
    assert not composite(P, F, mode="any").judge(FACTS, NOW).missing


def test_shadow_parts_are_shown_but_do_not_count() -> None:
    """A failed shadow does not block, a passed one does not help."""
    shadow_failed = rule(CompositeGate, gates=[part("a", P), part("b", F, shadow=True)])
    shadow_passed = rule(CompositeGate, mode="any", gates=[part("a", F), part("b", P, shadow=True)])
    assert shadow_failed.judge(FACTS, NOW).passed
    assert not shadow_passed.judge(FACTS, NOW).passed
    assert len(shadow_failed.judge(FACTS, NOW).children) == 2


def test_a_changed_part_changes_the_inputs() -> None:
    """The whole rests on what its parts rest on, at whatever depth."""
    gate: GateRule = TypeAdapter(Gate).validate_python(nest(3))
    other = facts(evidence("good", document(200)))
    assert gate.judge(FACTS, NOW).inputs_digest != gate.judge(other, NOW).inputs_digest


def test_the_evidence_of_all_parts_is_known() -> None:
    """Each key once."""
    assert composite(P, F, P).evidence_keys == ("good", "small")


def test_four_levels_are_deep_enough() -> None:
    """The fifth is refused."""
    assert rule(CompositeGate, gates=[nest(3)]).judge(FACTS, NOW).passed
    with pytest.raises(ValidationError, match="nested more than 4 deep"):
        rule(CompositeGate, gates=[nest(4)])


@pytest.mark.parametrize(
    "parameters",
    [
        {"gates": []},
        {"mode": "at_least", "count": 3},
        {"mode": "at_least", "count": 0},
        {"mode": "at_least"},
        {"mode": "any", "count": 1},
        {"gates": [part("a", P), part("a", P)]},
        {"gates": [part("gate", P)]},
        {"gates": [part("a", P, shadow=True)]},
        {"mode": "at_least", "count": 2, "gates": [part("a", P), part("b", P, shadow=True)]},
        {"gates": [part("a", P, kind="wish")]},
    ],
    ids=",".join,
)
def test_a_composite_that_makes_no_sense_is_refused(parameters: dict[str, object]) -> None:
    """When the playbook is loaded."""
    with pytest.raises(ValidationError):
        composite(P, F, **parameters)
