"""How a KPI stands: changes, the way to the target, trends, runs of readings met, unreadable figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbooks.model.evidence import Reading
from playbooks.model.goal import Direction
from playbooks.model.kpi import Scale, Standing, Trend, goals, standing, standings
from tests.unit.render.playbook import goal
from tests.unit.render.story import told, weekly

UP = Scale(direction=Direction.UP, baseline=Decimal(55), target=Decimal(90))
DOWN = Scale(direction=Direction.DOWN, baseline=Decimal(48), target=Decimal(2))
DAY = date(2026, 3, 2)


def readings(*values: str) -> list[Reading]:
    """Return a reading a week."""
    return [Reading(on=DAY + timedelta(weeks=n), value=Decimal(value)) for n, value in enumerate(values)]


def test_nothing_measured_is_nothing_known() -> None:
    """Without readings there is no figure, no trend and nothing met."""
    assert standing([], UP) == Standing()


@pytest.mark.parametrize(
    ("scale", "value", "change", "way"),
    [
        (UP, "55", "0.0", "0.0"),
        (UP, "72.5", "31.8", "50.0"),
        (UP, "90", "63.6", "100.0"),
        (UP, "48", "-12.7", "-20.0"),  # worse than at the start
        (UP, "97", "76.4", "120.0"),  # beyond the target
        (DOWN, "25", "-47.9", "50.0"),
        (DOWN, "71", "47.9", "-50.0"),
    ],
)
def test_change_and_way_follow_the_baseline(scale: Scale, value: str, change: str, way: str) -> None:
    """The change is against the baseline, the way is the share of the distance to the target."""
    found = standing(readings(value), scale)
    assert (found.change, found.way) == (Decimal(change), Decimal(way))


def test_nothing_is_compared_with_a_baseline_of_zero() -> None:
    """A percentage of nothing does not exist; the way to the target still does."""
    found = standing(readings("40"), Scale(direction=Direction.UP, baseline=Decimal(0), target=Decimal(80)))
    assert (found.change, found.way) == (None, Decimal("50.0"))


def test_a_target_equal_to_the_baseline_is_no_way() -> None:
    """Where there is nowhere to go, no share of the way is invented."""
    assert standing(readings("55"), UP.model_copy(update={"target": Decimal(55)})).way is None


@pytest.mark.parametrize(
    ("values", "met"),
    [
        (("90", "91", "95"), 3),
        (("95", "80", "90"), 1),
        (("95", "95", "89.9"), 0),
        (("95", "NaN", "95"), 1),
        (("95", "95", "NaN"), 0),  # the newest figure cannot be read: nothing is met
        (("95", "95", "Infinity"), 0),
    ],
)
def test_only_an_unbroken_run_counts_as_met(values: tuple[str, ...], met: int) -> None:
    """Readings met are counted from the newest backwards; what is no number ends the run."""
    found = standing(readings(*values), UP)
    assert (found.met_in_a_row, found.met) == (met, met > 0)


def test_without_a_target_nothing_is_met() -> None:
    """A figure that is held against nothing has reached nothing."""
    assert standing(readings("99"), Scale(direction=Direction.UP)).met is False


@pytest.mark.parametrize(
    ("values", "scale", "trend"),
    [
        (("55",), UP, Trend.UNKNOWN),
        (("55", "60", "66", "70"), UP, Trend.BETTER),
        (("55", "60", "66", "70"), DOWN, Trend.WORSE),
        (("88.6", "84", "81.4", "82.7"), UP, Trend.WORSE),
        (("90", "90.2", "90.1", "90.3"), UP, Trend.STEADY),
        (("10", "10", "10", "50", "50", "50", "50"), UP, Trend.STEADY),  # only the last four are looked at
        (("NaN", "NaN", "50"), UP, Trend.UNKNOWN),
        (("1E+999999", "-1E+999999"), UP, Trend.WORSE),
    ],
)
def test_the_trend_compares_halves(values: tuple[str, ...], scale: Scale, trend: Trend) -> None:
    """The newer half against the older half of the last readings."""
    assert standing(readings(*values), scale).trend is trend


def test_the_order_in_which_readings_arrive_does_not_matter() -> None:
    """Readings count by their day."""
    series = readings("55", "70", "91")
    assert standing(reversed(series), UP) == standing(series, UP)


FIGURES = st.decimals(allow_nan=True, allow_infinity=True) | st.sampled_from(
    [Decimal("1E+999999"), Decimal("-1E-999999"), Decimal("sNaN")]
)


@given(st.lists(FIGURES, max_size=8), FIGURES, FIGURES, st.sampled_from(Direction))
def test_no_figure_makes_it_fail_or_lie(
    values: list[Decimal], baseline: Decimal, target: Decimal, direction: Direction
) -> None:
    """Whatever is typed, an answer comes, its figures are finite, and NaN is never met."""
    series = [Reading.model_construct(on=DAY + timedelta(days=n), value=v) for n, v in enumerate(values)]
    scale = Scale.model_construct(
        direction=direction,
        baseline=baseline if baseline.is_finite() else None,
        target=target if target.is_finite() else None,
    )
    found = standing(series, scale)
    assert all(figure is None or figure.is_finite() for figure in (found.change, found.way))
    assert found.unreadable + (found.met_in_a_row > 0) <= len(values)


def test_standings_of_a_rollout_follow_goal_and_series() -> None:
    """Baseline and target come from the goal in force, the readings from the evidence."""
    first = standings(told().rollout)[0]
    assert (first.scale, first.standing.way) == (UP, Decimal("79.1"))


def test_standings_can_look_back() -> None:
    """Readings after the day asked for do not count."""
    first = standings(told().rollout, until=date(2026, 3, 9))[0]
    assert first.standing.latest == Reading(on=date(2026, 3, 9), value=Decimal("54.8"))


def test_another_unit_is_unreadable() -> None:
    """A series in another unit says nothing about the KPI, and that is shown."""
    story = told()
    story.record("kpi_follow_up", weekly("on_time_follow_up", "share", "0.9", "0.95"))
    first = standings(story.rollout)[0]
    assert (first.readings, first.standing) == ((), Standing(unreadable=2))


def test_recorded_goals_come_before_the_playbooks_own() -> None:
    """The goals somebody put on record are in force."""
    from playbooks.model.evidence import Goals

    story = told()
    story.record("goals", Goals(goals=(goal("on_time_follow_up", "60", "80"),)))
    assert goals(story.rollout)[0].target == Decimal(80)
    assert standings(story.rollout)[0].scale.baseline == Decimal(60)
