"""What has changed in a phase since the same person last saw its phase gate, or since others did: recorded facts alone.

- People see it when the last gate that must be met is met, because then they are asked to decide, and when they
  decide: a hold, or a way back, was decided on what stood there.
- The newest look that shows something else than there is now is the one to compare with; whoever decided on what
  stands there now is told nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from playbooks.model.changes import KEPT, Change, Changes, EvidenceChanged, GateTurned, digests, glimpses
from playbooks.model.events import PhaseGateDecided
from playbooks.model.look import GateStanding, Glimpse, Look
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import Readiness, ready_on_record
from playbooks.model.rollout import Rollout
from playbooks.model.verdict import Outcome, Verdict


def invited(before: Rollout, after: Rollout, *, at: datetime) -> Rollout:
    """Return the rollout with a look of the deciders at each phase whose last gate this change has met."""
    for phase in after.open_phases:
        if ready_on_record(after, phase, at) and not ready_on_record(before, phase, at):
            people = tuple(who.key for who in after.team.holders(*after.plan(phase).decided_by))
            after = _looked(after, phase, people=people, at=at)
    return after


def decided_on(rollout: Rollout, event: PhaseGateDecided, *, at: datetime) -> Rollout:
    """Return the rollout with the look of whoever decided, and of the one represented."""
    people = (event.decided_by, *((event.on_behalf_of,) if event.on_behalf_of else ()))
    return _looked(rollout, event.phase, people=people, at=at, decided=True)


def _looked(
    rollout: Rollout, phase: PhaseKey, *, people: tuple[str, ...], at: datetime, decided: bool = False
) -> Rollout:
    """Return the rollout with a look at a phase remembered; only the last two are."""
    verdicts = (rollout.verdicts.get(gate.key) for gate in rollout.plan(phase).gates)
    look = Look(
        at=at,
        people=people,
        outcome=None,
        evidence=glimpses(rollout, _keys(rollout, phase)),
        decided=decided,
        gates=_standings(rollout, (verdict for verdict in verdicts if verdict is not None), at),
    )
    looks = (*rollout.looks.get(phase, ()), look)[-KEPT:]
    return rollout.model_copy(update={"looks": {**rollout.looks, phase: looks}})


def phase_changes(rollout: Rollout, standing: Readiness, *, person: str, now: datetime) -> Changes | None:
    """Return what this person has to be told about a phase; None where nobody saw it before, or nothing changed."""
    keys = _keys(rollout, standing.phase)
    gates, evidence = _standings(rollout, standing.verdicts, now), glimpses(rollout, keys)
    for before in reversed(rollout.looks.get(standing.phase, ())):
        replaced = _replaced(keys, before.evidence, evidence)
        items: tuple[Change, ...] = (*_turned(before.gates, gates), *replaced)
        if items:
            return Changes(since=before.at, own=person in before.people, items=items)
        if before.decided and person in before.people:
            return None
    return None


def _standings(rollout: Rollout, verdicts: Iterable[Verdict], at: datetime) -> dict[str, GateStanding]:
    return {verdict.gate: _standing(rollout, verdict, at) for verdict in verdicts}


def _standing(rollout: Rollout, verdict: Verdict, at: datetime) -> GateStanding:
    if verdict.outcome is Outcome.FAILED and rollout.waived(verdict.gate, at):
        return GateStanding.WAIVED
    if not verdict.passed and rollout.overridden(verdict.gate):
        return GateStanding.OVERRIDDEN
    return GateStanding(verdict.outcome.value)


def _turned(before: dict[str, GateStanding], after: dict[str, GateStanding]) -> tuple[GateTurned, ...]:
    return tuple(
        GateTurned(gate=gate, before=before[gate], after=stands)
        for gate, stands in after.items()
        if gate in before and before[gate] is not stands
    )


def _replaced(
    keys: tuple[str, ...], before: dict[str, Glimpse], after: dict[str, Glimpse]
) -> Iterator[EvidenceChanged]:
    was, is_now = digests(before), digests(after)
    for key in keys:
        if was.get(key) != is_now.get(key):
            yield EvidenceChanged(key=key, before=before.get(key), after=after.get(key))


def _keys(rollout: Rollout, phase: PhaseKey) -> tuple[str, ...]:
    """Return every piece of evidence that a gate of the phase looks at, in the playbook's order."""
    gates = rollout.plan(phase).gates
    return tuple(dict.fromkeys(key for gate in gates for key in gate.evidence_keys))
