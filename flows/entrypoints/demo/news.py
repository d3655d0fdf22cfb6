"""The news of a play: what followed from a step, read from the ledger, with Prefect and without alike."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from playbooks.model import events as e
from playbooks.model.evidence import Evidence, Reconciliation
from playbooks.model.verdict import Outcome
from tasks.adapters.office import Office


@dataclass(slots=True)
class News:
    """Reads a rollout's ledger on from where it stopped."""

    office: Office
    rollout: str
    _seen: int = field(default=0, init=False)
    _outcomes: dict[str, Outcome] = field(default_factory=dict, init=False)
    _results: dict[str, str] = field(default_factory=dict, init=False)

    def latest(self) -> tuple[e.Event, ...]:
        """Return what is worth telling since then: gates that turned out otherwise, what has ended."""
        judged: dict[str, e.GateJudged] = {}
        told: list[e.Event] = []
        for event in self._unread():
            match event:
                case e.GateJudged(verdict=verdict):
                    judged[verdict.gate] = event
                case e.SignOffLapsed() | e.WaiverExpired() | e.RetrospectiveHeld() | e.RolloutCompleted():
                    told.append(event)
                case e.EvidenceRecorded(evidence=Evidence(payload=Reconciliation() as payload) as evidence):
                    if self._results.get(evidence.key) != payload.result.digest:
                        told.append(event)
                    self._results[evidence.key] = payload.result.digest
                case _:
                    continue
        return (*(event for event in judged.values() if self._turned(event)), *told)

    def _unread(self) -> Iterator[e.Event]:
        for row in self.office.store.entries(rollout=self.rollout, since_seq=self._seen):
            self._seen = row.seq + 1
            yield row.event

    def _turned(self, judged: e.GateJudged) -> bool:
        gate, outcome = judged.verdict.gate, judged.verdict.outcome
        before = self._outcomes.get(gate)
        self._outcomes[gate] = outcome
        return outcome not in (before, Outcome.PENDING)
