"""Asking for sign-offs: when there is something worth signing, once for the same inputs."""

import pytest

from playbooks.model import commands as c
from playbooks.model.asking import unasked
from playbooks.model.gates.gate import GateRule
from tests.simulators.facts import document, unreadable
from tests.simulators.rollouts import Play
from tests.simulators.wordy import (
    PHASE,
    composite_gate,
    document_gate,
    playbook_with,
    played,
    sign_off_gate,
)

A, B = document_gate("a"), document_gate("b")
S, T = sign_off_gate("s", "a"), sign_off_gate("t", "b")


def asked(play: Play) -> list[str]:
    """Return the gates whose people are to be asked now."""
    return [gate.key for gate in unasked(play.rollout, PHASE, play.clock.now())]


@pytest.mark.parametrize(
    ("gate", "recorded", "expected"),
    [
        (S, "", []),
        (S, "a", ["s"]),
        (composite_gate("w", A, S), "", []),
        (composite_gate("w", A, S), "a", ["s"]),
        (composite_gate("w", A, B, S), "a", []),
        (composite_gate("w", A, B, S), "ab", ["s"]),
        (composite_gate("w", A, document_gate("b", shadow=True), S), "a", ["s"]),
        (composite_gate("w", composite_gate("v", B), sign_off_gate("u", "a")), "a", []),
        (composite_gate("w", composite_gate("v", A, S), composite_gate("x", B, T)), "ab", ["s", "t"]),
        (composite_gate("w", composite_gate("v", A, S), sign_off_gate("u", "a")), "a", ["s"]),
        (composite_gate("w", B, sign_off_gate("s", "a"), mode="any"), "a", ["s"]),
        (composite_gate("w", A, sign_off_gate("s", "a"), mode="any"), "a", []),
        (composite_gate("w", A, B, S, mode="at_least", count=2), "a", ["s"]),
        (composite_gate("w", A, B, S, mode="at_least", count=2), "ab", []),
    ],
)
def test_who_is_asked_for_what(gate: GateRule, recorded: str, expected: list[str]) -> None:
    """Parts that need each other wait for each other; parts that can do without each other do not."""
    play = played(playbook_with(gate, document_gate("base")))
    for key in recorded:
        play.record(key, document())
    assert asked(play) == expected


def test_nobody_is_asked_to_sign_what_disagrees() -> None:
    """A part that failed holds the sign-off beside it back."""
    play = played(playbook_with(composite_gate("w", A, S)))
    play.record("a", document(10))
    assert asked(play) == []


@pytest.mark.parametrize("again", [False, True])
def test_unreadable_evidence_is_not_worth_signing(again: bool) -> None:  # noqa: FBT001  # parametrized
    """Nobody is asked for a yes to something that could not be read; the desk would not ask either."""
    play = played(playbook_with(S, document_gate("base")))
    if again:
        play.record("a", document())
    play.record("a", unreadable())
    assert asked(play) == []
    assert play.granted(c.RequestSignOff(gate="s"), by="attend", kind=c.ActorKind.SYSTEM).events == ()


def test_asked_once_for_the_same_inputs() -> None:
    """Who was asked is not asked again, until the evidence is another one."""
    play = played(playbook_with(S, document_gate("base")))
    play.record("a", document())
    play.granted(c.RequestSignOff(gate="s"), by="attend", kind=c.ActorKind.SYSTEM)
    assert asked(play) == []
    play.record("a", document(4096))
    assert asked(play) == ["s"]


def test_what_is_signed_is_not_asked_for() -> None:
    """A quorum that is reached needs nobody."""
    play = played(playbook_with(S, document_gate("base")))
    play.record("a", document())
    play.sign("s", by="wang_fang")
    assert asked(play) == []
