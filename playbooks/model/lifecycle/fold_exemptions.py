"""Fold, the exemptions' part: waivers from their request to their end, and overrides by two people."""

from datetime import datetime
from typing import TypeAlias, TypeVar

from playbooks.model import events as e
from playbooks.model import exemption_events as x
from playbooks.model.decline import Decline, override_of, waiver_of
from playbooks.model.rollout import Rollout

T = TypeVar("T")

ExemptionEvent: TypeAlias = (
    e.WaiverGranted
    | e.WaiverRevoked
    | e.WaiverExpired
    | x.WaiverRequested
    | x.WaiverDeclined
    | x.WaiverEnding
    | x.OverrideProposed
    | x.OverrideDeclined
    | x.GateOverridden
    | x.ExceptionOverdue
)


def apply_exemption(rollout: Rollout, event: ExemptionEvent, *, at: datetime) -> Rollout:
    """Return the state after something happened about going on without a gate."""
    match event:
        case x.WaiverRequested() | x.WaiverDeclined() | e.WaiverGranted():
            return _review(rollout, event, at=at)
        case e.WaiverRevoked(gate=gate) | e.WaiverExpired(gate=gate):
            return rollout.model_copy(update={"waivers": _without(rollout.waivers, gate)})
        case x.WaiverEnding(gate=gate, expires_at=end):
            return _forewarned(rollout, f"waiver:{gate}", end.isoformat())
        case x.ExceptionOverdue(action=action):
            return _forewarned(rollout, f"exception:{action}", "overdue")
        case x.OverrideProposed() | x.OverrideDeclined() | x.GateOverridden():
            return _override(rollout, event, at=at)


def _override(
    rollout: Rollout, event: x.OverrideProposed | x.OverrideDeclined | x.GateOverridden, *, at: datetime
) -> Rollout:
    """Return the rollout with a proposal put on the table, or taken off it."""
    match event:
        case x.OverrideProposed(proposal=proposal):
            proposals = {**rollout.proposals, proposal.gate: proposal}
            declines = _without(rollout.declines, override_of(proposal.gate))
            return rollout.model_copy(update={"proposals": proposals, "declines": declines})
        case x.OverrideDeclined(gate=gate, declined_by=by, proposed_by=first, reason=reason):
            said = Decline(by=by, asked_by=first, reason=reason, at=at)
            declines = {**rollout.declines, override_of(gate): said}
            proposals = _without(rollout.proposals, gate)
            return rollout.model_copy(update={"proposals": proposals, "declines": declines})
        case x.GateOverridden(override=override):
            proposals = _without(rollout.proposals, override.gate)
            overrides = {**rollout.overrides, override.gate: override}
            return rollout.model_copy(update={"proposals": proposals, "overrides": overrides})


def _review(
    rollout: Rollout, event: x.WaiverRequested | x.WaiverDeclined | e.WaiverGranted, *, at: datetime
) -> Rollout:
    """Return the rollout with a request put on the table, or taken off it."""
    match event:
        case x.WaiverRequested(request=request):
            requests = {**rollout.waiver_requests, request.gate: request}
            declines = _without(rollout.declines, waiver_of(request.gate))
            return rollout.model_copy(update={"waiver_requests": requests, "declines": declines})
        case x.WaiverDeclined(gate=gate, declined_by=by, requested_by=first, reason=reason):
            said = Decline(by=by, asked_by=first, reason=reason, at=at)
            declines = {**rollout.declines, waiver_of(gate): said}
            requests = _without(rollout.waiver_requests, gate)
            return rollout.model_copy(update={"waiver_requests": requests, "declines": declines})
        case e.WaiverGranted(waiver=waiver):
            requests = _without(rollout.waiver_requests, waiver.gate)
            waivers = {**rollout.waivers, waiver.gate: waiver}
            return rollout.model_copy(update={"waivers": waivers, "waiver_requests": requests})


def _forewarned(rollout: Rollout, about: str, what: str) -> Rollout:
    return rollout.model_copy(update={"forewarned": {**rollout.forewarned, about: what}})


def _without(kept: dict[str, T], gate: str) -> dict[str, T]:
    return {key: value for key, value in kept.items() if key != gate}
