"""The five phases: their order, their neighbours, their words."""

import pytest

from playbooks.model.phase import PhaseKey


def test_the_order_is_that_of_the_rollout() -> None:
    """Five phases, counted from 1."""
    assert [(phase.number, phase.value) for phase in PhaseKey] == [
        (1, "initiation"),
        (2, "design"),
        (3, "adoption"),
        (4, "validation"),
        (5, "operation"),
    ]


def test_the_ends_have_one_neighbour() -> None:
    """Nothing comes before the first and after the last."""
    assert (PhaseKey.INITIATION.preceding, PhaseKey.OPERATION.following) == (None, None)


@pytest.mark.parametrize("phase", list(PhaseKey)[1:])
def test_neighbours_know_each_other(phase: PhaseKey) -> None:
    """The phase before this one is followed by it."""
    before = phase.preceding
    assert before is not None
    assert (before.following, before.number) == (phase, phase.number - 1)


@pytest.mark.parametrize("phase", PhaseKey)
def test_every_phase_has_a_name_and_a_question(phase: PhaseKey) -> None:
    """Both languages ask."""
    assert phase.label.zh != phase.label.en
    assert (phase.question.zh[-1], phase.question.en[-1]) == ("？", "?")
