"""Holding the weekly retrospective: worked out from the ledger, written in both languages, kept, recorded.

It knows no Prefect, so that the flow, a quick play and the command line hold the same retrospective.
"""

from hashlib import sha256

from playbooks.model.commands import Actor, ActorKind, HoldRetrospective, Via
from playbooks.model.retrospective import Retrospective, retrospective, week_bounds
from playbooks.model.rollout import Rollout
from playbooks.model.text import Language
from tasks.adapters.office import Office
from tasks.adapters.ports import Answer
from tasks.adapters.render.markdown import retrospective_markdown

TIMER = Actor(key="retrospective", kind=ActorKind.SYSTEM, via=Via.TIMER)
BETWEEN_LANGUAGES = "\n---\n\n"


def hold(office: Office, rollout: str, *, week: str) -> Answer:
    """Keep a week's minutes and put their digest on record; a week held before is refused."""
    minutes = written(look_back(office, rollout, week=week), office.rollout(rollout)).encode()
    digest = sha256(minutes).hexdigest()
    # Kept first, so that no entry names minutes that are not there.
    office.store.keep(digest, minutes)
    return office.submit(rollout, TIMER, HoldRetrospective(week=week, report=digest))


def look_back(office: Office, rollout: str, *, week: str) -> Retrospective:
    """Return a week's retrospective as the ledger tells it now."""
    state = office.rollout(rollout)
    _, ends = week_bounds(week, state.calendar.time_zone)
    # From the beginning: how a gate stood before the week is told by what was judged earlier.
    rows = office.store.events_between(rollout, state.started_at, ends)
    events = tuple(row.recorded for row in rows)
    return retrospective(state, events, office.clock.now(), week=week)


def written(held: Retrospective, rollout: Rollout) -> str:
    """Return the minutes as Markdown, first in Chinese and then in English."""
    return BETWEEN_LANGUAGES.join(
        retrospective_markdown(held, rollout, language=language) for language in (Language.ZH, Language.EN)
    )
