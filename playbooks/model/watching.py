"""Which signed reconciliations are watched, and which of their checks are due for a look."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from playbooks.model.evidence import Evidence, Reconciliation
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.mapping import Check
from playbooks.model.rollout import Rollout


def signed(state: Rollout, evidence: str) -> Reconciliation | None:
    """Return the reconciliation on record if somebody has signed it as it is and it has not drifted, else None."""
    found = state.evidence.get(evidence)
    if found is None or not isinstance(found.payload, Reconciliation) or found.payload.drift:
        return None
    digest = found.digest
    resting = any(given.rests_on.get(evidence) == digest for given in state.sign_offs)
    return found.payload if resting else None


def needed(state: Rollout, evidence: str) -> bool:
    """Tell whether a phase is open in which signatures on this evidence count."""
    gates = (gate for phase in state.open_phases for gate in state.plan(phase).every_gate())
    return any(isinstance(gate, SignOffGate) and evidence in gate.rests_on for gate in gates)


def due_checks(
    checks: Iterable[Check], state: Rollout, found: Evidence, *, looks: Mapping[str, datetime], now: datetime
) -> tuple[str, ...]:
    """Return the checks it is time to look at; `looks` has the last look at each, the comparison is the first."""
    today, open_still = state.calendar.day(now), needed(state, found.key)
    return tuple(
        check.key
        for check in checks
        if check.watch.due(
            last=max(looks.get(check.key, found.observed_at), found.observed_at),
            now=now,
            today=today,
            needed=open_still,
        )
    )
