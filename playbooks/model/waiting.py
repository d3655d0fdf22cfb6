"""What waits on whom: the inbox of every person, worked out from the state and nothing else.

While a rollout is on hold nobody can sign or decide, so neither waits on anybody; evidence and action items
do.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from playbooks.model.frozen import Frozen, Instant, Key
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.wording import bounded, brief
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.rollout import Rollout, RolloutStatus
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome, Verdict

#: A waiting item is a line, not the whole story.
REASON = 800


class WaitingFor(StrEnum):
    """What somebody is waited for to do."""

    EVIDENCE = "evidence"
    SIGN_OFF = "sign_off"
    DECISION = "decision"
    ACTION = "action"


class Waiting(Frozen):
    """One thing that waits on some people; any of them can move it."""

    kind: WaitingFor
    about: Key
    phase: PhaseKey | None
    what: Text
    people: tuple[Key, ...]
    due: Instant | None = None


def waiting(rollout: Rollout, now: datetime) -> tuple[Waiting, ...]:
    """Return everything that waits on somebody, decisions first, then by gate order, then action items."""
    if rollout.status.over:
        return ()
    return (*_decisions(rollout, now), *_gates(rollout, now), *_actions(rollout))


def _decisions(rollout: Rollout, now: datetime) -> Iterator[Waiting]:
    for phase in rollout.open_phases:
        if rollout.status is RolloutStatus.HELD or not readiness(rollout, phase, now).ready:
            continue
        deciders = rollout.team.holders(*rollout.plan(phase).decided_by)
        what = Text(
            zh=f"对“{phase.label.zh}”阶段关卡作出决定", en=f"decide at the phase gate of {phase.label.en!r}"
        )
        people = tuple(person.key for person in deciders)
        yield Waiting(
            kind=WaitingFor.DECISION,
            about=phase,
            phase=phase,
            what=what,
            people=people,
            due=rollout.phases[phase].due,
        )


def _gates(rollout: Rollout, now: datetime) -> Iterator[Waiting]:
    for phase in rollout.open_phases:
        for gate in rollout.plan(phase).gates:
            verdict = gate.judge(rollout.facts, now)
            # A waiver stands beside a failure only; invalid evidence has to be mended all the same.
            excused = verdict.outcome is Outcome.FAILED and rollout.waived(gate.key, now)
            if not verdict.passed and not excused:
                yield from _parts(rollout, gate, verdict, phase=phase, due=rollout.phases[phase].due)


def _parts(
    rollout: Rollout, gate: GateRule, verdict: Verdict, *, phase: PhaseKey, due: datetime | None
) -> Iterator[Waiting]:
    """Yield what one gate waits for; one of gates waits for its unmet parts, which inherit its deadline."""
    due = _deadline(rollout, gate, phase) or due
    if gate.parts:
        for part, answer in zip(gate.parts, verdict.children, strict=True):
            if not answer.passed:
                yield from _parts(rollout, part, answer, phase=phase, due=due)
        return
    kind = WaitingFor.SIGN_OFF if isinstance(gate, SignOffGate) else WaitingFor.EVIDENCE
    if kind is WaitingFor.SIGN_OFF and rollout.status is RolloutStatus.HELD:
        return
    able = _people(rollout, tuple(who for missing in verdict.missing for who in missing.who))
    people = able or _people(rollout, (gate.owner,))
    zh, en = brief(verdict.reason.zh, REASON), brief(verdict.reason.en, REASON)
    what = Text(zh=f"{brief(gate.title.zh)}: {zh}", en=f"{brief(gate.title.en)}: {en}")
    yield Waiting(kind=kind, about=gate.key, phase=phase, what=what, people=people, due=due)


def _deadline(rollout: Rollout, gate: GateRule, phase: PhaseKey) -> datetime | None:
    """Return the gate's own deadline, counted from the day its phase was opened, or None."""
    opened = rollout.phases[phase].opened_at
    return rollout.calendar.due(opened, gate.deadline) if gate.deadline and opened else None


def _people(rollout: Rollout, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return person keys for a mixture of person keys and roles, each once."""
    known = (
        (name,) if rollout.team.person(name) else tuple(person.key for person in rollout.team.holders(name))
        for name in names
    )
    return tuple(dict.fromkeys(person for group in known for person in group))


def _actions(rollout: Rollout) -> Iterator[Waiting]:
    for item in rollout.actions.values():
        if item.open:
            what = bounded(f"行动项: {item.title}", f"action item: {item.title}")
            yield Waiting(
                kind=WaitingFor.ACTION,
                about=item.key,
                phase=None,
                what=what,
                people=(item.owner,),
                due=item.due,
            )
