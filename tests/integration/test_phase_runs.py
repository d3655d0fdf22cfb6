"""Phase runs in Prefect: what is asked of its API, and which runs count as alive."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from pydantic import JsonValue

from playbooks.model.errors import InputError
from tasks.adapters.orchestrator import PrefectApi, ResumeOutcome, RunCondition, RunReport, TaggedRun
from tasks.adapters.phase_runs import STUCK_AFTER, PhaseRuns
from tasks.adapters.ports import Attempt, Standing

RUN = "11111111-1111-4111-8111-111111111111"
NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)


@dataclass
class FakeApi(PrefectApi):
    """Prefect's API that answers as told and keeps what it was asked."""

    outcome: ResumeOutcome = ResumeOutcome.RESUMED
    found: RunReport = field(default_factory=lambda: RunReport(RunCondition.SUSPENDED, None))
    asked: list[tuple[object, ...]] = field(default_factory=list)

    def resume(self, run_id: UUID) -> ResumeOutcome:
        """Resume a run."""
        self.asked.append(("resume", run_id))
        return self.outcome

    def start(
        self,
        deployment: str,
        parameters: Mapping[str, JsonValue],
        *,
        run_name: str | None = None,
        tags: Sequence[str] = (),
        idempotency_key: str | None = None,
    ) -> UUID:
        """Start a run."""
        self.asked.append((deployment, dict(parameters), tuple(tags), run_name, idempotency_key))
        return UUID(RUN)

    def report(self, run_ids: Sequence[UUID]) -> dict[UUID, RunReport]:
        """Tell the condition of each run."""
        return dict.fromkeys(run_ids, self.found)

    def tagged(self, tags: Sequence[str]) -> tuple[TaggedRun, ...]:
        """Find one run of these tags, and one that works on no phase."""
        self.asked.append(tuple(tags))
        more = ("phasegate", "phase:design"), ("phasegate",)
        return tuple(TaggedRun(UUID(RUN), frozenset({*tags, *own}), self.found) for own in more)

    def fail(self, run_id: UUID, reason: str) -> bool:
        """Mark a run as crashed."""
        self.asked.append(("fail", run_id, reason))
        return True

    def emit(
        self, event: str, *, resource: str, payload: Mapping[str, JsonValue], occurred: datetime
    ) -> None:
        """Publish an event."""
        self.asked.append((event, resource, dict(payload), occurred))


@pytest.mark.parametrize("outcome", ResumeOutcome)
def test_a_run_that_is_over_counts_as_woken(outcome: ResumeOutcome) -> None:
    """Only one that is not suspended yet has to be tried again."""
    assert PhaseRuns(FakeApi(outcome)).wake(RUN) is (outcome is not ResumeOutcome.NOT_SUSPENDED)


def test_a_phase_is_started_by_its_deployment() -> None:
    """With tags by which its runs are found, under a key that makes a repetition harmless."""
    api = FakeApi()
    assert PhaseRuns(api).start_phase("crm-2026", "design", idempotency_key="k") == RUN
    tags = ("phasegate", "rollout:crm-2026", "phase:design")
    assert api.asked == [("design/phase", {"rollout": "crm-2026"}, tags, None, "k")]


STANDINGS = [
    (RunCondition.SCHEDULED, None, Standing.COMING),
    (RunCondition.SUSPENDED, NOW - timedelta(days=90), Standing.WAITING),
    (RunCondition.RUNNING, None, Standing.COMING),
    (RunCondition.RUNNING, NOW - STUCK_AFTER + timedelta(seconds=1), Standing.COMING),
    (RunCondition.RUNNING, NOW - STUCK_AFTER, Standing.DEAD),
    (RunCondition.FINISHED, None, Standing.ENDED),
    (RunCondition.CRASHED, None, Standing.ENDED),
]


@pytest.mark.parametrize(
    ("condition", "since", "standing"), [*STANDINGS, (RunCondition.GONE, None, Standing.ENDED)]
)
def test_a_run_lives_while_it_waits_or_works(
    condition: RunCondition, since: datetime | None, standing: Standing
) -> None:
    """A suspended run may wait for months; one at work for ten minutes has lost its worker."""
    lives = standing in (Standing.COMING, Standing.WAITING)
    with time_machine.travel(NOW, tick=False):
        assert PhaseRuns(FakeApi(found=RunReport(condition, since))).alive([RUN]) == {RUN: lives}


@pytest.mark.parametrize(("condition", "since", "standing"), STANDINGS)
def test_the_runs_started_for_a_rollout_are_told_with_their_phase(
    condition: RunCondition, since: datetime | None, standing: Standing
) -> None:
    """They are found by the tags they were started with; what works on no phase is left out."""
    api = FakeApi(found=RunReport(condition, since))
    with time_machine.travel(NOW, tick=False):
        assert PhaseRuns(api).attempts("crm-2026") == (Attempt(RUN, "design", standing),)
    assert api.asked == [("rollout:crm-2026",)]


def test_a_dead_run_is_buried_and_an_event_is_told() -> None:
    """With a reason, and with the moment it happened."""
    api = FakeApi()
    PhaseRuns(api).bury(RUN)
    PhaseRuns(api).announce("phasegate.gate.passed", rollout="crm", about="uat", payload={"a": "b"}, at=NOW)
    assert api.asked[0][:2] == ("fail", UUID(RUN))
    assert api.asked[1] == ("phasegate.gate.passed", "phasegate.crm.uat", {"a": "b"}, NOW)


@pytest.mark.parametrize("run", ["", "run-1", "lin_wei", "1" * 200])
def test_what_is_no_run_of_prefect_is_an_input_error(run: str) -> None:
    """It must not stop the delivery of everything else."""
    runs = PhaseRuns(FakeApi())
    for ask in (runs.wake, runs.bury, lambda run: runs.alive([run])):
        with pytest.raises(InputError, match="not the id of a Prefect run"):
            ask(run)
