"""From a filled-in form to a command; who may wish it is for the desk to say."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial

from pydantic import ValidationError

from flows.entrypoints.slack_app import wording as w
from flows.entrypoints.slack_app.answers import Answers
from flows.entrypoints.slack_app.field_error import FieldError
from flows.entrypoints.slack_app.matter import UNSEEN, Matter
from playbooks.model import commands as c
from playbooks.model.attachment import Attachment
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from tasks.adapters.slack.directory import Account, Directory
from tasks.adapters.slack.errors import StrangerError
from tasks.adapters.slack.offer import DECISIONS, CardAction

#: How the fields of the forms are called.
COMMENT, REASON, FILES, TO, UNTIL, SCOPE = "comment", "reason", "files", "to", "until", "scope"
OWNER, CONTROL, TARGET, GATES, SURE = "owner", "control", "target", "gates", "sure"
ONLY_THIS, EVERYTHING = "gate", "all"
YES = "yes"
#: What stands in for words where only the attempt goes on record.
NOTHING_SAID = "–"
#: As many gates as one proposal can name.
GATES_AT_MOST = 20

FIRST_FIELD = {CardAction.APPROVE: COMMENT, CardAction.ASK: COMMENT}
#: What is decided for good, or is not to be done by mistake, is confirmed by a tick of its own.
TICKED = frozenset({CardAction.KILL, CardAction.CONFIRM})


def first_field(action: CardAction) -> str:
    """Return the field beside which a refusal is shown."""
    return FIRST_FIELD.get(action, REASON)


def attempted(matter: Matter) -> c.Command:
    """Return the bare wish behind a button, for the record of its refusal: bound to nothing, it never comes true."""
    gate = matter.message.about
    if matter.phase is not None:
        return _attempted_on(matter, matter.phase)
    if matter.action in _ANSWERS:
        return _ANSWERS[matter.action](gate, NOTHING_SAID, UNSEEN)
    if matter.action is CardAction.REJECT:
        return c.RejectSignOff(gate=gate, seen=UNSEEN, reason=NOTHING_SAID)
    return c.GiveSignOff(gate=gate, seen=UNSEEN)


def _attempted_on(matter: Matter, phase: PhaseKey) -> c.Command:
    if matter.action is CardAction.OVERRIDE:
        gates = tuple(gate.key for gate in matter.rollout.plan(phase).gates)[:GATES_AT_MOST]
        return c.ProposeOverride(phase=phase, gates=gates, reason=NOTHING_SAID, seen=UNSEEN)
    decision = DECISIONS.get(matter.action, c.PhaseDecision.HOLD)
    return c.DecidePhaseGate(phase=phase, decision=decision, reason=NOTHING_SAID, seen=UNSEEN)


def wished(
    matter: Matter, answers: Answers, *, files: tuple[Attachment, ...], directory: Directory
) -> c.Command:
    """Return the command a form asks for; raises FieldError where a field is to be filled in otherwise."""
    if matter.action in TICKED and YES not in answers.choices(SURE):
        raise FieldError(SURE, w.NOT_SURE)
    try:
        if matter.phase is not None:
            if matter.action is CardAction.OVERRIDE:
                return _proposal(matter, matter.phase, answers=answers)
            return _decision(matter, answers, files=files, directory=directory)
        return _on_gate(matter, answers, files=files, directory=directory)
    except ValidationError:
        raise FieldError(first_field(matter.action), w.TOO_LONG) from None


def _proposal(matter: Matter, phase: PhaseKey, *, answers: Answers) -> c.ProposeOverride:
    gates = answers.choices(GATES)
    if not gates:
        raise FieldError(GATES, w.NO_GATE)
    return c.ProposeOverride(phase=phase, gates=gates, reason=_needed(answers, REASON), seen=matter.bound)


def _on_gate(
    matter: Matter, answers: Answers, *, files: tuple[Attachment, ...], directory: Directory
) -> c.Command:
    gate = matter.message.about
    if matter.action in _ANSWERS:
        return _ANSWERS[matter.action](gate, _needed(answers, REASON), matter.bound)
    match matter.action:
        case CardAction.APPROVE:
            comment = answers.words(COMMENT) or None
            return c.GiveSignOff(gate=gate, seen=matter.seen, comment=comment, attachments=files)
        case CardAction.REJECT:
            reason = _needed(answers, REASON)
            return c.RejectSignOff(gate=gate, seen=matter.seen, reason=reason, attachments=files)
        case CardAction.DELEGATE | CardAction.WAIVE:
            delegating = matter.action is CardAction.DELEGATE
            asked = _delegation if delegating else partial(_waiver, files=files)
            return asked(matter, answers, directory=directory)
        case CardAction.WITHDRAW | CardAction.TAKE_BACK:
            taken_back = c.WithdrawSignOff if matter.action is CardAction.WITHDRAW else c.DeclineWaiver
            return taken_back(gate=gate, reason=_needed(answers, REASON))
        case _:
            return c.CommentOnGate(gate=gate, text=_needed(answers, COMMENT), attachments=files)


def _delegation(matter: Matter, answers: Answers, *, directory: Directory) -> c.Command:
    calendar = matter.rollout.calendar
    everything = answers.choice(SCOPE) == EVERYTHING
    return c.Delegate(
        person=matter.caller.actor.key,
        to=_person(matter, answers, TO, directory=directory),
        # The beginning of the day: the same form, delivered twice, must wish the same.
        starts=_start_of(matter, calendar.day(matter.now)),
        until=_end_of(matter, answers, field=UNTIL),
        gates=() if everything else (matter.message.about,),
        reason=_needed(answers, REASON),
    )


def _waiver(
    matter: Matter, answers: Answers, *, files: tuple[Attachment, ...], directory: Directory
) -> c.Command:
    return c.RequestWaiver(
        gate=matter.message.about,
        owner=_person(matter, answers, OWNER, directory=directory),
        reason=_needed(answers, REASON),
        compensating_control=_needed(answers, CONTROL),
        expires_at=_end_of(matter, answers, field=UNTIL),
        attachments=files,
    )


def _grant(gate: str, reason: str, seen: str) -> c.Command:
    return c.GrantWaiver(gate=gate, reason=reason, seen=seen)


def _decline(gate: str, reason: str, seen: str) -> c.Command:
    return c.DeclineWaiver(gate=gate, reason=reason, seen=seen)


def _confirmation(gate: str, reason: str, seen: str) -> c.Command:
    return c.OverrideGate(gate=gate, reason=reason, seen=seen)


def _refusal(gate: str, reason: str, seen: str) -> c.Command:
    return c.DeclineOverride(gate=gate, reason=reason, seen=seen)


#: The answers to what somebody else asks for: gate, reason, digest of what was shown.
_ANSWERS: Mapping[CardAction, Callable[[str, str, str], c.Command]] = {
    CardAction.GRANT: _grant,
    CardAction.DECLINE: _decline,
    CardAction.CONFIRM: _confirmation,
    CardAction.REFUSE: _refusal,
}


def _decision(
    matter: Matter, answers: Answers, *, files: tuple[Attachment, ...], directory: Directory
) -> c.DecidePhaseGate:
    phase = PhaseKey(matter.message.about)
    decision = DECISIONS[matter.action]
    conditional = decision is c.PhaseDecision.CONDITIONAL_GO
    promises = tuple(_promises(matter, phase, answers=answers, directory=directory)) if conditional else ()
    target = answers.choice(TARGET) if decision is c.PhaseDecision.RECYCLE else ""
    return c.DecidePhaseGate(
        phase=phase,
        decision=decision,
        reason=_needed(answers, REASON),
        recycle_to=PhaseKey(target) if target in set(PhaseKey) else None,
        exceptions=promises,
        seen=matter.seen,
        attachments=files,
    )


def promise_field(part: str, gate: str) -> str:
    """Return the name of a field about an unmet gate."""
    return f"{part}:{gate}"


def _promises(
    matter: Matter, phase: PhaseKey, *, answers: Answers, directory: Directory
) -> Iterator[c.PhaseException]:
    for gate in readiness(matter.rollout, phase, matter.now).unmet:
        yield c.PhaseException(
            gate=gate,
            owner=_person(matter, answers, promise_field(OWNER, gate), directory=directory),
            due=_end_of(matter, answers, field=promise_field(UNTIL, gate)),
            promise=_needed(answers, promise_field(COMMENT, gate)),
        )


def _needed(answers: Answers, field: str) -> str:
    found = answers.words(field)
    if not found:
        raise FieldError(field, w.EMPTY)
    return found


def _person(matter: Matter, answers: Answers, field: str, *, directory: Directory) -> str:
    """Return the key of somebody chosen, who has to take part in the rollout."""
    account = Account(matter.caller.account.team, answers.user(field))
    try:
        return directory.person(account, matter.rollout.team).key
    except StrangerError as error:
        raise FieldError(field, w.NO_PERSON) from error


def _start_of(matter: Matter, day: date) -> datetime:
    return matter.rollout.calendar.at(day, datetime.min.time())


def _end_of(matter: Matter, answers: Answers, *, field: str) -> datetime:
    day = answers.day(field)
    calendar = matter.rollout.calendar
    if day is None or day <= calendar.day(matter.now):
        raise FieldError(field, w.NO_DATE)
    return calendar.at(day, calendar.hours.ends)
