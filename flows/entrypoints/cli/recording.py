"""Recording a fact: when it was seen, where it comes from, which evidence of the playbook it belongs to."""

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.commanded import commanded, noon_of
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.options import Acting
from flows.entrypoints.cli.visit import Visit
from playbooks.model.commands import RecordEvidence
from playbooks.model.evidence import Payload
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.metric import MetricGate
from playbooks.model.gates.training import TrainingGate
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout


def recording(
    key: str, payload: Payload, *, observed_at: datetime, source: str, by: tuple[str, ...] = ()
) -> RecordEvidence:
    """Return the wish to put a fact on record."""
    fields = {"evidence": key, "payload": payload, "source": source, "performed_by": by}
    return commanded(RecordEvidence, **fields, observed_at=observed_at)


def seen_at(at_desk: Visit, day: date | None, acting: Acting) -> datetime:
    """Return when a fact was seen: now, or noon of the day named.

    A call with a request id of its own says the same when it is repeated within the day: the day's beginning.
    """
    calendar, now = at_desk.rollout.calendar, at_desk.office.clock.now()
    if day is not None:
        noon = noon_of(day, calendar)
        return min(noon, now) if day == calendar.day(now) else noon
    if acting.request_id is None:
        return now
    return datetime.combine(calendar.day(now), time(), ZoneInfo(calendar.time_zone))


def evidence_key(rollout: Rollout, gates: Iterable[MetricGate | TrainingGate], *, what: str) -> str:
    """Return the evidence that gates judge, of the open phases first; raises Mistake when that is unclear."""
    phases = rollout.playbook.phase_of
    found = {gate.evidence: phases(gate.key) for gate in gates}
    if not found:
        raise Mistake(w.NO_GATE_FOR, what=what)
    present = [key for key, phase in found.items() if phase in rollout.open_phases]
    chosen = present or list(found)
    if len(chosen) > 1:
        raise Mistake(w.SEVERAL_KEYS, what=what, keys=tuple(chosen))
    return chosen[0]


def every_phase_gate(rollout: Rollout) -> Iterable[GateRule]:
    """Return every gate of the playbook, at whatever depth."""
    return (gate for phase in PhaseKey for gate in rollout.plan(phase).every_gate())
