"""Rules: what is an expression, what it speaks of, and what is refused before it gets anywhere near a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model.rule import Applied, Constant, Named, names, parsed


def test_a_product_binds_closer_than_a_comparison() -> None:
    """The tree has the shape that the reader expects."""
    product = Applied("*", (Named("price"), Named("quantity")))
    assert parsed("amount = price * quantity") == Applied("=", (Named("amount"), product))


@pytest.mark.parametrize(
    ("text", "spoken_of"),
    [
        ("amount = round(price * quantity, 2)", ["amount", "price", "quantity"]),
        ('"客户 编号" is not null', ["客户 编号"]),
        ("not (a = 'x''y' or b >= -1.5)", ["a", "b"]),
        ("数量 > 0 and coalesce(单价, 0) >= 0", ["数量", "单价"]),
        ("length(code) = 8", ["code"]),
        ('"say ""x""" = 1', ['say "x"']),
    ],
)
def test_an_expression_tells_its_columns(text: str, spoken_of: list[str]) -> None:
    """Chinese names need no quotes, names with blanks do."""
    assert list(names(parsed(text))) == spoken_of


def test_a_text_keeps_its_quote() -> None:
    """Doubled quotes stand for one."""
    assert parsed("'x''y'") == Constant("x'y", is_text=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a =",
        "a b",
        "a; drop table x",
        "abs(1, 2)",
        "pg_sleep(10)",
        "a = (select 1)",
        "a /* comment */",
        "a is b",
        "(" * 100 + "a" + ")" * 100,
        "$1",
    ],
)
def test_what_is_no_expression_is_refused(text: str) -> None:
    """Statements, comments, unknown functions and bottomless nesting do not get in."""
    with pytest.raises(ValueError, match="rule"):
        parsed(text)


@given(st.text(max_size=200))
def test_any_text_is_a_tree_or_a_clear_refusal(text: str) -> None:
    """Nothing else can come of reading a rule."""
    refusal = ""
    try:
        tree = parsed(text)
    except ValueError as error:
        tree, refusal = None, str(error)
    assert isinstance(tree, Named | Constant | Applied) or "rule" in refusal
