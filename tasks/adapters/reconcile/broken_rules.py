"""Business rules over the target's rows: the table `broken` holds each row that breaks one, with its values.

A rule that speaks of a value which is NULL or cannot be read is not broken by it; such values are found elsewhere.
"""

from typing import assert_never

import duckdb

from playbooks.model.errors import InputError
from playbooks.model.mapping import Check, Transform
from playbooks.model.reconciliation import DifferenceKind
from playbooks.model.requirement import Rule
from playbooks.model.rule import Applied, Constant, Expression, Named, names, parsed
from tasks.adapters.reconcile.differences import NO_FINDING, key_list
from tasks.adapters.reconcile.workspace import Workspace, quoted

# The statements below are made of names this package gives itself and of quoted literals, never of raw input.
# ruff: noqa: S608


def find_broken_rules(space: Workspace, check: Check) -> None:
    """Fill the table `broken` for the target staged last."""
    space.run(f"create or replace table broken as {NO_FINDING}")
    for place, rule in enumerate(check.rules):
        try:
            space.run(f"insert into broken {_finding(check, rule, place)}")
        except (duckdb.BinderException, duckdb.ConversionException, duckdb.OutOfRangeException) as error:
            first = str(error).splitlines()[0][:150]
            raise InputError(
                "rule {rule!r} of check {check!r} cannot be worked out; correct it ({reason})",
                rule=rule.key,
                check=check.key,
                reason=first,
            ) from error


def _finding(check: Check, rule: Rule, place: int) -> str:
    must = parsed(rule.must)
    shown = [
        f"{quoted(f'{name} ')} || coalesce(v{check.position(name)}::varchar, '')"
        for name in dict.fromkeys(names(must))
    ]
    values = " || ', ' || ".join(shown) or "null"
    return (
        f"select {quoted(DifferenceKind.BROKEN)}, {place}, {key_list(check)}, {quoted(rule.key)}, "
        f"{quoted(rule.must[:200])}, {values} "
        f"from target where not ({_sql(must, check)})"
    )


def _sql(expression: Expression, check: Check) -> str:
    match expression:
        case Named(column=column):
            return _value(check, column)
        case Constant(value=value, is_text=is_text):
            return quoted(value) if is_text else value
        case Applied(operator=operator, operands=operands):
            return _applied(operator, [_sql(operand, check) for operand in operands])
        case _:
            assert_never(expression)


def _value(check: Check, name: str) -> str:
    column, value = check.column(name), f"v{check.position(name)}"
    if column.transform is not Transform.DECIMAL:
        return value
    # Of 18 digits, so that the product of two has room: a decimal of DuckDB ends at 38.
    return f"try_cast({value} as decimal(18, {column.digits}))"


def _applied(operator: str, operands: list[str]) -> str:
    if operator == "negative":
        return f"(-{operands[0]})"
    if operator == "not":
        return f"(not {operands[0]})"
    if operator.startswith("is "):
        return f"({operands[0]} {operator})"
    if operator.isalpha() and operator not in {"and", "or"}:
        return f"{operator}({', '.join(operands)})"
    if operator == "/":
        return f"({operands[0]} / nullif({operands[1]}, 0))"
    return f"({operands[0]} {operator} {operands[1]})"
