"""The postman: brings a notice over every channel that keeps copies, and over one on which its person is reached.

- A second try leaves alone what the first has delivered.
- A channel that is down or wrong hands over to the next choice; one that is busy is waited for.
- A channel that was found down is waited for once in a round, not once for each person.
- Robots are counted in the store, so that all processes together keep within a robot's rate.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce

from playbooks.model.errors import InputError, OutsideError, RolloutError
from playbooks.model.letters import Notice
from playbooks.model.phrase import Phrase, phrase
from playbooks.model.rollout import Rollout
from playbooks.model.stakeholder import Stakeholder
from tasks.adapters.channels.failures import BusyError, DownError
from tasks.adapters.channels.switchboard import Line, Switchboard
from tasks.adapters.ports import Channel, Clock, Parcel, Store

MINUTE = timedelta(minutes=1)
#: How long a robot whose minute is full is left alone.
BREATH = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Postman:
    """Brings notices to people, for one round."""

    store: Store
    clock: Clock
    copies: Sequence[Channel]
    switchboard: Switchboard | None = None
    #: Whether its letters lie in an outbox, which then remembers what has arrived.
    outbox: bool = True
    _down: dict[str, Phrase] = field(default_factory=dict)

    def bring(self, parcel: Parcel, notice: Notice, person: Stakeholder, *, rollout: Rollout) -> None:
        """Bring one notice; raises what kept it from arriving, after noting what has arrived."""
        done: list[str] = []
        try:
            for channel in self.copies:
                if channel.name in parcel.sent:
                    continue
                with self._waited_for_once(channel):
                    channel.send(person, notice, rollout=rollout.key, parcel=parcel.id)
                done.append(channel.name)
            if self.switchboard is not None:
                self._reach(parcel, notice, person, rollout=rollout)
        except Exception:
            if done:
                self._note(parcel, done)
            raise

    def _note(self, parcel: Parcel, channels: Sequence[str]) -> None:
        if self.outbox:
            self.store.sent(parcel, channels, self.clock.now())

    def _reach(self, parcel: Parcel, notice: Notice, person: Stakeholder, *, rollout: Rollout) -> None:
        lines = self._choices(person, rollout, personal=notice.asks is not None)
        if not lines or parcel.sent & {line.channel.name for line in lines}:
            return
        self._require_hours(person, rollout)
        failures: list[RolloutError] = []
        for line in lines:
            try:
                self._require_room(line)
                with self._waited_for_once(line.channel):
                    line.channel.send(person, notice, rollout=rollout.key, parcel=parcel.id)
            except BusyError:
                raise
            except RolloutError as error:
                failures.append(error)
            else:
                self._note(parcel, [line.channel.name])
                return
        raise _together(failures)

    @contextmanager
    def _waited_for_once(self, channel: Channel) -> Generator[None]:
        """Remember that a channel is down, and say so at once from then on."""
        if (reason := self._down.get(channel.name)) is not None:
            raise DownError(reason)
        try:
            yield
        except DownError as error:
            self._down[channel.name] = error.phrase
            raise

    def _choices(self, person: Stakeholder, rollout: Rollout, *, personal: bool) -> tuple[Line, ...]:
        if self.switchboard is None:
            return ()
        return self.switchboard.choices(person, rollout.key, personal=personal)

    def _require_hours(self, person: Stakeholder, rollout: Rollout) -> None:
        now = self.clock.now()
        opens = None if self.switchboard is None else self.switchboard.opens_at(person, rollout, now=now)
        if opens is not None:
            raise BusyError("Outside working hours people are not written to.", wait=opens - now)

    def _require_room(self, line: Line) -> None:
        if line.per_minute is None:
            return
        since = self.clock.now() - MINUTE
        if self.store.sent_since(line.channel.name, since) >= line.per_minute:
            raise BusyError(
                "Robot {name} has posted {per_minute} messages within a minute; the rest follows.",
                name=line.channel.name,
                per_minute=line.per_minute,
                wait=BREATH,
            )


def _together(failures: Sequence[RolloutError]) -> RolloutError:
    """Return one error for all: worth another try as soon as one of them is."""
    told = {str(failure): failure.phrase for failure in failures}.values()
    whole = reduce(lambda one, other: phrase("{one} {other}", one=one, other=other), told)
    outside = any(isinstance(failure, OutsideError) for failure in failures)
    return OutsideError(whole) if outside else InputError(whole)
