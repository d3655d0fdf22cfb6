"""A span of working time, with its unit: `3bd` is three business days, `8bh` eight business hours.

A bare number counts business days; it is accepted because older files are written so, and means the same.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from playbooks.model.errors import BrokenRuleError
from playbooks.model.text import Text

LONGEST = 3650
FORM = re.compile(r"([1-9][0-9]{0,3})(bd|bh)", re.ASCII)


class Unit(StrEnum):
    """What a span is counted in."""

    DAYS = "bd"
    HOURS = "bh"


@dataclass(frozen=True, slots=True)
class Span:
    """So many business days or business hours."""

    amount: int
    unit: Unit = Unit.DAYS

    @property
    def label(self) -> Text:
        """Return the span as people say it."""
        zh, one, many = _NAMES[self.unit]
        return Text(zh=f"{self.amount} {zh}", en=f"{self.amount} {one if self.amount == 1 else many}")

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


_NAMES = {
    Unit.DAYS: ("个工作日", "business day", "business days"),
    Unit.HOURS: ("个工作小时", "business hour", "business hours"),
}


def read_span(written: object) -> Span:
    """Return the span of a text such as 3bd, or of a number of business days."""
    match written:
        case Span():
            return written
        case bool():
            raise _wrong(written)
        case int() if 1 <= written <= LONGEST:
            return Span(written)
        case str() if found := FORM.fullmatch(written.strip()):
            return _within(Span(int(found[1]), Unit(found[2])))
        case _:
            raise _wrong(written)


def written_span(span: Span) -> int | str:
    """Return the span as files and the ledger hold it: business days stay the number they have always been."""
    return span.amount if span.unit is Unit.DAYS else str(span)


def _within(span: Span) -> Span:
    if span.amount > LONGEST:
        raise _wrong(str(span))
    return span


def _wrong(written: object) -> BrokenRuleError:
    return BrokenRuleError(
        "{given!r} is no span of working time; write 3bd for three business days or 8bh for eight business hours, "
        "at most {most}",
        given=str(written)[:40],
        most=LONGEST,
    )


WrittenSpan: TypeAlias = Annotated[
    Span,
    PlainValidator(read_span),
    PlainSerializer(written_span),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1, "maximum": LONGEST}, {"type": "string"}]}),
]
