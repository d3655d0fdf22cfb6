"""How near two names are, sign by sign: Jaro-Winkler similarity, and whether one change leads from one to the other."""

#: How many signs at the beginning count more, and by how much.
_PREFIX = 4
_WEIGHT = 0.1


def similarity(one: str, other: str) -> float:
    """Return the Jaro-Winkler similarity of two names, from 0 to 1."""
    jaro = _jaro(one, other)
    pairs = zip(one[:_PREFIX], other[:_PREFIX], strict=False)
    prefix = next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other), _PREFIX))
    return jaro + prefix * _WEIGHT * (1 - jaro)


def _jaro(one: str, other: str) -> float:
    if not one or not other:
        return float(one == other)
    mine, theirs = _matched(one, other)
    found = len(mine)
    if not found:
        return 0.0
    moved = sum(a != b for a, b in zip(mine, theirs, strict=True)) // 2
    return (found / len(one) + found / len(other) + (found - moved) / found) / 3


def _matched(one: str, other: str) -> tuple[list[str], list[str]]:
    """Return the signs both have near the same place, each in its own order."""
    reach = max(len(one), len(other)) // 2 - 1
    taken: set[int] = set()
    mine: list[str] = []
    for place, sign in enumerate(one):
        nearby = range(max(0, place - reach), min(len(other), place + reach + 1))
        match = next((spot for spot in nearby if spot not in taken and other[spot] == sign), None)
        if match is not None:
            taken.add(match)
            mine.append(sign)
    return mine, [other[spot] for spot in sorted(taken)]


def one_change(one: str, other: str) -> bool:
    """Tell whether at most one sign was added, left out, replaced, or swapped with its neighbour."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    start = next((place for place, sign in enumerate(short) if sign != long[place]), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = long[start + 1 : start + 2] + long[start : start + 1] + long[start + 2 :]
    return short[start + 1 :] == long[start + 1 :] or short[start:] == swapped
