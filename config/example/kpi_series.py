"""Weekly KPI series: flat before the pilot, then an S-curve to a plateau a little beyond the target.

Two series carry a story: follow-ups on time fall short of the trial run's 85 % for two weeks around the
half-year close, and the monthly close moves only when a month has been closed.
"""

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from config.example.chance import chance
from config.example.rows import Row

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Season:
    """First and last Monday of a series and the Monday on which the pilot begins to show."""

    first: date
    last: date
    pilot: date


@dataclass(frozen=True, slots=True)
class Curve:
    """How one KPI moves; `noise` is a share of the value, `middle` and `width` are weeks of the S-curve."""

    kpi: str
    unit: str
    baseline: float
    plateau: float
    middle: float = 4.0
    width: float = 1.1
    noise: float = 0.02
    monthly: bool = False
    told: dict[date, str] = field(default_factory=dict)


CRM = Season(date(2026, 3, 2), date(2026, 9, 28), date(2026, 6, 8))
ERP = Season(date(2026, 9, 7), date(2027, 2, 22), date(2026, 11, 23))

CURVES: tuple[tuple[Season, Curve], ...] = (
    (CRM, Curve("customer_response_hours", "hours", 48.0, 1.6, noise=0.05)),
    (CRM, Curve("quote_conversion_rate", "%", 20.0, 25.8, middle=6.0)),
    (
        CRM,
        Curve(
            "on_time_follow_up",
            "%",
            55.0,
            92.5,
            middle=0.3,
            width=0.4,
            noise=0.01,
            told={date(2026, 6, 22): "81.4", date(2026, 6, 29): "82.7", date(2026, 7, 6): "88.6"},
        ),
    ),
    (CRM, Curve("weekly_active_sellers", "%", 0.0, 92.0, middle=2.0, width=0.7)),
    (CRM, Curve("opportunities_updated_7d", "%", 20.0, 81.0, middle=3.0, width=0.9)),
    (CRM, Curve("data_quality_duplicates", "%", 6.5, 0.7, middle=3.5, width=0.8, noise=0.04)),
    (ERP, Curve("on_time_fulfilment", "%", 75.0, 97.2, middle=6.5, width=1.0, noise=0.006)),
    (ERP, Curve("month_close_days", "days", 10.0, 2.8, middle=6.5, width=0.8, monthly=True)),
    (ERP, Curve("stock_turnover_days", "days", 68.0, 48.4, middle=7.0, width=1.2)),
    (ERP, Curve("inventory_accuracy", "%", 88.0, 99.1, middle=5.0, width=1.0, noise=0.004)),
    (ERP, Curve("order_accuracy", "%", 93.0, 99.5, middle=5.5, width=1.0, noise=0.003)),
    (ERP, Curve("report_latency_hours", "hours", 72.0, 3.2, middle=5.5, noise=0.06)),
)  # fmt: skip


def series(season: Season, curve: Curve) -> list[Row]:
    """Make one series, a value each Monday."""
    draw = chance(f"kpi.{curve.kpi}")
    rows: list[Row] = []
    day = season.first
    while day <= season.last:
        value = _value(season, curve, day, draw=draw)
        # The books close once a month: in between, the last figure stands.
        if curve.monthly and rows and day.month == date.fromisoformat(rows[-1]["date"]).month:
            value = rows[-1]["value"]
        rows.append({"date": str(day), "value": value, "unit": curve.unit})
        day += _WEEK
    return rows


def _value(season: Season, curve: Curve, day: date, *, draw: Random) -> str:
    """Return the value of one day with one digit, never outside what the unit allows."""
    weeks = (day - season.pilot) / _WEEK
    way = 0.0 if weeks < 0 else 1 / (1 + math.exp((curve.middle - weeks) / curve.width))
    value = curve.baseline + (curve.plateau - curve.baseline) * way
    value *= 1 + curve.noise * (2 * draw.random() - 1)
    return curve.told.get(day, f"{min(value, 100.0) if curve.unit == '%' else value:.1f}")
