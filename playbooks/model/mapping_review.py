"""The mapping gone through column by column: what is neither mapped nor set aside with a reason.

- Every source column is mapped or dropped, every target column is filled or new.
- A column set aside and mapped all the same is a contradiction; one that its side does not have is a slip.
"""

from collections.abc import Iterable

from playbooks.model.frozen import Frozen, Key
from playbooks.model.governance import SetAside
from playbooks.model.ledger.canonical import digest
from playbooks.model.mapping import Check, Column, KeyPair
from playbooks.model.requirement import Part
from playbooks.model.text import Text


class SideReview(Frozen):
    """The columns of one side of a check."""

    side: Part
    columns: int
    mapped: int
    set_aside: tuple[SetAside, ...] = ()
    unexplained: tuple[str, ...] = ()
    contradictory: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Tell whether every column is accounted for, once."""
        return not (self.unexplained or self.contradictory or self.unknown)


class CheckReview(Frozen):
    """Both sides of a check."""

    check: Key
    title: Text
    sides: tuple[SideReview, ...]


class MappingReview(Frozen):
    """Every check of a plan."""

    plan: Key
    title: Text
    plan_digest: str
    checks: tuple[CheckReview, ...]

    @property
    def complete(self) -> bool:
        """Tell whether every column of every side is accounted for."""
        return all(side.complete for check in self.checks for side in check.sides)

    @property
    def digest(self) -> str:
        """Return the digest of the review."""
        return digest(self.model_dump(mode="json"), limit=None)


def reviewed(check: Check, *, source: Iterable[str], target: Iterable[str]) -> CheckReview:
    """Return how a check accounts for the columns that its sides have."""
    pairs: list[KeyPair | Column] = [*check.keys, *check.columns]
    before = _side(Part.SOURCE, source, mapped=[one.source for one in pairs], aside=check.dropped)
    after = _side(Part.TARGET, target, mapped=[one.target for one in pairs], aside=check.new)
    return CheckReview(check=check.key, title=check.title, sides=(before, after))


def _side(
    part: Part, columns: Iterable[str], *, mapped: list[str], aside: tuple[SetAside, ...]
) -> SideReview:
    known, named = list(columns), dict.fromkeys(one.column for one in aside)
    both = [*dict.fromkeys(mapped), *(name for name in named if name not in mapped)]
    return SideReview(
        side=part,
        columns=len(known),
        mapped=len(set(mapped) & set(known)),
        set_aside=aside,
        unexplained=tuple(name for name in known if name not in both),
        contradictory=tuple(name for name in named if name in mapped),
        unknown=tuple(name for name in both if name not in known),
    )
