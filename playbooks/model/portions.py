"""Portions: what grows goes on record a few hundred items at a time; a ledger entry has a limit, a company has none.

- What belongs together (the readings of a day, a person's records of a level) is never torn apart: the later portion
  would replace the earlier one.
- A long record says only what is new, so that a thousand people trained cost no thousand lines every day.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

T = TypeVar("T")

#: Readings or training records in one entry: 300 of them take some 45 KB of the 64 KB it may have.
PORTION = 300


def portions(
    items: Sequence[T], earlier: Sequence[T], *, identity: Callable[[T], Hashable]
) -> tuple[tuple[T, ...], ...]:
    """Return few items as they are, and of many those that are new, in portions: at least one, which may be empty.

    Args:
        items: everything that is to be on record.
        earlier: what is on record.
        identity: what makes items belong together, so that new ones replace old ones.
    """
    if len(items) <= PORTION:
        return (tuple(items),)
    known = _together(earlier, identity)
    parts: list[tuple[T, ...]] = [()]
    for key, group in _together(items, identity).items():
        if known.get(key) == group:
            continue
        if parts[-1] and len(parts[-1]) + len(group) > PORTION:
            parts.append(())
        parts[-1] += group
    return tuple(parts)


def _together(items: Sequence[T], identity: Callable[[T], Hashable]) -> dict[Hashable, tuple[T, ...]]:
    found: dict[Hashable, tuple[T, ...]] = {}
    for item in items:
        key = identity(item)
        found[key] = (*found.get(key, ()), item)
    return found
