"""What a story waits for on a machine where things die: the sweep comes by until they have come about."""

from dataclasses import dataclass

from flows.entrypoints.demo.runs import at_rest
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import PhaseStatus
from tests.simulators.machine import Machine


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
        """Tell whether the runs of open phases wait and those of closed ones have ended."""
        return at_rest(self.machine.office.rollout(rollout), self.machine.api.alive)

    def _open(self, rollout: str, phase: PhaseKey) -> bool:
        record = self.machine.office.rollout(rollout).phases[phase]
        return record.status is PhaseStatus.OPEN and record.run is not None
