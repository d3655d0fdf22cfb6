"""What goes wrong in a first load: each fault rewrites one value as a careless loading script would.

A fault returns the value unchanged where it does not apply; such rows are never chosen to carry it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from config.example.names import FULL_WIDTH

Value = str | int | float | None
_CENT = Decimal("0.01")
_SHORTEST_CUT = 8


def full_width(value: Value) -> Value:
    """Digits arrive in full width."""
    return value.translate(FULL_WIDTH) if isinstance(value, str) else value


def cut_short(value: Value) -> Value:
    """A field of the new system is too narrow for the last sign."""
    return value[:-1] if isinstance(value, str) and len(value) > _SHORTEST_CUT else value


def zeros_lost(value: Value) -> Value:
    """A spreadsheet took the code for a number and dropped the leading zeros."""
    return value.lstrip("0") if isinstance(value, str) else value


def day_before(value: Value) -> Value:
    """Midnight in Shanghai was stored as UTC, which is still the day before."""
    return str(date.fromisoformat(value) - timedelta(days=1)) if isinstance(value, str) else value


def cent_off(value: Value) -> Value:
    """The amount was computed again from rounded parts and misses one cent."""
    if value is None:
        return value
    shifted = Decimal(str(value)) + _CENT
    return str(shifted) if isinstance(value, str) else float(shifted)


def rounded_to_tenths(value: Value) -> Value:
    """The price lost its second digit."""
    if not isinstance(value, float):
        return value
    return float(Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def empty_for_null(value: Value) -> Value:
    """A missing value became an empty text."""
    return "" if value is None else value


def one_more(value: Value) -> Value:
    """The count is one too high."""
    return value + 1 if isinstance(value, int) else value


def other_of(*codes: str) -> Callable[[Value], Value]:
    """Return the fault that puts the next code of the list in the place of the right one."""

    def other_code(value: Value) -> Value:
        """The code table was off by one line."""
        if not isinstance(value, str):
            return value
        return codes[(codes.index(value) + 1) % len(codes)]

    return other_code
