"""What is worked out from a frozen value, worked out once.

Remembered by the very objects, never by equality: a changed copy is another object and is worked out anew, so
nothing goes stale.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Generic, TypeVar

Value = TypeVar("Value")
Result = TypeVar("Result")

#: More objects than the evidence of a few rollouts; those not asked for longest are let go.
AT_HAND = 512


class _Same(Generic[Value]):
    """A value, as far as it consists of the very same parts."""

    __slots__ = ("_identities", "_parts", "value")

    def __init__(self, value: Value, parts: tuple[object, ...]) -> None:
        self.value = value
        self._parts = parts  # kept alive, so that no other object can take the place of one of them
        self._identities = tuple(map(id, parts))

    def __hash__(self) -> int:
        return hash(self._identities)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._identities == other._identities


def remembered(function: Callable[[Value], Result]) -> Callable[[Value], Result]:
    """Return the function that answers from memory for the objects asked about last, which it keeps alive."""
    by_itself: Callable[[Callable[[Value], Result]], Callable[[Value], Result]] = remembered_by(_itself)
    return by_itself(function)


def remembered_by(
    parts: Callable[[Value], tuple[object, ...]], *, at_hand: int = AT_HAND
) -> Callable[[Callable[[Value], Result]], Callable[[Value], Result]]:
    """Return what makes a function answer from memory while the parts it looks at are the same objects."""

    def remembering(function: Callable[[Value], Result]) -> Callable[[Value], Result]:
        @lru_cache(maxsize=at_hand)
        def of(same: _Same[Value]) -> Result:
            return function(same.value)

        @wraps(function)
        def ask(value: Value) -> Result:
            return of(_Same(value, parts(value)))

        return ask

    return remembering


def _itself(value: object) -> tuple[object, ...]:
    return (value,)
