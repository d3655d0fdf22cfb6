"""`train`: one person's training goes on record, beside those already there."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from cyclopts import App, Parameter

from flows.entrypoints.cli.commanded import commanded, required
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.recording import every_phase_gate, evidence_key, recording, seen_at
from flows.entrypoints.cli.typed_fact import day_of, require_department, require_score
from flows.entrypoints.cli.visit import visit
from playbooks.model.evidence import Level, Tier, Training, TrainingRecord
from playbooks.model.gates.training import TrainingGate
from playbooks.model.rollout import Rollout

app = App(name="train")

#: As it was typed: what is no number is refused in the product's own words.
Score = Annotated[str, Parameter(allow_leading_hyphen=True)]


@app.default
def train(
    rollout: str,
    person: str,
    /,
    *,
    tier: Tier,
    level: Level,
    department: str | None = None,
    score: Score | None = None,
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
    day = day_of(at_desk, on)
    done = commanded(
        TrainingRecord, person=person, department=place, tier=tier, level=level, completed=day, score=score
    )
    require_department(at_desk, done.department)
    if done.score is not None:
        require_score(done.score, _pass_scores(state))
    key = evidence or evidence_key(state, _gates(state), what="training")
    moment = seen_at(at_desk, None, acting)
    return at_desk.wish(recording(key, Training(records=(done,)), observed_at=moment, source="training:cli"))


def _pass_scores(rollout: Rollout) -> list[Decimal]:
    rules = (rule for gate in _gates(rollout) for rule in gate.tiers)
    return [rule.pass_score for rule in rules if rule.pass_score is not None]


def _gates(rollout: Rollout) -> list[TrainingGate]:
    return [gate for gate in every_phase_gate(rollout) if isinstance(gate, TrainingGate)]
