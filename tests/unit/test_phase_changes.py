"""What changed in a phase since its deciders saw its phase gate: gates that turned, evidence replaced; facts alone."""

from playbooks.model import commands as c
from playbooks.model.changes import Changes, EvidenceChanged, GateTurned
from playbooks.model.look import GateStanding
from playbooks.model.phase_changes import phase_changes
from playbooks.model.readiness import readiness
from tests.simulators.facts import document
from tests.simulators.rollouts import Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import PHASE

PAPER, SIGNED = "initiation.paper", "initiation.signed"
SPONSOR, SIGNERS = "lin_wei", ("wang_fang", "zhou_min")


def shown(play: Play, person: str = SPONSOR) -> Changes | None:
    """Return what this person has to be told about the phase."""
    standing = readiness(play.rollout, PHASE, play.clock.now())
    return phase_changes(play.rollout, standing, person=person, now=play.clock.now())


def ready() -> Play:
    """Return a play in which the sponsor was asked to decide, because every gate is met."""
    play = Play.opened()
    play.meet(PHASE)
    return play


def replaced(play: Play) -> Play:
    """Return the play two days later, with another paper on record."""
    play.clock.forward(days=2)
    play.record(PAPER, document(6000))
    return play


def test_nobody_is_told_anything_before_the_phase_was_seen() -> None:
    """Not while gates are open, and not on the card that asks first."""
    assert shown(Play.opened()) is None
    assert shown(ready()) is None


def test_a_gate_that_turned_and_the_paper_behind_it_are_told() -> None:
    """The day is that on which the sponsor was asked; signatures are needed again."""
    play = ready()
    asked_at = play.clock.now()
    found = shown(replaced(play))
    assert found is not None
    assert (found.since, found.own) == (asked_at, True)
    turned, evidence = found.items
    assert turned == GateTurned(gate=SIGNED, before=GateStanding.PASSED, after=GateStanding.PENDING)
    assert isinstance(evidence, EvidenceChanged)
    assert evidence.key == PAPER


def test_asked_anew_the_card_compares_with_the_time_before() -> None:
    """The gates are met again; what is another than last time is told all the same."""
    play = replaced(ready())
    for signer in SIGNERS:
        play.sign(SIGNED, by=signer)
    found = shown(play)
    assert found is not None
    assert [item.kind for item in found.items] == ["evidence"]


def test_who_decided_has_seen_it() -> None:
    """Since a hold nothing has changed; what changes later is compared with what the sponsor held on."""
    play = replaced(ready())
    play.decide(PHASE, c.PhaseDecision.HOLD)
    held_at = play.clock.now()
    assert shown(play) is None
    play.clock.forward(days=1)
    for signer in SIGNERS:
        play.sign(SIGNED, by=signer)
    found = shown(play)
    assert found is not None
    assert found.since == held_at
    assert found.items == (GateTurned(gate=SIGNED, before=GateStanding.PENDING, after=GateStanding.PASSED),)


def test_somebody_else_is_told_of_the_same_day() -> None:
    """As what has changed for the deciders, not for the reader."""
    found = shown(replaced(ready()), "chen_hao")
    assert found is not None
    assert found.own is False


def test_a_phase_sent_back_knows_how_it_stood() -> None:
    """The new round says which gate has to be met once more."""
    play = ready()
    play.decide(PHASE, c.PhaseDecision.RECYCLE, recycle_to=PHASE)
    play.open(PHASE)
    found = shown(play)
    assert found is not None
    assert found.items == (GateTurned(gate=SIGNED, before=GateStanding.PASSED, after=GateStanding.PENDING),)


def test_a_waived_gate_and_an_overridden_one_are_told_apart_from_a_passed_one() -> None:
    """Neither is a pass, and their words say so."""
    play = STATES["failing"]()
    play.decide(PHASE, c.PhaseDecision.HOLD)
    play.granted(c.OverrideGate(gate=PAPER, reason="x"), by=SPONSOR)
    play.granted(c.OverrideGate(gate=PAPER, reason="x"), by="chen_hao")
    found = shown(play)
    assert found is not None
    assert GateTurned(gate=PAPER, before=GateStanding.FAILED, after=GateStanding.OVERRIDDEN) in found.items
    assert (GateStanding.WAIVED.label.en, GateStanding.OVERRIDDEN.label.zh) == (
        "waived, not passed",
        "紧急越过（未通过）",
    )


def test_only_two_looks_are_kept() -> None:
    """However often somebody holds, the state stays small."""
    play = ready()
    for _ in range(4):
        play.decide(PHASE, c.PhaseDecision.HOLD)
    assert len(play.rollout.looks[PHASE]) == 2  # the present one and the one before
