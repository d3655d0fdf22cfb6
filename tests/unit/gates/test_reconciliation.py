"""The reconciliation gate: both systems agree in every required check."""

import pytest
from pydantic import ValidationError

from playbooks.model.drift import Drift
from playbooks.model.gates.reconciliation import ReconciliationGate
from playbooks.model.reconciliation import BalanceResult, Budget, ColumnCount, TotalResult
from playbooks.model.requirement import Part
from playbooks.model.verdict import Outcome
from tests.simulators.facts import NOW, check, evidence, facts, reconciliation, text
from tests.simulators.gates import judged, rule

OFF = TotalResult(
    column="amount", group_by=None, groups=1, differing=1, source="10.00", target="9.00", difference="-1.00"
)
AMOUNT = (ColumnCount(column="amount", count=3),)


def gate(*checks: str, **parameters: object) -> ReconciliationGate:
    """Return a gate that requires these checks, or that of the customers."""
    return rule(ReconciliationGate, checks=checks or ("customers",), **parameters)


def test_agreement_passes_and_says_over_how_many_rows() -> None:
    """Checks nobody requires do not count."""
    verdict = judged(
        gate("customers", "items"), reconciliation(check(), check("items", rows=1200), check("more"))
    )
    assert verdict.passed
    assert verdict.reason.zh == "2 项核对一致，共 1,300 行"


@pytest.mark.parametrize(
    "difference",
    [
        {"missing": 1},
        {"extra": 1},
        {"doubled_source": 1},
        {"doubled_target": 1},
        {"changed": AMOUNT},
        {"shared": AMOUNT},
        {"control_totals": (OFF,)},
        {"rows_target": 99},
        {"rows_target": 0, "missing": 100},
    ],
    ids=lambda difference: next(iter(difference)),
)
def test_any_difference_fails(difference: dict[str, object]) -> None:
    """Whatever kind of difference it is."""
    assert judged(gate(), reconciliation(check().model_copy(update=difference))).outcome is Outcome.FAILED


def test_each_check_that_differs_is_named_with_its_counts() -> None:
    """Who has to look knows where, and how much there is."""
    given = reconciliation(
        check(missing=2, changed=AMOUNT), check("items"), check("orders", control_totals=(OFF,))
    )
    verdict = judged(gate("customers", "items", "orders"), given)
    assert verdict.reason.en == (
        "the systems do not agree: Check of customers: 5 differences, 0 control totals off; "
        "Check of orders: 0 differences, 1 control total off"
    )
    assert len(verdict.missing) == 2


def test_a_difference_nobody_asked_about_does_not_fail() -> None:
    """Only the required checks decide."""
    assert judged(gate(), reconciliation(check(), check("items", missing=5))).passed


def test_a_required_check_that_was_not_run_is_invalid() -> None:
    """A result without the check proves nothing about it."""
    verdict = judged(gate("customers", "ledger"), reconciliation(check()))
    assert verdict.outcome is Outcome.INVALID
    assert "ledger" in verdict.reason.zh


def test_a_check_named_twice_is_invalid() -> None:
    """Which of the two is true nobody can tell."""
    given = reconciliation(check(missing=1), check())
    assert judged(gate(), given).outcome is Outcome.INVALID


@pytest.mark.parametrize("tolerance", [0, 1000])
def test_comparing_no_rows_is_invalid(tolerance: int) -> None:
    """Two empty tables agree about nothing."""
    assert judged(gate(tolerance_rows=tolerance), reconciliation(check(rows=0))).outcome is Outcome.INVALID


@pytest.mark.parametrize(("missing", "outcome"), [(2, Outcome.PASSED), (3, Outcome.FAILED)])
def test_the_tolerance_counts_rows_of_each_check(missing: int, outcome: Outcome) -> None:
    """As many as tolerated pass, one more does not."""
    given = reconciliation(check(missing=missing, rows_target=100 - missing))
    assert judged(gate(tolerance_rows=2), given).outcome is outcome


