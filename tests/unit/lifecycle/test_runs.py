"""Phase runs: one at a time, fenced when lost, woken once per thing they must act on, never by themselves."""

import pytest

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.phase import PhaseKey
from playbooks.model.refusal import RefusalCode
from tests.simulators.facts import document
from tests.simulators.rollouts import Play
from tests.simulators.wishes import RUN, STATES
from tests.simulators.wordy import document_gate, playbook_with, played

PHASE = PhaseKey.INITIATION
PAPER, SIGNED = "initiation.paper", "initiation.signed"
OTHER = "22222222-2222-4222-8222-222222222222"
ENTER = c.EnterPhase(phase=PHASE)
AS_RUN, AS_SYSTEM = c.ActorKind.RUN, c.ActorKind.SYSTEM


def entered(state: str = "opened", run: str = RUN) -> Play:
    """Return a play whose first phase a run works on."""
    play = STATES[state]()
    play.granted(ENTER, by=run, kind=AS_RUN)
    return play


def evidence(play: Play, size: int = 2048) -> c.RecordEvidence:
    """Return the wish to record a document."""
    now = play.clock.now()
    return c.RecordEvidence(evidence=PAPER, payload=document(size), source="test", observed_at=now)


def types(play: Play, command: c.Command, *, by: str, kind: c.ActorKind = c.ActorKind.PERSON) -> list[str]:
    """Return the types of the events one wish leads to."""
    return [event.type for event in play.granted(command, by=by, kind=kind).events]


def wakes(play: Play) -> int:
    """Return how often a wake was asked for."""
    return sum(isinstance(event, e.PhaseRunWakeRequested) for event in play.store.events())


def test_a_run_opens_its_phase() -> None:
    """Entering an unopened phase opens it and takes it on."""
    play = Play.begun()
    found = types(play, ENTER, by=RUN, kind=AS_RUN)
    assert found[:2] == ["phase.opened", "phase.run.started"]
    assert (play.rollout.phases[PHASE].run, play.rollout.phases[PHASE].attempt) == (RUN, 1)


def test_a_second_run_is_refused() -> None:
    """A phase has one run."""
    assert entered().refused(ENTER, by=OTHER, kind=AS_RUN).code is RefusalCode.ALREADY_DONE


@pytest.mark.parametrize("kind", [c.ActorKind.PERSON, AS_SYSTEM])
def test_only_runs_take_a_phase_on(kind: c.ActorKind) -> None:
    """Somebody without the right to open a phase cannot enter it instead."""
    assert Play.begun().refused(ENTER, by="wu_yan", kind=kind).code is RefusalCode.NOT_ENTITLED


def test_a_resumed_run_that_nobody_asked_for_is_on_record() -> None:
    """Pressing Resume on an undecided gate changes nothing but the record."""
    play = entered()
    before = play.rollout.phases
    assert types(play, ENTER, by=RUN, kind=AS_RUN) == ["phase.run.woken_unbidden"]
    assert play.rollout.phases == before


def test_a_run_that_was_asked_for_is_woken() -> None:
    """The request is settled by entering again, once."""
    play = entered()
    play.granted(evidence(play), by="zhao_lei")
    assert play.rollout.phases[PHASE].wake_due
    assert types(play, ENTER, by=RUN, kind=AS_RUN) == ["phase.run.woken"]
    assert not play.rollout.phases[PHASE].wake_due


def test_one_news_one_wake() -> None:
    """While a wake is due, further news ask for no other."""
    play = entered()
    play.granted(evidence(play), by="zhao_lei")
    play.sign(SIGNED, by="wang_fang")
    play.sign(SIGNED, by="zhou_min")
    assert wakes(play) == 1


def test_no_news_no_wake() -> None:
    """A first of two sign-offs changes no outcome, so the run may sleep."""
    play = entered()
    play.granted(evidence(play), by="zhao_lei")
    play.granted(ENTER, by=RUN, kind=AS_RUN)
    play.sign(SIGNED, by="wang_fang")
    assert wakes(play) == 1


@pytest.mark.parametrize("command", ["evidence", "judge"])
def test_a_run_never_wakes_itself(command: str) -> None:
    """What the run itself records or judges is no news to it."""
    play = entered()
    wish = evidence(play) if command == "evidence" else c.JudgeGates(phase=PHASE)
    play.granted(wish, by=RUN, kind=AS_RUN)
    assert wakes(play) == 0


def lost() -> Play:
    """Return a play whose run was found dead."""
    play = entered()
    play.granted(c.LosePhaseRun(phase=PHASE, run=RUN, reason="dead"), by="attend", kind=AS_SYSTEM)
    return play


def test_the_late_writes_of_a_lost_run_are_refused() -> None:
    """A run that was declared dead and is not writes nothing any more."""
    play = lost()
    assert play.refused(evidence(play), by=RUN, kind=AS_RUN).code is RefusalCode.STALE_ATTEMPT


def test_another_run_takes_over() -> None:
    """The next attempt is counted; the dead one cannot come back in."""
    play = lost()
    play.granted(ENTER, by=OTHER, kind=AS_RUN)
    assert (play.rollout.phases[PHASE].run, play.rollout.phases[PHASE].attempt) == (OTHER, 2)
    assert play.refused(ENTER, by=RUN, kind=AS_RUN).code is RefusalCode.ALREADY_DONE


def test_only_the_current_run_can_be_lost() -> None:
    """Two sweeps that find the same run dead declare it dead once."""
    again = c.LosePhaseRun(phase=PHASE, run=RUN, reason="dead")
    assert lost().refused(again, by="attend", kind=AS_SYSTEM).code is RefusalCode.STALE_ATTEMPT


