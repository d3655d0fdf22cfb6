"""The switchboard: over which channels a person is reached, the preferred one first, and at which hours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playbooks.model.rollout import Rollout
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.working_hours import DayPart
from tasks.adapters.channels.specification import EMAIL, SLACK, Reach
from tasks.adapters.ports import Channel

#: Nobody's year has this many days off in a row.
_LONGEST_BREAK = 60
EVERYBODY = Reach()


@dataclass(frozen=True, slots=True)
class Line:
    """One channel, whom it reaches, and how many notices a minute it takes."""

    channel: Channel
    kind: str
    reach: Reach = EVERYBODY
    per_minute: int | None = None

    def serves(self, person: Stakeholder, rollout: str) -> bool:
        """Tell whether this person's notices of this rollout may go here."""
        reach = self.reach
        if self.kind == EMAIL and not person.email:
            return False
        if reach.rollouts and rollout not in reach.rollouts:
            return False
        if reach.person is not None:
            return reach.person == person.key
        if reach.roles and not set(reach.roles) & set(person.roles):
            return False
        return not reach.departments or person.department in reach.departments

    @property
    def personal(self) -> bool:
        """Tell whether what goes here is read by its receiver alone."""
        return self.kind in (EMAIL, SLACK) or self.reach.person is not None

    @property
    def breadth(self) -> tuple[bool, int]:
        """Return how widely it is read: a person's own line first, then the one that names the most."""
        named = bool(self.reach.rollouts) + bool(self.reach.roles) + bool(self.reach.departments)
        return (self.reach.person is None, -named)


@dataclass(frozen=True, slots=True)
class Switchboard:
    """Every line there is, the order in which they are tried, and the hours."""

    lines: tuple[Line, ...]
    order: tuple[str, ...]
    people: Mapping[str, tuple[str, ...]]
    hours: DayPart | None = None

    def choices(self, person: Stakeholder, rollout: str, *, personal: bool = False) -> tuple[Line, ...]:
        """Return the lines on which a person can be reached, the first choice first, each once.

        `personal` puts those first that the person alone reads: no other may carry a link to decide with.
        """
        wanted = dict.fromkeys((*self.people.get(person.key, ()), *self.order))
        found = (line for name in wanted for line in self._named(name) if line.serves(person, rollout))
        once = {line.channel.name: line for line in found}.values()
        return tuple(sorted(once, key=lambda line: personal and not line.personal))

    def opens_at(self, person: Stakeholder, rollout: Rollout, *, now: datetime) -> datetime | None:
        """Return when this person is written to again, or None while that may be done."""
        if self.hours is None:
            return None
        hours, zone = person.hours or self.hours, ZoneInfo(person.time_zone or rollout.calendar.time_zone)
        local = now.astimezone(zone)
        for ahead in range(_LONGEST_BREAK):
            day = local.date() + timedelta(days=ahead)
            start, end = (datetime.combine(day, edge, zone) for edge in (hours.begins, hours.ends))
            if rollout.calendar.works(day) and local < end:
                return None if start <= local else start.astimezone(UTC)
        return None

    def _named(self, name: str) -> Iterator[Line]:
        of_name = (line for line in self.lines if name in (line.kind, line.channel.name))
        yield from sorted(of_name, key=lambda line: line.breadth)
