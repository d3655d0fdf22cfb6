"""Whatever is killed with -9 at whatever moment: the rollout goes on, nothing is lost, doubled or passed that should not."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from rich.console import Console

from flows.entrypoints.demo import stage
from flows.entrypoints.demo.narrator import Narrator
from flows.entrypoints.demo.player import Player
from playbooks.model import events as e
from playbooks.model.commands import Actor, PhaseDecision
from playbooks.model.errors import OutsideError
from playbooks.model.ledger.verification import Level
from playbooks.model.lifecycle import fold, start
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.refusal import RefusalCode
from playbooks.model.text import Language
from tasks.adapters.clocks import RehearsalClock
from tasks.adapters.organisation import starting
from tasks.adapters.ports import Standing
from tasks.adapters.store.writer_queue import WriterQueue
from tests.integration.conftest import ask
from tests.simulators.machine import Machine, machine, runs_at_work
from tests.simulators.monkey import DistantDesk, IdleDispatcher, Monkey, Victim
from tests.simulators.tended_runs import TendedRuns

pytestmark = [pytest.mark.crash, pytest.mark.prefect]

PMO = Actor(key="xu.wen")
SEED = 20260302
#: How often each of them is killed; a wish may meet more than one misfortune.
KILLS = {Victim.COMMAND: 13, Victim.WORKER: 5, Victim.SERVER: 3}
WISHES = 18


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Machine]:
    """The operator's machine on which all of this happens."""
    cache = pytestconfig.cache.mkdir(f"prefect-{version('prefect')}")
    with machine(tmp_path_factory.mktemp("house"), cache) as found:
        yield found


def nothing_is_lost(desk: DistantDesk) -> None:
    """What was acknowledged is on record exactly once, and the ledger verifies."""
    office = desk.monkey.machine.office
    times = Counter(row.id for row in office.store.entries())
    assert {request: times[request] for request in desk.recorded} == dict.fromkeys(desk.recorded, 1)
    assert office.store.verify(Level.FULL).trouble is None


def planned(chance: Random) -> list[set[Victim]]:
    """Return for each wish of the story who is killed during it."""
    plan = [set[Victim]() for _ in range(WISHES)]
    for victim, times in KILLS.items():
        for wish in chance.sample(plan, times):
            wish.add(victim)
    return plan


def played(house: Machine, desk: DistantDesk) -> None:
    """Play the first phase of the CRM story to its go; people decide by the command line alone."""
    office, story = house.office, stage.story("crm")
    idle = IdleDispatcher(office.store, office.clock, ())
    Player(
        office=replace(office, desk=desk, dispatcher=idle),
        clock=RehearsalClock(office.home / stage.CALENDAR),
        company=office.company.parent,
        runs=TendedRuns(house),
        narrator=Narrator(Console(file=StringIO()), Language.EN),
        story=story.model_copy(update={"scenes": story.scenes[:1]}),
    ).play()


def unready(house: Machine, rollout: str) -> list[PhaseKey]:
    """Return the phases that were passed although, on what was on record then, a gate was not met."""
    first, *rest = house.office.store.entries(rollout=rollout)
    assert isinstance(first.event, e.RolloutStarted)
    state, found = (
        start(rollout, first.event, house.office.rollout(rollout).playbook, at=first.at),
        list[PhaseKey](),
    )
    for row in rest:
        state = fold(state, [row.event], row.at)
        match row.event:
            case e.PhaseGateDecided(phase=phase, decision=PhaseDecision.GO):
                found += [phase] if readiness(state, phase, row.at).unmet else []
            case _:
                continue
    return found


def test_a_rollout_outlives_its_machine(house: Machine, tmp_path: Path) -> None:
    """A phase of the CRM story comes out step by step as written, although something dies all the time."""
    chance = Random(SEED)
    monkey = Monkey(house, chance, planned(chance))
    desk = DistantDesk(house.office.store, house.office.clock, monkey, tmp_path, nothing_is_lost)
    played(house, desk)
    TendedRuns(house).opened("crm", PhaseKey.DESIGN)
    nothing_is_lost(desk)
    assert Counter(monkey.killed) == KILLS
    assert len(desk.recorded) == WISHES
    assert unready(house, "crm") == []


def begun(house: Machine, rollout: str) -> None:
    """Start a rollout at the desk; the run of its first phase is started by whoever delivers the letters."""
    office = house.office
    house.office.submit(rollout, PMO, starting(office, "crm"))


