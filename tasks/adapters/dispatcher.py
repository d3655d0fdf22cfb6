"""The dispatcher: takes letters out of the outbox and delivers them; what fails stays and is tried again.

A decision never waits for a delivery: runs are woken and started before people are written to. Waking a run that
is not suspended yet is tried again within moments; a wake that the run has meanwhile answered by itself is needless
and counts as delivered. While a receiver is down, what stands behind the letter that failed waits with it, so that
nothing overtakes; a letter that is wrong in itself, or meets a fault of the product, holds nobody up. A receiver
that is busy says when it is ready again.

No letter is sent twice because it took long: none is begun shortly before its claim runs out, and while one is being
brought to somebody its claim is renewed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from playbooks.model.errors import OutsideError, RolloutError
from playbooks.model.letters import Announce, Letter, Notice, StartPhaseRun, WakeRun
from playbooks.model.phrase import Phrase, phrase
from playbooks.model.rollout import PhaseStatus, Rollout
from tasks.adapters.channels.failures import BusyError, DownError
from tasks.adapters.channels.postman import Postman
from tasks.adapters.channels.switchboard import Switchboard
from tasks.adapters.kept_claim import kept_claim
from tasks.adapters.ports import Channel, Clock, Orchestrator, Parcel, Store
from tasks.adapters.run_log import run_log
from tasks.adapters.store.parcels import CLAIM, lane

FIRST_PAUSE = timedelta(milliseconds=300)
#: A run that is still at work waits within seconds; growing pauses would leave it unwoken for minutes after that.
AT_WORK_PAUSE = timedelta(milliseconds=300)
LONGEST_PAUSE = timedelta(minutes=5)
#: How long after its letters were taken a round begins another one; what is left then is given back, due at once.
LAST_BEGINNING = CLAIM / 2


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one round of delivering achieved."""

    delivered: int
    waiting: int
    failures: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class _Setback:
    """Why a letter waits, and for how long where that is known."""

    reason: Phrase
    wait: timedelta | None = None


