"""Sign-offs: by people, on what was shown, not on own work, withdrawn or lapsed."""

import pytest

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import RefusalCode
from tests.simulators.facts import document, unreadable
from tests.simulators.rollouts import Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import PHASE, document_gate, playbook_with, played, sign_off_gate

PAPER, SIGNED = "initiation.paper", "initiation.signed"


def shown(**changes: object) -> Play:
    """Return a play with the paper on record, recorded by somebody who signs nothing."""
    play = Play.opened()
    play.record(PAPER, document(), **{"by": "zhao_lei", **changes})  # type: ignore[arg-type]  # who
    return play


def signing(play: Play, *, seen: str | None = None, role: str | None = None) -> c.GiveSignOff:
    """Return a yes to what is shown now."""
    return c.GiveSignOff(gate=SIGNED, seen=seen or play.seen(SIGNED), role=role)


def lapsed(play: Play) -> list[tuple[str, str]]:
    """Return which sign-offs have lapsed."""
    return [(event.gate, event.person) for event in play.store.events() if isinstance(event, e.SignOffLapsed)]


@pytest.mark.parametrize(
    ("by", "code"),
    [
        ("wu_yan", RefusalCode.NOT_ENTITLED),
        ("he_jun", RefusalCode.NOT_ENTITLED),
        ("stranger", RefusalCode.NOT_ENTITLED),
        ("lin_wei", RefusalCode.NOT_ENTITLED),
    ],
)
def test_only_those_whose_slot_it_is_sign(by: str, code: RefusalCode) -> None:
    """The wrong role, somebody who left, a stranger, and the sponsor too."""
    play = shown()
    assert play.refused(signing(play), by=by).code is code


def test_a_role_of_the_gate_that_one_does_not_hold_is_refused() -> None:
    """Finance cannot sign as the head of sales."""
    play = shown()
    wish = signing(play, role="department_head")
    assert play.refused(wish, by="wang_fang").code is RefusalCode.NOT_ENTITLED


def test_what_was_shown_must_be_what_is_there() -> None:
    """A digest of something else, or of the version before, is stale."""
    play = shown()
    before = play.seen(SIGNED)
    play.record(PAPER, document(4096))
    assert play.refused(signing(play, seen=before), by="wang_fang").code is RefusalCode.STALE


def test_nobody_signs_own_work() -> None:
    """Whoever recorded the paper is refused, as is whoever worked on it."""
    play = shown(by="wang_fang")
    assert play.refused(signing(play), by="wang_fang").code is RefusalCode.OWN_WORK


def test_invalid_evidence_cannot_be_signed() -> None:
    """There is nothing to say yes to in what could not be read."""
    play = shown()
    play.record(PAPER, unreadable())
    refusal = play.refused(signing(play), by="wang_fang")
    assert (refusal.code, "could not be read" in refusal.reason.en) == (RefusalCode.NOT_READY, True)


@pytest.mark.parametrize("kind", [c.ActorKind.RUN, c.ActorKind.SYSTEM])
@pytest.mark.parametrize("withdraw", [False, True])
def test_only_people_sign_and_withdraw(kind: c.ActorKind, withdraw: bool) -> None:  # noqa: FBT001  # parametrized
    """Not even a timer that bears a signer's name."""
    play = shown()
    play.granted(c.EnterPhase(phase=PHASE), by="wang_fang", kind=c.ActorKind.RUN)
    play.sign(SIGNED, by="wang_fang") if withdraw else None
    wish = c.WithdrawSignOff(gate=SIGNED, reason="r") if withdraw else signing(play)
    assert play.refused(wish, by="wang_fang", kind=kind).code is RefusalCode.NOT_ENTITLED


def test_a_gate_judged_on_evidence_takes_no_sign_off() -> None:
    """The refusal says which kind of gate it is."""
    play = shown()
    wish = c.GiveSignOff(gate=PAPER, seen=play.seen(SIGNED))
    assert play.refused(wish, by="wang_fang").code is RefusalCode.WRONG_INPUT


def test_a_withdrawn_yes_no_longer_counts_and_can_be_given_again() -> None:
    """Taking back is one's own affair."""
    play = STATES["ready"]()
    play.granted(c.WithdrawSignOff(gate=SIGNED, reason="looked again"), by="wang_fang")
    assert not play.rollout.verdicts[SIGNED].passed
    play.sign(SIGNED, by="wang_fang")
    assert play.rollout.verdicts[SIGNED].passed


def two_gates() -> Play:
    """Return a play with two sign-offs that rest on different papers, both given."""
    plan = playbook_with(
        document_gate("a"), document_gate("b"), sign_off_gate("on_a", "a"), sign_off_gate("on_both", "a", "b")
    )
    play = played(plan)
    for key in ("a", "b"):
        play.record(key, document())
    for gate in ("on_a", "on_both"):
        play.sign(gate, by="wang_fang")
    return play


@pytest.mark.parametrize(("changed", "expected"), [("a", ["on_a", "on_both"]), ("b", ["on_both"]), ("c", [])])
def test_only_what_rested_on_the_change_lapses(changed: str, expected: list[str]) -> None:
    """A yes stands as long as its own evidence stands."""
    play = two_gates()
    play.record(changed, document(4096))
    assert [gate for gate, _ in lapsed(play)] == expected


def test_the_same_evidence_again_lapses_nothing() -> None:
    """A fact that says nothing new changes nothing, even when it was seen again later."""
    play = two_gates()
    play.clock.forward(hours=3)
    play.record("a", document())
    assert lapsed(play) == []


def test_evidence_for_a_closed_phase_lapses_nothing_there() -> None:
    """What was decided on stays as it was decided."""
    play = STATES["closed"]()
    play.record(PAPER, document(4096))
    play.open(PhaseKey.DESIGN)
    assert lapsed(play) == []
    assert len(play.rollout.sign_offs) == 2


def test_sending_back_lapses_the_redone_phases_only() -> None:
    """From adoption back to design: the sign-offs of initiation stand."""
    play = Play.opened(PhaseKey.ADOPTION)
    play.decide(PhaseKey.ADOPTION, c.PhaseDecision.RECYCLE, recycle_to=PhaseKey.DESIGN)
    assert {gate for gate, _ in lapsed(play)} == {"design.signed"}
    assert {sign_off.gate for sign_off in play.rollout.sign_offs} == {SIGNED}


def test_a_yes_on_many_papers_lapses_with_one_of_them() -> None:
    """Thirty papers with long names, one of them new."""
    keys = [f"{'p' * 70}{number:02}" for number in range(30)]
    play = played(playbook_with(document_gate("base"), sign_off_gate("all", *keys)))
    for key in keys:
        play.record(key, document())
    play.sign("all", by="wang_fang")
    play.record(keys[0], document(4096))
    assert lapsed(play) == [("all", "wang_fang")]
