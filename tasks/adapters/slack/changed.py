"""What has changed at a gate or a phase since its reader saw it last, in lines: the first thing a card says after its title."""

from collections.abc import Iterator
from datetime import datetime

from playbooks.model.changes import (
    Change,
    Changes,
    EvidenceChanged,
    GateTurned,
    SignOffLost,
    VerdictChanged,
    changes,
)
from playbooks.model.evidence import Series
from playbooks.model.figure import retold
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.wording import brief
from playbooks.model.phase_changes import phase_changes
from playbooks.model.readiness import Readiness
from playbooks.model.text import Text
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack import wording as w
from tasks.adapters.slack.blocks import Block, listing

#: A card has room for a few lines about each of many things.
SHOWN = 8


def changed(voice: Voice, gate: GateRule, *, person: str, now: datetime) -> Iterator[Block]:
    """Yield a list of what has changed for this person; nothing where nothing has."""
    yield from _listed(voice, changes(voice.rollout, gate, person=person, now=now), others=w.T_CHANGED)


def phase_changed(voice: Voice, standing: Readiness, *, person: str, now: datetime) -> Iterator[Block]:
    """Yield a list of what has changed in an open phase for this person; nothing where nothing has."""
    if standing.phase in voice.rollout.open_phases:
        found = phase_changes(voice.rollout, standing, person=person, now=now)
        yield from _listed(voice, found, others=w.T_CHANGED_PHASE)


def _listed(voice: Voice, found: Changes | None, *, others: Text) -> Iterator[Block]:
    if found is None:
        return
    lines = [_line(voice, change) for change in found.items]
    left = len(lines) - SHOWN
    more = [voice.say(w.CHANGED_MORE, count=left)] if left > 0 else []
    title = w.T_CHANGED_OWN if found.own else others
    yield listing(voice.say(title, day=voice.day(found.since)), [*lines[:SHOWN], *more])


def _line(voice: Voice, change: Change) -> str:
    match change:
        case EvidenceChanged():
            return _evidence(voice, change)
        case VerdictChanged(before=before, after=after):
            return voice.say(w.CHANGED_VERDICT, before=voice.say(before.label), after=voice.say(after.label))
        case SignOffLost(person=person):
            return voice.say(w.CHANGED_SIGN_OFF, person=voice.person(person))
        case GateTurned(gate=gate, before=before, after=after):
            words = {"before": voice.say(before.label), "after": voice.say(after.label)}
            return voice.say(w.CHANGED_GATE, gate=brief(voice.gate(gate), 80), **words)


def _evidence(voice: Voice, change: EvidenceChanged) -> str:
    before, after, name = change.before, change.after, _name(voice, change.key)
    if before is None or after is None:
        return voice.say(w.CHANGED_NEW if after else w.CHANGED_GONE, key=name)
    if before.gist != after.gist:
        said = {"before": before.gist, "after": after.gist}
        gists = {when: brief(voice.say(retold(gist)), 80) if gist else "–" for when, gist in said.items()}
        return voice.say(w.CHANGED_FIGURE, key=name, **gists)
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
