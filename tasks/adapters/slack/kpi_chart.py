"""A KPI as a chart that Slack draws itself, and the same KPI as a line of text where Slack does not.

Target and baseline are drawn as level lines beside the readings, so that the picture needs no legend in words.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pydantic import JsonValue

from playbooks.model.evidence import Series
from playbooks.model.gates.wording import brief
from playbooks.model.kpi import KpiStanding, standings
from tasks.adapters.render.plain_text import clean
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack import wording as w
from tasks.adapters.slack.blocks import Block

#: What Slack takes: so many points, names and titles of so many signs, two charts a message.
POINTS, NAME, CHART_TITLE, AXIS, CHARTS = 20, 20, 50, 50, 2
#: Beyond this no chart can be drawn with ordinary numbers.
DRAWABLE = Decimal(10) ** 15
_TREND = 5


def kpi_chart(voice: Voice, kpi: KpiStanding) -> Block | None:
    """Return the chart of a KPI's last readings; None where there is nothing to draw."""
    readings = [reading for reading in kpi.readings if _drawable(reading.value)][-POINTS:]
    if not readings:
        return None
    days = [reading.on.isoformat() for reading in readings]
    lines = {voice.say(w.KPI_ACTUAL): [reading.value for reading in readings]}
    for label, level in ((w.KPI_TARGET, kpi.scale.target), (w.KPI_BASELINE, kpi.scale.baseline)):
        if level is not None and _drawable(level):
            lines[voice.say(label)] = [level] * len(days)
    axes: Block = {
        "categories": [*days],
        "x_label": voice.say(w.KPI_DAY),
        "y_label": brief(clean(voice.say(kpi.kpi.unit_name)), AXIS),
    }
    series = [_series(name, days, values) for name, values in lines.items()]
    chart: Block = {"type": "line", "series": [*series], "axis_config": axes}
    title = brief(clean(voice.say(kpi.kpi.title)), CHART_TITLE)
    return {"type": "data_visualization", "title": title, "chart": chart}


def kpi_line(voice: Voice, kpi: KpiStanding) -> str:
    """Return a KPI in one line: latest reading, target, and the way it went."""
    latest = kpi.standing.latest
    return voice.say(
        w.KPI_LINE,
        title=voice.say(kpi.kpi.title),
        latest="–" if latest is None else voice.say(kpi.kpi.measured(latest.value)),
        target=voice.figure(kpi.scale.target),
        path=" → ".join(voice.figure(reading.value) for reading in kpi.readings[-_TREND:]) or "–",
    )


def measured(voice: Voice, evidence: Iterable[str]) -> list[str]:
    """Return a line for each KPI whose readings are among this evidence."""
    kept = (voice.rollout.evidence.get(key) for key in evidence)
    metrics = {item.payload.metric for item in kept if item and isinstance(item.payload, Series)}
    return [kpi_line(voice, kpi) for kpi in standings(voice.rollout) if kpi.kpi.key in metrics]


def charts(voice: Voice, kpis: tuple[KpiStanding, ...]) -> Iterator[tuple[Block, ...]]:
    """Yield the charts in portions that a message can hold."""
    drawn = [chart for kpi in kpis if (chart := kpi_chart(voice, kpi)) is not None]
    for start in range(0, len(drawn), CHARTS):
        yield tuple(drawn[start : start + CHARTS])


def _series(name: str, days: list[str], values: list[Decimal]) -> JsonValue:
    data: list[JsonValue] = [
        {"label": day, "value": float(value)} for day, value in zip(days, values, strict=True)
    ]
    return {"name": brief(name, NAME), "data": data}


def _drawable(value: Decimal) -> bool:
    return value.is_finite() and abs(value) < DRAWABLE
