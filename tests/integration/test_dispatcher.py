"""The dispatcher: what fails stays and comes later, once; nothing overtakes; what is needless is dropped."""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from playbooks.model import commands as c
from playbooks.model.errors import InputError, OutsideError
from playbooks.model.letters import Announce, Letter, Notice, StartPhaseRun, WakeRun
from playbooks.model.phase import PhaseKey
from playbooks.model.phrase import phrase
from playbooks.model.stakeholder import Stakeholder
from tasks.adapters.channels.failures import DownError
from tasks.adapters.dispatcher import AT_WORK_PAUSE, FIRST_PAUSE, LONGEST_PAUSE, Delivery, Dispatcher
from tests.simulators.channel import FakeChannel
from tests.simulators.facts import text
from tests.simulators.orchestrator import FakeOrchestrator
from tests.simulators.rollouts import Play
from tests.simulators.wishes import RUN

PHASE, KEY = PhaseKey.INITIATION, "crm-2026"
WAKE, START = WakeRun(phase=PHASE, run=RUN), StartPhaseRun(phase=PHASE, round=1)
OTHER = "22222222-2222-4222-8222-222222222222"


def notice(subject: str, to: str = "lin_wei") -> Notice:
    """Return a notice."""
    return Notice(to=to, subject=text(subject), body=text("body"))


def outbox(*letters: Letter, play: Play | None = None) -> Play:
    """Return a play with exactly these letters in its outbox."""
    play = play or Play.begun()
    play.store.contents.outbox.clear()
    with play.store.transaction() as unit:
        unit.post(KEY, letters, play.clock.now())
    return play


def waiting_run() -> Play:
    """Return a play whose first phase has a run that is to be woken."""
    play = Play.opened()
    play.granted(c.EnterPhase(phase=PHASE), by=RUN, kind=c.ActorKind.RUN)
    play.granted(c.HoldRollout(reason="r"), by="lin_wei")
    return play


def office(play: Play, *channels: FakeChannel, prefect: FakeOrchestrator | None = None) -> Dispatcher:
    """Return a dispatcher over this outbox."""
    return Dispatcher(store=play.store, clock=play.clock, channels=channels, orchestrator=prefect)


def subjects(channel: FakeChannel) -> list[str]:
    """Return what a channel delivered, in its order."""
    return [subject for _, _, subject in channel.sent]


def test_every_letter_reaches_its_receiver() -> None:
    """Notices the channel, runs and events Prefect."""
    play = outbox(notice("one"), START, Announce(event="phasegate.test", about="rollout"))
    channel, prefect = FakeChannel(), FakeOrchestrator()
    assert office(play, channel, prefect=prefect).deliver() == Delivery(3, 0)
    assert (subjects(channel), list(prefect.started.values())) == (["one"], [(KEY, "initiation")])
    assert prefect.announced == [("phasegate.test", KEY, "rollout")]


def test_a_channel_that_is_down_keeps_the_letter_and_delivers_it_once() -> None:
    """Later, and not again after that."""
    play, channel = outbox(notice("one")), FakeChannel(down=True)
    assert office(play, channel).deliver() == Delivery(0, 1, (phrase("The line is down."),))
    channel.down = False
    play.clock.forward(seconds=1)
    assert [office(play, channel).deliver().delivered for _ in range(2)] == [1, 0]
    assert subjects(channel) == ["one"]


def test_nothing_overtakes_a_letter_that_failed() -> None:
    """A line that comes back in the middle of a round delivers in order all the same."""
    play, channel = outbox(*map(notice, ("one", "two", "three"))), FakeChannel(fails=1)
    assert office(play, channel).deliver().delivered == 0
    play.clock.forward(seconds=1)
    assert office(play, channel).deliver() == Delivery(3, 0)
    assert subjects(channel) == ["one", "two", "three"]


def test_who_is_down_is_asked_once_a_round() -> None:
    """A hundred letters to a receiver that does not answer cost one wait, not a hundred."""
    play, channel = outbox(*(notice(str(number)) for number in range(50))), FakeChannel(down=True)
    office(play, channel).deliver()
    assert (channel.tried, play.store.undelivered()) == (1, 50)


