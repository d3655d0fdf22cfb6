"""The forms beside the decision: a comment, a waiver asked for or taken back, one's own word withdrawn."""

from datetime import datetime

from flows.entrypoints.portal.form import LONGEST, Form, Incomplete, close_of
from flows.entrypoints.portal.visit import Visit
from playbooks.model.commands import (
    Command,
    CommentOnGate,
    DeclineWaiver,
    RequestWaiver,
    WithdrawSignOff,
)
from playbooks.model.text import Text
from tasks.adapters.asides import Aside
from tasks.adapters.render.portal_wording import PORTAL as W


def aside_wish(form: Form, visit: Visit, aside: Aside) -> Command:
    """Return the wish of such a form; raises Incomplete with what the person has to add."""
    gate = visit.invitation.about
    match aside:
        case Aside.COMMENT:
            return CommentOnGate(gate=gate, text=_needed(form, "text", W.e_text))
        case Aside.WITHDRAW:
            return WithdrawSignOff(gate=gate, reason=_needed(form, "reason", W.e_reason))
        case Aside.TAKE_BACK_WAIVER:
            return DeclineWaiver(gate=gate, reason=_needed(form, "reason", W.e_reason))
        case Aside.ASK_WAIVER:
            return RequestWaiver(
                gate=gate,
                owner=_owner(form, visit),
                expires_at=_end(form, visit),
                reason=_needed(form, "reason", W.e_reason),
                compensating_control=_needed(form, "control", W.e_control),
            )


def _needed(form: Form, field: str, lacking: Text) -> str:
    said = form.said(field)
    if not said:
        raise Incomplete(lacking)
    if len(said) > LONGEST:
        raise Incomplete(W.e_long)
    return said


def _owner(form: Form, visit: Visit) -> str:
    owner = visit.rollout.team.person(form.said("owner"))
    if owner is None or not owner.active:
        raise Incomplete(W.e_owner)
    return owner.key


def _end(form: Form, visit: Visit) -> datetime:
    try:
        ends = close_of(form.said("until"), visit.rollout.calendar)
    except (ValueError, OverflowError):
        ends = visit.now
    if ends <= visit.now:
        raise Incomplete(W.e_until)
    return ends
