"""Whether a phase may end: which gates that must be met are not, which are waived or overridden, and the advisory score.

What was promised at an earlier conditional go and is overdue counts again: its gate keeps the open phase from
ending until the promise is reported as kept, or the gate has passed.
"""

from collections.abc import Iterator
from datetime import datetime

from playbooks.model.frozen import Frozen
from playbooks.model.ledger.canonical import digest
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout
from playbooks.model.verdict import Outcome, Verdict


class Readiness(Frozen):
    """The gates of a phase sorted by what they mean for its end; `score` is weighted percent and advice only."""

    phase: PhaseKey
    verdicts: tuple[Verdict, ...]
    unmet: tuple[str, ...]
    waived: tuple[str, ...]
    score: int
    overridden: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Tell whether nothing that must be met is open."""
        return not self.unmet

    @property
    def inputs(self) -> str:
        """Return the digest over the inputs of every verdict: what a decision at the phase gate rests on."""
        rests_on = {verdict.gate: verdict.inputs_digest for verdict in self.verdicts}
        marks = {"waived": self.waived, "overridden": self.overridden, "reopened": self.reopened}
        # What nobody made use of leaves no trace, so that a digest of before such marks is still the same.
        excused = {f"{mark}:{gate}": "" for mark, gates in marks.items() for gate in gates}
        return digest(rests_on | excused, limit=None)


def readiness(rollout: Rollout, phase: PhaseKey, now: datetime) -> Readiness:
    """Judge the phase's gates on the recorded facts as of now."""
    gates = rollout.plan(phase).gates
    verdicts = tuple(gate.judge(rollout.facts, now) for gate in gates)
    judged = tuple(zip(gates, verdicts, strict=True))
    open_gates = [gate.key for gate, verdict in judged if gate.blocking and not verdict.passed]
    waived = tuple(key for key in open_gates if rollout.waived(key, now) and _failed(verdicts, key))
    overridden = tuple(key for key in open_gates if key not in waived and rollout.overridden(key))
    excused, reopened = {*waived, *overridden}, tuple(_reopened(rollout, phase, now))
    total = sum(gate.weight for gate in gates)
    passed = sum(gate.weight for gate, verdict in judged if verdict.passed)
    return Readiness(
        phase=phase,
        verdicts=verdicts,
        unmet=(*(key for key in open_gates if key not in excused), *reopened),
        waived=waived,
        overridden=overridden,
        reopened=reopened,
        score=100 * passed // total,
    )


def ready_on_record(rollout: Rollout, phase: PhaseKey, now: datetime) -> bool:
    """Tell whether the verdicts on record let the phase end, whatever has changed since they were given."""
    return all(_met_on_record(rollout, gate.key, now) for gate in rollout.plan(phase).gates if gate.blocking)


def _met_on_record(rollout: Rollout, gate: str, now: datetime) -> bool:
    verdict = rollout.verdicts.get(gate)
    if verdict is None or verdict.passed or rollout.overridden(gate):
        return verdict is not None
    return verdict.outcome is Outcome.FAILED and rollout.waived(gate, now)


def _failed(verdicts: tuple[Verdict, ...], gate: str) -> bool:
    """Tell whether the gate has failed; a waiver never covers INVALID evidence."""
    return any(verdict.gate == gate and verdict.outcome is Outcome.FAILED for verdict in verdicts)


def _reopened(rollout: Rollout, phase: PhaseKey, now: datetime) -> Iterator[str]:
    """Yield the gates of earlier phases that were promised to be made good by now and are not."""
    broken = dict.fromkeys(item.gate for item in rollout.actions.values() if item.gate and item.overdue(now))
    for key in broken:
        gate, where = rollout.playbook.gate(key), rollout.playbook.phase_of(key)
        if gate is None or where is None or where.number >= phase.number:
            continue
        if not gate.judge(rollout.facts, now).passed:
            yield key
