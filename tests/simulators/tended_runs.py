"""What a story waits for on a machine where things die: the sweep comes by until they have come about."""

from dataclasses import dataclass
from uuid import UUID

from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import PhaseStatus
from tasks.adapters.orchestrator import RunCondition
from tests.simulators.machine import Machine

#: A run whose process was killed when its phase had been decided on has ended, too.
AT_REST = {
    PhaseStatus.OPEN: {RunCondition.SUSPENDED},
    PhaseStatus.CLOSED: {RunCondition.FINISHED, RunCondition.CRASHED},
}


@dataclass(frozen=True, slots=True)
class TendedRuns:
    """Phase runs of a rollout on an operator's machine."""

    machine: Machine

    def opened(self, rollout: str, phase: PhaseKey) -> None:
        """Wait until the phase's run has looked once and waits."""
        self.machine.tend(lambda: self._open(rollout, phase) and self.rest(rollout))

    def settled(self, rollout: str) -> None:
        """Wait until no run has anything left to act on."""
        self.machine.tend(lambda: self.rest(rollout))

    def swept(self, rollout: str) -> None:  # noqa: ARG002  # the sweep looks after all
        """Have the sweep come by."""
        self.machine.sweep()

    def looked_back(self, rollout: str) -> None:
        """The weekly retrospective is not part of this."""

    def rest(self, rollout: str) -> bool:
        """Tell whether the runs of open phases wait and those of closed ones have ended, however they did."""
        records = [record for record in self.machine.office.rollout(rollout).phases.values() if record.run]
        if any(record.wake_due for record in records):
            return False
        status = {UUID(record.run): record.status for record in records if record.run}
        found = self.machine.api.alive(list(status))
        return all(found[run] in AT_REST[one] for run, one in status.items())

    def _open(self, rollout: str, phase: PhaseKey) -> bool:
        record = self.machine.office.rollout(rollout).phases[phase]
        return record.status is PhaseStatus.OPEN and record.run is not None
