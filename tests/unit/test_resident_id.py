"""The number of an identity card: its form, its birthday and its check sign."""

import pytest

from playbooks.model.resident_id import valid_resident_id

STANDARD = "11010519491231002X"


@pytest.mark.parametrize("number", [STANDARD, "440524188001010014", STANDARD.lower()])
def test_the_standards_own_examples_are_valid(number: str) -> None:
    """A small x is the same sign."""
    assert valid_resident_id(number)


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",
        "11010519491231002",
        "110105194902310020",
        "01010519491231002X",
        "",
        "91350100M000100Y43",
    ],
)
def test_anything_else_is_not(number: str) -> None:
    """A wrong sign, a sign too few, the 31st of February, a district that begins with 0, a credit code."""
    assert not valid_resident_id(number)


def test_every_single_slip_is_seen() -> None:
    """One wrong digit anywhere breaks the check."""
    slips = (STANDARD[:n] + ("1" if STANDARD[n] != "1" else "2") + STANDARD[n + 1 :] for n in range(18))
    assert not any(map(valid_resident_id, slips))
