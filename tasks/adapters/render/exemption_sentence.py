"""One sentence for each event about going on without a gate: waivers asked for and ending, overrides, broken promises."""

from playbooks.model import events as e
from tasks.adapters.render.people_sentence import attached
from tasks.adapters.render.voice import Voice


def of_exemption(event: e.Event, voice: Voice) -> str | None:
    """Return what happened about an exemption in one sentence, or None where it is something else."""
    words = voice.words
    match event:
        case e.WaiverRequested() | e.WaiverDeclined() | e.WaiverEnding():
            return _waiver(event, voice)
        case e.OverrideProposed(proposal=made):
            person, gate = voice.person(made.by), voice.gate(made.gate)
            return voice.say(words.told_override_proposed, person=person, gate=gate, reason=made.reason)
        case e.OverrideDeclined(gate=key, declined_by=by, reason=reason):
            person, gate = voice.person(by), voice.gate(key)
            return voice.say(words.told_override_declined, person=person, gate=gate, reason=reason)
        case e.GateOverridden(override=made):
            first, second = voice.person(made.proposal.by), voice.person(made.confirmed_by)
            names = {"first": first, "second": second, "gate": voice.gate(made.gate)}
            return voice.say(words.told_overridden, **names, reason=made.proposal.reason)
        case e.ExceptionOverdue(action=action, gate=gate):
            title = voice.about(action)
            return voice.say(words.told_exception_overdue, gate=voice.gate(gate), title=title)
        case _:
            return None


def _waiver(event: e.WaiverRequested | e.WaiverDeclined | e.WaiverEnding, voice: Voice) -> str:
    words = voice.words
    match event:
        case e.WaiverRequested(request=request):
            person, gate = voice.person(request.requested_by), voice.gate(request.gate)
            day = voice.day(request.expires_at)
            named = {"person": person, "gate": gate, "day": day, "reason": request.reason}
            return attached(voice.say(words.told_waiver_asked, **named), request.attachments, voice)
        case e.WaiverDeclined(gate=gate, reason=reason):
            return voice.say(words.told_waiver_declined, gate=voice.gate(gate), reason=reason)
        case e.WaiverEnding(gate=gate, expires_at=end):
            return voice.say(words.told_waiver_ending, gate=voice.gate(gate), day=voice.day(end))
