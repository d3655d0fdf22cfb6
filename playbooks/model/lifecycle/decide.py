"""Decide: a wish becomes events or a refusal. The one place where every rule of the life cycle is looked up.

The order is fixed: the present is settled first (what expired, what lapsed, how the gates stand now), then
the wish is judged on that state, then what follows from it is settled, then the waiting run is woken if it
has something to act on.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from playbooks.model import commands as c
from playbooks.model import events as e
from playbooks.model.lifecycle import (
    calendars,
    evidence,
    follow_up,
    foresight,
    judging,
    overrides,
    people,
    phase_gate,
    phases,
    rollouts,
    sign_offs,
    substitutes,
    waivers,
)
from playbooks.model.lifecycle.fold import fold, start
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.refusal import Refusal, RefusalCode, RefusedError
from playbooks.model.rollout import Rollout

Decision = tuple[e.Event, ...] | Refusal


@dataclass(frozen=True, slots=True)
class Change:
    """What a wish leads to: the events, and the state they describe."""

    events: tuple[e.Event, ...]
    after: Rollout


def decide(
    rollout: Rollout | None, request: c.Request, now: datetime, *, in_use: AbstractSet[str] = frozenset()
) -> Decision:
    """Return the events a wish leads to, or why it is refused; `in_use` names the systems that stand already.

    An empty tuple means that the wish said nothing new.
    """
    found = change(rollout, request, now, in_use=in_use)
    return found if isinstance(found, Refusal) else found.events


def change(
    rollout: Rollout | None, request: c.Request, now: datetime, *, in_use: AbstractSet[str] = frozenset()
) -> Change | Refusal:
    """Return what `decide` does, with the state after it, which deciding has worked out on the way."""
    try:
        if isinstance(request.command, c.StartRollout):
            _require_absent(rollout, request)
            return _started(request, request.command, in_use, now=now)
        return _changed(Wish(_require_present(rollout, request), request.actor, now), request.command)
    except RefusedError as refused:
        return refused.refusal


def _started(
    request: c.Request, command: c.StartRollout, in_use: AbstractSet[str], *, now: datetime
) -> Change:
    """Return the beginning, and at once whatever quorum will be out of reach as planned."""
    started = rollouts.start_rollout(request.actor, command, in_use)
    begun = start(request.rollout, started, command.playbook, at=now)
    gaps = foresight.gaps(Wish(begun, request.actor, now))
    return Change((started, *gaps), fold(begun, gaps, now))


def _changed(wish: Wish, command: c.Command) -> Change:
    before = wish.rollout
    wish.require_known()
    if not isinstance(command, c.EnterPhase):
        wish.require_current_run()
    settled = () if isinstance(command, c.JudgeGates) else judging.settle(wish)
    wish = wish.on(fold(before, settled, wish.now))
    wished = _events(wish, command)
    wish = wish.on(fold(wish.rollout, wished, wish.now))
    followed = judging.settle(wish) if wished and not isinstance(command, c.JudgeGates) else ()
    wish = wish.on(fold(wish.rollout, followed, wish.now))
    woken = judging.wake(wish, before)
    return Change((*settled, *wished, *followed, *woken), fold(wish.rollout, woken, wish.now))


def _events(wish: Wish, command: c.Command) -> tuple[e.Event, ...]:  # noqa: C901, PLR0911, PLR0912  # the table of contents
    match command:
        case c.OpenPhase():
            return phases.open_phase(wish, command)
        case c.EnterPhase():
            return phases.enter_phase(wish, command)
        case c.LosePhaseRun():
            return phases.lose_phase_run(wish, command)
        case c.RecordEvidence():
            return evidence.record_evidence(wish, command)
        case c.RequestSignOff():
            return sign_offs.request_sign_off(wish, command)
        case c.GiveSignOff():
            return sign_offs.give_sign_off(wish, command)
        case c.RejectSignOff():
            return sign_offs.reject_sign_off(wish, command)
        case c.CommentOnGate():
            return sign_offs.comment_on_gate(wish, command)
        case c.WithdrawSignOff():
            return sign_offs.withdraw_sign_off(wish, command)
        case c.RequestWaiver() | c.DeclineWaiver() | c.GrantWaiver() | c.RevokeWaiver():
            return _waiver(wish, command)
        case c.OverrideGate() | c.ProposeOverride() | c.DeclineOverride():
            return _override(wish, command)
        case c.Delegate() | c.EndDelegation() | c.DeclareAbsence() | c.EndAbsence():
            return _stand_ins(wish, command)
        case c.ChangePerson():
            return people.change_person(wish, command)
        case c.AddPerson():
            return people.add_person(wish, command)
        case c.JudgeGates():
            return judging.judge_gates(wish, command)
        case c.DecidePhaseGate():
            return phase_gate.decide_phase_gate(wish, command)
        case c.AddActionItem():
            return follow_up.add_action_item(wish, command)
        case c.CloseActionItem():
            return follow_up.close_action_item(wish, command)
        case c.RaiseIssue():
            return evidence.raise_issue(wish, command)
        case c.CloseIssue():
            return evidence.close_issue(wish, command)
        case c.HoldRollout():
            return rollouts.hold_rollout(wish, command)
        case c.ResumeRollout():
            return rollouts.resume_rollout(wish, command)
        case c.CancelRollout():
            return rollouts.cancel_rollout(wish, command)
        case c.HoldRetrospective():
            return follow_up.hold_retrospective(wish, command)
        case c.ReviseCalendar():
            return calendars.revise_calendar(wish, command)
        case c.Attend():
            return follow_up.attend(wish, command)
        case c.StartRollout():
            raise RefusedError(RefusalCode.EXISTS, "项目已存在", "the rollout exists already")
        case _:
            assert_never(command)


def _waiver(
    wish: Wish,
    command: c.RequestWaiver | c.DeclineWaiver | c.GrantWaiver | c.RevokeWaiver,
) -> tuple[e.Event, ...]:
    match command:
        case c.RequestWaiver():
            return waivers.request_waiver(wish, command)
        case c.DeclineWaiver():
            return waivers.decline_waiver(wish, command)
        case c.GrantWaiver():
            return waivers.grant_waiver(wish, command)
        case c.RevokeWaiver():
            return waivers.revoke_waiver(wish, command)


def _override(
    wish: Wish, command: c.OverrideGate | c.ProposeOverride | c.DeclineOverride
) -> tuple[e.Event, ...]:
    match command:
        case c.OverrideGate():
            return overrides.override_gate(wish, command)
        case c.ProposeOverride():
            return overrides.propose_override(wish, command)
        case c.DeclineOverride():
            return overrides.decline_override(wish, command)


def _stand_ins(
    wish: Wish, command: c.Delegate | c.EndDelegation | c.DeclareAbsence | c.EndAbsence
) -> tuple[e.Event, ...]:
    match command:
        case c.Delegate():
            return substitutes.delegate(wish, command)
        case c.EndDelegation():
            return substitutes.end_delegation(wish, command)
        case c.DeclareAbsence():
            return substitutes.declare_absence(wish, command)
        case c.EndAbsence():
            return substitutes.end_absence(wish, command)


def _require_absent(rollout: Rollout | None, request: c.Request) -> None:
    if rollout is not None:
        raise RefusedError(
            RefusalCode.EXISTS,
            f"项目“{request.rollout}”已存在，请另取名称",
            f"rollout {request.rollout!r} exists already; choose another key",
            about=request.rollout,
        )


def _require_present(rollout: Rollout | None, request: c.Request) -> Rollout:
    if rollout is None:
        raise RefusedError(
            RefusalCode.NOT_FOUND,
            f"没有项目“{request.rollout}”，请用 phasegate status 查看",
            f"there is no rollout {request.rollout!r}; see phasegate status",
            about=request.rollout,
        )
    return rollout
