"""What keeps a rollout moving: action items, the weekly retrospective, and looking after what is late."""

from collections.abc import Iterator

from playbooks.model import events as e
from playbooks.model.action_item import ActionItem
from playbooks.model.commands import AddActionItem, Attend, CloseActionItem, HoldRetrospective
from playbooks.model.gates.wording import bounded
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.text import Text
from playbooks.model.waiting import waiting


def add_action_item(wish: Wish, command: AddActionItem) -> tuple[e.Event, ...]:
    """Put something to be done on the list."""
    wish.require_not_over()
    wish.require_member(command.owner)
    if command.action in wish.rollout.actions:
        raise RefusedError(
            RefusalCode.EXISTS,
            f"行动项“{command.action}”已存在",
            f"action item {command.action!r} exists already",
            about=command.action,
        )
    item = ActionItem(
        key=command.action, title=command.title, owner=command.owner, due=command.due, added_at=wish.now
    )
    return (e.ActionItemAdded(item=item),)


def close_action_item(wish: Wish, command: CloseActionItem) -> tuple[e.Event, ...]:
    """Report an action item as done; its owner, the PMO or the project manager may."""
    wish.require_not_over()
    item = wish.rollout.actions.get(command.action)
    if item is None or not item.open:
        raise RefusedError(
            RefusalCode.NOT_FOUND,
            f"没有未完成的行动项“{command.action}”",
            f"there is no open action item {command.action!r}",
            about=command.action,
        )
    if wish.actor.key != item.owner:
        wish.require_role("pmo", "project_manager")
    return (e.ActionItemClosed(action=item.key, closed_at=wish.now, outcome=command.outcome),)


def hold_retrospective(wish: Wish, command: HoldRetrospective) -> tuple[e.Event, ...]:
    """Put a week's retrospective on record; one a week."""
    wish.require_not_over()
    if command.week in wish.rollout.retrospectives:
        raise RefusedError(
            RefusalCode.ALREADY_DONE,
            f"{command.week} 的周回顾已记录",
            f"the retrospective of {command.week} is on record already",
        )
    return (e.RetrospectiveHeld(week=command.week, report=command.report),)


def attend(wish: Wish, command: Attend) -> tuple[e.Event, ...]:  # noqa: ARG001  # one signature for all rules
    """Remind everybody who is late, at most once a business day; what else time brings is settled anyway."""
    calendar = wish.rollout.calendar
    if wish.rollout.status.over or not calendar.works(calendar.day(wish.now)):
        return ()
    return tuple(_reminders(wish, calendar.day(wish.now).isoformat()))


def _reminders(wish: Wish, day: str) -> Iterator[e.ReminderDue]:
    for late in waiting(wish.rollout, wish.now):
        if late.due is None or late.due > wish.now or wish.rollout.reminded.get(late.about) == day:
            continue
        days = wish.rollout.calendar.days_between(late.due, wish.now)
        how = _LATE.get(days, Text(zh=f"已逾期 {days} 个工作日", en=f"{days} business days overdue"))
        text = bounded(f"{how.zh}: {late.what.zh}", f"{how.en}: {late.what.en}", 1500)
        yield e.ReminderDue(about=late.about, people=late.people, day=day, text=text)


#: How late something is whose number of business days is no plural.
_LATE = {
    0: Text(zh="今日到期", en="due today"),
    1: Text(zh="已逾期 1 个工作日", en="1 business day overdue"),
}
