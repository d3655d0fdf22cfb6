"""Whom to ask for a sign-off, and when: only once there is something worth signing.

A sign-off inside a gate that needs all its parts is asked for when the other parts beside it have passed:
nobody is asked to sign a reconciliation that does not agree. Nobody is asked for what a gate that needs only
some of its parts can do without.
"""

from collections.abc import Iterator
from datetime import datetime

from playbooks.model.gates.composite import CompositeGate, Mode
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout
from playbooks.model.verdict import Outcome


def unasked(rollout: Rollout, phase: PhaseKey, now: datetime) -> tuple[SignOffGate, ...]:
    """Return the sign-off gates of a phase whose people have not been asked on the present inputs."""
    return tuple(
        gate
        for top in rollout.plan(phase).gates
        for gate in _askable(rollout, top, now)
        if rollout.asked.get(gate.key) != gate.shown_digest(rollout.facts)
    )


def _askable(rollout: Rollout, gate: GateRule, now: datetime) -> Iterator[SignOffGate]:
    if isinstance(gate, SignOffGate):
        if ready_to_sign(gate, rollout, now):
            yield gate
        return
    if gate.parts and not gate.judge(rollout.facts, now).passed:
        ripe = _ripe(rollout, gate, now)
        for part in gate.parts:
            if ripe or not isinstance(part, SignOffGate):
                yield from _askable(rollout, part, now)


def ready_to_sign(gate: SignOffGate, rollout: Rollout, now: datetime) -> bool:
    """Tell whether everything to be signed is on record and reliable, and not signed by enough yet."""
    complete = set(gate.rests_on) == set(gate.shown(rollout.facts))
    return complete and gate.judge(rollout.facts, now).outcome is Outcome.PENDING


def _ripe(rollout: Rollout, gate: GateRule, now: datetime) -> bool:
    """Tell whether the sign-offs directly inside this gate may be asked for."""
    if isinstance(gate, CompositeGate) and gate.mode is not Mode.ALL:
        return True
    beside = (part for part in gate.parts if not part.shadow and not isinstance(part, SignOffGate))
    return all(part.judge(rollout.facts, now).passed for part in beside)
