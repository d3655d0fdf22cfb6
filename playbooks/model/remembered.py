"""What is worked out from a frozen value, worked out once.

Remembered by the very object, never by equality: a changed copy is another object and is worked out anew, so
nothing goes stale.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Generic, TypeVar

Value = TypeVar("Value")
Result = TypeVar("Result")

#: More objects than the evidence of a few rollouts; those not asked for longest are let go.
AT_HAND = 512


@dataclass(frozen=True, slots=True, eq=False)
class _Same(Generic[Value]):
    value: Value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value


def remembered(function: Callable[[Value], Result]) -> Callable[[Value], Result]:
    """Return the function that answers from memory for the objects asked about last, which it keeps alive."""

    @lru_cache(maxsize=AT_HAND)
    def of(same: _Same[Value]) -> Result:
        return function(same.value)

    @wraps(function)
    def ask(value: Value) -> Result:
        return of(_Same(value))

    return ask
