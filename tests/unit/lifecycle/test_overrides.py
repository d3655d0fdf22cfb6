"""Overrides: two different people, each with a reason, within a day, on the same facts; never a passed gate."""

import pytest

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.lifecycle.fold import fold
from playbooks.model.readiness import readiness
from playbooks.model.refusal import RefusalCode
from playbooks.model.verdict import Outcome
from tests.simulators.facts import document, unreadable
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import PHASE, composite_gate, document_gate, playbook_with, played

PAPER = "initiation.paper"
WISH = c.OverrideGate(gate=PAPER, reason="the line stands still")


def proposed() -> Play:
    """Return a play in which the sponsor wants to go over a paper that is too small."""
    play = STATES["failing"]()
    play.granted(WISH, by="lin_wei")
    return play


def overridden() -> Play:
    """Return a play in which the PMO has agreed."""
    play = proposed()
    play.granted(WISH, by="chen_hao")
    return play


def test_one_person_overrides_nothing() -> None:
    """The first call only proposes, and the same person cannot confirm."""
    play = proposed()
    assert play.rollout.overrides == {}
    assert play.refused(WISH, by="lin_wei").code is RefusalCode.OWN_WORK


@pytest.mark.parametrize("by", ["zhao_lei", "wang_fang", "he_jun", "stranger"])
def test_only_the_named_roles_override(by: str) -> None:
    """Sponsor and PMO unless the playbook says otherwise."""
    assert STATES["failing"]().refused(WISH, by=by).code is RefusalCode.NOT_ENTITLED


def test_a_delegate_of_the_first_is_no_second_person() -> None:
    """The right would count twice."""
    play = proposed()
    given = {"person": "lin_wei", "to": "sun_li", "starts": MORNING, "until": MORNING.replace(day=20)}
    play.granted(c.Delegate.model_validate({**given, "reason": "on leave"}), by="lin_wei")
    assert play.refused(WISH, by="sun_li").code is RefusalCode.OWN_WORK


def test_an_overridden_gate_lets_the_phase_end_and_is_never_passed() -> None:
    """The verdict stays what it is."""
    play = overridden()
    for by in ("wang_fang", "zhou_min"):
        play.sign("initiation.signed", by=by)
    standing = readiness(play.rollout, PHASE, play.clock.now())
    assert (standing.ready, standing.overridden, standing.score) == (True, (PAPER,), 57)
    assert play.rollout.verdicts[PAPER].outcome is Outcome.FAILED


def test_a_proposal_is_void_after_a_day_or_on_other_facts() -> None:
    """Then the second call proposes anew."""
    late = proposed()
    late.clock.forward(hours=24)
    late.granted(WISH, by="chen_hao")
    other = proposed()
    other.record(PAPER, document(20))
    other.granted(WISH, by="chen_hao")
    assert (late.rollout.overrides, other.rollout.overrides) == ({}, {})


def test_what_has_passed_needs_no_override() -> None:
    """Nor does what was overridden already."""
    assert STATES["ready"]().refused(WISH, by="lin_wei").code is RefusalCode.ALREADY_DONE
    assert overridden().refused(WISH, by="lin_wei").code is RefusalCode.ALREADY_DONE


def test_even_invalid_evidence_and_a_mandatory_gate_can_be_overridden_whole() -> None:
    """An emergency is one; a part of a gate is not named."""
    play = played(playbook_with(composite_gate("whole", document_gate("part"), waivable=False)))
    play.record("part", unreadable())
    assert play.refused(c.OverrideGate(gate="part", reason="r"), by="lin_wei").code is RefusalCode.WRONG_INPUT
    for by in ("chen_hao", "lin_wei"):
        play.granted(c.OverrideGate(gate="whole", reason="r"), by=by)
    assert play.rollout.overrides["whole"].confirmed_role == "sponsor"


def test_sending_back_takes_an_override_away() -> None:
    """What is done again is judged again."""
    play = overridden()
    play.decide(PHASE, c.PhaseDecision.RECYCLE, recycle_to=PHASE)
    assert (play.rollout.overrides, play.rollout.proposals) == ({}, {})


def proposing(*gates: str, **changes: object) -> c.ProposeOverride:
    """Return the wish to override exactly these gates."""
    return c.ProposeOverride.model_validate({"phase": PHASE, "gates": gates, "reason": "now", **changes})


