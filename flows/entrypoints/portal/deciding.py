"""Acting through a link. A decision is brought to the desk under the link's own request id, which is answered once.

What stands beside the decision has request ids of its own, one for each form that was shown.
"""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from flows.entrypoints.portal.aside_form import aside_wish
from flows.entrypoints.portal.attempts import attempted
from flows.entrypoints.portal.form import Form, Incomplete, wish
from flows.entrypoints.portal.keeping import with_files
from flows.entrypoints.portal.pages import Note, Terms, decision_page
from flows.entrypoints.portal.showing import Answered, show
from flows.entrypoints.portal.visit import LinkState, Visit, visit
from playbooks.model.commands import Actor, Command, Via
from playbooks.model.errors import InputError
from playbooks.model.refusal import Refusal
from playbooks.model.text import Language
from tasks.adapters.asides import Aside
from tasks.adapters.invitations import Invitation, Invitations
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer
from tasks.adapters.render.portal_wording import PORTAL as W
from tasks.adapters.store.recording import UnrecordableError

CONFLICT, INCOMPLETE = 409, 422
LONGEST_NONCE = 40


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent through a link, in the language it was read in, on the terms of its page."""

    token: str
    form: Form
    language: Language | None
    terms: Terms

    @property
    def aside(self) -> Aside | None:
        """Return what is asked for beside the decision, if that is what the form is for."""
        return next((aside for aside in Aside if aside == self.form.action), None)


def acted(office: Office, invitations: Invitations, sent: Sent) -> Answered:
    """Carry a form out: the link goes on to its next turn, or what the form wishes goes on record."""
    seen = visit(invitations, sent.token, sent.language)
    if sent.form.action == "renew":
        return _renewed(seen, invitations, sent)
    if sent.aside is not None and sent.aside in seen.asides:
        return _beside(office, seen, sent, aside=sent.aside)
    if sent.aside is None and seen.state is LinkState.OPEN and seen.offered.choices:
        return _decided(office, invitations, sent, seen=seen)
    if sent.aside is None:
        attempted(office, seen, sent.form)
    return show(seen, invitations, terms=sent.terms)


def _decided(office: Office, invitations: Invitations, sent: Sent, *, seen: Visit) -> Answered:
    try:
        command = with_files(wish(sent.form, seen), sent.form, office.store, limit=sent.terms.limit)
        answer = _asked(office, seen.invitation, command)
    except Incomplete as lacking:
        return _incomplete(seen, sent, lacking)
    except UnrecordableError:
        return _incomplete(seen, sent, Incomplete(W.e_unrecordable))
    if isinstance(answer, Refusal):
        return _refused(invitations, sent, answer)
    # Used up, by this decision or by another one a moment ago: the link now shows which.
    return Answered(onward=sent.token, recorded=answer is not None and not answer.repeated)


def _beside(office: Office, seen: Visit, sent: Sent, *, aside: Aside) -> Answered:
    try:
        command = with_files(
            aside_wish(sent.form, seen, aside), sent.form, office.store, limit=sent.terms.limit
        )
        # The same form, sent twice, is one wish; the next form is another one, also where it says the same.
        nonce = f"{seen.invitation.id}/{sent.form.said('nonce')[:LONGEST_NONCE]}\n{command.model_dump_json()}"
        request = str(uuid5(NAMESPACE_URL, f"phasegate:{nonce}"))
        answer = office.submit(seen.invitation.rollout, _actor(seen.invitation), command, request=request)
    except Incomplete as lacking:
        return _incomplete(seen, sent, lacking)
    except UnrecordableError:
        return _incomplete(seen, sent, Incomplete(W.e_unrecordable))
    if isinstance(answer, Refusal):
        note = Note(seen.voice.say(W.p_refused_head), seen.voice.say(answer.reason), "bad")
        return Answered(decision_page(seen, sent.terms, given=sent.form, note=note), CONFLICT)
    return Answered(onward=sent.token, recorded=not answer.repeated, entry=answer.seq)


def _incomplete(seen: Visit, sent: Sent, lacking: Incomplete) -> Answered:
    said = seen.voice.say(lacking.text)
    if sent.form.files:  # a browser never fills a file in again by itself
        said = seen.voice.say(W.e_files_again, said=said)
    note = Note(seen.voice.say(W.p_refused_head), said, "bad")
    return Answered(decision_page(seen, sent.terms, given=sent.form, note=note), INCOMPLETE)


def _renewed(seen: Visit, invitations: Invitations, sent: Sent) -> Answered:
    if seen.state not in (LinkState.STALE, LinkState.REFUSED):
        return show(seen, invitations, terms=sent.terms)
    return Answered(onward=invitations.token(seen.renewed()))


def _refused(invitations: Invitations, sent: Sent, refusal: Refusal) -> Answered:
    after = visit(invitations, sent.token, sent.language)
    note = Note(after.voice.say(W.p_refused_head), after.voice.say(refusal.reason), "bad")
    return Answered(decision_page(after, sent.terms, note=note), CONFLICT)


def _asked(office: Office, invitation: Invitation, command: Command) -> Answer | None:
    """Return the desk's answer; None where this turn of the link was answered with another decision."""
    request = invitation.request(invitation.turn)
    try:
        return office.submit(invitation.rollout, _actor(invitation), command, request=request)
    except InputError:
        if office.store.answered(request) is None:
            raise
        return None


def _actor(invitation: Invitation) -> Actor:
    return Actor(key=invitation.person, via=Via.PORTAL, session=f"link:{invitation.id[:16]}")
