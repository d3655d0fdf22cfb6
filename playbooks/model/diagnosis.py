"""Diagnosis: which pain points hurt most, and in which order they deserve to be solved.

    burden = frequency per month x hours lost each time x cost of an hour + other cost per month, in CNY
    score  = burden x (1 + customers hurt / 4)   (0 nobody, 1 a few, 2 many, 3 the most important customers)

MoSCoW follows from the score alone, so that nobody argues about taste: going down the ranking, the points
that make up the first half of all scores are MUST, up to 80 % SHOULD, up to 95 % COULD, the rest WON'T this
time. One exception: a point that hurts the most important customers is never below SHOULD.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from playbooks.model.frozen import Frozen, Key
from playbooks.model.text import Text

#: What an hour of office or shop-floor work costs, all in, where the company has not said.
HOUR_COST = Decimal(60)

_WORST_FOR_CUSTOMERS = 3


class Priority(StrEnum):
    """MoSCoW: must, should, could, won't this time."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"
    WONT = "wont"

    @property
    def label(self) -> Text:
        """Return the class as shown to people."""
        return _LABELS[self]


_LABELS = {
    Priority.MUST: Text(zh="必须解决", en="must"),
    Priority.SHOULD: Text(zh="应当解决", en="should"),
    Priority.COULD: Text(zh="可以解决", en="could"),
    Priority.WONT: Text(zh="本次不做", en="won't (this time)"),
}
_LIMITS = ((Priority.MUST, Decimal(50)), (Priority.SHOULD, Decimal(80)), (Priority.COULD, Decimal(95)))


class PainPoint(Frozen):
    """Something that costs time, money or customers today, with the systems that would cure it."""

    key: Key
    title: Text
    department: Key
    frequency_per_month: Decimal = Field(ge=0, le=1_000_000)
    hours_lost_each: Decimal = Field(ge=0, le=10_000)
    customers_hurt: int = Field(ge=0, le=3)
    cost_cny_month: Decimal = Field(ge=0, le=10**12)
    systems: tuple[Key, ...] = ()

    @property
    def hours(self) -> Decimal:
        """Return the hours lost in a month."""
        return self.frequency_per_month * self.hours_lost_each

    def burden(self, hour_cost: Decimal = HOUR_COST) -> Decimal:
        """Return what the point costs in a month."""
        return self.hours * hour_cost + self.cost_cny_month

    def score(self, hour_cost: Decimal = HOUR_COST) -> Decimal:
        """Return the burden, weighed by how much customers feel it."""
        return self.burden(hour_cost) * (4 + self.customers_hurt) / 4


class RankedPoint(Frozen):
    """A pain point in its place; `share` is its percent of all scores."""

    rank: int
    point: PainPoint
    burden: Decimal
    score: Decimal
    share: Decimal
    priority: Priority


def ranked(points: Iterable[PainPoint], *, hour_cost: Decimal = HOUR_COST) -> tuple[RankedPoint, ...]:
    """Return the points by score, the worst first; equal scores go by key, so the ranking never wavers."""
    ordered = sorted(points, key=lambda point: (-point.score(hour_cost), point.key))
    total = sum((point.score(hour_cost) for point in ordered), Decimal(0))
    before, found = Decimal(0), list[RankedPoint]()
    for rank, point in enumerate(ordered, start=1):
        score = point.score(hour_cost)
        share = 100 * score / total if total else Decimal(0)
        found.append(
            RankedPoint(
                rank=rank,
                point=point,
                burden=point.burden(hour_cost),
                score=score,
                share=share,
                priority=_priority(point, before) if total else Priority.WONT,
            )
        )
        before += share
    return tuple(found)


def pull(ranking: Iterable[RankedPoint]) -> Mapping[str, Decimal]:
    """Return how strongly the pain points pull each system forward, in percent of all scores."""
    shares: dict[str, Decimal] = {}
    for ranked_point in ranking:
        for system in ranked_point.point.systems:
            shares[system] = shares.get(system, Decimal(0)) + ranked_point.share
    return dict(sorted(shares.items(), key=lambda pair: (-pair[1], pair[0])))


def _priority(point: PainPoint, before: Decimal) -> Priority:
    """Return the class of a point, given the percent of all scores that stand above it."""
    priority = next((priority for priority, limit in _LIMITS if before < limit), Priority.WONT)
    felt = point.customers_hurt == _WORST_FOR_CUSTOMERS and priority in (Priority.COULD, Priority.WONT)
    return Priority.SHOULD if felt else priority
