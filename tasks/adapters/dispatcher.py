"""The dispatcher: takes letters out of the outbox and delivers them; what fails stays and is tried again.

A decision never waits for a delivery. Waking a run that is not suspended yet is tried again within moments; a
wake that the run has meanwhile answered by itself is needless and counts as delivered. While a receiver is
down, what stands behind the letter that failed waits with it, so that nothing overtakes; a letter that is
wrong in itself holds nobody up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from playbooks.model.errors import OutsideError, RolloutError
from playbooks.model.letters import Announce, Letter, Notice, StartPhaseRun, WakeRun
from playbooks.model.rollout import PhaseStatus, Rollout
from tasks.adapters.ports import Channel, Clock, Orchestrator, Parcel, Store
from tasks.adapters.store.parcels import lane

FIRST_PAUSE = timedelta(milliseconds=300)
LONGEST_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one round of delivering achieved."""

    delivered: int
    waiting: int
    failures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Delivers the outbox over the channels and to Prefect; without Prefect what is meant for it waits."""

    store: Store
    clock: Clock
    channels: Sequence[Channel]
    orchestrator: Orchestrator | None = None

    def deliver(self, *, limit: int = 100) -> Delivery:
        """Try every letter that is due, once; return how it went."""
        failures: list[str] = []
        down: dict[tuple[str, str], str] = {}
        done = 0
        for parcel in self.store.due(self.clock.now(), limit=limit):
            queue = (parcel.rollout, lane(parcel.letter))
            reason = down.get(queue) or self._tried(parcel, down)
            if reason is None:
                self.store.delivered(parcel, self.clock.now())
                done += 1
            else:
                self._later(parcel, reason)
                failures.append(reason)
        return Delivery(done, self.store.undelivered(), tuple(dict.fromkeys(failures)))

    def _tried(self, parcel: Parcel, down: dict[tuple[str, str], str]) -> str | None:
        """Deliver one letter; return None, or why it has to wait, and note whose receiver is down."""
        rollout = self.store.rollout(parcel.rollout)
        if rollout is None:
            return f"Rollout {parcel.rollout!r} cannot be read; run phasegate doctor."
        try:
            return self._delivered(parcel, parcel.letter, rollout)
        except OutsideError as error:
            down[parcel.rollout, lane(parcel.letter)] = str(error)
            return str(error)
        except RolloutError as error:
            return str(error)

    def _delivered(self, parcel: Parcel, letter: Letter, rollout: Rollout) -> str | None:
        if isinstance(letter, Notice):
            self._send(parcel, letter, rollout)
            return None
        if _needless(letter, rollout):
            return None
        if self.orchestrator is None:
            return "Prefect is not configured; set PREFECT_API_URL or run phasegate up."
        return self._hand_over(parcel, letter, self.orchestrator)

    def _send(self, parcel: Parcel, notice: Notice, rollout: Rollout) -> None:
        person = rollout.team.person(notice.to)
        if person is not None and person.active:
            for channel in self.channels:
                channel.send(person, notice, rollout=rollout.key, parcel=parcel.id)

    def _hand_over(self, parcel: Parcel, letter: Letter, orchestrator: Orchestrator) -> str | None:
        match letter:
            case WakeRun(run=run):
                return (
                    None
                    if orchestrator.wake(run)
                    else f"Run {run} is still at work; it is woken once it waits."
                )
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

    def _later(self, parcel: Parcel, reason: str) -> None:
        now = self.clock.now()
        pause = min(FIRST_PAUSE * 2 ** min(parcel.tries, 12), LONGEST_PAUSE)
        self.store.failed(parcel, now, reason=reason, again=now + pause)


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
