"""Letters: which runs are started and woken, what Prefect's feed is told, and no wording is ever too long."""

from datetime import timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model.letters import Announce, Letter, Notice, StartPhaseRun, WakeRun
from playbooks.model.phase import PhaseKey
from tests.simulators.facts import DIGEST, checklist, document
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import RUN, STATES
from tests.simulators.wordy import LONG, PHASE, letters_of, played, wordy_playbook, wordy_team

PAPER, SIGNED = "initiation.paper", "initiation.signed"
D = c.PhaseDecision


def after(play: Play, command: c.Command, *, by: str, kind: c.ActorKind = c.ActorKind.PERSON) -> list[Letter]:
    """Return the letters one wish gives rise to."""
    before = len(letters_of(play))
    play.granted(command, by=by, kind=kind)
    return letters_of(play)[before:]


def runs(letters: list[Letter]) -> list[Letter]:
    """Return those that start or wake a run."""
    return [letter for letter in letters if isinstance(letter, StartPhaseRun | WakeRun)]


def feed(letters: list[Letter]) -> list[tuple[str, str]]:
    """Return what Prefect's feed is told."""
    return [(letter.event, letter.about) for letter in letters if isinstance(letter, Announce)]


def ready_with_run() -> Play:
    """Return a play that is ready to end its first phase, with a run at work."""
    play = STATES["ready"]()
    play.granted(c.EnterPhase(phase=PHASE), by=RUN, kind=c.ActorKind.RUN)
    return play


def decision(kind: D, target: PhaseKey | None = None) -> c.DecidePhaseGate:
    """Return a decision about the first phase."""
    return c.DecidePhaseGate(phase=PHASE, decision=kind, reason="because", recycle_to=target)


def test_a_start_starts_the_first_run() -> None:
    """The first round of the first phase."""
    play = Play.begun()
    assert runs(letters_of(play)) == [StartPhaseRun(phase=PHASE, round=1)]
    assert feed(letters_of(play)) == [("phasegate.rollout.started", "rollout")]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (decision(D.GO), [StartPhaseRun(phase=PhaseKey.DESIGN, round=1), WakeRun(phase=PHASE, run=RUN)]),
        (decision(D.HOLD), [WakeRun(phase=PHASE, run=RUN)]),
        (decision(D.KILL), [WakeRun(phase=PHASE, run=RUN)]),
        (decision(D.RECYCLE, PHASE), [StartPhaseRun(phase=PHASE, round=2), WakeRun(phase=PHASE, run=RUN)]),
    ],
    ids=["go", "hold", "kill", "recycle"],
)
def test_a_decision_wakes_its_run_and_starts_the_next(command: c.Command, expected: list[Letter]) -> None:
    """The closing run is woken to say its last word, the run of what follows is started."""
    assert runs(after(ready_with_run(), command, by="lin_wei")) == expected


def test_the_last_phase_starts_nothing() -> None:
    """After operation there is nothing to run."""
    play = Play.opened(PhaseKey.OPERATION)
    play.meet(PhaseKey.OPERATION)
    go = c.DecidePhaseGate(phase=PhaseKey.OPERATION, decision=D.GO, reason="because")
    letters = after(play, go, by="lin_wei")
    assert runs(letters) == []
    assert ("phasegate.rollout.completed", "rollout") in feed(letters)


@pytest.mark.parametrize(
    ("command", "event"),
    [
        (c.HoldRollout(reason="r"), "phasegate.rollout.held"),
        (c.CancelRollout(reason="r"), "phasegate.rollout.cancelled"),
    ],
)
def test_the_feed_is_told_how_the_rollout_stands(command: c.Command, event: str) -> None:
    """So that a PMO can hang an automation on it."""
    assert feed(after(Play.opened(), command, by="lin_wei")) == [(event, "rollout")]


def test_the_feed_is_told_of_the_end_of_a_hold() -> None:
    """Whoever acts on a hold acts on its end as well."""
    letters = after(STATES["held"](), c.ResumeRollout(reason="r"), by="lin_wei")
    assert ("phasegate.rollout.resumed", "rollout") in feed(letters)


def test_the_feed_is_told_of_gates_by_their_outcome() -> None:
    """Failed and passed are events of their own; what is pending is called waiting."""
    play = Play.begun()
    opened = feed(after(play, c.OpenPhase(phase=PHASE), by="chen_hao"))
    assert ("phasegate.gate.waiting", PAPER) in opened
    play.record(PAPER, document())
    assert ("phasegate.gate.passed", PAPER) in feed(letters_of(play))


