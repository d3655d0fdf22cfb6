"""What waits on whom: the inbox of every person, worked out from the state and nothing else.

While a rollout is on hold nobody can sign or decide, so neither waits on anybody; evidence and action items
do. Nothing waits on somebody who is away while somebody else stands in, and a sign-off waits on the few who were
asked, though others may give it too.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from playbooks.model.deadline import deadline
from playbooks.model.frozen import Frozen, Instant, Key
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.wording import bounded, brief
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.rollout import Rollout, RolloutStatus
from playbooks.model.substitution import Matter
from playbooks.model.text import Text
from playbooks.model.verdict import Outcome, Verdict
from playbooks.model.waiver_review import parties

#: A waiting item is a line, not the whole story.
REASON = 800


class WaitingFor(StrEnum):
    """What somebody is waited for to do."""

    EVIDENCE = "evidence"
    SIGN_OFF = "sign_off"
    DECISION = "decision"
    ACTION = "action"
    WAIVER = "waiver"
    OVERRIDE = "override"


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
    return (
        *_decisions(rollout, now),
        *exemptions_waiting(rollout, now),
        *_gates(rollout, now),
        *_actions(rollout, now),
    )


def _decisions(rollout: Rollout, now: datetime) -> Iterator[Waiting]:
    for phase in rollout.open_phases:
        if rollout.status is RolloutStatus.HELD or not readiness(rollout, phase, now).ready:
            continue
        what = Text(
            zh=f"对“{phase.label.zh}”阶段关卡作出决定", en=f"decide at the phase gate of {phase.label.en!r}"
        )
        people = acting_holders(rollout, rollout.plan(phase).decided_by, now)
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
            if not verdict.passed and not excused and not rollout.overridden(gate.key):
                waits = _parts(rollout, gate, verdict, phase=phase, due=rollout.phases[phase].due)
                yield from (_in_place(rollout, item, now) for item in waits)


def _parts(
    rollout: Rollout, gate: GateRule, verdict: Verdict, *, phase: PhaseKey, due: datetime | None
) -> Iterator[Waiting]:
    """Yield what one gate waits for; one of gates waits for its unmet parts, which inherit its deadline."""
    due = deadline(rollout, gate, phase) or due
    if gate.parts:
        for part, answer in zip(gate.parts, verdict.children, strict=True):
            if not answer.passed:
                yield from _parts(rollout, part, answer, phase=phase, due=due)
        return
    objected = any(key.startswith("rejection:") for key in verdict.inputs)
    asks = isinstance(gate, SignOffGate) and not objected
    kind = WaitingFor.SIGN_OFF if asks else WaitingFor.EVIDENCE
    if kind is WaitingFor.SIGN_OFF and rollout.status is RolloutStatus.HELD:
        return
    able = _people(rollout, tuple(who for missing in verdict.missing for who in missing.who))
    few = tuple(person for person in able if person in rollout.asked_people.get(gate.key, ()))
    people = few or able or _people(rollout, (gate.owner,))
    zh, en = brief(verdict.reason.zh, REASON), brief(verdict.reason.en, REASON)
    what = Text(zh=f"{brief(gate.title.zh)}：{zh}", en=f"{brief(gate.title.en)}: {en}")
    yield Waiting(kind=kind, about=gate.key, phase=phase, what=what, people=people, due=due)


def _people(rollout: Rollout, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return person keys for a mixture of person keys and roles, each once."""
    known = (
        (name,) if rollout.team.person(name) else tuple(person.key for person in rollout.team.holders(name))
        for name in names
    )
    return tuple(dict.fromkeys(person for group in known for person in group))


def _in_place(rollout: Rollout, item: Waiting, now: datetime) -> Waiting:
    """Return the item with those who stand in at this gate in the place of those who are away."""
    if not rollout.delegations and not rollout.absences:
        return item
    matter = Matter(gate=item.about, at=now)
    people = (one for person in item.people for one in acting(rollout, person, matter))
    return item.model_copy(update={"people": tuple(dict.fromkeys(people))})


def _actions(rollout: Rollout, now: datetime) -> Iterator[Waiting]:
    for item in rollout.actions.values():
        if item.open:
            what = bounded(f"行动项：{item.title}", f"action item: {item.title}")
            yield Waiting(
                kind=WaitingFor.ACTION,
                about=item.key,
                phase=None,
                what=what,
                people=acting(rollout, item.owner, Matter(at=now)),
                due=item.due,
            )


def exemptions_waiting(rollout: Rollout, now: datetime) -> Iterator[Waiting]:
    """Yield the waivers that were asked for and the overrides that were proposed, with who may answer."""
    if rollout.status is RolloutStatus.HELD:
        return
    for request in rollout.waiver_requests.values():
        phase, gate = rollout.playbook.phase_of(request.gate), rollout.playbook.gate(request.gate)
        if gate is None or phase is None or phase not in rollout.open_phases:
            continue
        barred = parties(rollout, gate, request=request)
        roles = rollout.plan(phase).waived_by
        able = acting_holders(rollout, roles, now, gate=gate.key, without=barred)
        what = bounded(
            f"批准或驳回豁免“{brief(gate.title.zh)}”：{request.reason}",
            f"grant or decline the waiver of {brief(gate.title.en)!r}: {request.reason}",
        )
        yield Waiting(kind=WaitingFor.WAIVER, about=gate.key, phase=phase, what=what, people=able)
    for proposal in rollout.proposals.values():
        phase, gate = rollout.playbook.phase_of(proposal.gate), rollout.playbook.gate(proposal.gate)
        if phase not in rollout.open_phases or gate is None or not proposal.standing(now):
            continue
        roles = rollout.playbook.overridden_by
        able = acting_holders(rollout, roles, now, gate=gate.key, without=proposal.first)
        what = bounded(
            f"确认紧急越过“{brief(gate.title.zh)}”：{proposal.reason}",
            f"confirm the override of {brief(gate.title.en)!r}: {proposal.reason}",
        )
        yield Waiting(kind=WaitingFor.OVERRIDE, about=gate.key, phase=phase, what=what, people=able)


def acting_holders(
    rollout: Rollout,
    roles: tuple[str, ...],
    now: datetime,
    *,
    gate: str | None = None,
    without: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Return on whom something waits that holders of these roles may do; `without` names whose right does not count."""
    found: dict[str, None] = {}
    for role in roles:
        matter = Matter(role=role, gate=gate, at=now)
        for person in rollout.team.holders(role):
            if person.key not in without:
                # A stand-in who is a party to it leaves it to the one who is represented.
                able = [key for key in acting(rollout, person.key, matter) if key not in without]
                found.update(dict.fromkeys(able or (person.key,)))
    order = {person.key: place for place, person in enumerate(rollout.team.people)}
    return tuple(sorted(found, key=order.__getitem__))


def acting(rollout: Rollout, person: str, matter: Matter) -> tuple[str, ...]:
    """Return who acts for a person in a matter: the person, unless it was handed over."""
    return rollout.substitution.acting(person, matter)
