"""Notices: who is told what after which event, each person once, and only what is still true."""

from datetime import timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model.gates.soak import SoakGate
from playbooks.model.letters import Notice
from playbooks.model.phase import PhaseKey
from tests.simulators.facts import document, team, unreadable
from tests.simulators.gates import rule
from tests.simulators.rollouts import MORNING, Play
from tests.simulators.wishes import STATES
from tests.simulators.wordy import (
    PHASE,
    document_gate,
    letters_of,
    notices_since,
    playbook_with,
    played,
)

PAPER, SIGNED = "initiation.paper", "initiation.signed"
NOBODY: list[tuple[str, str]] = []
DUE = MORNING + timedelta(days=20)


def told(play: Play, command: c.Command, *, by: str, kind: c.ActorKind = c.ActorKind.PERSON) -> list[Notice]:
    """Return the notices that one wish gives rise to."""
    before = len(letters_of(play))
    play.granted(command, by=by, kind=kind)
    return notices_since(play, before)


def said(notices: list[Notice]) -> list[tuple[str, str]]:
    """Return to whom and under which subject."""
    return [(notice.to, notice.subject.en) for notice in notices]


def evidence(payload: object = None, key: str = PAPER) -> c.RecordEvidence:
    """Return the wish to record a sound document, or something else."""
    return c.RecordEvidence.model_validate(
        {"evidence": key, "payload": payload or document(), "source": "test", "observed_at": MORNING}
    )


def decision(kind: c.PhaseDecision, **more: object) -> c.DecidePhaseGate:
    """Return a decision about the first phase."""
    given = {"phase": PHASE, "decision": kind, "reason": "because", **more}
    return c.DecidePhaseGate.model_validate(given)


def test_a_phase_begins_for_its_owners_and_who_is_informed() -> None:
    """Owners of its gates and those informed, each once, with the planned end and the gates."""
    notices = told(Play.begun(), c.OpenPhase(phase=PHASE), by="chen_hao")
    assert [notice.to for notice in notices] == ["chen_hao", "zhao_lei"]
    assert "Planned to end by 2026-03-30. Gates: paper, signed, issues" in notices[0].body.en


def test_a_failure_is_for_the_owner_and_told_once() -> None:
    """The owner hears that a gate fails, not that it still fails."""
    play = Play.opened()
    assert said(told(play, evidence(document(10)), by="zhao_lei")) == [("zhao_lei", "Gate 'paper': failed")]
    assert said(told(play, evidence(document(20)), by="zhao_lei")) == NOBODY


def test_invalid_evidence_is_told_although_the_gate_failed_before() -> None:
    """From failed to invalid is news."""
    play = STATES["failing"]()
    assert said(told(play, evidence(unreadable()), by="zhao_lei")) == [
        ("zhao_lei", "Gate 'paper': invalid"),
        ("chen_hao", "Gate 'signed': invalid"),
    ]


def test_what_is_put_right_at_once_is_not_told() -> None:
    """Evidence that grew stale over night and is renewed in the same breath alarms nobody."""
    play = played(playbook_with(document_gate("paper", valid_for=3), document_gate("base")))
    play.record("paper", document())
    play.clock.forward(days=10)
    fresh = evidence(key="paper").model_copy(update={"observed_at": play.clock.now()})
    assert said(told(play, fresh, by="zhao_lei")) == NOBODY


def test_a_pass_is_told_to_nobody() -> None:
    """People are told what they must act on."""
    assert said(told(Play.opened(), evidence(), by="zhao_lei")) == NOBODY


def test_who_can_sign_is_asked() -> None:
    """One of each slot, with the command to sign; those who left are not."""
    play = Play.opened()
    play.record(PAPER, document())
    notices = told(play, c.RequestSignOff(gate=SIGNED), by="attend", kind=c.ActorKind.SYSTEM)
    assert said(notices) == [(who, "Please sign off: signed") for who in ("wang_fang", "zhou_min")]
    assert notices[0].body.en.endswith(f"phasegate sign-off {play.key} {SIGNED}")


def test_a_lapsed_sign_off_is_told_to_who_gave_it() -> None:
    """With the evidence that changed."""
    play = STATES["ready"]()
    notices = told(play, evidence(document(4096)), by="zhao_lei")
    assert said(notices) == [
        (who, "Your sign-off of 'signed' has lapsed") for who in ("wang_fang", "zhou_min")
    ]
    assert PAPER in notices[0].body.en


def test_the_last_met_gate_invites_the_decider_once() -> None:
    """Whoever decides is asked when the phase can end, and not again while it still can."""
    play = Play.opened()
    play.record(PAPER, document())
    play.sign(SIGNED, by="wang_fang")
    last = c.GiveSignOff(gate=SIGNED, seen=play.seen(SIGNED))
    assert said(told(play, last, by="zhou_min")) == [
        ("lin_wei", "Please decide: phase 'Initiation' is ready to end")
    ]
    raised = c.RaiseIssue(issue="i", title="i", severity=4)  # type: ignore[arg-type]  # as JSON gives it
    assert said(told(play, raised, by="qian_bo")) == NOBODY


@pytest.mark.parametrize("kind", [c.ActorKind.SYSTEM, c.ActorKind.PERSON])
def test_what_time_alone_makes_ready_is_told_too(kind: c.ActorKind) -> None:
    """When the quiet days are over, whoever decides hears of it at the next look, and only at the first."""
    soak = rule(SoakGate, key="soak", days=3, since_evidence="base")
    play = played(playbook_with(soak, document_gate("base")))
    play.record("base", document())
    play.clock.forward(days=4)
    by = "attend" if kind is c.ActorKind.SYSTEM else "chen_hao"
    first, second = (said(told(play, c.JudgeGates(phase=PHASE), by=by, kind=kind)) for _ in range(2))
    assert first == [("lin_wei", "Please decide: phase 'Initiation' is ready to end")]
    assert second == NOBODY


