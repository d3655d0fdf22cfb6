"""The forms beside the decision: a comment, a waiver, an override proposed, one's own word withdrawn, a stand-in.

What rests on what the page showed carries its digest, and is sent back where that has changed since.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from flows.entrypoints.portal.form import LONGEST, YES, Form, Incomplete, close_of
from flows.entrypoints.portal.visit import Visit
from flows.entrypoints.whole_days import whole_days
from playbooks.model import commands as c
from playbooks.model.errors import InputError
from playbooks.model.text import Text
from tasks.adapters.asides import Aside, override_gates, own_delegations, shown_beside
from tasks.adapters.render.portal_wording import PORTAL as W

#: For what somebody stands in, as the form names it; a role of the person's stands behind the last one.
EVERYTHING, THIS_GATE, ROLE = "all", "gate", "role."


def aside_wish(form: Form, visit: Visit, aside: Aside) -> c.Command:
    """Return the wish of such a form; raises Incomplete with what the person has to add."""
    return _WISHES[aside](form, visit)


def gate_box(gate: str) -> str:
    """Return the name of the box that chooses a gate."""
    return f"gate.{gate}"


def _comment(form: Form, visit: Visit) -> c.Command:
    return c.CommentOnGate(gate=visit.invitation.about, text=_needed(form, "text", W.e_text))


def _withdrawal(form: Form, visit: Visit) -> c.Command:
    return c.WithdrawSignOff(gate=visit.invitation.about, reason=_reason(form))


def _waiver_asked(form: Form, visit: Visit) -> c.Command:
    return c.RequestWaiver(
        gate=visit.invitation.about,
        owner=_member(form, visit, "owner", lacking=W.e_owner),
        expires_at=_end(form, visit),
        reason=_reason(form),
        compensating_control=_needed(form, "control", W.e_control),
    )


def _waiver_taken_back(form: Form, visit: Visit) -> c.Command:
    return c.DeclineWaiver(gate=visit.invitation.about, reason=_reason(form))


def _override_proposed(form: Form, visit: Visit) -> c.Command:
    seen, reason = _shown(form, visit, Aside.PROPOSE_OVERRIDE), _reason(form)
    open_gates = override_gates(visit.rollout, visit.asked, visit.person.key, now=visit.now)
    chosen = tuple(gate for gate in open_gates if visit.asked.gate or form.said(gate_box(gate)) == YES)
    if not chosen:
        raise Incomplete(W.e_gates)
    return c.ProposeOverride(phase=visit.asked.phase, gates=chosen, reason=reason, seen=seen)


def _override_taken_back(form: Form, visit: Visit) -> c.Command:
    seen = _shown(form, visit, Aside.TAKE_BACK_OVERRIDE)
    return c.DeclineOverride(gate=visit.invitation.about, reason=_reason(form), seen=seen)


def _stand_in(form: Form, visit: Visit) -> c.Command:
    _shown(form, visit, Aside.SET_STAND_IN)
    to, reason = _member(form, visit, "to", lacking=W.e_stand_in), _reason(form)
    given = {"person": visit.person.key, "to": to, "reason": reason}
    return c.Delegate.model_validate({**given, **_days(form, visit), **_scope(form, visit)})


def _stand_in_ended(form: Form, visit: Visit) -> c.Command:
    _shown(form, visit, Aside.END_STAND_IN)
    given = own_delegations(visit.rollout, visit.person.key, now=visit.now)
    if form.said("delegation") not in {one.key for one in given}:
        raise Incomplete(W.e_delegation)
    return c.EndDelegation(delegation=form.said("delegation"), reason=_reason(form))


_WISHES: Mapping[Aside, Callable[[Form, Visit], c.Command]] = {
    Aside.COMMENT: _comment,
    Aside.WITHDRAW: _withdrawal,
    Aside.ASK_WAIVER: _waiver_asked,
    Aside.TAKE_BACK_WAIVER: _waiver_taken_back,
    Aside.PROPOSE_OVERRIDE: _override_proposed,
    Aside.TAKE_BACK_OVERRIDE: _override_taken_back,
    Aside.SET_STAND_IN: _stand_in,
    Aside.END_STAND_IN: _stand_in_ended,
}


def _shown(form: Form, visit: Visit, aside: Aside) -> str:
    """Return the digest of what the form showed, which must still be what stands there."""
    present = shown_beside(visit.rollout, visit.asked, visit.person.key, now=visit.now)[aside]
    if not present or form.said("shown") != present:
        raise Incomplete(W.e_changed)
    return present


def _reason(form: Form) -> str:
    return _needed(form, "reason", W.e_reason)


def _needed(form: Form, field: str, lacking: Text) -> str:
    said = form.said(field)
    if not said:
        raise Incomplete(lacking)
    if len(said) > LONGEST:
        raise Incomplete(W.e_long)
    return said


def _member(form: Form, visit: Visit, field: str, *, lacking: Text) -> str:
    person = visit.rollout.team.person(form.said(field))
    if person is None or not person.active:
        raise Incomplete(lacking)
    return person.key


def _end(form: Form, visit: Visit) -> datetime:
    try:
        ends = close_of(form.said("until"), visit.rollout.calendar)
    except (ValueError, OverflowError):
        ends = visit.now
    if ends <= visit.now:
        raise Incomplete(W.e_until)
    return ends


def _days(form: Form, visit: Visit) -> dict[str, datetime]:
    try:
        first, last = (date.fromisoformat(form.said(field)) for field in ("first", "last"))
        return whole_days(first, last, visit.rollout.calendar)
    except (ValueError, OverflowError, InputError):
        raise Incomplete(W.e_days) from None


def _scope(form: Form, visit: Visit) -> dict[str, tuple[str, ...]]:
    scope = form.said("scope")
    if scope == EVERYTHING:
        return {}
    if scope == THIS_GATE and visit.asked.gate is not None:
        return {"gates": (visit.asked.gate.key,)}
    role = scope.removeprefix(ROLE)
    if scope.startswith(ROLE) and role in visit.person.roles:
        return {"roles": (role,)}
    raise Incomplete(W.e_scope)
