"""What was found when columns were held against their standards."""

import pytest

from playbooks.model.standard import Demand
from playbooks.model.standards_result import BrokenDemand, StandardsResult, TableStandards, masked
from playbooks.model.text import Text

TITLE = Text(zh="客户", en="Customers")
BROKEN = BrokenDemand(column="c", demand=Demand.CODES, rows=3, values=1)


def result(rows: int, *broken: BrokenDemand) -> StandardsResult:
    """Return the result of one table."""
    table = TableStandards.model_validate(
        {"check": "c", "title": TITLE, "side": "source", "rows": rows, "digest": "0" * 64, "demands": 2}
    )
    return StandardsResult(plan="crm", title=TITLE, tables=(table.model_copy(update={"broken": broken}),))


@pytest.mark.parametrize(("rows", "broken", "met"), [(9, (), True), (9, (BROKEN,), False), (0, (), False)])
def test_an_empty_table_meets_no_standard(rows: int, broken: tuple[BrokenDemand, ...], met: bool) -> None:  # noqa: FBT001  # a row of the table
    """Nothing was held against anything."""
    assert result(rows, *broken).met is met


def test_the_digest_follows_the_findings() -> None:
    """The same findings give the same, others another."""
    assert result(9).digest == result(9).digest != result(9, BROKEN).digest


@pytest.mark.parametrize(
    ("value", "shown"), [("13800138000", "138******00"), ("12345", "*****"), ("", ""), ("123456", "123*56")]
)
def test_personal_numbers_are_masked(value: str, shown: str) -> None:
    """A short one wholly."""
    assert masked(value) == shown