def test_the_feed_is_told_of_a_waiver_from_its_grant_to_its_end() -> None:
    """Granted and revoked."""
    play = STATES["requested"]()
    assert ("phasegate.waiver.granted", PAPER) in feed(after(play, c.GrantWaiver(gate=PAPER), by="lin_wei"))
    revoke = c.RevokeWaiver(gate=PAPER, reason="r")
    assert ("phasegate.waiver.revoked", PAPER) in feed(after(play, revoke, by="lin_wei"))


def test_the_same_notice_goes_to_a_person_once() -> None:
    """The owner of a waived gate who also answers for the waiver gets one notice."""
    letters = after(STATES["requested"](), c.GrantWaiver(gate=PAPER), by="lin_wei")
    assert [letter.to for letter in letters if isinstance(letter, Notice)] == ["chen_hao", "zhao_lei"]


WISHES: list[tuple[str, c.Command]] = [
    ("zhao_lei", c.RecordEvidence(evidence=PAPER, payload=document(10), source=LONG, observed_at=MORNING)),
    (
        "zhao_lei",
        c.RecordEvidence(evidence="x", payload=checklist(a="done"), source=LONG, observed_at=MORNING),
    ),
    (
        "chen_hao",
        c.RequestWaiver(
            gate=PAPER,
            owner="zhao_lei",
            reason=LONG,
            compensating_control=LONG,
            expires_at=MORNING + timedelta(days=9),
        ),
    ),
    ("lin_wei", c.GrantWaiver(gate=PAPER, reason=LONG)),
    ("lin_wei", c.RevokeWaiver(gate=PAPER, reason=LONG)),
    ("wu_yan", c.RevokeWaiver(gate=PAPER, reason=LONG)),
    ("zhao_lei", c.GiveSignOff(gate=SIGNED, seen=DIGEST)),
    ("wang_fang", c.GiveSignOff(gate=SIGNED, seen=DIGEST)),
    ("wang_fang", c.WithdrawSignOff(gate=SIGNED, reason=LONG)),
    ("wang_fang", c.GiveSignOff(gate=PAPER, seen=DIGEST)),
    ("wang_fang", c.CommentOnGate(gate=SIGNED, text=LONG)),
    ("chen_hao", c.ChangePerson(person="sun_li", roles=("finance",), reason=LONG)),
    (
        "zhou_min",
        c.DeclareAbsence(person="zhou_min", starts=MORNING, until=MORNING + timedelta(days=9), reason=LONG),
    ),
    ("zhou_min", c.EndAbsence(absence="a1", reason=LONG)),
    ("lin_wei", c.OverrideGate(gate=PAPER, reason=LONG)),
    ("chen_hao", c.OverrideGate(gate=PAPER, reason=LONG)),
    (
        "lin_wei",
        c.RequestWaiver(
            gate="initiation.part1",
            owner="zhao_lei",
            reason=LONG,
            compensating_control=LONG,
            expires_at=MORNING,
        ),
    ),
    ("lin_wei", c.DecidePhaseGate(phase=PHASE, decision=D.GO, reason=LONG)),
    ("wu_yan", c.DecidePhaseGate(phase=PHASE, decision=D.GO, reason=LONG)),
    ("qian_bo", c.RaiseIssue.model_validate({"issue": "i", "title": LONG, "severity": 1})),
    ("qian_bo", c.CloseIssue(issue="i", resolution=LONG)),
    ("chen_hao", c.AddActionItem(action="a", title=LONG, owner="zhao_lei", due=MORNING)),
    ("chen_hao", c.Attend()),
    ("zhao_lei", c.CloseActionItem(action="a", outcome=LONG)),
    ("lin_wei", c.HoldRollout(reason=LONG)),
    ("lin_wei", c.ResumeRollout(reason=LONG)),
    ("lin_wei", c.DecidePhaseGate(phase=PHASE, decision=D.RECYCLE, reason=LONG, recycle_to=PHASE)),
    ("lin_wei", c.CancelRollout(reason=LONG)),
]


def test_no_words_are_too_long_for_anything() -> None:
    """With every title, name and reason at 2,000 signs, every wish is answered and every letter written."""
    play = played(wordy_playbook(), people=wordy_team())
    play.granted(c.EnterPhase(phase=PHASE), by=RUN, kind=c.ActorKind.RUN)
    for by, command in WISHES:
        play.wish(command, by=by)
    assert [play.rollout.status.value, play.rollout.phases[PHASE].round] == ["cancelled", 1]
    assert play.store.verify().verified


def test_a_long_start_is_refused_in_words_that_fit() -> None:
    """Who may not start reads so, however long the titles of those who may."""
    start = c.StartRollout(title=wordy_playbook().title, playbook=wordy_playbook(), team=wordy_team())
    assert len(Play().refused(start, by="wu_yan").reason.zh) <= 1000
