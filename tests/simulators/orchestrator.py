"""Prefect for tests: runs are suspended or at work as told; calls are kept, or fail while it is down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from playbooks.model.errors import RolloutError
from tasks.adapters.ports import Attempt, Standing


@dataclass(slots=True)
class FakeOrchestrator:
    """Keeps what it was asked; a run that was started before under the same key is not started again."""

    failure: RolloutError | None = None
    busy: set[str] = field(default_factory=set)
    dead: set[str] = field(default_factory=set)
    woken: list[str] = field(default_factory=list)
    started: dict[str, tuple[str, str]] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)
    announced: list[tuple[str, str, str]] = field(default_factory=list)
    buried: list[str] = field(default_factory=list)
    asked: int = 0
    page: int = 200

    def wake(self, run: str) -> bool:
        """Resume a run; False while it is at work."""
        self._answer()
        if run in self.busy:
            return False
        self.woken.append(run)
        return True

    def start_phase(self, rollout: str, phase: str, *, idempotency_key: str) -> str:
        """Start a run, once per key; the key stands for the run's id."""
        self._answer()
        self.started.setdefault(idempotency_key, (rollout, str(phase)))
        return idempotency_key

    def alive(self, runs: Sequence[str]) -> Mapping[str, bool]:
        """Tell for each run whether it lives: all do that are not named as dead."""
        self._answer()
        return {run: run not in self.dead for run in runs}

    def bury(self, run: str) -> None:
        """Note that a run is dead."""
        self._answer()
        self.buried.append(run)

    def attempts(self, rollout: str) -> Sequence[Attempt]:
        """Return the runs that were started for this rollout, as told how they stand, newest first; a page of them."""
        self._answer()
        found = [
            Attempt(run, phase, self.standings.get(run, Standing.COMING))
            for run, (of, phase) in reversed(self.started.items())
            if of == rollout
        ]
        return found[: self.page]

    def announce(
        self,
        event: str,
        *,
        rollout: str,
        about: str,
        payload: Mapping[str, str],  # noqa: ARG002  # the port's shape
        at: datetime,  # noqa: ARG002  # same
    ) -> None:
        """Keep an event."""
        self._answer()
        self.announced.append((event, rollout, about))

    def _answer(self) -> None:
        self.asked += 1
        if self.failure is not None:
            raise self.failure