@pytest.mark.parametrize(("by", "granted"), [("chen_hao", True), ("wu_yan", False), ("lin_wei", False)])
def test_people_need_a_right_to_declare_a_run_dead(by: str, granted: bool) -> None:  # noqa: FBT001  # parametrized
    """The PMO may, the next best colleague may not."""
    play = entered()
    play.wish(c.LosePhaseRun(phase=PHASE, run=RUN, reason="dead"), by=by)
    assert (play.rollout.phases[PHASE].run is None) is granted


@pytest.mark.parametrize("decision", list(c.PhaseDecision))
def test_every_decision_wakes_the_run(decision: c.PhaseDecision) -> None:
    """The closing run says its last word; the one that goes on reads what was decided."""
    play = entered("ready")
    target = {"recycle_to": PHASE} if decision is c.PhaseDecision.RECYCLE else {}
    granted = decision is not c.PhaseDecision.CONDITIONAL_GO  # nothing is open that could be promised
    play.decide(PHASE, decision, **target)
    assert wakes(play) == granted


def test_the_closing_run_enters_once_more_and_then_never() -> None:
    """It is woken to publish; a third entry is refused."""
    play = entered("ready")
    play.decide(PHASE, c.PhaseDecision.GO)
    assert types(play, ENTER, by=RUN, kind=AS_RUN) == ["phase.run.woken"]
    assert play.refused(ENTER, by=RUN, kind=AS_RUN).code is RefusalCode.ALREADY_DONE


def test_the_late_writes_of_a_closed_phases_run_are_refused() -> None:
    """It was still comparing when the sponsor decided; people may add to a closed phase, a run that is left over may not."""
    play = entered("ready")
    play.decide(PHASE, c.PhaseDecision.GO)
    late = evidence(play, 4000)
    assert play.refused(late, by=RUN, kind=AS_RUN).code is RefusalCode.STALE_ATTEMPT
    play.granted(late, by="zhao_lei")
    play.granted(ENTER, by=RUN, kind=AS_RUN)
    assert play.refused(late, by=RUN, kind=AS_RUN).code is RefusalCode.STALE_ATTEMPT


def test_hold_and_resume_wake_the_run() -> None:
    """Both change what it may do; on hold the waiting run may still look."""
    play = entered()
    play.granted(c.HoldRollout(reason="r"), by="lin_wei")
    assert types(play, ENTER, by=RUN, kind=AS_RUN) == ["phase.run.woken"]
    play.granted(c.ResumeRollout(reason="r"), by="lin_wei")
    assert wakes(play) == 2


def test_no_run_begins_on_hold() -> None:
    """A new run is sent away until the rollout is resumed."""
    play = STATES["held"]()
    assert play.refused(ENTER, by=RUN, kind=AS_RUN).code is RefusalCode.NOT_OPEN


def test_the_run_of_a_phase_sent_back_is_fenced_and_a_new_one_starts() -> None:
    """The old run is not the redone phase's; whichever comes first opens the next round."""
    play = entered("ready")
    play.decide(PHASE, c.PhaseDecision.RECYCLE, recycle_to=PHASE)
    assert play.refused(evidence(play), by=RUN, kind=AS_RUN).code is RefusalCode.STALE_ATTEMPT
    play.granted(ENTER, by=OTHER, kind=AS_RUN)
    assert (play.rollout.phases[PHASE].round, play.rollout.phases[PHASE].attempt) == (2, 2)
    assert play.refused(ENTER, by=RUN, kind=AS_RUN).code is RefusalCode.ALREADY_DONE


def test_runs_of_other_phases_sleep_on() -> None:
    """Only the open phase's run is woken by what changes there."""
    play = entered("ready")
    play.decide(PHASE, c.PhaseDecision.GO)
    play.granted(ENTER, by=RUN, kind=AS_RUN)
    play.granted(c.EnterPhase(phase=PhaseKey.DESIGN), by=OTHER, kind=AS_RUN)
    play.record("design.paper", document())
    due = {key: record.wake_due for key, record in play.rollout.phases.items() if record.run}
    assert due == {PHASE: False, PhaseKey.DESIGN: True}


@pytest.mark.parametrize("kind", [AS_RUN, AS_SYSTEM])
def test_nothing_but_a_person_has_a_persons_rights(kind: c.ActorKind) -> None:
    """A timer that bears the sponsor's name decides nothing."""
    play = entered("ready", run="lin_wei")
    go = c.DecidePhaseGate(phase=PHASE, decision=c.PhaseDecision.GO, reason="r")
    assert play.refused(go, by="lin_wei", kind=kind).code is RefusalCode.NOT_ENTITLED


def test_a_run_that_was_lost_does_not_come_back() -> None:
    """Neither before nor after another one has taken its place."""
    play = lost()
    assert play.refused(ENTER, by=RUN, kind=AS_RUN).code is RefusalCode.STALE_ATTEMPT
    play.granted(ENTER, by=OTHER, kind=AS_RUN)
    assert play.refused(ENTER, by=RUN, kind=AS_RUN).code is RefusalCode.ALREADY_DONE


def test_who_is_declared_lost_is_not_woken() -> None:
    """Not even by what the same moment brings."""
    play = played(playbook_with(document_gate("paper", valid_for=3), document_gate("other")))
    play.granted(ENTER, by=RUN, kind=AS_RUN)
    play.record("paper", document())
    play.granted(ENTER, by=RUN, kind=AS_RUN)
    play.clock.forward(days=5)
    losing = c.LosePhaseRun(phase=PHASE, run=RUN, reason="dead")
    assert types(play, losing, by="attend", kind=AS_SYSTEM) == ["gate.judged", "phase.run.lost"]