def test_one_proposal_names_exactly_the_gates_it_is_about() -> None:
    """Two of the three; the third stays as it is."""
    play = STATES["failing"]()
    play.granted(proposing(PAPER, "initiation.signed"), by="lin_wei")
    assert set(play.rollout.proposals) == {PAPER, "initiation.signed"}


@pytest.mark.parametrize(
    ("gates", "code"),
    [
        ((PAPER, "initiation.issues"), RefusalCode.ALREADY_DONE),
        ((PAPER, "nothing"), RefusalCode.NOT_FOUND),
        ((PAPER, "design.paper"), RefusalCode.NOT_OPEN),
    ],
)
def test_a_proposal_counts_as_a_whole_or_not_at_all(gates: tuple[str, ...], code: RefusalCode) -> None:
    """One gate that is met, unknown or of another phase spoils it."""
    play = STATES["failing"]()
    assert play.refused(proposing(*gates), by="lin_wei").code is code
    assert play.rollout.proposals == {}


def test_proposing_never_confirms() -> None:
    """The second who proposes the same is told that somebody has."""
    play = proposed()
    assert play.refused(proposing(PAPER), by="chen_hao").code is RefusalCode.EXISTS
    assert play.rollout.overrides == {}


def test_a_confirmation_is_bound_to_the_proposal_that_was_shown() -> None:
    """Another one, or none, is none to confirm."""
    play = proposed()
    seen = play.rollout.proposals[PAPER].digest
    play.granted(c.DeclineOverride(gate=PAPER, reason="wait", seen=seen), by="chen_hao")
    assert play.refused(WISH.model_copy(update={"seen": seen}), by="chen_hao").code is RefusalCode.STALE
    play.clock.forward(minutes=1)
    play.granted(WISH, by="lin_wei")
    assert play.refused(WISH.model_copy(update={"seen": seen}), by="chen_hao").code is RefusalCode.STALE
    present = play.rollout.proposals[PAPER].digest
    play.granted(WISH.model_copy(update={"seen": present}), by="chen_hao")
    assert PAPER in play.rollout.overrides


def test_a_proposal_is_bound_to_the_phase_that_was_shown() -> None:
    """What the gates rest on has changed: look again."""
    play = STATES["failing"]()
    seen = readiness(play.rollout, PHASE, play.clock.now()).inputs
    play.record(PAPER, document(20))
    assert play.refused(proposing(PAPER, seen=seen), by="lin_wei").code is RefusalCode.STALE


@pytest.mark.parametrize("by", ["zhao_lei", "stranger"])
def test_only_those_who_may_override_turn_a_proposal_down(by: str) -> None:
    """Whoever proposed may take it back."""
    play, wish = proposed(), c.DeclineOverride(gate=PAPER, reason="no")
    assert play.refused(wish, by=by).code is RefusalCode.NOT_ENTITLED
    play.granted(wish, by="lin_wei")
    (said,) = play.rollout.declines.values()
    assert (play.rollout.proposals, said.taken_back) == ({}, True)


def test_a_deputys_no_names_whose_right_it_is() -> None:
    """As every other decision does; whoever says no in an own right stands there alone."""
    play = STATES["failing"]()
    given = {"person": "lin_wei", "to": "sun_li", "starts": MORNING, "until": MORNING.replace(day=20)}
    play.granted(c.Delegate.model_validate({**given, "reason": "on leave"}), by="lin_wei")
    names = {}
    for by in ("sun_li", "lin_wei"):
        play.granted(WISH, by="chen_hao")
        play.granted(c.DeclineOverride(gate=PAPER, reason="wait"), by=by)
        no = play.store.events()[-1]
        assert isinstance(no, e.OverrideDeclined)
        names[no.declined_by] = no.on_behalf_of
    assert names == {"sun_li": "lin_wei", "lin_wei": None}


def test_a_no_of_before_second_names_is_still_read() -> None:
    """Entries that are on record stay what they are, and the state follows from them."""
    play, old = proposed(), {"type": "override.declined", "gate": PAPER, "reason": "wait"}
    event = e.EVENTS.validate_python({**old, "declined_by": "chen_hao", "proposed_by": "lin_wei"})
    assert isinstance(event, e.OverrideDeclined)
    assert event.on_behalf_of is None
    after = fold(play.rollout, [event], play.clock.now())
    assert (after.proposals, [no.by for no in after.declines.values()]) == ({}, ["chen_hao"])
