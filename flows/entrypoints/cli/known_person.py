"""Whether somebody is known at all: a mistyped name is not somebody on whom nothing waits."""

from contextlib import suppress

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.mistake import Unknown
from flows.entrypoints.cli.options import Reply
from flows.entrypoints.cli.standing import nothing_yet, store_url
from playbooks.model.errors import InputError
from playbooks.model.offer import offered
from tasks.adapters.store import views


def require_known(person: str, reply: Reply) -> None:
    """Refuse a name that neither the organisation nor any rollout has."""
    known = [*_of_the_company(), *_of_the_rollouts(reply)]
    if person not in known:
        raise Unknown(w.NO_PERSON, person=person, offered=offered(person, list(dict.fromkeys(known))))


def _of_the_company() -> list[str]:
    from flows.bootstrap import settings
    from tasks.adapters.organisation import read_organisation

    with suppress(InputError):  # an inbox is shown without the organisation's file, too
        return [person.key for person in read_organisation(settings().organisation).people]
    return []


def _of_the_rollouts(reply: Reply) -> list[str]:
    """Return the people of all rollouts: some may have left the company's file since."""
    keys = [each.key for each in nothing_yet(lambda: views.rollouts(store_url()))]
    if not keys:
        return []
    from flows.entrypoints.cli.visit import open_door

    office, _ = open_door(reply)
    return [person.key for key in keys for person in office.rollout(key).team.people]
