"""Spans: read with their unit, written as they always were, nothing else taken for one."""

import pytest
from pydantic import TypeAdapter, ValidationError

from playbooks.model.span import LONGEST, Span, Unit, WrittenSpan

SPANS: TypeAdapter[Span] = TypeAdapter(WrittenSpan)


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("3bd", Span(3)),
        ("8bh", Span(8, Unit.HOURS)),
        (" 12bh ", Span(12, Unit.HOURS)),
        (5, Span(5)),
        (LONGEST, Span(LONGEST)),
        (Span(2), Span(2)),
    ],
)
def test_a_span_is_read(written: object, span: Span) -> None:
    """The unit says what is counted; a bare number of older files counts business days."""
    assert SPANS.validate_python(written) == span


@pytest.mark.parametrize(
    "written",
    [
        *("", "3", "3d", "3h", "3 bd", "0bd", "-1bd", "1.5bd", "3BD", "\uff13bd", "9999bd", "P3D"),
        *(0, -1, LONGEST + 1, 1.5, True, None, []),
    ],
)
def test_anything_else_is_refused_with_an_example(written: object) -> None:
    """Days of the calendar and hours of the clock are not working time."""
    with pytest.raises(ValidationError, match="write 3bd for three business days or 8bh for eight"):
        SPANS.validate_python(written)


@pytest.mark.parametrize(("written", "kept"), [("5bd", 5), (5, 5), ("8bh", "8bh")])
def test_days_are_kept_as_the_number_they_always_were(written: object, kept: object) -> None:
    """So the digest of a playbook stays the same, whichever way its deadlines are written."""
    assert SPANS.dump_python(SPANS.validate_python(written), mode="json") == kept


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        (Span(1), "1 个工作日", "1 business day"),
        (Span(3), "3 个工作日", "3 business days"),
        (Span(1, Unit.HOURS), "1 个工作小时", "1 business hour"),
        (Span(8, Unit.HOURS), "8 个工作小时", "8 business hours"),
    ],
)
def test_a_span_is_said_in_words(span: Span, zh: str, en: str) -> None:
    """One day is no plural."""
    assert (span.label.zh, span.label.en) == (zh, en)
