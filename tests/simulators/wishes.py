"""One representative wish of every kind, made by somebody entitled to it, and one play per state a rollout can be in."""

from datetime import date, timedelta

from playbooks.model import commands as c
from playbooks.model.calendar import Calendar
from playbooks.model.issue import Severity
from playbooks.model.phase import PhaseKey
from tests.simulators.facts import document, person, team, text
from tests.simulators.rollouts import MORNING, Play, playbook

PHASE = PhaseKey.INITIATION
PAPER, SIGNED = f"{PHASE}.paper", f"{PHASE}.signed"
RUN = "11111111-1111-4111-8111-111111111111"

#: What is wished, and by whom, per kind of command.
WISHES: dict[str, tuple[c.Command, str, c.ActorKind]] = {}


def _add(command: c.Command, by: str, kind: c.ActorKind = c.ActorKind.PERSON) -> None:
    WISHES[command.kind] = (command, by, kind)


_add(c.StartRollout(title=text("CRM"), playbook=playbook(), team=team()), "chen_hao")
_add(c.OpenPhase(phase=PHASE), "chen_hao")
_add(c.EnterPhase(phase=PHASE), RUN, c.ActorKind.RUN)
_add(c.LosePhaseRun(phase=PHASE, run=RUN, reason="dead"), "attend", c.ActorKind.SYSTEM)
_add(c.RecordEvidence(evidence=PAPER, payload=document(5000), source="test", observed_at=MORNING), "zhao_lei")
_add(c.RequestSignOff(gate=SIGNED), "attend", c.ActorKind.SYSTEM)
_add(c.GiveSignOff(gate=SIGNED, seen="0" * 64), "wang_fang")
_add(c.WithdrawSignOff(gate=SIGNED, reason="looked again"), "wang_fang")
_add(c.RejectSignOff(gate=SIGNED, seen="0" * 64, reason="page two is missing"), "wang_fang")
_add(c.CommentOnGate(gate=SIGNED, text="look at page two"), "qian_bo")
WAIVER = c.RequestWaiver(
    gate=PAPER,
    owner="zhao_lei",
    reason="paper follows",
    compensating_control="weekly look",
    expires_at=MORNING + timedelta(days=30),
)
_add(WAIVER, "chen_hao")
_add(c.GrantWaiver(gate=PAPER), "lin_wei")
_add(c.DeclineWaiver(gate=PAPER, reason="write it"), "lin_wei")
_add(c.OverrideGate(gate=PAPER, reason="the line stands still"), "lin_wei")
_add(c.ProposeOverride(phase=PHASE, gates=(PAPER,), reason="the line stands still"), "lin_wei")
_add(c.DeclineOverride(gate=PAPER, reason="let it stand"), "chen_hao")
_add(
    c.Delegate(
        person="wang_fang",
        to="wu_yan",
        starts=MORNING,
        until=MORNING + timedelta(days=9),
        roles=("finance",),
        reason="on leave",
    ),
    "wang_fang",
)
_add(c.EndDelegation(delegation="d1", reason="back early"), "qian_bo")
_add(
    c.DeclareAbsence(person="sun_li", starts=MORNING, until=MORNING + timedelta(days=2), reason="training"),
    "sun_li",
)
_add(c.EndAbsence(absence="a1", reason="back early"), "sun_li")
_add(c.ChangePerson(person="sun_li", roles=("data_steward", "finance"), reason="stands in"), "chen_hao")
_add(c.AddPerson(person=person("xu_ning", "finance", department="finance"), reason="new"), "chen_hao")
_add(c.RevokeWaiver(gate=PAPER, reason="paper is here"), "lin_wei")
_add(c.JudgeGates(phase=PHASE), "attend", c.ActorKind.SYSTEM)
_add(c.DecidePhaseGate(phase=PHASE, decision=c.PhaseDecision.GO, reason="all met"), "lin_wei")
_add(
    c.AddActionItem(action="call_vendor", title="call", owner="zhao_lei", due=MORNING + timedelta(days=9)),
    "chen_hao",
)
_add(c.CloseActionItem(action="write_minutes", outcome="done"), "zhao_lei")
_add(c.RaiseIssue(issue="slow_search", title="slow", severity=Severity.NUISANCE), "qian_bo")
_add(c.CloseIssue(issue="old_issue", resolution="fixed"), "qian_bo")
_add(c.HoldRollout(reason="stocktaking"), "lin_wei")
_add(c.ResumeRollout(reason="stock is taken"), "lin_wei")
_add(c.CancelRollout(reason="money ran out"), "lin_wei")
_add(c.HoldRetrospective(week="2026-W10", report="a" * 64), "attend", c.ActorKind.SYSTEM)
_add(c.ReviseCalendar(calendar=Calendar(holidays=frozenset({date(2026, 5, 1)}))), "chen_hao")
_add(c.Attend(), "attend", c.ActorKind.SYSTEM)


