"""The postman: every copy once, one line that reaches the person, nothing twice, nothing too fast."""

from datetime import timedelta

import pytest

from playbooks.model.errors import InputError
from playbooks.model.letters import Notice
from playbooks.model.phrase import phrase
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.waiting import WaitingFor
from playbooks.model.working_hours import DayPart
from tasks.adapters.channels.failures import BusyError
from tasks.adapters.channels.switchboard import Line, Switchboard
from tasks.adapters.dispatcher import Delivery, Dispatcher
from tests.simulators.channel import FakeChannel
from tests.simulators.facts import text
from tests.simulators.rollouts import Play

KEY = "crm-2026"


class Wrong(FakeChannel):
    """A channel that refuses for good."""

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:  # noqa: ARG002  # the port's shape
        """Refuse."""
        self.tried += 1
        raise InputError("{name} is set up wrong.", name=self.name)


class Busy(FakeChannel):
    """A channel that takes no more for a while."""

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:  # noqa: ARG002  # the port's shape
        """Ask for patience."""
        self.tried += 1
        raise BusyError("{name} is busy.", name=self.name, wait=timedelta(minutes=3))


def outbox(count: int = 1, *, asks: WaitingFor | None = None) -> Play:
    """Return a play with so many notices to the sponsor in its outbox."""
    play = Play.begun()
    play.store.contents.outbox.clear()
    letters = [Notice(to="lin_wei", subject=text(str(n)), body=text("b"), asks=asks) for n in range(count)]
    with play.store.transaction() as unit:
        unit.post(KEY, letters, play.clock.now())
    return play


def office(
    play: Play, *lines: FakeChannel, copies: tuple[FakeChannel, ...] = (), rate: int | None = None
) -> Dispatcher:
    """Return a dispatcher that tries these channels one after the other."""
    found = tuple(Line(channel, channel.name, per_minute=rate) for channel in lines)
    board = Switchboard(found, tuple(channel.name for channel in lines), {})
    return Dispatcher(store=play.store, clock=play.clock, channels=copies, switchboard=board)


def subjects(channel: FakeChannel) -> list[str]:
    """Return what a channel delivered, in its order."""
    return [subject for _, _, subject in channel.sent]


def test_the_first_choice_is_enough() -> None:
    """The second one hears nothing."""
    play, first, second, copy = outbox(), FakeChannel("a"), FakeChannel("b"), FakeChannel("file")
    assert office(play, first, second, copies=(copy,)).deliver() == Delivery(1, 0)
    assert (subjects(first), subjects(second), subjects(copy)) == (["0"], [], ["0"])


@pytest.mark.parametrize("first", [FakeChannel("a", down=True), Wrong("a")])
def test_what_fails_hands_over(first: FakeChannel) -> None:
    """Whether it is down or set up wrong; who must be reached is reached now."""
    play, second = outbox(), FakeChannel("b")
    assert office(play, first, second).deliver() == Delivery(1, 0)
    assert subjects(second) == ["0"]


def test_a_line_that_is_down_is_tried_once_a_round() -> None:
    """The second line carries all the letters, and the first is not waited for with each."""
    play, first, second = outbox(3), FakeChannel("a", down=True), FakeChannel("b")
    dispatcher = office(play, first, second)
    assert dispatcher.deliver() == Delivery(3, 0)
    assert (first.tried, subjects(second)) == (1, ["0", "1", "2"])


def test_a_line_that_was_down_is_tried_again_in_the_next_round() -> None:
    """Nobody remembers for longer."""
    play, line = outbox(), FakeChannel("a", fails=1)
    dispatcher = office(play, line)
    dispatcher.deliver()
    play.clock.forward(minutes=10)
    assert dispatcher.deliver() == Delivery(1, 0)


def test_who_is_busy_is_waited_for() -> None:
    """As long as was said, and nobody else takes over."""
    play, second = outbox(), FakeChannel("b")
    assert office(play, Busy("a"), second).deliver() == Delivery(0, 1, (phrase("{name} is busy.", name="a"),))
    (posted,) = play.store.contents.outbox.values()
    assert (posted.not_before - play.clock.now(), subjects(second)) == (timedelta(minutes=3), [])


def test_all_failing_is_told_together() -> None:
    """The letter stays; one of them may come back."""
    play = outbox()
    delivery = office(play, Wrong("a"), FakeChannel("b", down=True)).deliver()
    assert (delivery.waiting, [str(failure) for failure in delivery.failures]) == (
        1,
        ["a is set up wrong. The line is down."],
    )


def test_copies_are_not_written_twice() -> None:
    """A second try leaves alone what the first has delivered."""
    play, copy, line = outbox(), FakeChannel("file"), FakeChannel("a", fails=2)
    for _ in range(3):
        office(play, line, copies=(copy,)).deliver()
        play.clock.forward(minutes=10)
    assert (subjects(copy), subjects(line)) == (["0"], ["0"])


def test_a_copy_that_fails_does_not_repeat_those_before_it() -> None:
    """Each channel is counted by itself."""
    play, first, second = outbox(), FakeChannel("one"), FakeChannel("two", fails=1)
    for _ in range(2):
        office(play, copies=(first, second)).deliver()
        play.clock.forward(minutes=10)
    assert (subjects(first), subjects(second)) == (["0"], ["0"])


def test_a_crash_after_sending_does_not_send_again() -> None:
    """What went out is noted before the parcel is done."""
    play, line = outbox(), FakeChannel("a")
    board = office(play, line)
    (parcel,) = play.store.due(play.clock.now())
    play.store.sent(parcel, ["a"], play.clock.now())
    play.clock.forward(minutes=2)
    assert board.deliver() == Delivery(1, 0)
    assert line.tried == 0


def test_a_robot_keeps_within_its_rate() -> None:
    """The rest comes a minute later; nothing is dropped and nothing goes elsewhere."""
    play, robot, other = outbox(25), FakeChannel("room"), FakeChannel("b")
    counts = []
    for _ in range(8):
        office(play, robot, other, rate=20).deliver()
        counts.append(len(robot.sent))
        play.clock.forward(seconds=20)
    assert (counts[0], counts[-1], other.sent) == (20, 25, [])
    assert subjects(robot) == [str(number) for number in range(25)]


def test_outside_working_hours_only_copies_are_written() -> None:
    """The letter itself follows in the morning."""
    play, line, copy = outbox(), FakeChannel("a"), FakeChannel("file")
    dispatcher = office(play, line, copies=(copy,))
    board = Switchboard(
        (Line(line, "a"),), ("a",), {}, DayPart.model_validate({"from": "12:00", "to": "13:00"})
    )
    quiet = Dispatcher(store=play.store, clock=play.clock, channels=dispatcher.channels, switchboard=board)
    assert tuple(map(str, quiet.deliver().failures)) == ("Outside working hours people are not written to.",)
    play.clock.forward(hours=3)
    assert quiet.deliver() == Delivery(1, 0)
    assert (subjects(copy), subjects(line)) == (["0"], ["0"])


def test_who_can_be_reached_nowhere_is_no_failure() -> None:
    """The copy in the file is what there is."""
    play, copy = outbox(), FakeChannel("file")
    assert office(play, copies=(copy,)).deliver() == Delivery(1, 0)
    assert subjects(copy) == ["0"]


def test_one_who_is_down_keeps_the_order() -> None:
    """What stands behind waits with it."""
    play, line = outbox(3), FakeChannel("a", fails=1)
    office(play, line).deliver()
    play.clock.forward(minutes=1)
    office(play, line).deliver()
    assert subjects(line) == ["0", "1", "2"]