@dataclass(slots=True)
class _Round:
    """What one round has found out so far: which queues wait, and whether Prefect answers nobody."""

    postman: Postman
    waiting: dict[tuple[str, str], _Setback] = field(default_factory=dict)
    no_prefect: _Setback | None = None

    def note(self, parcel: Parcel, error: OutsideError) -> _Setback:
        """Return why a letter has to wait, and have those behind it wait too."""
        setback = _Setback(error.phrase, error.wait if isinstance(error, BusyError) else None)
        self.waiting[_queue(parcel)] = setback
        if isinstance(error, DownError) and not isinstance(parcel.letter, Notice):
            self.no_prefect = setback
        return setback


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Delivers the outbox over the channels and to Prefect; without Prefect its runs wait and there is no feed.

    Over `channels` every notice goes; the switchboard chooses one more on which its person is reached.
    """

    store: Store
    clock: Clock
    channels: Sequence[Channel]
    orchestrator: Orchestrator | None = None
    switchboard: Switchboard | None = None

    def deliver(self, *, limit: int = 100, runs_only: bool = False) -> Delivery:
        """Try every letter that is due, once, or those alone that runs wait for; return how it went."""
        failures: dict[str, Phrase] = {}
        under_way = _Round(Postman(self.store, self.clock, self.channels, self.switchboard))
        done = 0
        for parcel in self._in_time(limit=limit, runs_only=runs_only):
            setback = under_way.waiting.get(_queue(parcel)) or self._tried(parcel, under_way)
            if setback is None:
                self.store.delivered(parcel, self.clock.now())
                done += 1
            else:
                self._later(parcel, setback)
                failures[str(setback.reason)] = setback.reason
        return Delivery(done, self.store.undelivered(), tuple(failures.values()))

    def bring(self, notice: Notice, rollout: Rollout, *, number: int) -> None:
        """Bring a notice at once and without the outbox, for when the store takes nothing."""
        person = rollout.team.person(notice.to)
        if person is None or not person.active:
            return
        parcel = Parcel(id=number, rollout=rollout.key, letter=notice, tries=0, posted_at=self.clock.now())
        postman = Postman(self.store, self.clock, self.channels, self.switchboard, outbox=False)
        postman.bring(parcel, notice, person, rollout=rollout)

    def _in_time(self, *, limit: int, runs_only: bool) -> Iterator[Parcel]:
        """Take letters and yield them while their claim is sure to last; the rest is due again."""
        taken = self.clock.now()
        parcels = self.store.due(taken, limit=limit, runs_only=runs_only)
        for begun, parcel in enumerate(parcels):
            if self.clock.now() - taken >= LAST_BEGINNING:
                self.store.given_back(parcels[begun:], taken=taken)
                return
            yield parcel

    def _tried(self, parcel: Parcel, under_way: _Round) -> _Setback | None:
        """Deliver one letter; return None, or why it has to wait, and note whose receiver is down."""
        try:
            return self._delivered(parcel, parcel.letter, under_way)
        except OutsideError as error:
            return under_way.note(parcel, error)
        except RolloutError as error:
            return _Setback(error.phrase)
        except Exception as error:  # noqa: BLE001  # told with its traceback, and no reason to keep everybody else's letters
            run_log().exception("letter %d of %s cannot be delivered", parcel.id, parcel.rollout)
            return _Setback(
                phrase(
                    "Letter {number} met a fault of the product ({kind}); the log tells where, report it.",
                    number=parcel.id,
                    kind=type(error).__name__,
                )
            )

    def _delivered(self, parcel: Parcel, letter: Letter, under_way: _Round) -> _Setback | None:
        rollout = self.store.rollout(parcel.rollout)
        if rollout is None:
            return _Setback(
                phrase("Rollout {rollout!r} cannot be read; run phasegate doctor.", rollout=parcel.rollout)
            )
        if isinstance(letter, Notice):
            person = rollout.team.person(letter.to)
            if person is not None and person.active:
                with kept_claim(self.store, self.clock, parcel):
                    under_way.postman.bring(parcel, letter, person, rollout=rollout)
            return None
        if _needless(letter, rollout):
            return None
        if self.orchestrator is None:
            if isinstance(letter, Announce):
                return None  # a feed that does not exist misses nothing; the ledger has it all
            return _Setback(phrase("Prefect is not configured; set PREFECT_API_URL or run phasegate up."))
        return under_way.no_prefect or self._hand_over(parcel, letter, self.orchestrator)

    def _hand_over(self, parcel: Parcel, letter: Letter, orchestrator: Orchestrator) -> _Setback | None:
        match letter:
            case WakeRun(run=run):
                at_work = phrase("Run {run} is still at work; it is woken once it waits.", run=run)
                return None if orchestrator.wake(run) else _Setback(at_work, AT_WORK_PAUSE)
            case StartPhaseRun(phase=phase, round=number):
                # A lost run of the same round is replaced by the sweep under another key.
                key = f"{parcel.rollout}/{phase}/{number}/{parcel.id}"
                orchestrator.start_phase(parcel.rollout, phase, idempotency_key=key)
            case Announce(event=event, about=about, payload=payload):
                orchestrator.announce(
                    event, rollout=parcel.rollout, about=about, payload=payload, at=parcel.posted_at
                )
            case Notice():
                raise AssertionError("notices go to people, not to Prefect")
        return None

    def _later(self, parcel: Parcel, setback: _Setback) -> None:
        now = self.clock.now()
        pause = setback.wait or min(FIRST_PAUSE * 2 ** min(parcel.tries, 12), LONGEST_PAUSE)
        self.store.failed(parcel, now, reason=str(setback.reason), again=now + pause)


def _queue(parcel: Parcel) -> tuple[str, str]:
    return (parcel.rollout, lane(parcel.letter))


def _needless(letter: Letter, rollout: Rollout) -> bool:
    """Tell whether the state has moved past what this letter asks for."""
    match letter:
        case WakeRun(phase=phase, run=run):
            record = rollout.phases[phase]
            superseded = record.run is not None and record.run != run
            looked = record.run == run and not record.wake_due
            return looked or (superseded and record.status is PhaseStatus.OPEN)
        case StartPhaseRun(phase=phase, round=number):
            record = rollout.phases[phase]
            return rollout.status.over or record.round >= number
        case _:
            return False
