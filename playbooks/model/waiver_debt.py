"""Waiver debt: what the standing waivers of a phase weigh, held against the budget that its playbook gives it."""

from datetime import datetime

from playbooks.model.frozen import Frozen
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout


class WaiverDebt(Frozen):
    """The points in use and the budget of a phase; without a budget there is no limit. A waiver weighs as its gate."""

    phase: PhaseKey
    points: int
    budget: int | None


def waiver_debt(rollout: Rollout, phase: PhaseKey, now: datetime) -> WaiverDebt:
    """Return the debt of a phase at this moment."""
    plan = rollout.plan(phase)
    points = sum(gate.weight for gate in plan.gates if rollout.waived(gate.key, now))
    return WaiverDebt(phase=phase, points=points, budget=plan.waiver_points)
