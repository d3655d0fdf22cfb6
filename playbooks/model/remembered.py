"""What is worked out from a frozen value, worked out once.

Remembered by the very objects, never by equality: a changed copy is another object and is worked out anew, so
nothing goes stale.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Value = TypeVar("Value")
Result = TypeVar("Result")

#: More objects than the evidence of a few rollouts; those remembered for longest are let go.
AT_HAND = 512


def remembered(function: Callable[[Value], Result]) -> Callable[[Value], Result]:
    """Return the function that answers from memory for the objects asked about last, which it keeps alive."""
    by_itself: Callable[[Callable[[Value], Result]], Callable[[Value], Result]] = remembered_by(_itself)
    return by_itself(function)


def remembered_by(
    parts: Callable[[Value], tuple[object, ...]], *, at_hand: int = AT_HAND
) -> Callable[[Callable[[Value], Result]], Callable[[Value], Result]]:
    """Return what makes a function answer from memory while the parts it looks at are the same objects."""

    def remembering(function: Callable[[Value], Result]) -> Callable[[Value], Result]:
        # The parts are kept alive beside the answer, so that no other object can take the place of one of them.
        # Threads share the memory, so each look and each change of it is one step.
        memory: OrderedDict[tuple[int, ...], tuple[tuple[object, ...], Result]] = OrderedDict()

        @wraps(function)
        def ask(value: Value) -> Result:
            looked_at = parts(value)
            place = tuple(map(id, looked_at))
            known = memory.get(place)
            if known is not None:
                return known[1]
            result = function(value)
            memory[place] = (looked_at, result)
            if len(memory) > at_hand:
                memory.popitem(last=False)
            return result

        return ask

    return remembering


def _itself(value: object) -> tuple[object, ...]:
    return (value,)
