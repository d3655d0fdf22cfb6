"""The baseline of a KPI: what the former system reached, so that an improvement can be told from a figure.

A baseline is a series of readings of the same metric and unit, or a goal that states it. NaN is no baseline.
"""

from decimal import Decimal

from playbooks.model.evidence import Evidence, Goals, Series


def baseline(evidence: Evidence, metric: str, unit: str) -> Decimal | None:
    """Return the latest figure this evidence states for the metric in this unit, or None."""
    match evidence.payload:
        case Series(metric=found, unit=measured, readings=readings) if (found, measured) == (metric, unit):
            figures = [reading.value for reading in sorted(readings, key=lambda reading: reading.on)]
        case Goals(goals=goals):
            figures = [
                g.baseline for g in goals if (g.metric, g.unit) == (metric, unit) and g.baseline is not None
            ]
        case _:
            figures = []
    return figures[-1] if figures and figures[-1].is_finite() else None
