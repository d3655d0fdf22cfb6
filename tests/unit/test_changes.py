"""What changed at a gate since it was last shown: evidence, figures, verdicts, lapsed sign-offs; nothing where nothing did."""

import pytest

from playbooks.model import commands as c
from playbooks.model.changes import Changes, EvidenceChanged, SignOffLost, VerdictChanged, changes
from playbooks.model.verdict import Outcome
from tests.simulators.facts import document, series
from tests.simulators.rollouts import Play
from tests.simulators.wordy import PHASE, playbook_with, played, sign_off_gate

PAPER, SIGNED = "initiation.paper", "initiation.signed"


def shown(play: Play, person: str, gate: str = SIGNED) -> Changes | None:
    """Return what this person has to be told."""
    rule = play.rollout.playbook.gate(gate)
    assert rule is not None
    return changes(play.rollout, rule, person=person, now=play.clock.now())


def ask(play: Play, gate: str = SIGNED) -> None:
    """Let the product ask for the sign-offs."""
    play.granted(c.RequestSignOff(gate=gate), by="attend", kind=c.ActorKind.SYSTEM)


def asked() -> Play:
    """Return a play in which two were asked to sign the first version."""
    play = Play.opened()
    play.record(PAPER, document(5000))
    ask(play)
    return play


def replaced() -> Play:
    """Return a play in which one has signed and the paper was replaced two days later."""
    play = asked()
    play.sign(SIGNED, by="wang_fang")
    play.clock.forward(days=2)
    play.record(PAPER, document(6000))
    return play


def test_the_first_time_there_is_nothing_to_compare_with() -> None:
    """Neither before anybody was asked, nor on the card that asks first."""
    assert shown(Play.opened(), "wang_fang") is None
    assert shown(asked(), "wang_fang") is None


def test_replaced_evidence_and_the_lapsed_sign_off_are_told() -> None:
    """Since the day the person was asked, whether or not people have been asked anew."""
    play = replaced()
    early = shown(play, "wang_fang")
    ask(play)
    late = shown(play, "wang_fang")
    assert early is not None
    assert early == late
    assert early.since < play.clock.now()
    evidence, lost = early.items
    assert isinstance(evidence, EvidenceChanged)
    assert (evidence.key, lost) == (PAPER, SignOffLost(person="wang_fang"))


@pytest.mark.parametrize(("person", "own"), [("wang_fang", True), ("zhou_min", True), ("chen_hao", False)])
def test_it_says_whether_the_person_has_seen_it_before(person: str, own: bool) -> None:  # noqa: FBT001
    """Who was asked has; whoever was not is told of the round before."""
    found = shown(replaced(), person)
    assert found is not None
    assert found.own is own


def test_a_sign_off_given_again_is_no_longer_missed() -> None:
    """The rest is still news for who has yet to sign."""
    play = replaced()
    ask(play)
    play.sign(SIGNED, by="wang_fang")
    found = shown(play, "zhou_min")
    assert found is not None
    assert [item.kind for item in found.items] == ["evidence"]


def test_a_figure_that_moved_is_told_with_both_values() -> None:
    """The newest reading then, and now."""
    play = played(playbook_with(sign_off_gate("seen", "kpi")))
    play.record("kpi", series("9.5"))
    ask(play, "seen")
    play.clock.forward(days=1)
    play.record("kpi", series("9.5", "7.25"))
    found = shown(play, "wang_fang", "seen")
    assert found is not None
    (moved,) = found.items
    assert isinstance(moved, EvidenceChanged)
    assert moved.before is not None
    assert moved.after is not None
    assert (moved.before.gist.split()[0], moved.after.gist.split()[0]) == ("9.5", "7.25")


def test_a_verdict_that_turned_is_told() -> None:
    """Signed by both and passed, then sent back and rejected in the next round."""
    play = asked()
    play.sign(SIGNED, by="wang_fang")
    play.decide(PHASE, c.PhaseDecision.RECYCLE, recycle_to=PHASE)
    play.open(PHASE)
    ask(play)
    play.granted(c.RejectSignOff(gate=SIGNED, seen=play.seen(SIGNED), reason="no"), by="zhou_min")
    found = shown(play, "zhou_min")
    assert found is not None
    assert VerdictChanged(before=Outcome.PENDING, after=Outcome.FAILED) in found.items
    assert SignOffLost(person="wang_fang") in found.items


def test_only_two_looks_are_kept() -> None:
    """However often people are asked, the state stays small."""
    play = asked()
    for size in (5001, 5002, 5003):
        play.clock.forward(days=1)
        play.record(PAPER, document(size))
        ask(play)
    assert len(play.rollout.looks[SIGNED]) == 2  # the present one and the one before
