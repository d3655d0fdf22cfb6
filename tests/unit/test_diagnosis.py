"""Pain points are ranked by a formula, and their class follows from the rank."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model.diagnosis import PainPoint, Priority, pull, ranked
from playbooks.model.text import Text


def point(key: str, cost: int = 0, *, hurt: int = 0, often: str = "0", hours: str = "0") -> PainPoint:
    """Return a pain point of the sales department."""
    return PainPoint(
        key=key,
        title=Text(zh=key, en=key),
        department="sales",
        frequency_per_month=Decimal(often),
        hours_lost_each=Decimal(hours),
        customers_hurt=hurt,
        cost_cny_month=Decimal(cost),
        systems=("crm",) if cost % 2 == 0 else ("crm", "erp"),
    )


@pytest.mark.parametrize(
    ("given", "score"),
    [
        (point("a", 1000), 1000),
        (point("a", 1000, hurt=2), 1500),
        (point("a", often="10", hours="0.5"), 300),  # 10 x 0.5 x 60
        (point("a", 1000, hurt=3, often="10", hours="2"), 3850),  # (1200 + 1000) x 1.75
    ],
)
def test_the_score_is_the_formula(given: PainPoint, score: int) -> None:
    """Hours and cost add up, customers weigh."""
    assert ranked([given])[0].score == score


def test_an_hour_may_cost_something_else() -> None:
    """A company says what its hours cost."""
    assert point("a", often="10", hours="1").score(Decimal(100)) == 1000


def test_the_worst_comes_first_and_ties_go_by_key() -> None:
    """The ranking is the same whatever the order of the list."""
    points = [point("c", 10), point("b", 30), point("a", 10)]
    assert [one.point.key for one in ranked(points)] == ["b", "a", "c"]
    assert ranked(points) == ranked(reversed(points))


def test_classes_follow_the_share_above() -> None:
    """Half is must, up to 80 % should, up to 95 % could, the rest not this time."""
    found = ranked([point("a", 50), point("b", 30), point("c", 15), point("d", 5)])
    assert [one.priority for one in found] == [Priority.MUST, Priority.SHOULD, Priority.COULD, Priority.WONT]


def test_what_hurts_the_best_customers_is_never_left_out() -> None:
    """The exception to the ranking is a rule too."""
    found = ranked([point("a", 9000), point("b", 900), point("c", 2, hurt=3)])
    assert found[-1].priority is Priority.SHOULD


def test_points_without_any_burden_are_left_for_later() -> None:
    """Nothing lost is nothing to solve."""
    assert ranked([point("a")])[0].priority is Priority.WONT


def test_systems_are_pulled_by_their_points() -> None:
    """A point that several systems would cure counts for each of them."""
    assert pull(ranked([point("a", 60), point("b", 39), point("c", 1)])) == {"crm": 100, "erp": 40}


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 3)), max_size=12))
def test_shares_make_up_the_whole(costs: list[tuple[int, int]]) -> None:
    """Ranks are complete and the shares add up to 100, or to nothing where nothing hurts."""
    found = ranked(point(f"p{n}", cost, hurt=hurt) for n, (cost, hurt) in enumerate(costs))
    total = sum((one.share for one in found), Decimal(0))
    assert [one.rank for one in found] == list(range(1, len(costs) + 1))
    assert abs(total - (100 if any(cost for cost, _ in costs) else 0)) < Decimal("0.001")
