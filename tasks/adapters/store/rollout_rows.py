"""A rollout as rows of the read tables: what a list, a gate table and an inbox need to judge nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from playbooks.model.deadline import deadline
from playbooks.model.gates.gate import GateRule
from playbooks.model.ledger.entry import written_time
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.remembered import remembered_by
from playbooks.model.rollout import Rollout
from playbooks.model.verdict import Verdict
from playbooks.model.waiting import waiting
from tasks.adapters.store.session import Value
from tasks.adapters.store.standing import in_use

ROLLOUT = (
    "key",
    "playbook",
    "title_zh",
    "title_en",
    "status",
    "phase",
    "phase_status",
    "round",
    "started_at",
    "updated_at",
    "score",
    "in_use",
    "document",
    "time_zone",
    "published_through",
)
GATE = (
    "rollout",
    "gate",
    "position",
    "phase",
    "parent",
    "kind",
    "must_meet",
    "outcome",
    "waived",
    "title_zh",
    "title_en",
    "reason_zh",
    "reason_en",
    "deadline",
)
WAITING = ("rollout", "person", "kind", "about", "position", "phase", "what_zh", "what_en", "due")

#: The outcome of a gate that was overridden in an emergency.
OVERRIDDEN = "overridden"

Line = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A gate where it stands: in its phase, inside another gate or not, with its verdict."""

    phase: PhaseKey
    gate: GateRule
    verdict: Verdict | None
    parent: str | None = None

    def inside(self) -> Iterator["_Place"]:
        """Yield this gate and all gates inside it."""
        yield self
        for part in self.gate.parts:
            verdict = self.verdict.find(part.key) if self.verdict else None
            yield from _Place(self.phase, part, verdict, self.gate.key).inside()


def rollout_line(rollout: Rollout, at: datetime) -> Line:
    """Return the row of the rollout itself; the score is that of the open phase."""
    current = rollout.current
    record = rollout.phases[current] if current else None
    opened = next(iter(rollout.open_phases), None)
    return (
        rollout.key,
        rollout.playbook.name,
        rollout.title.zh,
        rollout.title.en,
        rollout.status.value,
        current.value if current else None,
        record.status.value if record else None,
        record.round if record else 0,
        written_time(rollout.started_at),
        written_time(at),
        readiness(rollout, opened, at).score if opened else None,
        int(in_use(rollout)),
        rollout.document,
        rollout.calendar.time_zone,
        rollout.calendar.published_through,
    )


def gate_lines(rollout: Rollout, at: datetime) -> list[Line]:
    """Return the gates of all phases in order, each followed by the gates inside it."""
    lines: list[Line] = []
    for phase in PhaseKey:
        shown = _Shown(rollout, phase, len(lines), at)
        # A waiver ends by time alone; all else on these lines is on record.
        lines += _phase_lines(shown) if rollout.waivers else _lines_at_hand(shown)
    return lines


class _Shown(NamedTuple):
    """The gates of one phase, at a moment; `first` is the position of the first of them."""

    rollout: Rollout
    phase: PhaseKey
    first: int
    at: datetime


def _phase_lines(shown: _Shown) -> list[Line]:
    rollout, phase, first, at = shown
    tops = (_Place(phase, gate, rollout.verdicts.get(gate.key)) for gate in rollout.plan(phase).gates)
    places = (place for top in tops for place in top.inside())
    return [_gate_line(rollout, place, position, at=at) for position, place in enumerate(places, first)]


def _looked_at(shown: _Shown) -> tuple[object, ...]:
    rollout, plan = shown.rollout, shown.rollout.plan(shown.phase)
    judged = (rollout.verdicts.get(gate.key) for gate in plan.gates)
    record, others = rollout.phases[shown.phase], (rollout.calendar, rollout.asked_at, rollout.overrides)
    return (rollout.key, plan, record, *others, *judged)


_lines_at_hand = remembered_by(_looked_at)(_phase_lines)


def waiting_lines(rollout: Rollout, at: datetime) -> list[Line]:
    """Return a row for each thing and person it waits on; what nobody can move waits on the empty name."""
    items = [(item, person) for item in waiting(rollout, at) for person in item.people or ("",)]
    return [
        (
            rollout.key,
            person,
            item.kind.value,
            item.about,
            position,
            item.phase.value if item.phase else None,
            item.what.zh,
            item.what.en,
            written_time(item.due) if item.due else None,
        )
        for position, (item, person) in enumerate(items)
    ]


def _gate_line(rollout: Rollout, place: _Place, position: int, *, at: datetime) -> Line:
    gate, verdict = place.gate, place.verdict
    return (
        rollout.key,
        gate.key,
        position,
        place.phase.value,
        place.parent,
        str(getattr(gate, "kind", "")),
        int(gate.blocking),
        _outcome(rollout, place),
        int(rollout.waived(gate.key, at)),
        gate.title.zh,
        gate.title.en,
        verdict.reason.zh if verdict else None,
        verdict.reason.en if verdict else None,
        _deadline(rollout, place),
    )


def _outcome(rollout: Rollout, place: _Place) -> str | None:
    """Return the outcome; a gate that two people went over is never shown as passed, nor as just failed."""
    if place.verdict is None or place.verdict.passed or not rollout.overridden(place.gate.key):
        return place.verdict.outcome.value if place.verdict else None
    return OVERRIDDEN


def _deadline(rollout: Rollout, place: _Place) -> str | None:
    record = rollout.phases[place.phase]
    if record.opened_at is None:
        return None
    due = deadline(rollout, place.gate, place.phase) or record.due
    return written_time(due) if due else None