def test_a_waiver_is_told_to_owner_pmo_and_who_answers_for_it() -> None:
    """Each once, with end and control; its end is told too."""
    play = STATES["failing"]()
    play.ask_waiver(PAPER, compensating_control="weekly look", expires_at=DUE)
    notices = told(play, c.GrantWaiver(gate=PAPER), by="lin_wei")
    assert [notice.to for notice in notices] == ["chen_hao", "zhao_lei", "sun_li"]
    assert notices[0].body.en == "Valid until 2026-03-22. Compensating control: weekly look"
    revoked = told(play, c.RevokeWaiver(gate=PAPER, reason="here"), by="lin_wei")
    assert said(revoked)[0] == ("chen_hao", "Gate 'paper': waiver ended")


@pytest.mark.parametrize(
    ("command", "subject"),
    [
        (decision(c.PhaseDecision.GO), "Phase 'Initiation': go"),
        (decision(c.PhaseDecision.HOLD), "Phase 'Initiation': hold"),
        (decision(c.PhaseDecision.RECYCLE, recycle_to=PHASE), "Phase 'Initiation': sent back"),
        (decision(c.PhaseDecision.KILL), "Phase 'Initiation': ended"),
        (c.HoldRollout(reason="because"), "The rollout is on hold"),
        (c.CancelRollout(reason="because"), "The rollout is cancelled"),
    ],
)
def test_a_decision_is_told_with_its_reason(command: c.Command, subject: str) -> None:
    """To the PMO and the sponsor, each once."""
    notices = [note for note in told(STATES["ready"](), command, by="lin_wei") if note.subject.en == subject]
    assert [note.to for note in notices] == ["lin_wei", "chen_hao"]
    assert "because" in notices[0].body.en


def test_on_hold_nobody_is_invited_and_on_resuming_they_are() -> None:
    """A decision that would be refused is not asked for."""
    play = played(playbook_with(document_gate(PAPER)))
    play.granted(c.HoldRollout(reason="stocktaking"), by="lin_wei")
    assert said(told(play, evidence(), by="zhao_lei")) == NOBODY
    resumed = said(told(play, c.ResumeRollout(reason="on"), by="lin_wei"))
    assert ("lin_wei", "Please decide: phase 'Initiation' is ready to end") in resumed


def test_an_action_item_is_for_its_owner() -> None:
    """With the local day it is due."""
    add = c.AddActionItem(action="a", title="call", owner="zhao_lei", due=DUE)
    assert said(told(Play.begun(), add, by="chen_hao")) == [("zhao_lei", "New action item, due 2026-03-22")]


def test_a_retrospective_is_for_those_who_steer() -> None:
    """Sponsor and PMO are told where to read it."""
    hold = c.HoldRetrospective(week="2026-W10", report="a" * 64)
    notices = told(Play.begun(), hold, by="attend", kind=c.ActorKind.SYSTEM)
    assert said(notices) == [(who, "Retrospective of 2026-W10 is ready") for who in ("lin_wei", "chen_hao")]


def test_a_retrospective_carries_the_ledgers_head_out_of_the_house() -> None:
    """Size and root with the week's own entry in it, in both languages: a mail that is kept vouches for all before."""
    play = Play.begun()
    hold = c.HoldRetrospective(week="2026-W10", report="a" * 64)
    (notice, *_) = told(play, hold, by="attend", kind=c.ActorKind.SYSTEM)
    with play.store.transaction() as unit:
        head = unit.head()
    assert head.size == len(play.store.events())
    for words in (notice.body.zh, notice.body.en):
        assert (str(head.size) in words, head.root.hex() in words) == (True, True)


@pytest.mark.parametrize("state", STATES)
def test_nobody_who_left_is_ever_told(state: str) -> None:
    """Somebody inactive, or not of the team, gets no notice in any story."""
    active = {person.key for person in team().people if person.active}
    assert {note.to for note in notices_since(STATES[state](), 0)} <= active


@pytest.mark.parametrize("state", STATES)
def test_nobody_is_told_twice_in_one_breath(state: str) -> None:
    """Letters of one wish to one person differ."""
    play = STATES[state]()
    by_time = [posted.parcel for posted in play.store.contents.outbox.values()]
    notices = [
        (p.letter.about, p.letter.to, p.letter.subject.en) for p in by_time if isinstance(p.letter, Notice)
    ]
    openings = [note for note in notices if note[0] == PhaseKey.INITIATION]
    assert len(openings) == len(set(openings))


def test_deciders_are_asked_once_where_a_gate_was_overridden() -> None:
    """The override lets the phase end; what happens afterwards does not ask anew."""
    play = STATES["failing"]()
    for by in ("wang_fang", "zhou_min"):
        play.sign(SIGNED, by=by)
    over = c.OverrideGate(gate=PAPER, reason="the line stands still")
    play.granted(over, by="lin_wei")
    asked = ("lin_wei", f"Please decide: phase {PHASE.label.en!r} is ready to end")
    assert said(told(play, over, by="chen_hao")).count(asked) == 1
    assert asked not in said(told(play, c.CommentOnGate(gate=SIGNED, text="noted"), by="chen_hao"))