def test_others_are_not_held_up() -> None:
    """Prefect that is down keeps no notice waiting."""
    play, channel = outbox(START, notice("one")), FakeChannel()
    prefect = FakeOrchestrator(failure=OutsideError("Prefect is down."))
    assert office(play, channel, prefect=prefect).deliver() == Delivery(1, 1, (phrase("Prefect is down."),))


def test_an_order_that_is_wrong_in_itself_holds_nobody_up() -> None:
    """What Prefect refuses waits by itself; the next event is told."""
    wrong = Announce(event="wrong", about="rollout")
    play, prefect = outbox(wrong, Announce(event="right", about="rollout")), FakeOrchestrator()
    told = prefect.announce

    class Picky(FakeOrchestrator):
        """Refuses one event."""

        def announce(self, event: str, **more: object) -> None:
            """Refuse, or tell."""
            if event == "wrong":
                raise InputError("no such event")
            told(event, **more)  # type: ignore[arg-type]  # as it came

    assert office(play, prefect=Picky()).deliver() == Delivery(1, 1, (phrase("no such event"),))
    assert [event for event, *_ in prefect.announced] == ["right"]


@pytest.mark.parametrize("letter", [WAKE, START, Announce(event="phasegate.test", about="rollout")])
@pytest.mark.parametrize("failure", [InputError("refused"), OutsideError("down")])
def test_no_answer_of_prefect_stops_the_dispatcher(
    letter: Letter, failure: InputError | OutsideError
) -> None:
    """The letter stays with the reason."""
    play = outbox(letter, play=waiting_run() if letter is WAKE else None)
    prefect = FakeOrchestrator(failure=failure)
    assert office(play, prefect=prefect).deliver() == Delivery(0, 1, (failure.phrase,))


def test_a_line_that_is_down_is_waited_for_once_and_not_for_each_person() -> None:
    """A mail server that says nothing costs one patience a round, however many are written to."""
    people = ("lin_wei", "chen_hao", "wang_fang")
    play, channel = outbox(*(notice("one", person) for person in people)), FakeChannel(down=True)
    assert office(play, channel).deliver().waiting == 3
    assert channel.tried == 1


def test_prefect_that_answers_nobody_is_waited_for_once() -> None:
    """Not once for each kind of message."""
    play, prefect = outbox(START, Announce(event="phasegate.test", about="rollout")), FakeOrchestrator()
    prefect.failure = DownError("Prefect is down.")
    assert office(play, prefect=prefect).deliver().waiting == 2
    assert prefect.asked == 1


def test_a_run_is_woken_before_anybody_is_written_to() -> None:
    """The decision does not wait for the mail server."""
    play, prefect = outbox(notice("one"), WAKE, play=waiting_run()), FakeOrchestrator()
    with pytest.raises(KeyboardInterrupt):
        office(play, Interrupted(), prefect=prefect).deliver()
    assert prefect.woken == [RUN]


def test_runs_alone_are_woken_where_only_they_are_asked_for() -> None:
    """A round that waits for a channel has no hold on them."""
    play, prefect, channel = (
        outbox(notice("one"), WAKE, play=waiting_run()),
        FakeOrchestrator(),
        FakeChannel(),
    )
    assert office(play, channel, prefect=prefect).deliver(runs_only=True) == Delivery(1, 1)
    assert (prefect.woken, channel.sent) == ([RUN], [])


@pytest.mark.parametrize("seconds", [1, 7, 29, 40])
def test_a_slow_channel_sends_nothing_twice(seconds: int) -> None:
    """A second dispatcher comes by after each letter, and after the claim of the first as well."""
    play = outbox(*(notice(str(number)) for number in range(60)))
    channel = SlowChannel(play, seconds)
    while play.store.undelivered():
        office(play, channel).deliver()
        office(play, channel).deliver()
    assert sorted(subjects(channel), key=int) == [str(number) for number in range(60)]


def test_what_was_not_begun_in_time_is_due_at_once() -> None:
    """And is not counted as tried."""
    play = outbox(*(notice(str(number)) for number in range(60)))
    assert office(play, SlowChannel(play, 10)).deliver() == Delivery(3, 57)
    assert [parcel.tries for parcel in play.store.due(play.clock.now())] == [0] * 57


