"""One sentence for each event about people: what they said to a gate, who stands in, who is away, who left."""

from playbooks.model import events as e
from playbooks.model.attachment import Attachment
from playbooks.model.delegation import Delegation
from playbooks.model.sign_off import SignOff
from tasks.adapters.render.voice import Voice


def signed(given: SignOff, voice: Voice) -> str:
    """Return who signed what, and for whom."""
    words, gate, role = voice.words, voice.gate(given.gate), voice.role(given.role)
    person = voice.person(given.person)
    if given.on_behalf_of is None:
        sentence = voice.say(words.told_signed, gate=gate, person=person, role=role)
    else:
        other = voice.person(given.on_behalf_of)
        sentence = voice.say(words.told_signed_for, gate=gate, person=person, other=other, role=role)
    return attached(sentence, given.attachments, voice)


def of_people(event: e.Event, voice: Voice) -> str | None:
    """Return what happened about people in one sentence, or None where it is something else."""
    match event:
        case e.SignOffRejected() | e.GateCommented():
            return _words(event, voice)
        case e.Delegated() | e.DelegationBegan() | e.DelegationEnded():
            return _delegation(event, voice)
        case e.AbsenceDeclared() | e.AbsenceEnded() | e.PersonChanged() | e.PersonJoined():
            return _member(event, voice)
        case e.QuorumGapFound(text=text):
            return voice.say(text)
        case _:
            return None


def _words(event: e.SignOffRejected | e.GateCommented, voice: Voice) -> str:
    words = voice.words
    if isinstance(event, e.SignOffRejected):
        no = event.rejection
        person, role, gate = voice.person(no.person), voice.role(no.role), voice.gate(no.gate)
        sentence = voice.say(words.told_rejected, person=person, role=role, gate=gate, reason=no.reason)
        return attached(sentence, no.attachments, voice)
    said = event.comment
    person, gate = voice.person(said.person), voice.gate(said.gate)
    sentence = voice.say(words.told_commented, person=person, gate=gate, text=said.text)
    return attached(sentence, said.attachments, voice)


def _delegation(event: e.Delegated | e.DelegationBegan | e.DelegationEnded, voice: Voice) -> str:
    words, given = voice.words, event.delegation if isinstance(event, e.Delegated) else event
    names = {"person": voice.person(given.person), "other": voice.person(given.to)}
    match event:
        case e.DelegationBegan():
            return voice.say(words.told_delegation_began, **names)
        case e.DelegationEnded(reason=reason):
            return voice.say(words.told_delegation_ended, **names, reason=reason)
        case e.Delegated(delegation=made):
            return arranged(made, voice)


def arranged(given: Delegation, voice: Voice) -> str:
    """Return who stands in for whom, from when until when, for what, and why."""
    return voice.say(
        voice.words.told_delegated,
        person=voice.person(given.person),
        other=voice.person(given.to),
        starts=voice.day(given.starts),
        until=voice.day(given.until),
        scope=scope(given, voice),
        reason=given.reason,
    )


def scope(given: Delegation, voice: Voice) -> str:
    """Return for what somebody stands in."""
    parts = [*(voice.role(role) for role in given.roles), *(voice.gate(gate) for gate in given.gates)]
    return voice.listed(parts) or voice.say(voice.words.told_everything)


def _member(
    event: e.AbsenceDeclared | e.AbsenceEnded | e.PersonChanged | e.PersonJoined, voice: Voice
) -> str:
    words = voice.words
    match event:
        case e.AbsenceDeclared(absence=away):
            days = {"starts": voice.day(away.starts), "until": voice.day(away.until)}
            return voice.say(words.told_absent, person=voice.person(away.person), reason=away.reason, **days)
        case e.AbsenceEnded(person=key, reason=reason):
            return voice.say(words.told_back, person=voice.person(key), reason=reason)
        case e.PersonChanged(person=key, active=False, reason=reason):
            return voice.say(words.told_left, person=voice.person(key), reason=reason)
        case e.PersonChanged(person=key, roles=roles, reason=reason):
            held = voice.listed(voice.role(role) for role in roles) or voice.say(words.none_yet)
            return voice.say(words.told_roles, person=voice.person(key), roles=held, reason=reason)
        case e.PersonJoined(person=new, reason=reason):
            held = voice.listed(voice.role(role) for role in new.roles) or voice.say(words.none_yet)
            name = voice.say(new.label)
            return voice.say(words.told_joined, person=name, roles=held, reason=reason)


def attached(sentence: str, attachments: tuple[Attachment, ...], voice: Voice) -> str:
    """Return a sentence with the names of the files that came with it."""
    if not attachments:
        return sentence
    names = voice.listed(attachment.name for attachment in attachments)
    return voice.say(voice.words.told_attached, sentence=sentence, names=names)
