"""A schedule for people and scripts."""

from collections.abc import Iterator, Sequence
from datetime import date

from rich.text import Text as Line

from flows.entrypoints.cli import calendar_wording as cw
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.speaker import Speaker, both
from flows.entrypoints.cli.table import Column, table
from flows.entrypoints.cli.tones import TONES, line
from playbooks.model.phase_schedule import Conflict, PlannedPhase, Schedule
from playbooks.model.playbook import Playbook


def schedule_facts(
    playbook: Playbook, planned: Schedule, *, start: date, in_use: Sequence[str]
) -> dict[str, object]:
    """Return a schedule for scripts."""
    return {
        "playbook": playbook.name,
        "stands_on": [{"system": system, "in_use": system in in_use} for system in playbook.stands_on],
        "from": start.isoformat(),
        "phases": [_phase_facts(playbook, each, planned.provisional) for each in planned.phases],
        "conflicts": [_conflict_facts(each) for each in planned.conflicts],
        "provisional": list(planned.provisional),
    }


def show_schedule(speaker: Speaker, playbook: Playbook, planned: Schedule, *, start: date) -> None:
    """Show a schedule."""
    title, end = speaker.say(playbook.title), planned.phases[-1].last
    speaker.show(line(speaker.say(cw.PLAN_HEAD, title=title, start=start, end=end), "bold"))
    columns = (Column(w.C_PHASE), Column(cw.C_FIRST), Column(cw.C_LAST), Column(cw.C_SPAN, wide=True))
    spans = {plan.key: speaker.say(plan.duration.label) for plan in playbook.phases}
    rows = [(*_row(speaker, each, planned.provisional), spans[each.phase]) for each in planned.phases]
    speaker.show(table(speaker, columns, rows, empty=cw.NO_CONFLICTS))
    for year in planned.provisional:
        speaker.show(line(speaker.say(cw.YEAR_PROVISIONAL, year=year), "dim"))
    for each in planned.conflicts:
        speaker.show(line(conflict_line(speaker, each), TONES["warn"]))
    if not planned.conflicts:
        speaker.show(line(speaker.say(cw.NO_CONFLICTS), TONES["ok"]))


def conflict_line(speaker: Speaker, conflict: Conflict) -> str:
    """Return a conflict in one line, with the next free day."""
    what = speaker.say(conflict.what)
    if conflict.free is None:
        return speaker.say(cw.CONFLICT_UNFREE, what=what)
    return speaker.say(cw.CONFLICT, what=what, free=conflict.free)


def foundation_lines(
    speaker: Speaker, playbook: Playbook, in_use: Sequence[str], *, absent: bool = True
) -> Iterator[Line]:
    """Yield for each system that the playbook's stands on whether the company says that it is in use."""
    for system in playbook.stands_on:
        if system in in_use:
            yield line(speaker.say(cw.IN_USE, name=system.upper()), TONES["ok"])
        elif absent:
            yield line(speaker.say(cw.NOT_IN_USE, name=system.upper()), TONES["warn"])


def _row(speaker: Speaker, planned: PlannedPhase, uncertain: tuple[int, ...]) -> tuple[str, ...]:
    days = (_marked(day, uncertain) for day in (planned.first, planned.last))
    return (f"{planned.phase.number} {speaker.say(planned.phase.label)}", *days)


def _marked(day: date, uncertain: tuple[int, ...]) -> str:
    """Return a day, with the sign of a provisional one."""
    return f"{day} ~" if day.year in uncertain else str(day)


def _phase_facts(playbook: Playbook, planned: PlannedPhase, uncertain: tuple[int, ...]) -> dict[str, object]:
    return {
        "phase": planned.phase.value,
        "first": planned.first.isoformat(),
        "last": planned.last.isoformat(),
        "duration": str(playbook.phase(planned.phase).duration),
        "provisional": planned.first.year in uncertain or planned.last.year in uncertain,
    }


def _conflict_facts(conflict: Conflict) -> dict[str, object]:
    return {
        "phase": conflict.phase.value,
        "day": conflict.day.isoformat(),
        "what": both(conflict.what),
        "freeze": conflict.freeze,
        "free": conflict.free.isoformat() if conflict.free else None,
    }
