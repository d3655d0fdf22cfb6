"""What keeps a rollout moving: action items, the weekly retrospective, and looking after what is late."""

from playbooks.model import events as e
from playbooks.model.action_item import ActionItem
from playbooks.model.commands import AddActionItem, Attend, CloseActionItem, HoldRetrospective
from playbooks.model.errors import InputError
from playbooks.model.lifecycle.deadlines import missed_deadlines
from playbooks.model.lifecycle.foresight import foresight
from playbooks.model.lifecycle.reminders import reminders
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.refusal import RefusalCode, RefusedError
from playbooks.model.retrospective import week_bounds


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
    right = item.owner if wish.stands_in_for(item.owner) else wish.actor.key
    if right == wish.actor.key != item.owner:
        wish.require_role("pmo", "project_manager")
    done = e.ActionItemClosed(
        action=item.key, closed_at=wish.now, outcome=command.outcome, on_behalf_of=wish.behind(right)
    )
    return (done,)


def hold_retrospective(wish: Wish, command: HoldRetrospective) -> tuple[e.Event, ...]:
    """Put a week's retrospective on record; one a week."""
    wish.require_not_over()
    if command.week in wish.rollout.retrospectives:
        raise RefusedError(
            RefusalCode.ALREADY_DONE,
            f"{command.week} 的周回顾已记录",
            f"the retrospective of {command.week} is on record already",
        )
    _require_lived(wish, command.week)
    return (e.RetrospectiveHeld(week=command.week, report=command.report),)


def _require_lived(wish: Wish, week: str) -> None:
    """Refuse a week that has not begun or was over before the rollout began; held once, no week is held again."""
    try:
        begins, ends = week_bounds(week, wish.rollout.calendar.time_zone)
    except InputError as error:
        wrong = error.phrase
        raise RefusedError(RefusalCode.WRONG_INPUT, f"没有“{week}”这一周", str(wrong)) from error
    if begins > wish.now:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"{week} 尚未开始，到时再回顾",
            f"{week} has not begun yet; look back on it when it has",
        )
    if ends <= wish.rollout.started_at:
        raise RefusedError(
            RefusalCode.WRONG_INPUT,
            f"{week} 时项目尚未启动，没有可回顾的内容",
            f"{week} was over before the rollout began; there is nothing to look back on",
        )


def attend(wish: Wish, command: Attend) -> tuple[e.Event, ...]:  # noqa: ARG001  # one signature for all rules
    """Remind people and take further what is late; what else time brings is settled anyway."""
    if wish.rollout.status.over:
        return ()
    return (*reminders(wish), *missed_deadlines(wish), *foresight(wish))
