"""The mapping: what a plan may say, and what its digest covers."""

import pytest
from pydantic import ValidationError

from playbooks.model.data_side import CsvFile
from playbooks.model.mapping import Check, Column, ReconciliationPlan, Transform
from playbooks.model.text import Text
from tests.simulators.migration import customers, plan


def test_a_plan_reads_from_plain_values() -> None:
    """What the YAML file holds becomes a plan and comes back the same."""
    written = plan(customers(tolerance="0.05", unique=["name"]))
    assert ReconciliationPlan.model_validate_json(written.model_dump_json()) == written


@pytest.mark.parametrize("path", ["/etc/passwd", "../old.csv", "a/../../b.csv", "a\\b.csv", "a\0.csv", "."])
def test_a_path_stays_inside_the_data_folder(path: str) -> None:
    """A plan cannot reach a file outside the data folder."""
    with pytest.raises(ValidationError):
        CsvFile(csv=path)


@pytest.mark.parametrize("name", ["", " name", "name\n", "na\0me", "x" * 129])
def test_a_name_is_one_that_a_header_can_hold(name: str) -> None:
    """Names with blanks around them or invisible characters are refused."""
    with pytest.raises(ValidationError):
        Column(source="a", target=name)


def test_a_chinese_name_with_a_quote_is_a_name() -> None:
    """Nothing printable is forbidden in a column's name."""
    assert Column(source='客户"编号', target="客户 编号;--").target == "客户 编号;--"


@pytest.mark.parametrize(
    "options",
    [
        {"transform": "code"},
        {"transform": "trim", "code_table": {"A": "01"}},
        {"transform": "code", "code_table": {}},
        {"transform": "date", "scale": 2},
        {"transform": "decimal", "scale": 10},
        {"transform": "decimal", "scale": -1},
        {"transform": "upper"},
        {"code_tabel": {"A": "01"}},
    ],
)
def test_options_that_do_not_fit_are_refused(options: dict[str, object]) -> None:
    """A column's options belong to its transform, and unknown ones are not overlooked."""
    with pytest.raises(ValidationError):
        Column.model_validate({"source": "a", "target": "b", **options})


