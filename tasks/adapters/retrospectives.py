"""Holding the weekly retrospective: worked out from the ledger, written in both languages, kept, recorded.

A week is looked back on as it was: as of the moment at which its minutes went on record, else as of its end, and only
the present week as of now. It knows no Prefect, so that the flow, a quick play and the command line hold the same
retrospective.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from playbooks.model.commands import Actor, ActorKind, HoldRetrospective, Via
from playbooks.model.events import RetrospectiveHeld, RolloutStarted
from playbooks.model.lifecycle import fold, start
from playbooks.model.retrospective import Recorded, Retrospective, retrospective, week_bounds
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer
from tasks.adapters.render.markdown import retrospective_markdown

TIMER = Actor(key="retrospective", kind=ActorKind.SYSTEM, via=Via.TIMER)
BETWEEN_LANGUAGES = "\n---\n\n"
#: The shortest time there is.
INSTANT = timedelta.resolution


@dataclass(frozen=True, slots=True)
class LookBack:
    """A week's retrospective, the state it was worked out from, and since when its minutes are on record."""

    held: Retrospective
    rollout: Rollout
    recorded_at: datetime | None = None


def hold(office: Office, rollout: str, *, week: str) -> Answer:
    """Keep a week's minutes and put their digest on record; a week held before is refused."""
    minutes = written(look_back(office, rollout, week=week)).encode()
    digest = sha256(minutes).hexdigest()
    # Kept first, so that no entry names minutes that are not there.
    office.store.keep(digest, minutes)
    return office.submit(rollout, TIMER, HoldRetrospective(week=week, report=digest))


def look_back(office: Office, rollout: str, *, week: str) -> LookBack:
    """Return a week's retrospective as the ledger tells it of that week."""
    state, now = office.rollout(rollout), office.clock.now()
    _, ends = week_bounds(week, state.calendar.time_zone)
    held = _held(office, rollout, week)
    # From the beginning: how a gate stood before the week is told by what was judged earlier.
    events = _events(office, state, until=held.at + INSTANT if held else ends)
    if held is not None:
        events = tuple(record for record in events if record.seq < held.seq)
    moment = held.at if held else min(now, max(ends - INSTANT, state.started_at))
    then = _as_of(state, events) if held or ends <= now else state
    return LookBack(retrospective(then, events, moment, week=week), then, held.at if held else None)


def kept_minutes(office: Office, rollout: str, *, week: str, language: Language) -> str | None:
    """Return the minutes of a week as they were kept, in one language; None where there are none."""
    digest = office.rollout(rollout).retrospectives.get(week)
    content = office.store.document(digest) if digest else None
    if content is None:
        return None
    parts = content.decode("utf-8", "replace").split(BETWEEN_LANGUAGES)
    return parts[language is Language.EN] if len(parts) == len(Language) else BETWEEN_LANGUAGES.join(parts)


def written(back: LookBack) -> str:
    """Return the minutes as Markdown, first in Chinese and then in English."""
    return BETWEEN_LANGUAGES.join(
        retrospective_markdown(back.held, back.rollout, language=language)
        for language in (Language.ZH, Language.EN)
    )


def _held(office: Office, rollout: str, week: str) -> Recorded | None:
    """Return the entry that put the minutes of a week on record."""
    rows = office.store.entries(rollout=rollout, types=["retrospective.held"])
    found = (row for row in rows if isinstance(row.event, RetrospectiveHeld) and row.event.week == week)
    return next((row.recorded for row in found), None)


def _events(office: Office, state: Rollout, *, until: datetime) -> tuple[Recorded, ...]:
    rows = office.store.events_between(state.key, state.started_at, max(until, state.started_at + INSTANT))
    return tuple(row.recorded for row in rows)


def _as_of(state: Rollout, events: tuple[Recorded, ...]) -> Rollout:
    """Return the rollout as these events, its start among them, had made it."""
    then = None
    for record in events:
        match record.event:
            case RolloutStarted() as begun:
                then = start(state.key, begun, state.playbook, at=record.at)
            case event if then is not None:
                then = fold(then, (event,), record.at)
            case _:
                pass  # refused before there was anything to begin with
    return then or state
