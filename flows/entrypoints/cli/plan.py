"""`plan`: when the phases of a playbook would take place, and what freezes and holidays stand in the way."""

from typing import Annotated

from cyclopts import App, Parameter

from flows.bootstrap import settings
from flows.entrypoints.cli import calendar_wording as cw
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.commanded import read_day
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.mistake import Unknown
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.playbook import library
from flows.entrypoints.cli.schedule_view import foundation_lines, schedule_facts, show_schedule
from flows.entrypoints.cli.speaker import speaker
from flows.entrypoints.cli.standing import present
from playbooks.model.frozen import YEARS
from playbooks.model.phase_schedule import schedule
from tasks.adapters.organisation import company_calendar, read_organisation

app = App(name="plan")


@app.default
def plan(
    playbook: str, /, *, from_: Annotated[str | None, Parameter(name="--from")] = None, reply: Reply = PLAIN
) -> ExitCode:
    """预排项目：各阶段日期，与冻结期、节假日的冲突 · Plan a rollout: phases in days, conflicts with freezes and holidays.

    Args:
        playbook: 剧本 · the playbook
        from_: 开始日期，默认今天 · the day it starts, by default today
        reply: 输出 · output
    """
    answering, shelf, found = speaker(reply), library(), settings()
    if playbook not in shelf.names():
        raise Unknown(w.NO_PLAYBOOK, name=playbook, known=tuple(shelf.names()) or "–")
    organisation = read_organisation(found.organisation)
    start = read_day(from_) if from_ else organisation.working_calendar.day(present())
    if start.year not in YEARS:
        raise Unknown(cw.NO_SUCH_YEAR, year=start.year, first=YEARS.start, last=YEARS.stop - 1)
    written = shelf.load(playbook)
    calendar = company_calendar(found.organisation, playbook, start)
    planned = schedule(written, calendar, start)
    answering.document(schedule_facts(written, planned, start=start, in_use=organisation.standing))
    if not answering.to_script:
        show_schedule(answering, written, planned, start=start)
        answering.show(*foundation_lines(answering, written, organisation.standing))
    return ExitCode.DONE