def test_a_decimal_has_two_digits_unless_said_otherwise() -> None:
    """Money is the usual decimal."""
    cents, pieces = (
        Column(source="a", target="b", transform=Transform.DECIMAL, scale=scale) for scale in (None, 0)
    )
    assert (cents.digits, pieces.digits) == (2, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("keys", []),
        ("columns", []),
        ("keys", [{"source": "a", "target": "no"}, {"source": "b", "target": "no"}]),
        ("keys", [{"source": "a", "target": "no"}, {"source": "a", "target": "on"}]),
        ("columns", [{"source": "a", "target": "x"}, {"source": "b", "target": "x"}]),
        ("unique", ["name", "name"]),
        ("control_totals", [{"column": "name"}]),
        ("control_totals", [{"column": "nowhere"}]),
        ("control_totals", [{"column": "credit_limit", "group_by": "nowhere"}]),
        ("control_totals", [{"column": "credit_limit"}, {"column": "credit_limit"}]),
        ("tolerance", "-0.01"),
        ("tolerance", "1e3"),
        ("tolerance", 0.5),
        ("tolerance", "NaN"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused(field: str, value: object) -> None:
    """Doubled names, totals over no decimals and tolerances that are no plain decimals do not pass."""
    with pytest.raises(ValidationError, match=field if field == "tolerance" else None):
        customers(**{field: value})


def test_two_checks_of_one_key_are_refused() -> None:
    """A check is found by its key."""
    with pytest.raises(ValidationError, match="named twice"):
        ReconciliationPlan(key="crm", title=Text(zh="对账", en="Plan"), checks=(customers(), customers()))


def test_titles_do_not_change_the_digest() -> None:
    """A corrected title does not disturb what was signed."""
    renamed = plan(customers(title={"zh": "客户", "en": "Clients"}))
    assert renamed.digest == plan().digest


@pytest.mark.parametrize(
    "change",
    [
        {"tolerance": "0.01"},
        {"unique": ["name"]},
        {"control_totals": [{"column": "credit_limit"}]},
        {"columns": [{"source": "name", "target": "name", "transform": "trim"}]},
        {"columns": [{"source": "name", "target": "name", "transform": "code", "code_table": {"东": "E"}}]},
    ],
)
def test_meaning_changes_the_digest(change: dict[str, object]) -> None:
    """Whatever could change a finding changes the digest."""
    assert plan(customers(**change)).digest != plan().digest


def test_the_order_of_a_code_table_does_not_count() -> None:
    """Two writings of one table are the same plan."""
    one, other = ({"东": "E", "西": "W"}, {"西": "W", "东": "E"})
    columns = [
        [{"source": "area", "target": "region", "transform": "code", "code_table": table}]
        for table in (one, other)
    ]
    first, second = (plan(customers(columns=column)).digest for column in columns)
    assert first == second


def test_a_check_knows_where_its_columns_stand() -> None:
    """Control totals find their column by its target name."""
    check: Check = customers()
    assert check.position("credit_limit") == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("keys", [{"source": "编号", "target": "no", "transform": "date"}]),
        ("columns", [{"source": "a", "target": "b", "factor": "1000"}]),
        ("columns", [{"source": "a", "target": "b", "source_time": {"zone": "Asia/Shanghai"}}]),
        (
            "columns",
            [{"source": "a", "target": "b", "transform": "datetime", "source_time": {"zone": "Mars"}}],
        ),
        ("columns", [{"source": "a", "target": "b", "clean": "trim"}]),
        ("columns", [{"source": "a", "target": "b", "transform": "decimal", "case": "upper"}]),
        ("control_totals", [{"column": "credit_limit", "group_by": "region", "month": True}]),
        ("scope", [{"column": "region"}]),
        ("scope", [{"column": "nowhere", "among": ["x"]}]),
        ("dimensions", ["nowhere"]),
        ("rules", [{"key": "r", "title": {"zh": "规则", "en": "Rule"}, "must": "nowhere > 1"}]),
        ("rules", [{"key": "r", "title": {"zh": "规则", "en": "Rule"}, "must": "name >"}]),
        ("waves", [{"key": "pilot", "scope": []}]),
        ("budget", {"missing": -1}),
    ],
)
def test_an_option_that_does_not_fit_is_refused(field: str, value: object) -> None:
    """What a check asks for stands on its mapped columns."""
    with pytest.raises(ValidationError):
        customers(**{field: value})


@pytest.mark.parametrize(
    "arm",
    [
        {"check": "nowhere", "column": "credit_limit"},
        {"check": "customers", "column": "name"},
        {"check": "customers", "column": "credit_limit", "group_by": "region"},
        {"check": "customers", "column": "credit_limit", "scope": [{"column": "nowhere", "below": "1"}]},
    ],
)
def test_a_balance_that_makes_no_sense_is_refused(arm: dict[str, object]) -> None:
    """Both arms are sums of decimals that are mapped, grouped alike."""
    plain = {"check": "customers", "column": "credit_limit"}
    balance = {"key": "gl", "title": {"zh": "总账", "en": "Ledger"}, "left": plain, "right": arm}
    with pytest.raises(ValidationError):
        ReconciliationPlan.model_validate({**plan().model_dump(), "balances": [balance]})


def test_a_wave_narrows_only_the_checks_that_name_it() -> None:
    """A check that does not know the wave is compared whole."""
    wave = {"key": "pilot", "scope": [{"column": "region", "among": ["E"]}]}
    known, other = customers(waves=[wave]), customers(key="others")
    whole = ReconciliationPlan(key="crm", title=Text(zh="对账", en="Plan"), checks=(known, other))
    assert [len(check.scope) for check in whole.within("pilot").checks] == [1, 0]