@pytest.mark.parametrize(
    "difference",
    [{"control_totals": (OFF,)}, {"rows_target": 0, "missing": 100}, {"rows_source": 0, "extra": 100}],
    ids=["total", "nothing arrived", "nothing left"],
)
def test_no_tolerance_covers_money_or_an_empty_side(difference: dict[str, object]) -> None:
    """A tolerance is for a few odd rows."""
    assert (
        judged(gate(tolerance_rows=1000), reconciliation(check().model_copy(update=difference))).outcome
        is Outcome.FAILED
    )


def test_titles_of_any_length_are_judged() -> None:
    """A dozen checks with endless titles still make one reason."""
    checks = [check(f"c{number}", missing=1, title=text("x" * 1999)) for number in range(12)]
    verdict = judged(gate(*(item.key for item in checks)), reconciliation(*checks))
    assert verdict.outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "parameters", [{"checks": []}, {"checks": ["a", "a"]}, {"checks": ["a"], "tolerance_rows": -1}]
)
def test_a_gate_that_requires_nothing_is_refused(parameters: dict[str, object]) -> None:
    """No checks, doubled checks, a tolerance below nothing."""
    with pytest.raises(ValidationError):
        rule(ReconciliationGate, **parameters)


@pytest.mark.parametrize(
    ("asked", "compared", "outcome"),
    [
        (None, None, Outcome.PASSED),
        ("pilot", "pilot", Outcome.PASSED),
        (None, "pilot", Outcome.INVALID),
        ("pilot", None, Outcome.INVALID),
    ],
)
def test_a_sample_never_stands_for_everything(
    asked: str | None, compared: str | None, outcome: Outcome
) -> None:
    """A result over one wave counts only where this wave is asked for."""
    given = reconciliation(check())
    result = given.result.model_copy(update={"wave": compared})
    narrowed = given.model_copy(update={"result": result})
    assert judged(gate(wave=asked), narrowed).outcome is outcome


def test_books_that_do_not_balance_fail() -> None:
    """Whatever the rows say."""
    given = reconciliation(check())
    balance = BalanceResult(key="gl", title=text("Ledger"), total=OFF)
    result = given.result.model_copy(update={"balances": (balance,)})
    verdict = judged(gate(), given.model_copy(update={"result": result}))
    assert (verdict.outcome, "do not balance" in verdict.reason.en) == (Outcome.FAILED, True)


def test_what_is_within_its_budget_passes() -> None:
    """What was agreed to stay does not hold the rollout."""
    within = check(missing=1, rows_target=99, budget=Budget(missing=1))
    assert judged(gate(), reconciliation(within)).passed


def test_data_that_moved_after_sign_off_fail_whatever_was_signed() -> None:
    """The result on record agrees; what was found later does not."""
    drift = Drift(check="customers", title=text("Customers"), side=Part.TARGET, rows=3)
    verdict = judged(gate(), reconciliation().model_copy(update={"drift": (drift,)}))
    assert verdict.outcome is Outcome.FAILED
    assert verdict.reason.en == (
        "the data have moved since sign-off: target (Customers): 3 rows more than signed"
    )


@pytest.mark.parametrize("source", ["file:migration.yaml", "test", "reconciliation", "watch"])
def test_a_result_that_somebody_wrote_is_invalid_where_only_the_product_s_own_counts(source: str) -> None:
    """However well it agrees; where nothing is demanded it counts."""
    made = evidence("fact", reconciliation(check())).model_copy(update={"source": source})
    own = source in {"reconciliation", "watch"}
    verdict = gate(product_only=True).judge(facts(made), NOW)
    assert verdict.outcome is (Outcome.PASSED if own else Outcome.INVALID)
    assert own or verdict.reason.en.startswith("only what the product itself has compared counts")
    assert gate().judge(facts(made), NOW).passed


def test_a_gate_that_does_not_ask_is_written_as_ever() -> None:
    """A rollout that runs keeps the digest of the playbook it began with."""
    assert "product_only" not in gate().model_dump()
    assert gate(product_only=True).model_dump()["product_only"] is True
