"""Revive: a phase whose run has died gets a new one; the dead run's late writes are fenced off.

What counts is whether a run is on its way to the phase, not whether one was ever started: a run may die before
it reaches the desk, and one that was given up may come back and wait for what it will never be told.
"""

from playbooks.model.commands import Actor, LosePhaseRun
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import PhaseStatus, Rollout, RolloutStatus
from tasks.adapters.office import Office
from tasks.adapters.ports import Attempt, Orchestrator, Standing
from tasks.verb import verb


@verb("revive {rollout}", "attend", outside=True)
def revive(office: Office, rollout: str, actor: Actor) -> PhaseKey | None:
    """Return the phase that was given a new run, or None when all is well."""
    runs = office.orchestrator
    if runs is None:
        return None
    attempts = tuple(runs.attempts(rollout))
    revived = _revived(office, rollout, actor, attempts=attempts)
    _bury(runs, office.rollout(rollout), attempts)
    return revived


def _revived(office: Office, rollout: str, actor: Actor, *, attempts: tuple[Attempt, ...]) -> PhaseKey | None:
    state, runs = office.rollout(rollout), office.orchestrator
    phase = state.current
    if runs is None or phase is None or state.status is not RolloutStatus.RUNNING:
        return None
    lost = state.phases[phase].run
    if lost is not None and runs.alive([lost]).get(lost, False):
        return None
    if lost is not None and state.phases[phase].status is PhaseStatus.OPEN:
        office.submit(
            rollout, actor, LosePhaseRun(phase=phase, run=lost, reason="The sweep found this run dead.")
        )
        runs.bury(lost)
    return _replace(runs, state, phase, attempts=attempts)


def _replace(
    runs: Orchestrator, state: Rollout, phase: PhaseKey, *, attempts: tuple[Attempt, ...]
) -> PhaseKey | None:
    """Start a run, unless one that has not reached the desk yet is on its way."""
    tried = [attempt for attempt in attempts if attempt.phase == phase]
    if any(attempt.standing is Standing.COMING for attempt in tried):
        return None
    # Told apart by what went before: two sweeps at once start one run, and one that died before it could say so is followed
    # by another. The count alone ends where Prefect's page of runs is full.
    before = f"{len(tried)}/{tried[0].run}" if tried else "0"
    key = f"{state.key}/{phase}/{state.phases[phase].round}/{state.version}/{before}"
    runs.start_phase(state.key, phase, idempotency_key=key)
    return phase


def _bury(runs: Orchestrator, state: Rollout, attempts: tuple[Attempt, ...]) -> None:
    """Have Prefect show as dead what is dead, and what waits although no phase knows it any more."""
    known = {record.run for record in state.phases.values()}
    for attempt in attempts:
        orphaned = attempt.standing is Standing.WAITING and attempt.run not in known
        if attempt.standing is Standing.DEAD or orphaned:
            runs.bury(attempt.run)
