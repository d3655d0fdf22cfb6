"""The summary of a reconciliation, read by finance."""

import pytest

from playbooks.model.reconciliation import CheckResult, ReconciliationResult
from playbooks.model.reconciliation_summary import MAX_LENGTH, summary
from playbooks.model.text import Language

TOTAL = {
    "column": "amount",
    "group_by": None,
    "groups": 1,
    "differing": 1,
    "source": "1200.50",
    "target": "1000.00",
    "difference": "-200.50",
}


def result(**fields: object) -> ReconciliationResult:
    """Return a result of two checks that have these fields."""
    plain = {
        "key": "customers",
        "title": {"zh": "客户主数据", "en": "Customers"},
        "rows_source": 1800,
        "rows_target": 1800,
        "source_digest": "0" * 64,
        "target_digest": "1" * 64,
    }
    check = CheckResult.model_validate({**plain, **fields})
    title = {"zh": "数据对账", "en": "Data check"}
    return ReconciliationResult.model_validate(
        {"key": "crm", "title": title, "plan_digest": "2" * 64, "checks": [check, check]}
    )


def test_agreement_is_one_sentence() -> None:
    """When all agree, the sentence says how much was compared."""
    text = summary(result())
    assert text.zh == "数据对账：2 张表全部一致，共核对 3,600 行，控制总额相符。"
    assert text.en == "Data check: all 2 tables agree, 3,600 rows compared, control totals equal."


@pytest.mark.parametrize(
    ("fields", "zh", "en"),
    [
        ({"missing": 9}, "新系统缺少 9 条", "missing in the new system: 9"),
        ({"extra": 1234}, "新系统多出 1,234 条", "extra in the new system: 1,234"),
        ({"doubled_source": 2}, "旧系统有 2 个编号重复", "keys doubled in the former system: 2"),
        ({"doubled_target": 3}, "新系统有 3 个编号重复", "keys doubled in the new system: 3"),
        ({"changed": [{"column": "name", "count": 8}]}, "name 有 8 处不同", "differing in name: 8"),
        (
            {"shared": [{"column": "tax", "count": 4}]},
            "tax 有 4 个值重复使用",
            "values of tax used more than once: 4",
        ),
        (
            {"control_totals": [TOTAL]},
            "amount 合计相差 -200.50（旧 1,200.50，新 1,000.00）",
            "total of amount off by -200.50 (before 1,200.50, after 1,000.00)",
        ),
        (
            {"control_totals": [{**TOTAL, "group_by": "region", "groups": 7, "differing": 5}]},
            "amount 按 region 汇总有 5 组不符，合计相差 -200.50",
            "totals of amount by region: 5 groups differ, -200.50 in all",
        ),
    ],
)
def test_each_kind_of_difference_has_its_words(fields: dict[str, object], zh: str, en: str) -> None:
    """A finance person reads what differs and by how much, in both languages."""
    text = summary(result(**fields))
    assert zh in text.zh
    assert en in text.en


def test_totals_that_agree_are_not_mentioned() -> None:
    """Only what differs is worth a word."""
    text = summary(result(missing=1, control_totals=[{**TOTAL, "differing": 0}]))
    assert "amount" not in text.en


@pytest.mark.parametrize("language", list(Language))
def test_a_long_summary_is_cut(language: Language) -> None:
    """A text on record has bounds, whatever the result holds."""
    changed = [{"column": f"column_{number}", "count": 5} for number in range(150)]
    wording = summary(result(changed=changed)).to(language)
    assert len(wording) == MAX_LENGTH
    assert wording.endswith("…")
