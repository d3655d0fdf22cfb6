"""How sure a reconciliation is, said in both languages."""

import pytest

from playbooks.model.reconciliation import CheckResult, ReconciliationResult
from playbooks.model.reconciliation_certainty import certainty
from playbooks.model.text import Text

DIGEST = "0" * 64
TITLE = Text(zh="订单", en="Orders")


def result(*rows: tuple[int, int]) -> ReconciliationResult:
    """Return a result of checks with so many rows."""
    checks = [
        CheckResult(
            key=f"c{number}",
            title=TITLE,
            rows_source=source,
            rows_target=target,
            source_digest=DIGEST,
            target_digest=DIGEST,
        )
        for number, (source, target) in enumerate(rows)
    ]
    return ReconciliationResult(key="erp", title=TITLE, plan_digest=DIGEST, checks=tuple(checks))


@pytest.mark.parametrize(
    ("rows", "counted", "odds"),
    [
        ([(10_000_000, 9_999_999)], "10,000,000", "1,844,674,407,370"),
        ([(1, 2), (3, 1)], "5", "3,689,348,814,741,910,323"),
    ],
)
def test_the_odds_are_those_of_64_bits_for_every_row(
    rows: list[tuple[int, int]], counted: str, odds: str
) -> None:
    """Each row may be hidden by one hash in 2^64, so that many rows add up."""
    said = certainty(result(*rows))
    assert f"among {counted} rows is below 1 in {odds}" in said.en
    assert f"{counted} 行" in said.zh
    assert f"{odds} 分之一" in said.zh