class Interrupted(FakeChannel):
    """Is stopped by hand while it sends."""

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:
        """Be stopped."""
        raise KeyboardInterrupt(person, notice, rollout, parcel)


class SlowChannel(FakeChannel):
    """Takes its time over each letter, while another dispatcher looks whether there is something to do."""

    def __init__(self, play: Play, seconds: int) -> None:
        super().__init__()
        self.play, self.seconds, self.at_work = play, seconds, False

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:
        """Keep a notice, a while later."""
        FakeChannel.send(self, person, notice, rollout=rollout, parcel=parcel)
        self.play.clock.forward(seconds=self.seconds)
        if not self.at_work:
            self.at_work = True
            office(self.play, self).deliver(limit=3)
            self.at_work = False


class FaultyChannel(FakeChannel):
    """Meets a fault nobody foresaw with one person's letters."""

    def send(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> None:
        """Keep a notice, or meet the fault."""
        if person.key == "lin_wei":
            raise ZeroDivisionError
        FakeChannel.send(self, person, notice, rollout=rollout, parcel=parcel)


@pytest.fixture
def log() -> Iterator[list[logging.LogRecord]]:
    """What is logged; Prefect, where it is loaded meanwhile, takes away the handlers of the root."""
    records: list[logging.LogRecord] = []
    logger = logging.getLogger("phasegate")
    logger.addFilter(records.append)  # type: ignore[arg-type]  # nothing is to come out of it as well
    yield records
    logger.removeFilter(records.append)  # type: ignore[arg-type]  # same


def test_a_fault_of_one_letter_keeps_no_other(log: list[logging.LogRecord]) -> None:
    """It waits with its reason, and the log has the traceback."""
    play, channel = outbox(notice("one"), notice("two", "chen_hao")), FaultyChannel()
    delivery = office(play, channel).deliver()
    assert (delivery.delivered, delivery.waiting, subjects(channel)) == (1, 1, ["two"])
    assert "Letter 1 met a fault of the product (ZeroDivisionError)" in str(delivery.failures[0])
    assert [record.exc_info is not None for record in log] == [True]


def test_a_copy_that_arrived_before_a_fault_is_not_repeated() -> None:
    """The second channel meets the fault; the first is left alone at the next try."""
    play, good = outbox(notice("one")), FakeChannel("good")
    for _ in range(2):
        office(play, good, FaultyChannel("faulty")).deliver()
        play.clock.forward(minutes=10)
    assert subjects(good) == ["one"]


def test_without_prefect_its_runs_wait() -> None:
    """And the reason says how to have one."""
    delivery = office(outbox(START)).deliver()
    assert (delivery.waiting, "set PREFECT_API_URL" in str(delivery.failures[0])) == (1, True)


def test_without_prefect_there_is_no_feed_to_wait_for() -> None:
    """A change is not undelivered because nobody listens."""
    assert office(outbox(Announce(event="phasegate.test", about="rollout"))).deliver() == Delivery(1, 0)


def test_a_run_at_work_is_woken_later() -> None:
    """Not yet suspended, it is tried again within moments."""
    play, prefect = outbox(WAKE, play=waiting_run()), FakeOrchestrator(busy={RUN})
    assert office(play, prefect=prefect).deliver().waiting == 1
    prefect.busy.clear()
    play.clock.forward(seconds=1)
    assert office(play, prefect=prefect).deliver() == Delivery(1, 0)
    assert prefect.woken == [RUN]


def test_a_run_that_looked_by_itself_is_not_woken() -> None:
    """The wake is needless by now and counts as delivered."""
    play, prefect = waiting_run(), FakeOrchestrator()
    play.granted(c.EnterPhase(phase=PHASE), by=RUN, kind=c.ActorKind.RUN)
    assert office(outbox(WAKE, play=play), prefect=prefect).deliver() == Delivery(1, 0)
    assert prefect.woken == []


def test_a_run_that_was_replaced_is_not_woken() -> None:
    """The phase has another one at work."""
    play, prefect = waiting_run(), FakeOrchestrator()
    play.granted(c.ResumeRollout(reason="r"), by="lin_wei")
    lose = c.LosePhaseRun(phase=PHASE, run=RUN, reason="dead")
    play.granted(lose, by="attend", kind=c.ActorKind.SYSTEM)
    play.granted(c.EnterPhase(phase=PHASE), by=OTHER, kind=c.ActorKind.RUN)
    assert office(outbox(WAKE, play=play), prefect=prefect).deliver() == Delivery(1, 0)
    assert prefect.woken == []


@pytest.mark.parametrize(("round_", "started"), [(1, 0), (2, 1)])
def test_a_phase_that_began_is_not_started_again(round_: int, started: int) -> None:
    """A start of the round that is open already is needless; one of the next round is not."""
    play, prefect = outbox(START.model_copy(update={"round": round_}), play=Play.opened()), FakeOrchestrator()
    office(play, prefect=prefect).deliver()
    assert len(prefect.started) == started


def test_nothing_is_started_once_all_is_over() -> None:
    """A cancelled rollout needs no runs."""
    play, prefect = Play.begun(), FakeOrchestrator()
    play.granted(c.CancelRollout(reason="r"), by="lin_wei")
    assert office(outbox(START, play=play), prefect=prefect).deliver() == Delivery(1, 0)
    assert prefect.started == {}


@pytest.mark.parametrize("to", ["he_jun", "stranger"])
def test_nobody_who_left_is_written_to(to: str) -> None:
    """The notice is done with."""
    play, channel = outbox(notice("one", to)), FakeChannel()
    assert office(play, channel).deliver() == Delivery(1, 0)
    assert channel.sent == []


def test_pauses_double_up_to_a_limit() -> None:
    """From a third of a second to five minutes, and no further."""
    play, channel = outbox(notice("one")), FakeChannel(down=True)
    pauses = []
    for _ in range(14):
        office(play, channel).deliver()
        (posted,) = play.store.contents.outbox.values()
        pauses.append(posted.not_before - play.clock.now())
        play.clock.moment = posted.not_before
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses[-1] == max(pauses) == LONGEST_PAUSE == timedelta(minutes=5)


def test_a_run_at_work_is_asked_again_within_moments_however_often() -> None:
    """Pauses that grow would leave a phase unwoken for minutes after its run has come to rest."""
    play, prefect = outbox(WAKE, play=waiting_run()), FakeOrchestrator(busy={RUN})
    for _ in range(14):
        office(play, prefect=prefect).deliver()
        play.clock.moment += AT_WORK_PAUSE
    prefect.busy.clear()
    office(play, prefect=prefect).deliver()
    assert prefect.woken == [RUN]


def test_two_dispatchers_deliver_a_letter_once() -> None:
    """What one has taken the other leaves alone for a minute."""
    play, channel = outbox(notice("one"), notice("two", "chen_hao")), FakeChannel()
    taken = play.store.due(play.clock.now(), limit=1)
    assert office(play, channel).deliver().delivered == 1
    play.clock.forward(minutes=2)
    assert office(play, channel).deliver().delivered == len(taken) == 1
    assert sorted(subjects(channel)) == ["one", "two"]


def test_a_limit_is_kept() -> None:
    """The rest waits for the next round."""
    play, channel = outbox(*(notice(str(number)) for number in range(5))), FakeChannel()
    assert office(play, channel).deliver(limit=2) == Delivery(2, 3)
    assert office(play, channel).deliver() == Delivery(3, 0)
    assert subjects(channel) == list("01234")


def test_a_rollout_that_cannot_be_read_keeps_its_letters() -> None:
    """The reason says what to run."""
    play = outbox(notice("one"))
    play.store.contents.rollouts.clear()
    assert "phasegate doctor" in str(office(play, FakeChannel()).deliver().failures[0])


def test_every_channel_is_used() -> None:
    """A person may be reached in two ways."""
    play, channels = outbox(notice("one")), (FakeChannel("a"), FakeChannel("b"))
    office(play, *channels).deliver()
    assert [subjects(channel) for channel in channels] == [["one"], ["one"]]
