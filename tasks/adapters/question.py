"""A question to one person: a gate or the end of a phase, and the digest of what is shown for it."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.rollout import Rollout


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: of a gate where there is one, else of the phase as a whole."""

    phase: PhaseKey
    gate: GateRule | None
    seen: str


def question(rollout: Rollout, about: str, now: datetime) -> Question | None:
    """Return what is asked about a gate or a phase as it stands now, or None where nothing can be.

    A part of another gate asks for sign-offs only: everything else concerns the whole gate.
    """
    if about in list(PhaseKey):
        phase = PhaseKey(about)
        return Question(phase, None, readiness(rollout, phase, now).inputs)
    gate, found = rollout.playbook.gate(about), rollout.playbook.phase_of(about)
    if gate is None or found is None:
        return None
    if isinstance(gate, SignOffGate):
        return Question(found, gate, gate.shown_digest(rollout.facts))
    whole = gate in rollout.plan(found).gates
    return Question(found, gate, gate.judge(rollout.facts, now).inputs_digest) if whole else None
