"""Revising the calendar: a schedule that was published, a company day that was added. What lies behind stays."""

from datetime import date, datetime

from playbooks.model import events as e
from playbooks.model.calendar import Calendar
from playbooks.model.calendar_commands import ReviseCalendar
from playbooks.model.commands import ActorKind
from playbooks.model.gates.wording import bounded, joined
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.phase import PhaseKey
from playbooks.model.text import Text
from playbooks.model.working_time import due


def revise_calendar(wish: Wish, command: ReviseCalendar) -> tuple[e.Event, ...]:
    """Go by another calendar from tomorrow on; the PMO may, and the sweep when a schedule was published."""
    wish.require_not_over()
    if wish.actor.kind is not ActorKind.SYSTEM:
        wish.require_role("pmo", "sponsor")
    old = wish.rollout.calendar
    new = revised(old, command.calendar, today=old.day(wish.now))
    if new == old:
        return ()
    reason = bounded(command.reason, command.reason) if command.reason else _because(old, new)
    return (e.CalendarRevised(calendar=new, due=_ends(wish, new), because=reason),)


def revised(old: Calendar, new: Calendar, *, today: date) -> Calendar:
    """Return the new calendar with the old one's days up to today: history is not counted anew."""
    behind = {
        name: frozenset(
            {day for day in getattr(old, name) if day <= today}
            | {day for day in getattr(new, name) if day > today}
        )
        for name in ("holidays", "worked_weekends")
    }
    return new.model_copy(update=behind)


def _ends(wish: Wish, calendar: Calendar) -> dict[PhaseKey, datetime]:
    """Return when the open phases are due by the new calendar, where that is another moment."""
    rollout = wish.rollout
    opened = {phase: rollout.phases[phase] for phase in rollout.open_phases}
    ends = {
        phase: due(calendar, record.counted_from, rollout.plan(phase).duration)
        for phase, record in opened.items()
        if record.counted_from is not None
    }
    return {phase: end for phase, end in ends.items() if end != rollout.phases[phase].due}


def _because(old: Calendar, new: Calendar) -> Text:
    before, after = old.published_through, new.published_through
    if after is not None and before is not None and after > before:
        return Text(zh=f"{after} 年放假安排已公布", en=f"the holiday schedule of {after} was published")
    changed = sorted((old.holidays ^ new.holidays) | (old.worked_weekends ^ new.worked_weekends))
    if not changed:
        return Text(zh="工作时间或冻结期有变", en="the working hours or the freezes changed")
    days = joined(str(day) for day in changed[:5])
    return Text(zh=f"工作日有变：{days.zh}", en=f"working days changed: {days.en}")
