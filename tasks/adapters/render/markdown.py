"""Artifacts in Markdown for readers who do not know Prefect: gate table, phase summary, inbox, the week."""

from datetime import datetime

from playbooks.model.phase import PhaseKey
from playbooks.model.retrospective import Retrospective
from playbooks.model.rollout import Rollout
from playbooks.model.talking_points import talking_points
from playbooks.model.text import Language
from playbooks.model.waiting import Waiting, waiting
from tasks.adapters.render.environment import render
from tasks.adapters.render.gate_rows import GateRow, gate_rows, score
from tasks.adapters.render.sentence import decided
from tasks.adapters.render.voice import Voice


def gate_table(rollout: Rollout, phase: PhaseKey, *, language: Language, now: datetime) -> str:
    """Return the gates of a phase as a table: outcome, reason, who is waited for, by when."""
    return _of_phase("gate_table.md.jinja2", rollout, phase=phase, language=language, now=now)


def phase_summary(rollout: Rollout, phase: PhaseKey, *, language: Language, now: datetime) -> str:
    """Return where a phase stands in a few lines: the question, the score, what bars its end, who decides."""
    return _of_phase("phase_summary.md.jinja2", rollout, phase=phase, language=language, now=now)


def inbox(rollout: Rollout, *, language: Language, now: datetime, person: str | None = None) -> str:
    """Return what waits on one person, or on everybody."""
    items = [item for item in waiting(rollout, now) if person is None or person in item.people]
    return _filled(
        "inbox.md.jinja2", Voice(language, rollout), items=sorted(items, key=_urgency), person=person, now=now
    )


def retrospective_markdown(held: Retrospective, rollout: Rollout, *, language: Language) -> str:
    """Return the week's retrospective, last week's promises first."""
    voice = Voice(language, rollout)
    return _filled(
        "retrospective.md.jinja2",
        voice,
        held=held,
        points=talking_points(held, rollout),
        decided=lambda event: decided(event, voice),
    )


def _of_phase(template: str, rollout: Rollout, *, phase: PhaseKey, language: Language, now: datetime) -> str:
    rows = gate_rows(rollout, phase, now)
    return _filled(
        template,
        Voice(language, rollout),
        phase=phase,
        record=rollout.phases[phase],
        plan=rollout.plan(phase),
        rows=rows,
        barring=[row for row in rows if _bars(row)],
        score=score(rollout, phase, now),
    )


def _bars(row: GateRow) -> bool:
    """Tell whether a gate keeps its phase from ending."""
    met = row.verdict is not None and row.verdict.passed
    return row.rule.blocking and not met and not row.excused


def _filled(template: str, voice: Voice, **facts: object) -> str:
    return render(template, voice=voice, say=voice.say, words=voice.words, rollout=voice.rollout, **facts)


def _urgency(item: Waiting) -> tuple[bool, float]:
    """What is due first comes first; what has no date comes last."""
    return (item.due is None, item.due.timestamp() if item.due else 0.0)
