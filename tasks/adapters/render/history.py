"""What the record tells beyond the present state: decisions, refusals, lapsed sign-offs, ended waivers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from playbooks.model import events as e
from playbooks.model.evidence import Reconciliation
from playbooks.model.gates.drift_wording import drift_reason
from playbooks.model.gates.wording import bounded
from playbooks.model.reconciliation import ReconciliationResult
from playbooks.model.retrospective import Recorded
from playbooks.model.sign_off import SignOff
from playbooks.model.text import Text
from playbooks.model.waiver import Waiver
from tasks.adapters.render.sentence import told
from tasks.adapters.render.voice import Voice
from tasks.adapters.render.wording import WORDS


@dataclass(frozen=True, slots=True)
class Ended:
    """How something that stood came to its end."""

    at: datetime
    word: Text
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class SignOffLife:
    """A sign-off from the day it was given to its end, if it has one."""

    seq: int
    given: SignOff
    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class WaiverLife:
    """A waiver from the day it was granted to its end, if it has come."""

    seq: int
    waiver: Waiver
    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One recorded reconciliation."""

    seq: int
    at: datetime
    actor: str
    result: ReconciliationResult
    moved: Text | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline; `tone` is the family of the event."""

    seq: int
    at: datetime
    actor: str
    tone: str
    sentence: str
    by_person: bool


def of_kind(recorded: Iterable[Recorded], kind: type) -> tuple[Recorded, ...]:
    """Return the records of one kind of event."""
    return tuple(record for record in recorded if isinstance(record.event, kind))


def sent_back(recorded: Iterable[Recorded]) -> tuple[e.PhaseGateDecided, ...]:
    """Return the decisions that sent the rollout back."""
    return tuple(
        record.event
        for record in recorded
        if isinstance(record.event, e.PhaseGateDecided) and record.event.recycle_to is not None
    )


def sign_off_lives(recorded: Iterable[Recorded]) -> tuple[SignOffLife, ...]:
    """Return every sign-off ever given, those that lapsed included."""
    lives: list[SignOffLife] = []
    for record in recorded:
        match record.event:
            case e.SignOffGiven(sign_off=given):
                lives.append(SignOffLife(record.seq, given))
            case e.SignOffWithdrawn(gate=gate, person=person, reason=reason):
                ended = Ended(record.at, WORDS.withdrawn, Text(zh=reason, en=reason))
                lives = [_end(life, ended) if _by(life, gate=gate, person=person) else life for life in lives]
            case e.SignOffLapsed(gate=gate, person=person, because=because):
                ended = Ended(record.at, WORDS.lapsed, because)
                lives = [_end(life, ended) if _by(life, gate=gate, person=person) else life for life in lives]
            case _:
                continue
    return tuple(lives)


def waiver_lives(recorded: Iterable[Recorded], now: datetime) -> tuple[WaiverLife, ...]:
    """Return every waiver ever granted; one past its date has expired even before that is on record."""
    lives: list[WaiverLife] = []
    for record in recorded:
        match record.event:
            case e.WaiverGranted(waiver=waiver):
                lives.append(WaiverLife(record.seq, waiver))
            case e.WaiverRevoked(gate=gate, reason=reason):
                ended = Ended(record.at, WORDS.revoked, Text(zh=reason, en=reason))
                lives = [_end(life, ended) if life.waiver.gate == gate else life for life in lives]
            case e.WaiverExpired(gate=gate):
                lives = [_end(life, _expiry(life)) if life.waiver.gate == gate else life for life in lives]
            case _:
                continue
    return tuple(life if life.waiver.standing(now) else _end(life, _expiry(life)) for life in lives)


def attempts(recorded: Iterable[Recorded]) -> tuple[Attempt, ...]:
    """Return every reconciliation on record, in order: how the data got better, and how they did not stay so."""
    return tuple(
        Attempt(record.seq, record.at, record.actor, payload.result, moved=_moved(payload))
        for record in recorded
        if isinstance(record.event, e.EvidenceRecorded)
        and isinstance(payload := record.event.evidence.payload, Reconciliation)
    )


def _moved(payload: Reconciliation) -> Text | None:
    if not payload.drift:
        return None
    reason = drift_reason(payload.drift)
    return bounded(f"签核后数据有变动：{reason.zh}", f"The data have moved since sign-off: {reason.en}", 1500)


def timeline(recorded: Sequence[Recorded], voice: Voice) -> tuple[tuple[str, tuple[Moment, ...]], ...]:
    """Return what happened, day by day in the rollout's time zone."""
    days: dict[str, list[Moment]] = {}
    for record in recorded:
        sentence = told(record.event, voice)
        if sentence is not None:
            tone = record.event.type.split(".")[0]
            moment = Moment(record.seq, record.at, record.actor, tone, sentence, record.by_person)
            days.setdefault(voice.day(record.at), []).append(moment)
    return tuple((day, tuple(moments)) for day, moments in days.items())


Life = TypeVar("Life", SignOffLife, WaiverLife)


def _end(life: Life, ended: Ended) -> Life:
    """Return the life with its end; what has ended once does not end again."""
    return life if life.ended else replace(life, ended=ended)


def _by(life: SignOffLife, *, gate: str, person: str) -> bool:
    return (life.given.gate, life.given.person) == (gate, person)


def _expiry(life: WaiverLife) -> Ended:
    return Ended(life.waiver.expires_at, WORDS.expired)
