"""Reminders: the business day before something is due, on the day and each business day after, in working hours.

Everybody is reminded at most once a day of the same thing, by their own calendar and their own clock.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from playbooks.model import events as e
from playbooks.model.calendar import Calendar
from playbooks.model.deadline_events import ReminderStage
from playbooks.model.frozen import Frozen
from playbooks.model.gates.wording import bounded
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.personal_calendar import personal_calendar
from playbooks.model.substitution import Matter
from playbooks.model.text import Text
from playbooks.model.waiting import Waiting, waiting
from playbooks.model.working_time import works_at

#: Who is reminded of what nobody in particular can move.
NOBODY_IN_PARTICULAR = ("project_manager", "pmo")


class _Said(Frozen):
    """What is said on a day, and in which stage that is."""

    day: date
    stage: ReminderStage
    how: Text


def reminders(wish: Wish) -> Iterator[e.ReminderDue]:
    """Yield the reminders that are due at this moment."""
    for item in waiting(wish.rollout, wish.now):
        if item.due is None:
            continue
        told: dict[_Said, list[str]] = defaultdict(list)
        for person in _reached(wish, item):
            said = _said_to(wish, item, person)
            if said is not None:
                told[said].append(person)
        for said, people in told.items():
            text = bounded(f"{said.how.zh}：{item.what.zh}", f"{said.how.en}: {item.what.en}", 1500)
            day = said.day.isoformat()
            yield e.ReminderDue(about=item.about, people=tuple(people), day=day, text=text, stage=said.stage)


def _reached(wish: Wish, item: Waiting) -> tuple[str, ...]:
    """Return whom a reminder goes to: those it waits on, or their stand-ins while they are away."""
    matter = Matter(gate=item.about, at=wish.now)
    named = item.people or (person.key for person in wish.rollout.team.holders(*NOBODY_IN_PARTICULAR))
    acting = (key for person in named for key in wish.rollout.substitution.acting(person, matter))
    return tuple(dict.fromkeys(acting))


def _said_to(wish: Wish, item: Waiting, person: str) -> _Said | None:
    """Return what to say to a person now, or None where it is too early, too late in the day, or said already."""
    calendar = personal_calendar(wish.rollout.calendar, wish.rollout.team.person(person))
    today = calendar.day(wish.now)
    if item.due is None or wish.rollout.reminded.get(f"{item.about} {person}") == today.isoformat():
        return None
    return _said(calendar, item.due, today=today, now=wish.now) if works_at(calendar, wish.now) else None


def _said(calendar: Calendar, due: datetime, *, today: date, now: datetime) -> _Said | None:
    left, day = calendar.days_between(now, due), calendar.day(due)
    if left < 0:
        return _Said(day=today, stage=ReminderStage.OVERDUE, how=_overdue(-left))
    if left == 1:
        return _Said(day=today, stage=ReminderStage.HEADS_UP, how=_TOMORROW)
    if left == 0:
        how = _TODAY if day == today else _last_day_before(day)
        return _Said(day=today, stage=ReminderStage.DUE, how=how)
    return None


_TODAY = Text(zh="今日到期", en="due today")
_TOMORROW = Text(zh="下一个工作日到期", en="due on the next business day")


def _last_day_before(day: date) -> Text:
    return Text(
        zh=f"{day} 到期，今天是此前最后一个工作日",
        en=f"due on {day}, today is the last business day before it",
    )


def _overdue(days: int) -> Text:
    if days == 1:
        return Text(zh="已逾期 1 个工作日", en="1 business day overdue")
    return Text(zh=f"已逾期 {days} 个工作日", en=f"{days} business days overdue")
