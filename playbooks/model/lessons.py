"""Lessons learned, from the record alone: what failed before it passed, what was refused, what was done."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from playbooks.model import events as e
from playbooks.model.action_item import ActionItem
from playbooks.model.issue import Issue
from playbooks.model.retrospective import Recorded
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome


@dataclass(frozen=True, slots=True)
class HardGate:
    """A gate that failed or was invalid, how often, and the first reason."""

    gate: str
    times: int
    reason: Text


@dataclass(frozen=True, slots=True)
class RefusedWish:
    """Refusals of one kind, how often, and one of the reasons."""

    command: str
    code: str
    times: int
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What the next rollout can learn from this one."""

    weeks: tuple[str, ...]
    gates: tuple[HardGate, ...]
    refusals: tuple[RefusedWish, ...]
    actions: tuple[ActionItem, ...]
    issues: tuple[Issue, ...]


def lessons(rollout: Rollout, record: Iterable[Recorded]) -> Lessons:
    """Return the lessons of a rollout: the hardest gates and the most frequent refusals first."""
    events = [recorded.event for recorded in record]
    return Lessons(
        weeks=tuple(sorted(rollout.retrospectives)),
        gates=_hard_gates(events),
        refusals=_refused_wishes(events),
        actions=tuple(item for item in rollout.actions.values() if item.outcome),
        issues=tuple(issue for issue in rollout.issues.values() if issue.resolution),
    )


def _hard_gates(events: Iterable[e.Event]) -> tuple[HardGate, ...]:
    """Count each time a gate came to fail; failing on for another reason is the same failure."""
    reasons: dict[str, list[Text]] = {}
    last: dict[str, Outcome] = {}
    for verdict in (event.verdict for event in events if isinstance(event, e.GateJudged)):
        gate, outcome = verdict.gate, verdict.outcome
        if outcome in (Outcome.FAILED, Outcome.INVALID) and last.get(gate) is not outcome:
            reasons.setdefault(gate, []).append(verdict.reason)
        last[gate] = outcome
    found = (HardGate(gate, len(texts), texts[0]) for gate, texts in reasons.items())
    return tuple(sorted(found, key=lambda gate: (-gate.times, gate.gate)))


def _refused_wishes(events: Iterable[e.Event]) -> tuple[RefusedWish, ...]:
    refusals = [event for event in events if isinstance(event, e.CommandRefused)]
    counts = Counter((event.command, event.code) for event in refusals)
    reasons = {(event.command, event.code): event.reason for event in refusals}
    found = (RefusedWish(*kind, times, reasons[kind]) for kind, times in counts.items())
    return tuple(sorted(found, key=lambda wish: (-wish.times, wish.command, wish.code)))
