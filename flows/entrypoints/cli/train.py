"""`train`: one person's training goes on record, beside those already there."""

from datetime import date
from decimal import Decimal

from cyclopts import App

from flows.entrypoints.cli.commanded import commanded, required
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.recording import every_phase_gate, evidence_key, recording, seen_at
from flows.entrypoints.cli.visit import visit
from playbooks.model.evidence import Level, Tier, Training, TrainingRecord
from playbooks.model.gates.training import TrainingGate
from playbooks.model.rollout import Rollout

app = App(name="train")


@app.default
def train(
    rollout: str,
    person: str,
    /,
    *,
    tier: Tier,
    level: Level,
    department: str | None = None,
    score: Decimal | None = None,
    on: date | None = None,
    evidence: str | None = None,
    acting: Acting = MYSELF,
) -> ExitCode:
    """记录一人完成的培训 · Record a training that a person has completed.

    Args:
        rollout: 项目 · the rollout
        person: 学员 · who was trained
        tier: 层级 · whom the training is for
        level: 深度 · how deep it goes
        department: 部门，默认取自组织文件 · the department, by default the person's
        score: 考核成绩 · the score
        on: 完成日期，默认今天 · the day, by default today
        evidence: 证据，默认为判定培训的关卡所用 · the evidence, by default the one its gate judges
        acting: 谁 · who
    """
    at_desk = visit(rollout, acting)
    state = at_desk.rollout
    known = state.team.person(person)
    place = department or (known.department if known else None)
    required({"--department": place})
    day = on or state.calendar.day(at_desk.office.clock.now())
    done = commanded(
        TrainingRecord, person=person, department=place, tier=tier, level=level, completed=day, score=score
    )
    key = evidence or evidence_key(state, _gates(state), what="training")
    moment = seen_at(at_desk, None, acting)
    return at_desk.wish(recording(key, Training(records=(done,)), observed_at=moment, source="training:cli"))


def _gates(rollout: Rollout) -> list[TrainingGate]:
    return [gate for gate in every_phase_gate(rollout) if isinstance(gate, TrainingGate)]