def wished(play: Play, kind: str) -> c.Command:
    """Return the wish of this kind, bound to what is shown now where it is a sign-off."""
    command = WISHES[kind][0]
    if isinstance(command, c.GiveSignOff | c.RejectSignOff) and play.store.rollout(play.key) is not None:
        return command.model_copy(update={"seen": play.seen(SIGNED)})
    return command


def absent() -> Play:
    """Nothing has been started."""
    return Play()


def started() -> Play:
    """Started, no phase open; an issue and an action item are open, somebody is away and somebody stands in."""
    play = Play.begun()
    days = {"starts": MORNING, "until": MORNING + timedelta(days=360), "reason": "sabbatical"}
    away = {"person": "sun_li", **days}
    given = {"person": "qian_bo", "to": "wu_yan", "roles": ("key_user",), **days}
    play.granted(c.DeclareAbsence.model_validate(away), by="sun_li")
    play.granted(c.Delegate.model_validate(given), by="qian_bo")
    play.granted(
        c.AddActionItem(action="write_minutes", title="w", owner="zhao_lei", due=MORNING), by="chen_hao"
    )
    play.granted(c.RaiseIssue(issue="old_issue", title="old", severity=Severity.COSMETIC), by="qian_bo")
    return play


def opened() -> Play:
    """The first phase is open and nothing is on record."""
    play = started()
    play.open(PHASE)
    return play


def failing() -> Play:
    """The first phase is open and its document is too small."""
    play = opened()
    play.record(PAPER, document(10))
    return play


def requested() -> Play:
    """The first phase is open, its document is too small, and somebody has asked to waive it."""
    play = failing()
    play.granted(WAIVER, by="chen_hao")
    return play


def ready() -> Play:
    """Every gate of the first phase is met."""
    play = opened()
    play.meet(PHASE)
    return play


def closed() -> Play:
    """The first phase has ended, the second is not open yet."""
    play = ready()
    play.decide(PHASE, c.PhaseDecision.GO)
    return play


def held() -> Play:
    """Ready, and then put on hold."""
    play = ready()
    play.granted(c.HoldRollout(reason="stocktaking"), by="lin_wei")
    return play


def cancelled() -> Play:
    """Ended without being finished."""
    play = ready()
    play.granted(c.CancelRollout(reason="no money"), by="lin_wei")
    return play


def killed() -> Play:
    """Ended by a decision at the phase gate."""
    play = ready()
    play.decide(PHASE, c.PhaseDecision.KILL)
    return play


def completed() -> Play:
    """All five phases have ended."""
    play = Play.opened(PhaseKey.OPERATION)
    play.finish(PhaseKey.OPERATION)
    return play


STATES = {
    play.__name__: play
    for play in (
        absent,
        started,
        opened,
        failing,
        requested,
        ready,
        closed,
        held,
        cancelled,
        killed,
        completed,
    )
}
