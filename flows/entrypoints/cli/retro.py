"""`retro`: the week's retrospective, worked out from recorded facts; `--hold` puts it on record."""

from datetime import datetime
from hashlib import sha256

from cyclopts import App
from pydantic import TypeAdapter

from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.gate_facts import provisional
from flows.entrypoints.cli.markdown_page import Page
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.visit import Look, arrive, look
from playbooks.model.commands import HoldRetrospective
from playbooks.model.retrospective import Retrospective, iso_week
from playbooks.model.rollout import Rollout
from tasks.adapters.render.markdown import retrospective_markdown
from tasks.adapters.retrospectives import look_back, written

app = App(name="retro")


@app.default
def retro(
    rollout: str, /, *, week: str | None = None, hold: bool = False, acting: Acting = MYSELF
) -> ExitCode:
    """每周回顾：关卡、指标、问题、行动项 · Look back on a week: gates, KPIs, issues, actions.

    Args:
        rollout: 项目 · the rollout
        week: ISO 周，如 2026-W14，默认本周 · the ISO week, by default this one
        hold: 写入账本 · put it on record
        acting: 谁 · who
    """
    seen = look(rollout, acting)
    asked = week or iso_week(seen.rollout.calendar.day(seen.office.clock.now()))
    held = look_back(seen.office, rollout, week=asked)
    _show(seen, held)
    if not hold:
        seen.speaker.document(_facts(seen, held))
        return ExitCode.DONE
    minutes = written(held, seen.rollout).encode()
    digest = sha256(minutes).hexdigest()
    at_desk = arrive((seen.office, seen.speaker), rollout, acting, team=seen.rollout.team)
    at_desk.keep(digest, minutes)
    return at_desk.wish(commanded(HoldRetrospective, week=asked, report=digest), aside=_facts(seen, held))


def _facts(seen: Look, held: Retrospective) -> dict[str, object]:
    written_down = TypeAdapter(Retrospective).dump_python(held, mode="json")
    return {"retrospective": _dated(written_down, seen.rollout)}


def _dated(value: object, rollout: Rollout) -> object:
    """Return what was written down; beside whatever is due stands whether that day is provisional."""
    match value:
        case dict():
            parts = {name: _dated(part, rollout) for name, part in value.items()}
            if "due" not in parts:
                return parts
            due = parts["due"]
            moment = datetime.fromisoformat(due) if isinstance(due, str) else None
            return {**parts, "provisional": provisional(rollout, moment)}
        case list():
            return [_dated(part, rollout) for part in value]
        case _:
            return value


def _show(seen: Look, held: Retrospective) -> None:
    seen.speaker.show(Page(retrospective_markdown(held, seen.rollout, language=seen.speaker.language)))
