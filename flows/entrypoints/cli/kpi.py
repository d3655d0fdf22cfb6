"""`kpi`: one reading of a KPI goes on record, beside those already there."""

from datetime import date
from typing import Annotated

from cyclopts import App, Parameter

from flows.entrypoints.cli.commanded import commanded, required
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.recording import every_phase_gate, evidence_key, recording, seen_at
from flows.entrypoints.cli.typed_fact import day_of, require_number, require_unit
from flows.entrypoints.cli.visit import visit
from playbooks.model.evidence import Reading, Series
from playbooks.model.gates.metric import MetricGate
from playbooks.model.rollout import Rollout

app = App(name="kpi")

Value = Annotated[str, Parameter(allow_leading_hyphen=True)]


@app.default
def kpi(
    rollout: str,
    metric: str,
    value: Value,
    /,
    *,
    unit: str | None = None,
    on: date | None = None,
    evidence: str | None = None,
    acting: Acting = MYSELF,
) -> ExitCode:
    """记录指标的一个读数 · Record one reading of a KPI.

    Args:
        rollout: 项目 · the rollout
        metric: 指标 · the KPI
        value: 读数 · the value
        unit: 单位，默认取自剧本 · the unit, by default the playbook's
        on: 读数日期，默认今天 · the day, by default today
        evidence: 证据，默认为判定该指标的关卡所用 · the evidence, by default the one its gates judge
        acting: 谁 · who
    """
    at_desk = visit(rollout, acting)
    state = at_desk.rollout
    reading = commanded(Reading, on=day_of(at_desk, on), value=value)
    require_number("VALUE", reading.value)
    key = evidence or evidence_key(state, _gates(state, metric), what=metric)
    wanted = _unit(state, metric)
    named = wanted if unit is None else unit
    required({"--unit": named or None})
    require_unit(metric, named or "", wanted)
    series = commanded(Series, metric=metric, unit=named, readings=(reading,))
    # The series as a whole is known as of today, whatever day the reading is of.
    moment = seen_at(at_desk, None, acting)
    return at_desk.wish(recording(key, series, observed_at=moment, source=f"kpi:{metric}"))


def _unit(rollout: Rollout, metric: str) -> str | None:
    known = rollout.playbook.kpi(metric)
    return known.unit if known else next((gate.unit for gate in _gates(rollout, metric)), None)


def _gates(rollout: Rollout, metric: str) -> list[MetricGate]:
    return [
        gate for gate in every_phase_gate(rollout) if isinstance(gate, MetricGate) and gate.metric == metric
    ]
