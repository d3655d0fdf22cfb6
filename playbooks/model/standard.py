"""The standard of one column: which codes, form, length, range, date format, unit its values must have.

A standard without any demand is refused, and so is one whose demands cannot be met together. NULL and blank
values are judged by `required` alone.
"""

import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from playbooks.model import credit_code, resident_id
from playbooks.model.column_profile import EMAIL, MOBILE, PHONE
from playbooks.model.data_side import Name
from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Frozen
from playbooks.model.requirement import Code, Part
from playbooks.model.text import Text

#: How dates are written, in the signs of strptime.
TimeFormat = Annotated[str, StringConstraints(pattern=r"^[^'\\\x00-\x1f]{2,40}$")]
#: An end of a range: a number, or a day where the column holds dates.
Bound = Annotated[
    str, StringConstraints(pattern=r"^(-?[0-9]{1,18}(\.[0-9]{1,9})?|[0-9]{4}-[0-9]{2}-[0-9]{2})$")
]


def _readable(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise BrokenRuleError(
            "the pattern {pattern!r} is no regular expression ({reason}); correct it",
            pattern=pattern[:80],
            reason=str(error),
        ) from error
    return pattern


Pattern = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_readable)]


class ValueKind(StrEnum):
    """A kind of number or address with a form, and a check sign where it has one, that everybody knows."""

    ID_CARD = "id_card"
    MOBILE = "mobile"
    PHONE = "phone"
    CREDIT_CODE = "credit_code"
    EMAIL = "email"

    @property
    def shape(self) -> str:
        """Return the form as a regular expression."""
        return _SHAPES[self]

    @property
    def is_personal(self) -> bool:
        """Tell whether its values may tell of a person."""
        return self is not ValueKind.CREDIT_CODE


_SHAPES = {
    ValueKind.ID_CARD: resident_id.SHAPE,
    ValueKind.MOBILE: MOBILE,
    ValueKind.PHONE: PHONE,
    ValueKind.CREDIT_CODE: credit_code.SHAPE,
    ValueKind.EMAIL: EMAIL,
}


class Demand(StrEnum):
    """What a standard demands of a value."""

    REQUIRED = "required"
    KIND = "kind"
    CODES = "codes"
    PATTERN = "pattern"
    LENGTH = "length"
    DATE = "date"
    UNIT = "unit"
    RANGE = "range"

    @property
    def label(self) -> Text:
        """Return the demand as shown to people."""
        return _LABELS[self]


_LABELS = {
    Demand.REQUIRED: Text(zh="必填", en="required"),
    Demand.KIND: Text(zh="号码有效", en="valid number"),
    Demand.CODES: Text(zh="代码表", en="code table"),
    Demand.PATTERN: Text(zh="格式", en="form"),
    Demand.LENGTH: Text(zh="长度", en="length"),
    Demand.DATE: Text(zh="日期格式", en="date format"),
    Demand.UNIT: Text(zh="计量单位", en="unit"),
    Demand.RANGE: Text(zh="取值范围", en="range"),
}


class Standard(Frozen):
    """What every value of a column must be; the column is named as its side names it."""

    column: Name
    side: Part = Part.SOURCE
    required: bool = False
    kind: ValueKind | None = None
    codes: tuple[Code, ...] = Field(default=(), max_length=5000)
    pattern: Pattern | None = None
    shortest: int | None = Field(default=None, ge=1, le=100_000)
    longest: int | None = Field(default=None, ge=1, le=100_000)
    date: TimeFormat | None = None
    unit: Annotated[str, StringConstraints(min_length=1, max_length=20)] | None = None
    at_least: Bound | None = None
    at_most: Bound | None = None

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Return what is demanded, in the order in which it is reported."""
        named = {
            Demand.REQUIRED: self.required,
            Demand.KIND: self.kind is not None,
            Demand.CODES: bool(self.codes),
            Demand.PATTERN: self.pattern is not None,
            Demand.LENGTH: self.shortest is not None or self.longest is not None,
            Demand.DATE: self.date is not None,
            Demand.UNIT: self.unit is not None,
            Demand.RANGE: self.at_least is not None or self.at_most is not None,
        }
        return tuple(demand for demand, wanted in named.items() if wanted)

    @model_validator(mode="after")
    def _can_be_met(self) -> "Standard":
        if not self.demands:
            raise BrokenRuleError(
                "the standard of {column!r} demands nothing; name codes, a pattern, a kind ... or leave it out",
                column=self.column,
            )
        if self.date is not None and self.unit is not None:
            raise BrokenRuleError("{column!r}: a date has no unit; keep one of them", column=self.column)
        days = [bound for bound in (self.at_least, self.at_most) if bound is not None and _is_day(bound)]
        bounds = [bound for bound in (self.at_least, self.at_most) if bound is not None]
        if bounds and len(days) != (len(bounds) if self.date is not None else 0):
            raise BrokenRuleError(
                "{column!r}: the range is one of days where `date` is given, else of numbers",
                column=self.column,
            )
        if self._upside_down():
            raise BrokenRuleError("{column!r}: the lower end lies above the upper one", column=self.column)
        return self

    def _upside_down(self) -> bool:
        if self.shortest is not None and self.longest is not None and self.shortest > self.longest:
            return True
        if self.at_least is None or self.at_most is None:
            return False
        if self.date is not None:
            return self.at_least > self.at_most
        return Decimal(self.at_least) > Decimal(self.at_most)


def _is_day(bound: str) -> bool:
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", bound) is not None
