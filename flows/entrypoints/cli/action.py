"""`action add | close | list`: who does what by when."""

from datetime import date

from cyclopts import App

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.commanded import close_of, commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.naming import chosen_key, named_after
from flows.entrypoints.cli.options import MYSELF, PLAIN, Acting, Reply
from flows.entrypoints.cli.table import Column, table
from flows.entrypoints.cli.visit import look, visit
from playbooks.model.action_item import ActionItem
from playbooks.model.commands import AddActionItem, CloseActionItem
from tasks.adapters.render.voice import Voice

app = App(name="action")


@app.command
def add(
    rollout: str,
    title: str,
    /,
    *,
    owner: str,
    due: date,
    key: str | None = None,
    acting: Acting = MYSELF,
) -> ExitCode:
    """新增行动项 · Add an action item.

    Args:
        rollout: 项目 · the rollout
        title: 做什么 · what is to be done
        owner: 责任人 · who does it
        due: 期限，当日 18:00 · by when, 18:00 of that day
        key: 编号，默认自动 · its key, made for you by default
        acting: 谁 · who
    """
    at_desk = visit(rollout, acting)
    name = named_after("action", at_desk.request) if key is None else chosen_key(key)
    until = close_of(due, at_desk.rollout.calendar)
    return at_desk.wish(commanded(AddActionItem, action=name, title=title, owner=owner, due=until))


@app.command
def close(rollout: str, action: str, /, *, outcome: str, acting: Acting = MYSELF) -> ExitCode:
    """完成行动项 · Report an action item as done.

    Args:
        rollout: 项目 · the rollout
        action: 行动项编号 · the action item
        outcome: 结果 · what came of it
        acting: 谁 · who
    """
    return visit(rollout, acting).wish(commanded(CloseActionItem, action=action, outcome=outcome))


@app.command(name="list")
def listed(rollout: str, /, *, all_: bool = False, reply: Reply = PLAIN) -> ExitCode:
    """列出行动项 · List the action items, the most urgent first.

    Args:
        rollout: 项目 · the rollout
        all_: 包括已完成的 · those that are done too
        reply: 输出 · output
    """
    seen = look(rollout, reply)
    items = sorted(seen.rollout.actions.values(), key=lambda item: item.due)
    chosen = [item for item in items if all_ or item.open]
    seen.speaker.document({"rollout": rollout, "actions": [item.model_dump(mode="json") for item in chosen]})
    voice, now = Voice(seen.speaker.language, seen.rollout), seen.office.clock.now()
    columns = (
        Column(w.C_KEY),
        Column(w.C_TITLE, wide=True),
        Column(w.C_OWNER),
        Column(w.C_DUE),
        Column(w.C_STATE),
    )
    rows = [
        (
            item.key,
            item.title,
            voice.person(item.owner),
            voice.due(item.due),
            voice.say(w.ACTION_STATES[_state(item, late=item.overdue(now))]),
        )
        for item in chosen
    ]
    seen.speaker.show(table(seen.speaker, columns, rows, empty=w.NO_ACTIONS))
    return ExitCode.DONE


def _state(item: ActionItem, *, late: bool) -> str:
    if not item.open:
        return "done"
    return "late" if late else "open"
