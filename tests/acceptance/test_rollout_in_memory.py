"""A whole rollout in memory: five phases, held at gates that wait, fail and pass, in well under a second."""

from playbooks.model.commands import PhaseDecision
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import Refusal
from playbooks.model.rollout import RolloutStatus
from playbooks.model.verdict import Outcome
from tests.simulators.facts import document
from tests.simulators.rollouts import Play


def test_a_rollout_runs_through_its_five_phases() -> None:
    """Every phase is opened, its gates are met, the sponsor decides, and the rollout is complete."""
    play = Play.opened(PhaseKey.OPERATION)
    play.finish(PhaseKey.OPERATION)
    assert play.rollout.status is RolloutStatus.COMPLETED
    assert play.store.verify().verified


def test_a_phase_cannot_be_left_early() -> None:
    """A go is refused while a gate that must be met is not, and the refusal is on record."""
    play = Play.opened()
    answer = play.decide(PhaseKey.INITIATION, PhaseDecision.GO)
    assert isinstance(answer, Refusal)
    assert play.store.events()[-1].type == "command.refused"


def test_a_gate_waits_fails_and_passes() -> None:
    """No evidence is pending, a bad document fails, a good one passes."""
    play, gate = Play.opened(), "initiation.paper"
    outcomes = [play.rollout.verdicts[gate].outcome]
    for size in (10, 1000):
        play.record(gate, document(size))
        outcomes.append(play.rollout.verdicts[gate].outcome)
    assert outcomes == [Outcome.PENDING, Outcome.FAILED, Outcome.PASSED]