def resting(house: Machine, rollout: str) -> str:
    """Return the run of the first phase, once it waits."""
    TendedRuns(house).opened(rollout, PhaseKey.INITIATION)
    return house.office.rollout(rollout).phases[PhaseKey.INITIATION].run or ""


def told(house: Machine, rollout: str, run: str) -> list[e.Event]:
    """Return what a run has put on record."""
    return [row.event for row in house.office.store.entries(rollout=rollout) if row.actor.id == run]


def test_a_run_that_was_given_up_and_comes_back_writes_nothing(house: Machine) -> None:
    """A run that stood still for too long is replaced; when it goes on, each of its writes is refused."""
    begun(house, "late")
    house.office.dispatcher.deliver()
    # As soon as it has begun: a moment later nothing would be left for it to write.
    house.wait(lambda: working(house, "late") is not None, look_again=0.02)
    late = working(house, "late") or ""
    process = house.process_of(late)
    stop(process, house)
    before = len(told(house, "late", late))
    try:
        house.tend(lambda: working(house, "late") not in (None, late))
    finally:
        os.kill(process, signal.SIGCONT)
    house.wait(lambda: process not in runs_at_work(house.worker.pid))
    refused = [getattr(event, "code", None) for event in told(house, "late", late)[before:]]
    assert RefusalCode.STALE_ATTEMPT in refused
    assert set(refused) <= {RefusalCode.STALE_ATTEMPT, RefusalCode.ALREADY_DONE}
    # Whatever the returned run has told Prefect, the sweep leaves one run that waits.
    house.tend(lambda: standings(house, "late") == [Standing.WAITING])


def stop(process: int, house: Machine) -> None:
    """Stop a process where it keeps nobody else from writing, as it would in a transaction of its own."""
    queue = WriterQueue(house.office.home / "phasegate.db.lock", patience=0.2)
    while True:
        os.kill(process, signal.SIGSTOP)
        with suppress(OutsideError), queue:
            break
        os.kill(process, signal.SIGCONT)
        time.sleep(0.002)
    queue.close()


def working(house: Machine, rollout: str) -> str | None:
    """Return the run that has the first phase in its hands."""
    return house.office.rollout(rollout).phases[PhaseKey.INITIATION].run


def standings(house: Machine, rollout: str) -> list[Standing]:
    """Return how those runs stand that have not ended."""
    runs = house.office.orchestrator
    assert runs is not None
    found = [attempt.standing for attempt in runs.attempts(rollout)]
    return [standing for standing in found if standing is not Standing.ENDED]


def test_two_runs_of_a_phase_at_once_leave_one_at_work(house: Machine) -> None:
    """The second to reach the desk finds nothing to do and says so."""
    begun(house, "twice")
    runs = house.office.orchestrator
    assert runs is not None
    both = [runs.start_phase("twice", PhaseKey.INITIATION, idempotency_key=key) for key in ("one", "two")]
    house.wait(lambda: sorted(state_names(house, both)) == ["Nothing to do", "Suspended"])
    started = house.office.store.entries(rollout="twice", types=["phase.run.started"])
    assert [row.actor.id in both for row in started] == [True]


def state_names(house: Machine, runs: list[str]) -> list[str]:
    """Return Prefect's own names for the states of some runs."""
    return [ask(house.server, f"/flow_runs/{run}")["state"]["name"] for run in runs]


def test_resume_pressed_on_an_undecided_gate_changes_nothing_but_the_record(house: Machine) -> None:
    """The run looks, finds nothing decided and waits again; that somebody woke it is on record."""
    begun(house, "woken")
    house.office.dispatcher.deliver()
    run = resting(house, "woken")
    before = house.office.rollout("woken")
    size = len(told(house, "woken", run))
    assert ask(house.server, f"/flow_runs/{run}/resume", {})["status"] == "ACCEPT"
    house.wait(lambda: unbidden(house) == 1 and TendedRuns(house).rest("woken"))
    assert [event.type for event in told(house, "woken", run)[size:]] == ["phase.run.woken_unbidden"]
    assert house.office.rollout("woken").phases == before.phases


def unbidden(house: Machine) -> int:
    """Return how often a run was woken by nobody's decision."""
    return len(house.office.store.entries(rollout="woken", types=["phase.run.woken_unbidden"]))
