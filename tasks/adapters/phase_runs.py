"""Phase runs in Prefect: waking, starting and counting them, for a rollout and a phase."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from playbooks.model.errors import InputError
from tasks.adapters.orchestrator import PrefectApi, ResumeOutcome, RunCondition, RunReport
from tasks.adapters.ports import Attempt, Standing

#: The name under which every phase flow is deployed.
DEPLOYMENT = "phase"
_PHASE = "phase:"
#: A look takes seconds; a run at work for longer has lost its worker.
STUCK_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class PhaseRuns:
    """What the product asks of Prefect."""

    api: PrefectApi
    stuck_after: timedelta = STUCK_AFTER

    def wake(self, run: str) -> bool:
        """Resume a suspended run; False while it is not suspended yet. A run that is over counts as woken."""
        return self.api.resume(_identity(run)) is not ResumeOutcome.NOT_SUSPENDED

    def start_phase(self, rollout: str, phase: str, *, idempotency_key: str) -> str:
        """Start a run of a phase's deployment and return its id; the same key starts only one."""
        tags = ["phasegate", f"rollout:{rollout}", f"{_PHASE}{phase}"]
        run = self.api.start(
            f"{phase}/{DEPLOYMENT}", {"rollout": rollout}, tags=tags, idempotency_key=idempotency_key
        )
        return str(run)

    def alive(self, runs: Sequence[str]) -> Mapping[str, bool]:
        """Tell for each run whether it is scheduled, suspended, or at work no longer than a look can take."""
        now = datetime.now(UTC)
        reports = self.api.report([_identity(run) for run in runs])
        living = (Standing.COMING, Standing.WAITING)
        return {str(run): self._standing(report, now) in living for run, report in reports.items()}

    def bury(self, run: str) -> None:
        """Tell Prefect that a run is dead, so that its list of runs says so too."""
        self.api.fail(
            _identity(run),
            "The worker of this run is gone; phasegate starts another run while the phase is open.",
        )

    def attempts(self, rollout: str) -> tuple[Attempt, ...]:
        """Return the runs that were started for the phases of a rollout, newest first; no more than a page of them."""
        now = datetime.now(UTC)
        return tuple(
            Attempt(str(run.id), tag.removeprefix(_PHASE), self._standing(run.report, now))
            for run in self.api.tagged([f"rollout:{rollout}"])
            for tag in run.tags
            if tag.startswith(_PHASE)
        )

    def announce(
        self, event: str, *, rollout: str, about: str, payload: Mapping[str, str], at: datetime
    ) -> None:
        """Emit a domain event to Prefect's feed."""
        self.api.emit(event, resource=f"phasegate.{rollout}.{about}", payload=dict(payload), occurred=at)

    def _standing(self, report: RunReport, now: datetime) -> Standing:
        match report.condition:
            case RunCondition.SCHEDULED:
                return Standing.COMING
            case RunCondition.SUSPENDED:
                return Standing.WAITING
            case RunCondition.RUNNING:
                stuck = report.since is not None and now - report.since >= self.stuck_after
                return Standing.DEAD if stuck else Standing.COMING
            case _:
                return Standing.ENDED


def _identity(run: str) -> UUID:
    try:
        return UUID(run)
    except ValueError:
        raise InputError(
            "{run!r} is not the id of a Prefect run; lose this phase run and start another.", run=run[:80]
        ) from None
