"""The profile of a column: what it looks like, what may be shown of it, what deserves a look."""

import pytest

from playbooks.model.column_profile import ColumnKind, ColumnProfile


def column(**counts: object) -> ColumnProfile:
    """Return a column of a hundred short plain values."""
    given: dict[str, object] = {
        "column": "c",
        "rows": 100,
        "nulls": 0,
        "distinct": 100,
        "longest": 6,
        "plain": 100,
    }
    return ColumnProfile.model_validate({**given, "least": "A", "most": "Z", **counts})


@pytest.mark.parametrize(
    ("counts", "kind"),
    [
        ({"nulls": 100}, ColumnKind.EMPTY),
        ({"phones": 50}, ColumnKind.PHONE),
        ({"phones": 49}, ColumnKind.CODE),
        ({"credit_codes": 60}, ColumnKind.CREDIT_CODE),
        ({"dates": 100, "numbers": 100}, ColumnKind.DATE),
        ({"dates": 99}, ColumnKind.CODE),
        ({"numbers": 100}, ColumnKind.NUMBER),
        ({"numbers": 100, "zero_led": 1}, ColumnKind.CODE),
        ({"longest": 41}, ColumnKind.TEXT),
        ({"plain": 99}, ColumnKind.TEXT),
    ],
)
def test_a_column_looks_like_its_values(counts: dict[str, int], kind: ColumnKind) -> None:
    """Half make a phone or a credit code, all make a number or a date; a leading zero makes a code."""
    assert column(**counts).kind is kind


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, ("A", "Z")),
        ({"phones": 100}, None),
        ({"plain": 0}, None),
        ({"nulls": 100}, None),
        ({"least": None}, None),
    ],
)
def test_values_that_may_be_personal_are_not_shown(
    counts: dict[str, object], shown: tuple[str, str] | None
) -> None:
    """Phone numbers and free text stay in the file."""
    assert column(**counts).shown_range == shown


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, []),
        ({"phones": 90, "padded": 3}, ["90 of 100 valid", "10 of another form", "3 with blanks around"]),
        (
            {"credit_codes": 98, "valid_credit_codes": 95, "distinct": 97},
            ["95 of 100 valid", "2 of another form", "3 with a wrong check sign", "3 used more than once"],
        ),
    ],
)
def test_what_deserves_a_look_is_said(counts: dict[str, int], said: list[str]) -> None:
    """Each remark has its count; what is in order is not mentioned."""
    assert [remark.en for remark in column(**counts).remarks] == said
