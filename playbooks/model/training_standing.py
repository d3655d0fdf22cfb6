"""How training stands against the gates' marks: by rule, by department, and who still lacks what."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from playbooks.model.evidence import Level, Roster, Tier, Training, TrainingRecord
from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.roster import RosterGate
from playbooks.model.gates.training import TierRule, TrainingGate
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import Rollout


class RuleStanding(Frozen):
    """One rule of one gate: how many of its people have met it."""

    gate: Key
    rule: TierRule
    met: int
    total: int

    @property
    def reached(self) -> bool:
        """Tell whether enough have met it; without anybody on record nothing is reached."""
        return self.total > 0 and 100 * self.met >= self.rule.completion * self.total


class DepartmentStanding(Frozen):
    """One department at one tier and level."""

    department: Key
    rule: TierRule
    met: int
    total: int


class Learner(Frozen):
    """A person and the levels still lacking."""

    person: str
    department: Key
    tier: Tier
    lacking: tuple[Level, ...]


class SuperUsers(Frozen):
    """The super users of one department, and how many it needs."""

    department: Key
    people: tuple[Key, ...]
    needed: int


def training_gates(rollout: Rollout, phase: PhaseKey) -> tuple[TrainingGate, ...]:
    """Return the training gates of a phase, at whatever depth."""
    return tuple(gate for gate in rollout.plan(phase).every_gate() if isinstance(gate, TrainingGate))


def training_records(rollout: Rollout, gate: TrainingGate) -> tuple[TrainingRecord, ...]:
    """Return the records a gate looks at; none where the evidence is missing or unreadable."""
    evidence = rollout.evidence.get(gate.evidence)
    if evidence is None or not isinstance(evidence.payload, Training):
        return ()
    return gate.own(evidence.payload.records)


def rule_standings(rollout: Rollout, phase: PhaseKey, now: datetime) -> tuple[RuleStanding, ...]:
    """Return how each rule of each training gate stands."""
    return tuple(
        RuleStanding(gate=gate.key, rule=rule, met=sum(map(rule.met_by, found)), total=len(found))
        for gate in training_gates(rollout, phase)
        for rule in gate.tiers
        for found in [_of_rule(gate.current(training_records(rollout, gate), now), rule)]
    )


def department_standings(rollout: Rollout, phase: PhaseKey, now: datetime) -> tuple[DepartmentStanding, ...]:
    """Return how each department stands at each tier and level that any gate asks for."""
    rules, records = strictest(rollout, phase), _all_records(rollout, phase, now)
    departments = sorted({record.department for record in records})
    return tuple(
        DepartmentStanding(
            department=department, rule=rule, met=sum(map(rule.met_by, found)), total=len(found)
        )
        for department in departments
        for rule in rules
        for found in [[r for r in _of_rule(records, rule) if r.department == department]]
        if found
    )


def learners(rollout: Rollout, phase: PhaseKey, now: datetime) -> tuple[Learner, ...]:
    """Return who still lacks a level, by department and person."""
    rules, records = strictest(rollout, phase), _all_records(rollout, phase, now)
    lacking: dict[tuple[str, str, Tier], list[Level]] = {}
    unmet = (
        (record, rule) for rule in rules for record in _of_rule(records, rule) if not rule.met_by(record)
    )
    for record, rule in unmet:
        lacking.setdefault((record.department, record.person, record.tier), []).append(rule.level)
    return tuple(
        Learner(person=person, department=department, tier=tier, lacking=tuple(levels))
        for (department, person, tier), levels in sorted(lacking.items())
    )


def super_users(rollout: Rollout, phase: PhaseKey) -> tuple[SuperUsers, ...]:
    """Return the super users of each department that a roster gate of the phase asks for."""
    return tuple(
        SuperUsers(
            department=department,
            people=tuple(sorted({user.person for user in named if user.department == department})),
            needed=gate.super_users_per_department,
        )
        for gate in rollout.plan(phase).every_gate()
        if isinstance(gate, RosterGate) and gate.super_users_per_department
        for named in [_roster(rollout, gate).super_users]
        for department in gate.departments or tuple(one.key for one in rollout.team.departments)
    )


def strictest(rollout: Rollout, phase: PhaseKey) -> tuple[TierRule, ...]:
    """Return one rule for each tier and level, that with the highest pass score."""
    rules: dict[tuple[Tier, Level], TierRule] = {}
    for rule in (rule for gate in training_gates(rollout, phase) for rule in gate.tiers):
        known = rules.get((rule.tier, rule.level))
        if known is None or _mark(rule) > _mark(known):
            rules[rule.tier, rule.level] = rule
    order = [(tier, level) for tier in Tier for level in Level]
    return tuple(rules[pair] for pair in order if pair in rules)


def _mark(rule: TierRule) -> Decimal:
    return Decimal(-1) if rule.pass_score is None else rule.pass_score


def _all_records(rollout: Rollout, phase: PhaseKey, now: datetime) -> tuple[TrainingRecord, ...]:
    """Return one record for each person and level; what is out of date for one gate is lacking."""
    found = (
        record
        for gate in training_gates(rollout, phase)
        for record in gate.current(training_records(rollout, gate), now)
    )
    lacking_last = sorted(found, key=lambda record: record.completed is None)
    return tuple({(record.person, record.level): record for record in lacking_last}.values())


def _of_rule(records: Iterable[TrainingRecord], rule: TierRule) -> tuple[TrainingRecord, ...]:
    return tuple(record for record in records if (record.tier, record.level) == (rule.tier, rule.level))


def _roster(rollout: Rollout, gate: RosterGate) -> Roster:
    evidence = rollout.evidence.get(gate.evidence)
    return evidence.payload if evidence is not None and isinstance(evidence.payload, Roster) else Roster()


def completed(records: Iterable[TrainingRecord]) -> Iterator[TrainingRecord]:
    """Yield the records with a day of completion and a score that is a number."""
    return (r for r in records if r.completed is not None and r.score is not None and r.score.is_finite())
