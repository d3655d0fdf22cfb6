"""What happens between people's steps: phase runs, sweeps, retrospectives; in Prefect, or in this process."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias
from uuid import UUID

from playbooks.model.asking import unasked
from playbooks.model.commands import Actor, ActorKind, Attend, OpenPhase, RequestSignOff, Via
from playbooks.model.errors import OutsideError
from playbooks.model.phase import PhaseKey
from playbooks.model.phrase import Phrase, phrase
from playbooks.model.retrospective import iso_week
from playbooks.model.rollout import PhaseRecord, PhaseStatus, Rollout
from tasks.adapters.office import Office
from tasks.adapters.orchestrator import PrefectApi, RunCondition
from tasks.adapters.organisation import revising
from tasks.adapters.retrospectives import hold
from tasks.adapters.sources.collecting import collect, due
from tasks.adapters.sources.watching import to_watch, watch

LOOK_AGAIN = 0.4
#: A run whose process was killed when its phase had been decided on has ended, too.
_ENDED = frozenset({RunCondition.FINISHED, RunCondition.CRASHED})
#: Asks Prefect for the condition of runs.
Conditions: TypeAlias = Callable[[Sequence[UUID]], Mapping[UUID, RunCondition]]
TIMER = Actor(key="attend", kind=ActorKind.SYSTEM, via=Via.TIMER)


class Runs(Protocol):
    """What the player waits for."""

    def opened(self, rollout: str, phase: PhaseKey) -> None:
        """Return once the phase is open and its sources have been read."""
        ...

    def settled(self, rollout: str) -> None:
        """Return once every run has acted on what was decided."""
        ...

    def swept(self, rollout: str) -> None:
        """Return once the sweep has come by."""
        ...

    def looked_back(self, rollout: str) -> None:
        """Return once the week's retrospective is held."""
        ...


@dataclass(slots=True)
class PrefectRuns:
    """The real thing: deployments on a Prefect server, worked by a worker.

    The first sweep and the first retrospective are runs of their deployments; the others do the same in this
    process, so that half a year passes in two minutes. Phase runs are woken as always and look meanwhile.
    """

    office: Office
    api: PrefectApi
    patience: float = 90.0
    _shown: set[str] = field(default_factory=set, init=False)

    def opened(self, rollout: str, phase: PhaseKey) -> None:
        """Wait until the phase's run has looked once and waits."""
        self._until(lambda: self._waits(rollout, phase), phrase("phase {phase} to open", phase=phase.label))

    def settled(self, rollout: str) -> None:
        """Wait until no run has anything left to act on."""
        self._until(lambda: self._quiet(rollout), phrase("the phase runs to settle"))

    def swept(self, rollout: str) -> None:
        """Let the sweep come by."""
        if not self._run_once("attend/sweep"):
            QuickRuns(self.office).swept(rollout)
            self.office.dispatcher.deliver()

    def looked_back(self, rollout: str) -> None:
        """Hold the week's retrospective."""
        if not self._run_once("retrospective/weekly"):
            QuickRuns(self.office).looked_back(rollout)

    def _run_once(self, deployment: str) -> bool:
        """Run a deployment and wait for it, the first time only."""
        if deployment in self._shown:
            return False
        self._shown.add(deployment)
        run = self.api.start(deployment, {})
        self._until(
            lambda: self.api.alive([run])[run] is RunCondition.FINISHED,
            phrase("{deployment} to finish", deployment=deployment),
        )
        return True

    def _waits(self, rollout: str, phase: PhaseKey) -> bool:
        record = self.office.rollout(rollout).phases[phase]
        return record.status is PhaseStatus.OPEN and record.run is not None and self._quiet(rollout)

    def _quiet(self, rollout: str) -> bool:
        self.office.dispatcher.deliver()
        return at_rest(self.office.rollout(rollout), self.api.alive)

    def _until(self, condition: "Condition", what: Phrase) -> None:
        deadline = time.monotonic() + self.patience
        while not condition():
            if time.monotonic() > deadline:
                log = self.office.home / "logs"
                raise OutsideError(
                    "Waited {seconds:.0f} s for {what} in vain; look into {log}.",
                    seconds=self.patience,
                    what=what,
                    log=log,
                )
            time.sleep(LOOK_AGAIN)


class Condition(Protocol):
    """Something to wait for."""

    def __call__(self) -> bool:
        """Tell whether it has come about."""
        ...


@dataclass(frozen=True, slots=True)
class QuickRuns:
    """The same steps in this process, without Prefect: for a rollout that only has to have happened."""

    office: Office
    opener: str = "xu.wen"

    def opened(self, rollout: str, phase: PhaseKey) -> None:
        """Open the phase as the PMO and read its sources."""
        if self.office.rollout(rollout).phases[phase].status is PhaseStatus.NOT_STARTED:
            actor = Actor(key=self.opener, via=Via.CLI, session="demo")
            self.office.submit(rollout, actor, OpenPhase(phase=phase))
        self.swept(rollout)

    def settled(self, rollout: str) -> None:
        """Nothing is at work."""

    def swept(self, rollout: str) -> None:
        """Read the sources, ask for what can be signed, look after what is late."""
        for one in to_watch(self.office, self.office.rollout(rollout)):
            watch(self.office, rollout, TIMER, due=one)
        for source in due(self.office, self.office.rollout(rollout)):
            collect(self.office, rollout, TIMER, source=source)
        state = self.office.rollout(rollout)
        for phase in state.open_phases:
            for gate in unasked(state, phase, self.office.clock.now()):
                self.office.submit(rollout, TIMER, RequestSignOff(gate=gate.key))
        self.office.submit(rollout, TIMER, Attend())
        if (command := revising(self.office, self.office.rollout(rollout))) is not None:
            self.office.submit(rollout, TIMER, command)

    def looked_back(self, rollout: str) -> None:
        """Hold the week's retrospective."""
        today = self.office.rollout(rollout).calendar.day(self.office.clock.now())
        hold(self.office, rollout, week=iso_week(today))


def at_rest(rollout: Rollout, conditions: Conditions) -> bool:
    """Tell whether the runs of open phases wait and those of closed ones have ended."""
    records = {UUID(record.run): record for record in rollout.phases.values() if record.run}
    if any(_has_work(record) for record in records.values()):
        return False
    found = conditions(list(records))
    return all(_rests(record, found[run]) for run, record in records.items())


def _has_work(record: PhaseRecord) -> bool:
    """Tell whether a run is still to be woken; one that was killed after the phase was decided on never is."""
    return record.wake_due and record.status is PhaseStatus.OPEN


def _rests(record: PhaseRecord, condition: RunCondition) -> bool:
    if record.status is PhaseStatus.OPEN:
        return condition is RunCondition.SUSPENDED
    return condition in _ENDED
