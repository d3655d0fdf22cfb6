"""Whether every sign-off gate can reach its quorum, over the days that are known: who is away when, who stands in.

A quorum changes only where an absence or a delegation begins or ends, so only those moments are looked at. A gate
of a phase to come is looked at for the days in which that phase is planned; the weekend and holidays at the edges
of a gap do not count, and neither does a gap of a few working hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from playbooks.model.calendar import Calendar
from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.slot import Slot
from playbooks.model.gates.wording import bounded, brief
from playbooks.model.ledger.canonical import digest
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import PhaseStatus, Rollout
from playbooks.model.text import Text
from playbooks.model.working_time import between, due

#: A shorter gap is not worth a word.
SHORTEST = timedelta(hours=4)


class QuorumGap(Frozen):
    """From when until when a gate cannot reach its quorum, and for which roles somebody has to be added."""

    gate: Key
    phase: PhaseKey
    starts: date
    until: date | None
    roles: tuple[Key, ...]
    text: Text

    @property
    def finding(self) -> str:
        """Return what makes this the same finding on the next day: its end and the roles, not its beginning."""
        said = {"gate": self.gate, "until": str(self.until), "roles": list(self.roles)}
        return digest(said)[:16]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A time in which nothing changes; without an end it goes on for ever."""

    starts: datetime
    until: datetime | None


def quorum_gaps(rollout: Rollout, now: datetime) -> tuple[QuorumGap, ...]:
    """Return every gap that is known at this moment, in the order of the gates."""
    windows = ((phase, window) for phase in PhaseKey if (window := _window(rollout, phase, now)))
    return tuple(
        gap
        for phase, window in windows
        for gate in rollout.plan(phase).every_gate()
        if isinstance(gate, SignOffGate) and not gate.shadow
        for gap in _of_gate(rollout, gate, phase, window=window)
    )


def _window(rollout: Rollout, phase: PhaseKey, now: datetime) -> _Stretch | None:
    """Return the time in which a phase needs its people: from now on while it is open, as planned before."""
    record = rollout.phases[phase]
    if record.status is not PhaseStatus.NOT_STARTED:
        return _Stretch(now, None) if record.status is PhaseStatus.OPEN else None
    starts, before = now, phase.preceding
    if before is not None and (earlier := _planned_end(rollout, before, now)) is not None:
        starts = max(now, earlier)
    return _Stretch(starts, due(rollout.calendar, starts, rollout.plan(phase).duration))


def _planned_end(rollout: Rollout, phase: PhaseKey, now: datetime) -> datetime | None:
    record = rollout.phases[phase]
    if record.status is PhaseStatus.NOT_STARTED:
        window = _window(rollout, phase, now)
        return window.until if window else None
    return record.due


def _of_gate(
    rollout: Rollout, gate: SignOffGate, phase: PhaseKey, *, window: _Stretch
) -> Iterator[QuorumGap]:
    verdict = rollout.verdict(gate.key)
    if verdict is not None and verdict.passed:
        return
    for stretch, slots in _joined((part, _empty(rollout, gate, part)) for part in _parts(rollout, window)):
        days = _days(rollout.calendar, stretch)
        if slots and days is not None:
            yield _gap(rollout, gate, phase, days=days, slots=slots)


def _parts(rollout: Rollout, window: _Stretch) -> Iterator[_Stretch]:
    """Yield the stretches of a window between which somebody leaves or comes back."""
    moments = {moment for away in rollout.absences.values() for moment in (away.starts, away.until)}
    moments |= {moment for given in rollout.delegations.values() for moment in (given.starts, given.until)}
    later = sorted(moment for moment in moments if moment > window.starts)
    inner = [moment for moment in later if window.until is None or moment < window.until]
    # What is so at the planned end stays so until somebody leaves or comes back.
    edges = (window.starts, *inner, next(iter(later[len(inner) :]), None))
    for starts, until in pairwise(edges):
        if starts is not None:
            yield _Stretch(starts, until)


def _empty(rollout: Rollout, gate: SignOffGate, part: _Stretch) -> tuple[Slot, ...]:
    """Return the slots of which a seat stays empty even when everybody who is there signs."""
    quorum = gate.quorum(rollout.facts, part.starts)
    empty = (slot for seat, (slot, _) in enumerate(quorum.seats) if seat not in quorum.plan)
    return tuple(dict.fromkeys(empty))


def _joined(parts: Iterator[tuple[_Stretch, tuple[Slot, ...]]]) -> list[tuple[_Stretch, tuple[Slot, ...]]]:
    """Return the parts with those made one that lack the same people one after the other."""
    joined: list[tuple[_Stretch, tuple[Slot, ...]]] = []
    for part, slots in parts:
        if joined and joined[-1][1] == slots:
            joined[-1] = (_Stretch(joined[-1][0].starts, part.until), slots)
        else:
            joined.append((part, slots))
    return joined


def _days(calendar: Calendar, stretch: _Stretch) -> tuple[date, date | None] | None:
    """Return the first and the last business day of a stretch, or None where hardly any work falls into it."""
    first = calendar.day(stretch.starts)
    while not calendar.works(first):
        first += timedelta(days=1)
    if stretch.until is None:
        return first, None
    if between(calendar, stretch.starts, stretch.until) < SHORTEST:
        return None
    last = calendar.day(stretch.until - timedelta(microseconds=1))
    while not calendar.works(last):
        last -= timedelta(days=1)
    return first, last


def _gap(
    rollout: Rollout,
    gate: SignOffGate,
    phase: PhaseKey,
    *,
    days: tuple[date, date | None],
    slots: tuple[Slot, ...],
) -> QuorumGap:
    first, last = days
    labels = [slot.label(rollout.team) for slot in slots]
    who = Text(zh="、".join(label.zh for label in labels), en=", ".join(label.en for label in labels))
    zh, en = (
        (f"自 {first} 起", f"from {first} on")
        if last is None
        else (f"{first} 至 {last} 期间", f"from {first} to {last}")
    )
    text = bounded(
        f"关卡“{brief(gate.title.zh)}”{zh}无法达到签核人数：请为 {who.zh} 增补一名代理人",
        f"gate {brief(gate.title.en)!r} cannot reach quorum {en}: add a substitute for {who.en}",
    )
    roles = tuple(dict.fromkeys(slot.role for slot in slots))
    return QuorumGap(gate=gate.key, phase=phase, starts=first, until=last, roles=roles, text=text)
