"""What waits, over all rollouts somebody takes part in: on the person, and on others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.entrypoints.slack_app.door import Door
from playbooks.model.rollout import Rollout
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.waiting import Waiting, waiting
from tasks.adapters.slack.directory import Account
from tasks.adapters.slack.errors import StrangerError

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Membership:
    """A rollout somebody takes part in, and as whom."""

    rollout: Rollout
    person: Stakeholder


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits in one rollout."""

    rollout: Rollout
    waiting: Waiting
    mine: bool


def memberships(door: Door, account: Account) -> tuple[Membership, ...]:
    """Return the rollouts an account takes part in; nothing tells that there are others."""
    return tuple(_memberships(door, account))


def items(door: Door, found: tuple[Membership, ...]) -> tuple[Item, ...]:
    """Return everything that waits there, the most urgent first."""
    now = door.office.clock.now()
    waits = [
        Item(member.rollout, item, member.person.key in item.people)
        for member in found
        for item in waiting(member.rollout, now)
    ]
    return tuple(sorted(waits, key=lambda item: item.waiting.due or _NEVER))


def _memberships(door: Door, account: Account) -> Iterator[Membership]:
    for key in door.office.store.rollouts():
        rollout = door.office.store.rollout(key)
        if rollout is None:
            continue
        try:
            yield Membership(rollout, door.slack.directory.person(account, rollout.team))
        except StrangerError:
            continue
