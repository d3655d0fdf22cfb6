"""Case 41, for a whole hour: the channel is down or says when to come again; nothing is lost, doubled or overtaken."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from playbooks.model import commands as c
from playbooks.model.errors import OutsideError
from playbooks.model.letters import Notice
from playbooks.model.stakeholder import Stakeholder
from tasks.adapters.channels.failures import BusyError
from tasks.adapters.dispatcher import Dispatcher
from tests.simulators.channel import FakeChannel
from tests.simulators.facts import document
from tests.simulators.rollouts import Play, SetClock
from tests.simulators.wordy import notices_since

PAPER, SIGNED = "initiation.paper", "initiation.signed"
HOUR, RETRY_AFTER, A_SWEEP = timedelta(hours=1), timedelta(minutes=7), timedelta(minutes=5)


@dataclass(slots=True)
class Outage(FakeChannel):
    """A channel that takes nothing until a moment; a busy one says when it may be asked again."""

    clock: SetClock = field(default_factory=SetClock)
    until: datetime = SetClock().moment
    busy: bool = False
    asked: list[datetime] = field(default_factory=list)

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:
        """Keep a notice once the outage is over."""
        self.asked.append(self.clock.moment)
        if self.clock.moment < self.until:
            if self.busy:
                raise BusyError("Slack takes no more messages for the moment.", wait=RETRY_AFTER)
            raise OutsideError("Slack cannot be reached.")
        FakeChannel.send(self, person, notice, rollout=rollout, parcel=parcel)


def asked() -> Play:
    """Return a play in which people were asked to sign, and nobody has heard of it yet."""
    play = Play.opened()
    play.record(PAPER, document())
    play.store.contents.outbox.clear()
    play.granted(c.RequestSignOff(gate=SIGNED), by="attend", kind=c.ActorKind.SYSTEM)
    return play


def swept(play: Play, channel: Outage, hours: int) -> None:
    """Let the sweep come by every five minutes."""
    office = Dispatcher(store=play.store, clock=play.clock, channels=(channel,))
    end = play.clock.moment + timedelta(hours=hours)
    while play.clock.moment < end:
        office.deliver()
        play.clock.moment += A_SWEEP


@pytest.mark.parametrize("busy", [False, True])
def test_case_41_an_hour_without_slack(*, busy: bool) -> None:
    """Everybody who was asked hears of it once, in the order of the letters, when it is back."""
    play = asked()
    letters = [notice.to for notice in notices_since(play, 0)]
    channel = Outage(clock=play.clock, until=play.clock.moment + HOUR, busy=busy)
    swept(play, channel, hours=2)
    assert [person for _, person, _ in channel.sent] == letters
    assert len(letters) >= 2
    assert play.store.undelivered() == 0


def test_case_41_who_is_busy_is_left_alone_for_as_long_as_it_says() -> None:
    """Retry-After is kept to."""
    play = asked()
    channel = Outage(clock=play.clock, until=play.clock.moment + HOUR, busy=True)
    swept(play, channel, hours=1)
    moments = sorted(set(channel.asked))
    assert len(moments) > 3
    assert all(later - earlier >= RETRY_AFTER for earlier, later in pairwise(moments))


def test_case_41_decisions_go_on_meanwhile() -> None:
    """Through another door; the request that comes late is for what is still open."""
    play = asked()
    channel = Outage(clock=play.clock, until=play.clock.moment + HOUR)
    swept(play, channel, hours=1)
    play.sign(SIGNED, by="wang_fang")
    assert [yes.person for yes in play.rollout.sign_offs] == ["wang_fang"]
    assert (channel.sent, play.store.verify().verified) == ([], True)
