"""`retro`: the week's retrospective, as it was kept or worked out from recorded facts; `--hold` puts it on record."""

from datetime import datetime
from hashlib import sha256

from cyclopts import App
from pydantic import TypeAdapter

from flows.entrypoints.cli import retro_wording as rw
from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.gate_facts import provisional
from flows.entrypoints.cli.markdown_page import Page
from flows.entrypoints.cli.options import MYSELF, Acting
from flows.entrypoints.cli.tones import line
from flows.entrypoints.cli.visit import Look, arrive, look
from playbooks.model.commands import HoldRetrospective
from playbooks.model.retrospective import Retrospective, iso_week
from playbooks.model.rollout import Rollout
from tasks.adapters.render.markdown import retrospective_markdown
from tasks.adapters.render.voice import Voice
from tasks.adapters.retrospectives import LookBack, kept_minutes, look_back, written

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
    back = look_back(seen.office, rollout, week=asked)
    kept = kept_minutes(seen.office, rollout, week=asked, language=seen.speaker.language)
    _show(seen, back, kept)
    if not hold:
        seen.speaker.document(_facts(seen, back, kept))
        return ExitCode.DONE
    minutes = written(back).encode()
    digest = sha256(minutes).hexdigest()
    at_desk = arrive((seen.office, seen.speaker), rollout, acting, team=seen.rollout.team)
    at_desk.keep(digest, minutes)
    return at_desk.wish(
        commanded(HoldRetrospective, week=asked, report=digest), aside=_facts(seen, back, kept)
    )


def _facts(seen: Look, back: LookBack, kept: str | None) -> dict[str, object]:
    written_down = TypeAdapter(Retrospective).dump_python(back.held, mode="json")
    digest = seen.rollout.retrospectives.get(back.held.week)
    source = {
        "basis": "minutes" if kept is not None else "ledger",
        "as_of": back.held.held_at.isoformat(),
        "minutes": {"digest": digest, "text": kept} if digest else None,
    }
    return {"retrospective": _dated(written_down, back.rollout), "source": source}


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


def _show(seen: Look, back: LookBack, kept: str | None) -> None:
    language = seen.speaker.language
    page = kept or retrospective_markdown(back.held, back.rollout, language=language)
    seen.speaker.show(line(_source(seen, back, kept), "dim"), Page(page))


def _source(seen: Look, back: LookBack, kept: str | None) -> str:
    """Return whether these are the minutes as they were kept, or what the ledger says, and as of when."""
    voice, week = Voice(seen.speaker.language, seen.rollout), back.held.week
    if back.recorded_at is not None:
        said = rw.LOST if kept is None else rw.KEPT
    elif back.held.ends <= seen.rollout.started_at:
        said = rw.BEFORE
    else:
        said = rw.OF_THEN if back.held.ends <= seen.office.clock.now() else rw.OF_NOW
    digest = voice.short(seen.rollout.retrospectives.get(week, "–"))
    return voice.say(said, week=week, moment=voice.moment(back.held.held_at), digest=digest)
