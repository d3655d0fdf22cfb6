"""What a plan asks of tables beyond equal rows: scope, waves, rules, references, and sums that must balance."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from playbooks.model.data_side import Name
from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Frozen, Key
from playbooks.model.rule import parsed
from playbooks.model.text import Text

#: A non-negative decimal written as text, so that no float ever touches money.
Allowance = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}(\.[0-9]{1,9})?$")]
#: A code as it stands in the data.
Code = Annotated[str, StringConstraints(max_length=200)]


class Filter(Frozen):
    """Rows that count: a mapped column's value lies in a range or among some; target names, both sides."""

    column: Name
    at_least: Code | None = None
    below: Code | None = None
    among: tuple[Code, ...] = Field(default=(), max_length=1000)

    @model_validator(mode="after")
    def _says_something(self) -> "Filter":
        if self.at_least is None and self.below is None and not self.among:
            raise BrokenRuleError(
                "the filter of {column!r} filters nothing; give at_least, below or among", column=self.column
            )
        return self


class Wave(Frozen):
    """One stage of a load, the sample before everything: which rows of this check it has moved."""

    key: Key
    scope: tuple[Filter, ...] = Field(min_length=1, max_length=20)


class Rule(Frozen):
    """What must be true of every target row, as an expression over mapped columns."""

    key: Key
    title: Text
    must: Annotated[str, StringConstraints(min_length=1, max_length=1000)]

    @model_validator(mode="after")
    def _is_an_expression(self) -> "Rule":
        parsed(self.must)
        return self


class Reference(Frozen):
    """Target columns whose values, where all are given, must be a key of another check's target."""

    columns: tuple[Name, ...] = Field(min_length=1, max_length=8)
    check: Key


class Part(StrEnum):
    """Which side of a check a balance counts."""

    SOURCE = "source"
    TARGET = "target"

    @property
    def other(self) -> "Part":
        """Return the side across."""
        return Part.TARGET if self is Part.SOURCE else Part.SOURCE


class Sum(Frozen):
    """One arm of a balance: a decimal column of one side of a check, per group, over the rows that count."""

    check: Key
    side: Part = Part.TARGET
    column: Name
    group_by: Name | None = None
    scope: tuple[Filter, ...] = Field(default=(), max_length=20)


class Balance(Frozen):
    """Two sums that must be equal: a sub-ledger and its ledger, closing and opening balances."""

    key: Key
    title: Text
    left: Sum
    right: Sum
    tolerance: Allowance = "0.00"

    @model_validator(mode="after")
    def _grouped_alike(self) -> "Balance":
        if (self.left.group_by is None) != (self.right.group_by is None):
            raise BrokenRuleError("balance {key!r}: group both sides or neither", key=self.key)
        return self
