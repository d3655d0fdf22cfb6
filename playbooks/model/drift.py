"""Drift: what was signed is held against what is found later, side by side; a pure comparison of two stamps.

A stamp counts rows, adds up the control totals and holds a digest of all compared values, whatever their order.
The digest decides; rows and sums say in which way it differs.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from pydantic import Field

from playbooks.model.frozen import Digest, Frozen, Key
from playbooks.model.ledger.canonical import canonical
from playbooks.model.reconciliation import Amount, Count
from playbooks.model.requirement import Part
from playbooks.model.text import Text

_Place: TypeAlias = tuple[str, str | None, str | None]
_Shift: TypeAlias = tuple[_Place, Decimal]
#: How many shifted sums of one side are told.
MOST_SHIFTS = 5
MAX_STAMPS_BYTES = 12 * 1024


class GroupSum(Frozen):
    """The sum of a column, over everything or over one group."""

    column: str
    group_by: str | None = None
    group: str | None = None
    amount: Amount

    @property
    def place(self) -> _Place:
        """Return which sum it is."""
        return self.column, self.group_by, self.group


class Stamp(Frozen):
    """How one side of a check looked at one moment."""

    rows: Count
    digest: Digest
    sums: tuple[GroupSum, ...] = ()


class CheckStamp(Frozen):
    """How both sides of a check looked."""

    check: Key
    source: Stamp
    target: Stamp

    def of(self, part: Part) -> Stamp:
        """Return one side's stamp."""
        return self.source if part is Part.SOURCE else self.target

    def in_short(self) -> "CheckStamp":
        """Return the stamp without the sums of single groups."""
        plain = {
            part.value: stamp.model_copy(
                update={"sums": tuple(one for one in stamp.sums if one.group_by is None)}
            )
            for part in Part
            for stamp in [self.of(part)]
        }
        return self.model_copy(update=plain)


class Drift(Frozen):
    """How one side has moved since it was signed; rows and sums say found less signed."""

    check: Key
    title: Text
    side: Part
    rows: int = 0
    sums: tuple[GroupSum, ...] = Field(default=(), max_length=MOST_SHIFTS)


def drifted(
    signed: Iterable[CheckStamp], found: Iterable[CheckStamp], *, titles: dict[str, Text]
) -> tuple[Drift, ...]:
    """Return the sides of the checks found that are not as they were signed."""
    before = {stamp.check: stamp for stamp in signed}
    return tuple(
        _drift(now.check, titles[now.check], part, pair=(before[now.check].of(part), now.of(part)))
        for now in found
        if now.check in before
        for part in Part
        if before[now.check].of(part).digest != now.of(part).digest
    )


def kept_small(stamps: Iterable[CheckStamp]) -> tuple[CheckStamp, ...]:
    """Return the stamps, without the sums of groups where a ledger entry could not hold them."""
    whole = tuple(stamps)
    size = len(canonical([stamp.model_dump(mode="json") for stamp in whole], limit=None))
    return whole if size <= MAX_STAMPS_BYTES else tuple(stamp.in_short() for stamp in whole)


def _drift(check: str, title: Text, part: Part, *, pair: tuple[Stamp, Stamp]) -> Drift:
    signed, found = pair
    return Drift(
        check=check, title=title, side=part, rows=found.rows - signed.rows, sums=_shifts(signed, found)
    )


def _shifts(signed: Stamp, found: Stamp) -> tuple[GroupSum, ...]:
    """Return the sums that moved, the largest first: of each column what tells most in the fewest words."""
    moved = _moved(signed, found)
    columns = dict.fromkeys(place[0] for place, _ in moved)
    told = [one for column in columns for one in _telling([each for each in moved if each[0][0] == column])]
    return tuple(
        GroupSum(column=place[0], group_by=place[1], group=place[2], amount=f"{off:f}")
        for place, off in sorted(told, key=lambda one: (-abs(one[1]), str(one[0])))[:MOST_SHIFTS]
    )


def _moved(signed: Stamp, found: Stamp) -> list[_Shift]:
    """Return every sum that moved; a group that only one look has counts as zero in the other."""
    before = {one.place: Decimal(one.amount) for one in signed.sums}
    after = {one.place: Decimal(one.amount) for one in found.sums}
    # A grouping with many groups is in no stamp; what only one of both tells of cannot be held against the other.
    known = {place[:2] for place in before} & {place[:2] for place in after}
    shifts = [
        (place, after.get(place, Decimal(0)) - before.get(place, Decimal(0)))
        for place in dict.fromkeys((*before, *after))
        if place[:2] in known
    ]
    return [one for one in shifts if one[1]]


def _telling(moved: list[_Shift]) -> list[_Shift]:
    """Return the one group in which all has moved, else the sum over everything, else the fewest groups that tell."""
    whole = [one for one in moved if one[0][1] is None]
    ways: dict[str | None, list[_Shift]] = {}
    for one in moved:
        if one[0][1] is not None:
            ways.setdefault(one[0][1], []).append(one)
    fewest = min(ways.values(), key=len, default=[])
    return fewest if len(fewest) == 1 or not whole else whole
