"""The geometry of the five-phase bar: how far each phase is, its rounds, arrows for being sent back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from playbooks.model.events import PhaseGateDecided
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import PhaseStatus, Rollout
from tasks.adapters.render.gate_rows import score
from tasks.adapters.render.plain_text import fitted, wrapped
from tasks.adapters.render.voice import Voice

WIDTH, HEIGHT = 640, 144
EDGE, BAR_TOP, BAR_HEIGHT, SPACE = 12, 52, 26, 6
NAME_SIZE, NOTE_SIZE = 13, 11
ARC_TOP, LINE = 16, 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One phase: where it lies, how much of it is filled, what stands in and below it."""

    x: float
    width: float
    filled: float
    status: PhaseStatus
    inside: str
    name: tuple[str, ...]
    note: str
    round: int

    @property
    def middle(self) -> float:
        """Return the middle of the segment."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Arc:
    """An arrow from the phase that was sent back to the phase that is done again."""

    start: float
    end: float
    count: int

    @property
    def middle(self) -> float:
        """Return the middle between both ends."""
        return round((self.start + self.end) / 2, 2)


def segments(voice: Voice, now: datetime) -> tuple[Segment, ...]:
    """Return the five segments."""
    room = (WIDTH - 2 * EDGE - 4 * SPACE) / len(PhaseKey)
    return tuple(_segment(voice, phase, now=now, room=room) for phase in PhaseKey)


def arcs(sent_back: Iterable[PhaseGateDecided], places: tuple[Segment, ...]) -> tuple[Arc, ...]:
    """Return one arrow for each pair of phases between which the rollout was sent back."""
    pairs = [(decided.phase, decided.recycle_to) for decided in sent_back if decided.recycle_to is not None]
    return tuple(
        # A phase sent back to itself gets an arrow within its own segment.
        Arc(
            places[source.number - 1].middle + 18,
            places[target.number - 1].middle - 18,
            pairs.count((source, target)),
        )
        for source, target in sorted(set(pairs), key=lambda pair: (pair[0].number, pair[1].number))
    )


def frame(places: Sequence[Segment], arrows: Sequence[Arc]) -> tuple[int, int]:
    """Return where the drawing begins and how high it is; arrows and lines not there take no room."""
    begin = 0 if arrows else BAR_TOP - 18
    spare = 0 if any(len(place.name) > 1 for place in places) else LINE
    return begin, HEIGHT - begin - spare


def _segment(voice: Voice, phase: PhaseKey, *, now: datetime, room: float) -> Segment:
    rollout, record = voice.rollout, voice.rollout.phases[phase]
    percent = _percent(rollout, phase, now=now)
    name = f"{phase.number} {voice.say(phase.label)}"
    return Segment(
        x=round(EDGE + (phase.number - 1) * (room + SPACE), 2),
        width=round(room, 2),
        filled=round(room * percent / 100, 2),
        status=record.status,
        inside=_inside(record.status, percent),
        name=wrapped(name, room + SPACE - 2, size=NAME_SIZE),
        note=fitted(_note(voice, phase), room + SPACE - 2, size=NOTE_SIZE),
        round=record.round,
    )


def _percent(rollout: Rollout, phase: PhaseKey, *, now: datetime) -> int:
    match rollout.phases[phase].status:
        case PhaseStatus.CLOSED:
            return 100
        case PhaseStatus.OPEN:
            return score(rollout, phase, now)
        case PhaseStatus.NOT_STARTED:
            return 0


def _inside(status: PhaseStatus, percent: int) -> str:
    return {PhaseStatus.CLOSED: "✓", PhaseStatus.OPEN: f"{percent}%", PhaseStatus.NOT_STARTED: ""}[status]


def _note(voice: Voice, phase: PhaseKey) -> str:
    record, words = voice.rollout.phases[phase], voice.words
    if record.closed_at is not None and record.status is PhaseStatus.CLOSED:
        return voice.say(words.bar_closed, day=voice.day(record.closed_at))
    if record.status is PhaseStatus.OPEN:
        return voice.say(words.bar_due, day=voice.due(record.due))
    return voice.say(record.status.label)
