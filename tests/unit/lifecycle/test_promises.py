"""What was promised at a conditional go: overdue and not made good, its gate counts again and holds the next phase."""

from datetime import timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import RefusalCode
from tests.simulators.facts import document
from tests.simulators.rollouts import Play
from tests.simulators.wordy import notices_since

PAPER, DESIGN = "initiation.paper", PhaseKey.DESIGN
GO = c.PhaseDecision.GO


def promised() -> Play:
    """Return a play in which design is ready to end, and the paper of initiation was promised for a day ago."""
    play = Play.opened()
    play.record(PAPER, document(10))
    for who in ("wang_fang", "zhou_min"):
        play.sign("initiation.signed", by=who)
    due = play.clock.now() + timedelta(days=1)
    promise = c.PhaseException(gate=PAPER, owner="zhao_lei", due=due, promise="write it")
    play.decide(PhaseKey.INITIATION, c.PhaseDecision.CONDITIONAL_GO, exceptions=(promise,))
    play.open(DESIGN)
    play.meet(DESIGN)
    play.clock.forward(days=2)
    return play


def test_an_overdue_promise_holds_the_next_phase() -> None:
    """The gate of the earlier phase is open again."""
    play = promised()
    assert play.readiness(DESIGN).reopened == (PAPER,)
    go = c.DecidePhaseGate(phase=DESIGN, decision=GO, reason="r")
    assert play.refused(go, by="lin_wei").code is RefusalCode.NOT_READY


def test_a_promise_kept_in_either_way_lets_it_go() -> None:
    """The gate passes, or the item is reported as done."""
    written, reported = promised(), promised()
    written.record(PAPER, document(4096))
    (item,) = reported.rollout.actions.values()
    reported.granted(c.CloseActionItem(action=item.key, outcome="written"), by="zhao_lei")
    assert [play.readiness(DESIGN).ready for play in (written, reported)] == [True, True]


def test_a_broken_promise_is_told_once() -> None:
    """To whoever made it, the sponsor and the PMO."""
    play = promised()
    before = len(play.store.contents.outbox)
    for _ in range(2):
        play.granted(c.Attend(), by="attend", kind=c.ActorKind.SYSTEM)
    told = [note.to for note in notices_since(play, before) if "open again" in note.subject.en]
    assert told == ["zhao_lei", "lin_wei", "chen_hao"]


@pytest.mark.parametrize("to", [PhaseKey.INITIATION, DESIGN])
def test_a_promise_holds_only_phases_that_come_later(to: PhaseKey) -> None:
    """Sent back to where it was promised, the gate speaks for itself again, and what was promised later waits."""
    play = promised()
    play.decide(DESIGN, c.PhaseDecision.RECYCLE, recycle_to=to)
    play.open(to)
    play.meet(to)
    found = play.readiness(to)
    assert (found.reopened, found.ready) == (((), True) if to is PhaseKey.INITIATION else ((PAPER,), False))
