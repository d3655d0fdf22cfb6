"""Who acts: the person named, else the one of the environment, else the one whose key is the login."""

import os

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.identity import VARIABLE, login, named
from flows.entrypoints.cli.mistake import Mistake
from playbooks.model.commands import Actor, Via
from playbooks.model.stakeholder import Team

MOST_NAMED = 8


def actor(person: str | None, team: Team) -> Actor:
    """Return who acts; the ledger shows beside it who really typed."""
    key = named("--as", person) or os.environ.get(VARIABLE, "").strip() or _same_as_login(team)
    if not key:
        raise Mistake(w.NOBODY_ACTS, people=_people(team))
    return commanded(Actor, key=key, via=Via.CLI, session=f"os:{login()}")


def _same_as_login(team: Team) -> str:
    name = login()
    return name if team.person(name) else ""


def _people(team: Team) -> tuple[str, ...]:
    keys = [person.key for person in team.people if person.active]
    return (*keys[:MOST_NAMED], "…") if len(keys) > MOST_NAMED else tuple(keys)
