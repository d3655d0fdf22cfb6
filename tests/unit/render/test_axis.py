"""Axes hold whatever data come: round ticks around the values, pixels inside the drawing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.adapters.render.axis import DRAWABLE, SMALLEST, Axis, day_ticks, round_ticks

VALUES = st.lists(st.floats(-DRAWABLE, DRAWABLE), max_size=12)


@given(VALUES)
def test_ticks_enclose_the_values(values: list[float]) -> None:
    """Two to six ticks, ascending; every value lies between the first and the last, up to rounding."""
    ticks = round_ticks(values)
    slack = 1e-6 * max(abs(ticks[0]), abs(ticks[-1])) + SMALLEST
    assert 2 <= len(ticks) <= 6
    assert list(ticks) == sorted(set(ticks))
    assert all(ticks[0] - slack <= value <= ticks[-1] + slack for value in values)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([55.0, 90.0], (50, 60, 70, 80, 90)),
        ([48.0, 2.0], (0, 20, 40, 60)),
        ([0.2, 0.9], (0.2, 0.4, 0.6, 0.8, 1.0)),
        ([5.0], (4.5, 4.75, 5.0, 5.25, 5.5)),
        ([], (0, 0.25, 0.5, 0.75, 1.0)),
    ],
)
def test_ticks_are_round(values: list[float], ticks: tuple[float, ...]) -> None:
    """Numbers people would choose."""
    assert round_ticks(values) == ticks


@given(VALUES, st.floats(allow_nan=False))
def test_pixels_stay_inside(values: list[float], value: float) -> None:
    """Even a value outside the axis is drawn at its edge."""
    ticks = round_ticks(values)
    axis = Axis(ticks[0], ticks[-1], start=240, end=62)
    assert 62 <= axis.at(value) <= 240


@given(st.lists(st.dates(), max_size=60))
def test_days_are_few_and_real(days: list[date]) -> None:
    """At most seven, ascending, first and last included, none invented."""
    ticks = day_ticks(days)
    assert len(ticks) <= 7
    assert list(ticks) == sorted(set(ticks))
    assert set(ticks) <= set(days)
    assert [*ticks[:1], *ticks[-1:]] == [*sorted(days)[:1], *sorted(days)[-1:]]


def test_days_are_spread() -> None:
    """Not the first seven of many."""
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(31)]
    assert [day.day for day in day_ticks(days)] == [1, 6, 11, 16, 21, 26, 31]
