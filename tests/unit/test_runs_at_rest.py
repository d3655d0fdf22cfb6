"""When the demo goes on: once the runs of open phases wait and those of closed ones have ended, however they ended."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import pytest

from flows.entrypoints.demo.runs import at_rest
from playbooks.model import commands as c
from playbooks.model.phase import PhaseKey
from tasks.adapters.orchestrator import RunCondition
from tests.simulators.facts import document
from tests.simulators.rollouts import Play
from tests.simulators.wishes import RUN, STATES

PHASE = PhaseKey.INITIATION
ENDED = {RunCondition.FINISHED, RunCondition.CRASHED}


def entered(state: str) -> Play:
    """Return a play whose first phase a run works on."""
    play = STATES[state]()
    play.granted(c.EnterPhase(phase=PHASE), by=RUN, kind=c.ActorKind.RUN)
    return play


def all_are(condition: RunCondition, runs: Sequence[UUID]) -> dict[UUID, RunCondition]:
    """Answer for every run that it is in this condition."""
    return dict.fromkeys(runs, condition)


def resting(play: Play) -> set[RunCondition]:
    """Return the conditions of its run with which a rollout is at rest."""
    return {one for one in RunCondition if at_rest(play.rollout, partial(all_are, one))}


def test_a_run_of_an_open_phase_rests_while_it_waits() -> None:
    """What is at work, or dead and not replaced yet, has something left to do."""
    assert resting(entered("opened")) == {RunCondition.SUSPENDED}


def test_a_run_that_is_to_be_woken_does_not_rest() -> None:
    """It waits only until its letter arrives."""
    play = entered("opened")
    play.record("initiation.paper", document())
    assert play.rollout.phases[PHASE].wake_due
    assert resting(play) == set()


@pytest.mark.parametrize("seen", [True, False])
def test_a_run_of_a_closed_phase_rests_when_it_has_ended(seen: bool) -> None:  # noqa: FBT001  # parametrized
    """One that was killed before it saw the decision is never woken again, and nobody waits for that."""
    play = entered("ready")
    play.decide(PHASE, c.PhaseDecision.GO)
    if seen:
        play.granted(c.EnterPhase(phase=PHASE), by=RUN, kind=c.ActorKind.RUN)
    assert play.rollout.phases[PHASE].wake_due is not seen
    assert resting(play) == ENDED


def test_nothing_begun_is_at_rest() -> None:
    """A rollout without any run has nobody at work."""
    assert resting(Play.begun()) == set(RunCondition)
