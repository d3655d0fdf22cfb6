"""Readiness: what keeps a phase from ending, what a waiver excuses, and the score that is advice only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.model.readiness import readiness
from playbooks.model.verdict import Outcome
from playbooks.model.waiver import Waiver
from tests.simulators.facts import ago, document, unreadable
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wordy import PHASE, document_gate, playbook_with, played

SMALL, SOUND = document(10), document()


def waived(play: Play, gate: str, days: float = 30) -> Play:
    """Lay a waiver beside a gate, whatever the rules of granting say."""
    waiver = Waiver(
        gate=gate,
        granted_by="lin_wei",
        granted_at=MORNING,
        owner="zhao_lei",
        reason="r",
        compensating_control="c",
        expires_at=ago(-days),
    )
    state = play.rollout.model_copy(update={"waivers": {gate: waiver}})
    play.store.contents.rollouts[play.key] = state
    return play


def test_nothing_on_record_is_not_ready() -> None:
    """Every gate that must be met and is not is named; the one without issues passes."""
    standing = Play.opened().readiness(PHASE)
    assert (standing.ready, standing.unmet) == (False, ("initiation.paper", "initiation.signed"))


@pytest.mark.parametrize("must_meet", [True, False])
@pytest.mark.parametrize("shadow", [True, False])
def test_only_what_must_be_met_holds_up(must_meet: bool, shadow: bool) -> None:  # noqa: FBT001  # parametrized
    """Shadow gates and gates that need not be met are judged and cannot hold the phase."""
    play = played(
        playbook_with(document_gate("firm"), document_gate("soft", must_meet=must_meet, shadow=shadow))
    )
    play.record("firm", SOUND)
    standing = play.readiness(PHASE)
    assert standing.ready is (shadow or not must_meet)
    assert [verdict.gate for verdict in standing.verdicts] == ["firm", "soft"]


@pytest.mark.parametrize(
    ("payload", "outcome", "excused"),
    [(None, Outcome.PENDING, False), (SMALL, Outcome.FAILED, True), (unreadable(), Outcome.INVALID, False)],
)
def test_a_waiver_excuses_a_failure_and_nothing_else(
    payload: object,
    outcome: Outcome,
    excused: bool,  # noqa: FBT001  # parametrized
) -> None:
    """Missing or invalid evidence is not excused, although a waiver stands beside its gate."""
    play = played(playbook_with(document_gate("paper")))
    if payload is not None:
        play.record("paper", payload)  # type: ignore[arg-type]  # a payload
    standing = waived(play, "paper").readiness(PHASE)
    assert standing.verdicts[0].outcome is outcome
    assert (standing.waived == ("paper",), standing.ready) == (excused, excused)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), min_size=1, max_size=6))
def test_the_score_is_the_weight_that_passed(gates: list[tuple[int, bool]]) -> None:
    """Rounded down, so that 100 % means all of it."""
    plan = playbook_with(*(document_gate(f"g{n}", weight=weight) for n, (weight, _) in enumerate(gates)))
    play = played(plan)
    for number, (_, met) in enumerate(gates):
        play.record(f"g{number}", SOUND if met else SMALL)
    met_weight, total = sum(weight for weight, met in gates if met), sum(weight for weight, _ in gates)
    assert play.readiness(PHASE).score == met_weight * 100 // total


def test_the_inputs_are_those_of_every_verdict() -> None:
    """What a decision rests on changes with any evidence, and with nothing else."""
    play = Play.opened()
    play.record("initiation.paper", SOUND)
    before = play.readiness(PHASE).inputs
    play.clock.forward(hours=1)
    assert play.readiness(PHASE).inputs == before
    play.record("initiation.paper", document(4096))
    assert play.readiness(PHASE).inputs != before


def test_judging_leaves_no_trace() -> None:
    """Readiness looks and writes nothing."""
    play = Play.opened()
    state = play.rollout
    readiness(state, PHASE, MORNING)
    assert play.rollout == state
