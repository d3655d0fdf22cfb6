"""A letter that takes long to leave stays with the dispatcher that sends it, until that has ended."""

from datetime import datetime
from threading import Event
from threading import enumerate as threads

import pytest

from playbooks.model.errors import OutsideError
from playbooks.model.letters import Notice
from playbooks.model.stakeholder import Stakeholder
from tasks.adapters.ports import Parcel
from tests.integration.test_dispatcher import notice, office, outbox, subjects
from tests.simulators.channel import FakeChannel
from tests.simulators.rollouts import Play

#: Far more than a renewal takes; a test that waits for so long has failed.
PATIENCE = 30.0


class Renewals:
    """Renews claims every millisecond, and tells when it was done; it may be told to fail as often as that."""

    def __init__(self, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
        self.failures, self._came, self._renewed = 0, Event(), play.store.renewed
        monkeypatch.setattr("tasks.adapters.kept_claim.RENEWED_EVERY", 0.001)
        monkeypatch.setattr(play.store, "renewed", self._renew)

    def await_one(self) -> None:
        """Wait for a renewal that has looked at the clock from now on: one that is under way may have done so before."""
        for _ in range(2):
            self._came.clear()
            assert self._came.wait(PATIENCE)

    def _renew(self, parcel: Parcel, at: datetime) -> None:
        if self.failures:
            self.failures -= 1
            raise OutsideError("The disk is full.")
        self._renewed(parcel, at)
        self._came.set()


class EndlessChannel(FakeChannel):
    """Takes five minutes over each letter, while another dispatcher comes by every twenty seconds."""

    def __init__(self, play: Play, renewals: Renewals) -> None:
        super().__init__()
        self.play, self.renewals, self.meanwhile = play, renewals, FakeChannel("meanwhile")

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:
        """Keep a notice, five minutes later."""
        FakeChannel.send(self, person, notice, rollout=rollout, parcel=parcel)
        for _ in range(15):
            self.play.clock.forward(seconds=20)
            self.renewals.await_one()
            office(self.play, self.meanwhile).deliver()


@pytest.mark.parametrize("failures", [0, 2])
def test_a_letter_that_takes_long_goes_out_once(monkeypatch: pytest.MonkeyPatch, failures: int) -> None:
    """Also where a renewal fails now and then."""
    play = outbox(notice("one"))
    renewals = Renewals(play, monkeypatch)
    channel, renewals.failures = EndlessChannel(play, renewals), failures
    assert office(play, channel).deliver().delivered == 1
    assert (subjects(channel), subjects(channel.meanwhile)) == (["one"], [])


def test_nothing_goes_on_behind_a_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sent or not, nobody renews its claim any more."""
    play = outbox(notice("one"), notice("two", "chen_hao"))
    Renewals(play, monkeypatch)
    office(play, FakeChannel(fails=1)).deliver()
    assert [thread.name for thread in threads() if "claim on letter" in thread.name] == []
