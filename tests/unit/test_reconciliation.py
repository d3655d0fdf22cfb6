"""The result of a reconciliation: when it agrees, how it fits a ledger entry, what its digest rests on."""

import json

import pytest

from playbooks.model.errors import InputError
from playbooks.model.reconciliation import (
    MAX_RESULT_BYTES,
    MAX_SAMPLE_TEXT,
    CheckResult,
    ColumnCount,
    DifferenceKind,
    GroupTotal,
    ReconciliationResult,
    Sample,
    TotalResult,
)
from playbooks.model.text import Text

TOTAL = TotalResult(
    column="amount",
    group_by="region",
    groups=2,
    differing=1,
    source="10.00",
    target="10.01",
    difference="0.01",
    samples=(GroupTotal(group="E", source="1.00", target="1.01", difference="0.01"),),
)


def check(**fields: object) -> CheckResult:
    """Return a check that agrees, with some fields changed."""
    plain = {
        "key": "customers",
        "title": {"zh": "客户", "en": "Customers"},
        "rows_source": 10,
        "rows_target": 10,
        "source_digest": "0" * 64,
        "target_digest": "1" * 64,
    }
    return CheckResult.model_validate({**plain, **fields})


def result(*checks: CheckResult) -> ReconciliationResult:
    """Return a result of these checks."""
    title = Text(zh="对账", en="Reconciliation")
    return ReconciliationResult(key="crm", title=title, plan_digest="2" * 64, checks=checks or (check(),))


def samples(count: int, length: int) -> tuple[Sample, ...]:
    """Return as many samples of each kind, with keys of this length."""
    return tuple(
        Sample(kind=kind, key=(f"{number:0{length}}",)) for kind in DifferenceKind for number in range(count)
    )


def test_a_check_without_differences_agrees() -> None:
    """Equal counts and nothing found."""
    assert check().agrees


@pytest.mark.parametrize(
    "fields",
    [
        {"missing": 1},
        {"extra": 1},
        {"doubled_source": 1},
        {"doubled_target": 1},
        {"changed": (ColumnCount(column="name", count=1),)},
        {"shared": (ColumnCount(column="name", count=1),)},
        {"control_totals": (TOTAL,)},
        {"rows_target": 9},
        {"rows_source": 0, "rows_target": 0},
    ],
)
def test_any_difference_is_disagreement(fields: dict[str, object]) -> None:
    """Each kind of difference alone suffices, and two empty sides agree on nothing."""
    assert not check(**fields).agrees


def test_one_check_that_differs_spoils_the_result() -> None:
    """All checks must agree."""
    assert not result(check(), check(key="orders", extra=1)).agrees


def test_differences_of_all_kinds_are_counted() -> None:
    """The number covers keys, values and groups of totals."""
    changed = (ColumnCount(column="name", count=3), ColumnCount(column="area", count=4))
    assert check(missing=1, extra=2, changed=changed, control_totals=(TOTAL,)).differences == 11


def test_the_digest_changes_with_the_data_alone() -> None:
    """Equal results have equal digests; another target does not."""
    assert result().digest == result().digest
    assert result().digest != result(check(target_digest="3" * 64)).digest


def test_the_json_form_holds_no_floats_and_comes_back() -> None:
    """What the ledger keeps reads back as the same result."""
    whole = result(check(control_totals=(TOTAL,), samples=samples(1, 3)))
    text = whole.model_dump_json()
    json.loads(text, parse_float=lambda number: pytest.fail(f"a float: {number}"))
    assert ReconciliationResult.model_validate_json(text) == whole


def test_a_small_result_keeps_its_samples() -> None:
    """Nothing is dropped that fits."""
    whole = result(check(samples=samples(20, 3)))
    assert whole.fitted() == whole


def test_a_large_result_gives_up_samples_of_each_kind() -> None:
    """As many samples stay as fit, the same number of each kind."""
    checks = tuple(check(key=f"table{number}", samples=samples(20, 60)) for number in range(6))
    fitted = result(*checks).fitted()
    kept = [sample.kind for sample in fitted.checks[0].samples]
    assert {kept.count(kind) for kind in DifferenceKind} == {2}
    assert len(fitted.model_dump_json().encode()) <= MAX_RESULT_BYTES


def test_a_result_that_cannot_fit_is_refused() -> None:
    """Counts are never dropped, so too many of them are an error."""
    changed = tuple(ColumnCount(column=f"column {number}" + "x" * 100, count=1) for number in range(250))
    with pytest.raises(InputError, match="split the plan"):
        result(check(changed=changed)).fitted()


def test_a_long_sample_is_cut_to_where_it_differs() -> None:
    """The excerpt shows the difference even far inside a text."""
    sample = Sample(
        kind=DifferenceKind.CHANGED, source="a" * 500 + "X" + "b" * 500, target="a" * 500 + "Y" + "b" * 500
    )
    short = sample.shortened()
    assert short.source is not None
    assert "X" in short.source
    assert len(short.source) <= MAX_SAMPLE_TEXT + 2


@pytest.mark.parametrize("text", [None, "", "short", "x" * MAX_SAMPLE_TEXT])
def test_a_short_sample_stays_whole(text: str | None) -> None:
    """NULL stays NULL and '' stays ''."""
    assert Sample(kind=DifferenceKind.CHANGED, source=text, target="other").shortened().source == text


def test_a_nul_character_is_shown_as_a_sign() -> None:
    """The ledger takes no NUL, and people should see that one was there."""
    assert Sample(kind=DifferenceKind.CHANGED, target="a\0b").shortened().target == "a␀b"
