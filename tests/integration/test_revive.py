"""Revive: which phases get a new run, which runs are buried, and that two sweeps at once start one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.settings import Settings
from flows.bootstrap import office as settled_office
from playbooks.model.commands import Actor, ActorKind, EnterPhase, OpenPhase, Via
from playbooks.model.phase import PhaseKey
from tasks.adapters.office import Office
from tasks.adapters.organisation import starting
from tasks.adapters.ports import Standing
from tasks.revive import revive
from tests.simulators.orchestrator import FakeOrchestrator

ROLLOUT, PHASE = "crm-2026", PhaseKey.INITIATION
SWEEP = Actor(key="attend", kind=ActorKind.SYSTEM, via=Via.TIMER)


@pytest.fixture
def runs() -> FakeOrchestrator:
    """Prefect as told."""
    return FakeOrchestrator()


@pytest.fixture
def office(tmp_path: Path, runs: FakeOrchestrator) -> Iterator[Office]:
    """An office in which a rollout has begun, and no run yet."""
    opened = replace(settled_office(Settings(home=tmp_path)), orchestrator=runs)
    opened.submit(ROLLOUT, Actor(key="xu.wen"), starting(opened, "crm"))
    yield opened
    opened.store.close()


def swept(office: Office) -> PhaseKey | None:
    """Have the sweep look after the rollout."""
    return revive.fn(office, ROLLOUT, SWEEP)


def begin(office: Office, runs: FakeOrchestrator, run: str) -> None:
    """Let a run be started and take the phase on."""
    runs.started[run] = (ROLLOUT, "initiation")
    office.submit(ROLLOUT, Actor(key=run, kind=ActorKind.RUN, via=Via.FLOW), EnterPhase(phase=PHASE))


def test_a_phase_without_a_run_gets_one(office: Office, runs: FakeOrchestrator) -> None:
    """The letter that should have started it may be lost for good, the phase is not."""
    assert swept(office) is PHASE
    assert list(runs.started.values()) == [(ROLLOUT, "initiation")]


def test_a_run_on_its_way_is_waited_for(office: Office, runs: FakeOrchestrator) -> None:
    """Sweeps that follow each other start one run."""
    assert [swept(office), swept(office)] == [PHASE, None]
    assert len(runs.started) == 1


@pytest.mark.parametrize("standing", [Standing.DEAD, Standing.ENDED, Standing.WAITING])
def test_a_run_that_never_reached_the_desk_is_followed_by_another(
    office: Office, runs: FakeOrchestrator, standing: Standing
) -> None:
    """Its worker may have died before the flow began: nothing is on record, and yet it must not be waited for."""
    swept(office)
    (first,) = runs.started
    runs.standings[first] = standing
    assert swept(office) is PHASE
    assert len(runs.started) == 2
    assert runs.buried == ([] if standing is Standing.ENDED else [first])


def test_a_phase_gets_another_run_however_many_have_died(office: Office, runs: FakeOrchestrator) -> None:
    """Prefect shows a page of runs; a night without a worker fills it, and the phase goes on all the same."""
    runs.page = 3
    for number in range(7):
        assert swept(office) is PHASE
        assert len(runs.started) == number + 1
        runs.standings |= dict.fromkeys(runs.started, Standing.ENDED)


def test_a_dead_run_is_lost_buried_and_replaced(office: Office, runs: FakeOrchestrator) -> None:
    """First the fence, then the next attempt."""
    begin(office, runs, "first")
    runs.dead.add("first")
    runs.standings["first"] = Standing.DEAD
    assert swept(office) is PHASE
    assert office.rollout(ROLLOUT).phases[PHASE].run is None
    assert set(runs.buried) == {"first"}


def test_a_run_that_lives_is_left_alone(office: Office, runs: FakeOrchestrator) -> None:
    """It may wait for months."""
    begin(office, runs, "first")
    runs.standings["first"] = Standing.WAITING
    assert swept(office) is None
    assert (list(runs.started), runs.buried) == (["first"], [])


def test_a_lost_run_that_came_back_and_waits_holds_nothing_up(office: Office, runs: FakeOrchestrator) -> None:
    """Prefect shows it as suspended; no phase knows it any more, so it is buried and the phase gets another."""
    begin(office, runs, "first")
    runs.dead.add("first")
    runs.standings["first"] = Standing.WAITING
    assert swept(office) is PHASE
    assert len(runs.started) == 2
    assert set(runs.buried) == {"first"}


def test_without_prefect_there_is_nothing_to_revive(office: Office) -> None:
    """An office may work without runs."""
    alone = replace(office, orchestrator=None)
    alone.submit(ROLLOUT, Actor(key="xu.wen"), OpenPhase(phase=PHASE))
    assert swept(alone) is None
