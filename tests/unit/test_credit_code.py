"""The unified social credit code: its form and its check sign."""

from random import Random

import pytest

from config.example.credit_code import credit_code
from playbooks.model.credit_code import valid_credit_code


@pytest.mark.parametrize("seed", range(50))
def test_codes_made_by_another_hand_are_valid(seed: int) -> None:
    """The example's maker and this check were written apart."""
    assert valid_credit_code(credit_code("442000", Random(seed)))


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000600037341L"])
def test_known_codes_are_valid(code: str) -> None:
    """The standard's own example and one in public use."""
    assert valid_credit_code(code)


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y44",
        "91350100M000100Y4",
        "91350100M000100Y433",
        "91350100I000100Y43",
        "",
        "\uff191350100M000100Y43",
    ],
)
def test_anything_else_is_not(code: str) -> None:
    """A wrong sign, a sign too few or too many, a letter that codes do not use."""
    assert not valid_credit_code(code)


def test_every_single_slip_is_seen() -> None:
    """One wrong digit anywhere breaks the check."""
    code = credit_code("442000", Random(7))
    slips = (code[:n] + ("1" if code[n] != "1" else "2") + code[n + 1 :] for n in range(18))
    assert not any(map(valid_credit_code, slips))
