"""One sentence for each event, as it stands in a timeline; run mechanics are left out."""

from playbooks.model import events as e
from playbooks.model.deadline_news import cutover_remark
from playbooks.model.notices import DECISIONS
from playbooks.model.text import Text
from tasks.adapters.render.exemption_sentence import of_exemption
from tasks.adapters.render.people_sentence import attached, of_people, signed
from tasks.adapters.render.voice import Voice


def told(event: e.Event, voice: Voice) -> str | None:
    """Return what happened in one sentence, or None where nobody wants to read it."""
    for tell in (
        _of_rollout,
        _of_phase,
        _of_evidence,
        _of_sign_off,
        _of_waiver,
        _of_work,
        _of_deadline,
        of_people,
        of_exemption,
    ):
        sentence = tell(event, voice)
        if sentence is not None:
            return _in_the_right_of(event, sentence, voice)
    return None


def _in_the_right_of(event: e.Event, sentence: str, voice: Voice) -> str:
    """Return the sentence, with the second name where somebody stood in for somebody."""
    other: str | None = getattr(event, "on_behalf_of", None)
    if other is None:
        return sentence
    return voice.say(voice.words.told_for, sentence=sentence, other=voice.person(other))


def decided(event: e.PhaseGateDecided, voice: Voice) -> str:
    """Return a decision in a word, with the phase it sends back to or what it says about the cutover."""
    word, remark = voice.say(DECISIONS[event.decision]), cutover_remark(event)
    if remark is not None:
        return voice.say(voice.words.decided_cutover, word=word, remark=voice.say(remark))
    if event.recycle_to is None:
        return word
    return voice.say(voice.words.decided_back, word=word, phase=voice.say(event.recycle_to.label))


def _of_rollout(event: e.Event, voice: Voice) -> str | None:  # noqa: PLR0911  # one sentence per event
    words = voice.words
    match event:
        case e.RolloutStarted(playbook=playbook, version=version, in_use=in_use):
            said = voice.say(words.told_started, playbook=playbook, version=version)
            return voice.say(words.told_standing, told=said, names=voice.listed(in_use)) if in_use else said
        case e.RolloutHeld(reason=reason):
            return voice.say(words.told_held, reason=reason)
        case e.RolloutResumed(reason=reason):
            return voice.say(words.told_resumed, reason=reason)
        case e.RolloutCancelled(reason=reason):
            return voice.say(words.told_cancelled, reason=reason)
        case e.RolloutKilled(reason=reason):
            return voice.say(words.told_killed, reason=reason)
        case e.RolloutCompleted():
            return voice.say(words.told_completed)
        case _:
            return None


def _of_phase(event: e.Event, voice: Voice) -> str | None:
    words = voice.words
    match event:
        case e.PhaseOpened(phase=phase, round=number, due=due):
            name = voice.say(phase.label)
            return voice.say(words.told_opened, phase=name, round=number, day=voice.day(due))
        case e.PhaseClosed(phase=phase):
            return voice.say(words.told_closed, phase=voice.say(phase.label))
        case e.PhaseGateDecided(phase=phase, reason=reason):
            name, word = voice.say(phase.label), decided(event, voice)
            sentence = voice.say(words.told_decided, phase=name, decision=word, reason=reason)
            return attached(sentence, event.attachments, voice)
        case e.PhaseRunWokenUnbidden(phase=phase):
            return voice.say(words.told_unbidden, phase=voice.say(phase.label))
        case e.PhaseRunLost(phase=phase, reason=reason):
            return voice.say(words.told_lost, phase=voice.say(phase.label), reason=reason)
        case _:
            return None


def _of_evidence(event: e.Event, voice: Voice) -> str | None:
    words = voice.words
    match event:
        case e.EvidenceRecorded(evidence=evidence):
            digest = voice.short(evidence.digest)
            return voice.say(words.told_evidence, key=evidence.key, source=evidence.source, digest=digest)
        case e.GateJudged(verdict=verdict):
            outcome, reason = voice.say(verdict.outcome.label), voice.say(verdict.reason)
            return voice.say(words.told_judged, gate=voice.gate(verdict.gate), outcome=outcome, reason=reason)
        case e.CommandRefused(command=command, reason=reason):
            return voice.say(words.told_refused, command=voice.command(command), reason=voice.say(reason))
        case e.LedgerRestored():
            return voice.say(event.told)
        case _:
            return None


def _of_sign_off(event: e.Event, voice: Voice) -> str | None:
    words = voice.words
    match event:
        case e.SignOffRequested(gate=gate, people=people):
            return voice.say(words.told_asked, gate=voice.gate(gate), people=voice.people(people))
        case e.SignOffGiven(sign_off=given):
            return signed(given, voice)
        case e.SignOffWithdrawn(gate=gate, person=person, reason=reason):
            return _ended(voice, words.told_withdrawn, gate=gate, person=person, reason=reason)
        case e.SignOffLapsed(gate=gate, person=person, because=because):
            return _ended(voice, words.told_lapsed, gate=gate, person=person, reason=voice.say(because))
        case _:
            return None


def _ended(voice: Voice, wording: Text, *, gate: str, person: str, reason: str) -> str:
    return voice.say(wording, gate=voice.gate(gate), person=voice.person(person), reason=reason)


def _of_waiver(event: e.Event, voice: Voice) -> str | None:
    words = voice.words
    match event:
        case e.WaiverGranted(waiver=waiver):
            gate, day = voice.gate(waiver.gate), voice.day(waiver.expires_at)
            return voice.say(words.told_waived, gate=gate, day=day, reason=waiver.reason)
        case e.WaiverRevoked(gate=gate, reason=reason):
            return voice.say(words.told_waiver_revoked, gate=voice.gate(gate), reason=reason)
        case e.WaiverExpired(gate=gate):
            return voice.say(words.told_waiver_expired, gate=voice.gate(gate))
        case _:
            return None


def _of_deadline(event: e.Event, voice: Voice) -> str | None:
    words = voice.words
    match event:
        case e.DeadlineMissed(about=about, due=due):
            return voice.say(words.told_missed, title=voice.about(about), day=voice.day(due))
        case e.Escalated(about=about, people=people, role=role):
            title, who = voice.about(about), voice.people(people)
            return voice.say(words.told_escalated, title=title, people=who, role=voice.role(role))
        case e.RequestTimedOut(gate=gate, because=because):
            return voice.say(words.told_timed_out, title=voice.gate(gate), reason=voice.say(because))
        case e.CalendarRevised(because=because):
            return voice.say(words.told_calendar, reason=voice.say(because))
        case _:
            return None


def _of_work(event: e.Event, voice: Voice) -> str | None:  # noqa: PLR0911  # one sentence per event
    words = voice.words
    match event:
        case e.ActionItemAdded(item=item):
            person, day = voice.person(item.owner), voice.day(item.due)
            return voice.say(words.told_action, title=item.title, person=person, day=day)
        case e.ActionItemClosed(action=key, outcome=outcome):
            return voice.say(words.told_action_done, title=voice.about(key), outcome=outcome)
        case e.IssueRaised(issue=issue):
            return voice.say(words.told_issue, title=issue.title, severity=int(issue.severity))
        case e.IssueClosed(issue=key, resolution=resolution):
            return voice.say(words.told_issue_closed, title=voice.about(key), resolution=resolution)
        case e.ReminderDue(people=people, text=text):
            return voice.say(words.told_reminder, people=voice.people(people), text=voice.say(text))
        case e.RetrospectiveHeld(week=week, report=report):
            return voice.say(words.told_retrospective, week=week, digest=voice.short(report))
        case _:
            return None
