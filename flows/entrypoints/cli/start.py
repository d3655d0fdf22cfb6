"""`start`: begin a rollout of a playbook with the people of the organisation file."""

from datetime import date

from cyclopts import App

from flows.entrypoints.cli import calendar_wording as cw
from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.naming import chosen_key
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.schedule_view import conflict_line, foundation_lines
from flows.entrypoints.cli.speaker import Speaker
from flows.entrypoints.cli.visit import arrive, open_door
from playbooks.model.commands import StartRollout
from playbooks.model.phase_schedule import schedule
from playbooks.model.text import Text
from tasks.adapters.organisation import starting

app = App(name="start")


@app.default
def start(
    playbook: str,
    /,
    *,
    key: str | None = None,
    title_zh: str | None = None,
    title_en: str | None = None,
    acting: Acting = MYSELF,
) -> ExitCode:
    """启动项目：锁定剧本版本与团队 · Start a rollout; its playbook and team are pinned.

    Args:
        playbook: 剧本，如 crm · the playbook, such as crm
        key: 项目编号，默认为剧本加年份 · the rollout's key, by default playbook and year
        title_zh: 中文名称 · its Chinese title
        title_en: 英文名称 · its English title
        acting: 谁 · who
    """
    chosen = None if key is None else chosen_key(key)
    door = open_door(acting)
    office, _ = door
    command = starting(office, playbook, title=_title(title_zh, title_en))
    name = chosen or f"{playbook}-{command.calendar.day(office.clock.now()).year}"
    ended = arrive(door, name, acting, team=command.team).wish(command)
    if ended in (ExitCode.DONE, ExitCode.UNDELIVERED):
        _warn(door[1], command, command.calendar.day(office.clock.now()))
    return ended


def _warn(speaker: Speaker, command: StartRollout, start: date) -> None:
    """Say what the company says is in use, and what freezes and holidays stand in the way; nothing is refused for it."""
    for said in foundation_lines(speaker, command.playbook, command.in_use, absent=False):
        speaker.note(said.plain)
    planned = schedule(command.playbook, command.calendar, start)
    for conflict in planned.conflicts:
        speaker.note(conflict_line(speaker, conflict))
    for year in planned.provisional:
        speaker.note(speaker.say(cw.YEAR_PROVISIONAL, year=year))


def _title(zh: str | None, en: str | None) -> Text | None:
    """Return the title asked for; one language alone stands for both."""
    if zh is None and en is None:
        return None
    return commanded(Text, zh=zh or en, en=en or zh)
