"""What has changed at a gate since its reader saw it last, in lines: the first thing a card says after its title."""

from collections.abc import Iterator
from datetime import datetime

from playbooks.model.changes import Change, EvidenceChanged, SignOffLost, VerdictChanged, changes
from playbooks.model.evidence import Series
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.wording import brief
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack import wording as w
from tasks.adapters.slack.blocks import Block, listing

#: A card has room for a few lines about each of many things.
SHOWN = 8


def changed(voice: Voice, gate: GateRule, *, person: str, now: datetime) -> Iterator[Block]:
    """Yield a list of what has changed for this person; nothing where nothing has."""
    found = changes(voice.rollout, gate, person=person, now=now)
    if found is None:
        return
    title = w.T_CHANGED_OWN if found.own else w.T_CHANGED
    lines = [_line(voice, change) for change in found.items]
    yield listing(voice.say(title, day=voice.day(found.since)), lines[:SHOWN])


def _line(voice: Voice, change: Change) -> str:
    match change:
        case EvidenceChanged():
            return _evidence(voice, change)
        case VerdictChanged(before=before, after=after):
            return voice.say(w.CHANGED_VERDICT, before=voice.say(before.label), after=voice.say(after.label))
        case SignOffLost(person=person):
            return voice.say(w.CHANGED_SIGN_OFF, person=voice.person(person))


def _evidence(voice: Voice, change: EvidenceChanged) -> str:
    before, after, name = change.before, change.after, _name(voice, change.key)
    if before is None or after is None:
        return voice.say(w.CHANGED_NEW if after else w.CHANGED_GONE, key=name)
    if before.gist != after.gist:
        return voice.say(
            w.CHANGED_FIGURE, key=name, before=brief(before.gist, 80), after=brief(after.gist, 80)
        )
    same_day = voice.day(before.observed_at) == voice.day(after.observed_at)
    say = voice.moment if same_day else voice.day
    days = {"before": say(before.observed_at), "after": say(after.observed_at)}
    return voice.say(w.CHANGED_EVIDENCE, key=name, digest=voice.short(after.digest), **days)


def _name(voice: Voice, key: str) -> str:
    """Return what a piece of evidence is called: a figure by the title of its KPI, all else by its key."""
    evidence = voice.rollout.evidence.get(key)
    metric = evidence.payload.metric if evidence and isinstance(evidence.payload, Series) else None
    title = next((kpi.title for kpi in voice.rollout.playbook.kpis if kpi.key == metric), None)
    return voice.say(title) if title else key
