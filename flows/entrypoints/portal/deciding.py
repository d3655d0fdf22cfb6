"""Deciding through a link: the form's wish is brought to the desk under the link's own request id, which is answered once."""

from dataclasses import dataclass

from flows.entrypoints.portal.form import Form, Incomplete, wish
from flows.entrypoints.portal.pages import Note, decision_page
from flows.entrypoints.portal.showing import Answered, show
from flows.entrypoints.portal.visit import LinkState, Visit, visit
from playbooks.model.commands import Actor, Command, Via
from playbooks.model.errors import InputError
from playbooks.model.refusal import Refusal
from playbooks.model.text import Language
from tasks.adapters.invitations import Invitation, Invitations
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer
from tasks.adapters.render.portal_wording import PORTAL as W

CONFLICT, INCOMPLETE = 409, 422


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent through a link, in the language it was read in."""

    token: str
    form: Form
    language: Language | None

    @property
    def csrf(self) -> str:
        """Return the proof that the form carried, for the next form of the same page."""
        return self.form.said("csrf")


def decided(office: Office, invitations: Invitations, sent: Sent) -> Answered:
    """Carry a form out: the link goes on to its next turn, or its decision goes on record."""
    seen = visit(invitations, sent.token, sent.language)
    if sent.form.said("action") == "renew":
        return _renewed(seen, invitations, sent)
    if seen.state is not LinkState.OPEN or not seen.offered.choices:
        return show(seen, invitations, csrf=sent.csrf)
    try:
        command = wish(sent.form, seen)
    except Incomplete as lacking:
        note = Note(seen.voice.say(W.p_refused_head), seen.voice.say(lacking.text), "bad")
        return Answered(decision_page(seen, csrf=sent.csrf, given=sent.form, note=note), INCOMPLETE)
    answer = _asked(office, seen.invitation, command)
    if isinstance(answer, Refusal):
        return _refused(invitations, sent, answer)
    # Used up, by this decision or by another one a moment ago: the link now shows which.
    return Answered(onward=sent.token, recorded=answer is not None and not answer.repeated)


def _renewed(seen: Visit, invitations: Invitations, sent: Sent) -> Answered:
    if seen.state not in (LinkState.STALE, LinkState.REFUSED):
        return show(seen, invitations, csrf=sent.csrf)
    return Answered(onward=invitations.token(seen.renewed()))


def _refused(invitations: Invitations, sent: Sent, refusal: Refusal) -> Answered:
    after = visit(invitations, sent.token, sent.language)
    note = Note(after.voice.say(W.p_refused_head), after.voice.say(refusal.reason), "bad")
    return Answered(decision_page(after, csrf=sent.csrf, note=note), CONFLICT)


def _asked(office: Office, invitation: Invitation, command: Command) -> Answer | None:
    """Return the desk's answer; None where this turn of the link was answered with another decision."""
    request = invitation.request(invitation.turn)
    actor = Actor(key=invitation.person, via=Via.PORTAL, session=f"link:{invitation.id[:16]}")
    try:
        return office.submit(invitation.rollout, actor, command, request=request)
    except InputError:
        if office.store.answered(request) is None:
            raise
        return None
