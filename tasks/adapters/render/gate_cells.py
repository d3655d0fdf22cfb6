"""The geometry of the gate strip: a row of cells a phase, a cell a gate, its sign telling the outcome."""

from dataclasses import dataclass
from datetime import datetime

from playbooks.model.phase import PhaseKey
from tasks.adapters.render.gate_rows import GateRow, gate_rows, score
from tasks.adapters.render.plain_text import fitted
from tasks.adapters.render.voice import Voice

WIDTH, ROW, TOP, FOOT = 640, 30, 14, 30
HEIGHT = TOP + ROW * len(PhaseKey) + FOOT
NAME_WIDTH, SCORE_WIDTH, WIDEST, SPACE = 182, 56, 44, 3
NAME_SIZE, SIGN_SIZE = 12, 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One gate: where its cell lies, its sign, and the sentence shown on hovering."""

    x: float
    width: float
    tone: str
    sign: str
    tip: str
    shadow: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """One phase: its name, its gates, its score."""

    y: int
    name: str
    cells: tuple[Cell, ...]
    score: str


def strips(voice: Voice, now: datetime) -> tuple[Strip, ...]:
    """Return the rows of all five phases."""
    return tuple(_strip(voice, phase, now=now) for phase in PhaseKey)


def _strip(voice: Voice, phase: PhaseKey, *, now: datetime) -> Strip:
    rows = gate_rows(voice.rollout, phase, now)
    judged = any(row.verdict is not None for row in rows)
    name = fitted(f"{phase.number} {voice.say(phase.label)}", NAME_WIDTH - 20, size=NAME_SIZE)
    percent = f"{score(voice.rollout, phase, now)}%" if judged else "–"
    return Strip(TOP + ROW * (phase.number - 1), name, _cells(voice, rows), percent)


def _cells(voice: Voice, rows: tuple[GateRow, ...]) -> tuple[Cell, ...]:
    pitch = min(WIDEST, (WIDTH - NAME_WIDTH - SCORE_WIDTH) / len(rows))
    # A hundred gates in one phase become slivers without a sign; the colour and the tip remain.
    roomy = pitch >= SIGN_SIZE + SPACE
    return tuple(
        Cell(
            x=round(NAME_WIDTH + place * pitch, 2),
            width=round(max(pitch - SPACE, pitch / 2), 2),
            tone=row.tone,
            sign=row.symbol if roomy else "",
            tip=f"{voice.say(row.rule.title)}{voice.colon}{voice.say(row.word)}",
            shadow=row.rule.shadow,
        )
        for place, row in enumerate(rows)
    )
