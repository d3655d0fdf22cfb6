"""A playbook: what must be true before each phase of a rollout may end, and who takes part.

Identity is name + version + digest of the *meaning*: titles, guidance and other wording do not count, so that
a corrected typo does not disturb a running rollout.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field, model_validator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.escalation import Chain, OnTimeout, WhenLate, require_agreement
from playbooks.model.figure import measured, unit_name
from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates import Gate
from playbooks.model.gates.gate import GateRule
from playbooks.model.goal import Direction, GoalDraft
from playbooks.model.ledger.canonical import digest
from playbooks.model.phase import PhaseKey
from playbooks.model.phrase import phrase
from playbooks.model.remembered import remembered
from playbooks.model.span import WrittenSpan
from playbooks.model.stakeholder import Raci
from playbooks.model.text import Text

WORDING = frozenset({"title", "summary", "guidance", "duty", "trigger", "measure", "work"})


class Role(Frozen):
    """A part to be played in the rollout, with its RACI letter per phase."""

    key: Key
    title: Text
    duty: Text | None = None
    raci: dict[PhaseKey, Raci] = {}


class Kpi(Frozen):
    """A figure the rollout is to move: unit, direction, and the target it is held against."""

    key: Key
    title: Text
    unit: str
    direction: Direction
    target: Decimal | None = None

    @property
    def unit_name(self) -> Text:
        """Return the unit as people call it."""
        return unit_name(self.unit)

    def measured(self, figure: Decimal) -> Text:
        """Return a figure of this KPI with its unit."""
        return measured(figure, self.unit)


class DataSet(Frozen):
    """A set of records that moves from the former to the new system."""

    key: Key
    title: Text
    owner: Key


class Risk(Frozen):
    """A risk the weekly retrospective reviews: what sets it off and what is done about it."""

    key: Key
    title: Text
    trigger: Text
    measure: Text
    owner: Key


class PhasePlan(Frozen):
    """One phase of the playbook: its work, its gates, who decides at its end."""

    key: PhaseKey
    duration: WrittenSpan
    work: tuple[Text, ...] = ()
    gates: tuple[Gate, ...] = Field(min_length=1)
    decided_by: tuple[Key, ...] = Field(min_length=1)
    waived_by: tuple[Key, ...] = ("sponsor",)
    waiver_points: int | None = Field(default=None, ge=0, le=1000)
    informed: tuple[Key, ...] = ()
    on_timeout: WhenLate | None = None
    escalation: Chain | None = None

    @model_validator(mode="after")
    def _check_timeout(self) -> "PhasePlan":
        require_agreement(self.on_timeout, self.escalation)
        if self.on_timeout is OnTimeout.REJECT:
            raise BrokenRuleError("a phase is not rejected by its deadline; write hold or escalate")
        return self

    def every_gate(self) -> Iterator[GateRule]:
        """Yield the phase's gates and all gates inside them."""
        stack: list[GateRule] = list(reversed(self.gates))
        while stack:
            gate = stack.pop()
            yield gate
            stack.extend(reversed(gate.parts))


class Playbook(Frozen):
    """The written plan of one system's introduction."""

    name: Key
    version: str = Field(pattern=r"^\d+\.\d+(\.\d+)?$")
    title: Text
    summary: Text
    stands_on: tuple[Key, ...] = ()
    started_by: tuple[Key, ...] = ("pmo", "sponsor")
    overridden_by: tuple[Key, ...] = ("sponsor", "pmo")
    roles: tuple[Role, ...]
    goals: tuple[GoalDraft, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    data_sets: tuple[DataSet, ...] = ()
    risks: tuple[Risk, ...] = ()
    escalation: Chain | None = None
    phases: tuple[PhasePlan, ...]

    @property
    def digest(self) -> str:
        """Return the digest of the playbook's meaning; wording does not count."""
        # Defaults count: a gate's kind is one, and the kind is what the gate means.
        return digest(_meaning(self.model_dump(mode="json", exclude_none=True)), limit=None)

    def phase(self, key: PhaseKey) -> PhasePlan:
        """Return the plan of one phase."""
        return self.phases[key.number - 1]

    def gate(self, key: str) -> GateRule | None:
        """Return the gate with this key, at whatever depth, or None."""
        return _gates(self.phases).get(key, (None, None))[1]

    def phase_of(self, gate: str) -> PhaseKey | None:
        """Return the phase in which this gate stands, or None."""
        return _gates(self.phases).get(gate, (None, None))[0]

    def kpi(self, key: str) -> Kpi | None:
        """Return the KPI with this key, or None."""
        return next((kpi for kpi in self.kpis if kpi.key == key), None)

    def role_title(self, key: str) -> Text:
        """Return a role's title; an unknown key stands for itself."""
        return next((role.title for role in self.roles if role.key == key), Text(zh=key, en=key))

    @model_validator(mode="after")
    def _check_phases(self) -> "Playbook":
        found = [phase.key for phase in self.phases]
        if found != list(PhaseKey):
            wanted = ", ".join(PhaseKey)
            raise BrokenRuleError(
                "phases must be {wanted}, each once and in this order; found {found}",
                wanted=wanted,
                found=tuple(found) or phrase("none"),
            )
        return self

    @model_validator(mode="after")
    def _check_gate_keys(self) -> "Playbook":
        counts = Counter(gate.key for phase in self.phases for gate in phase.every_gate())
        doubled = sorted(key for key, count in counts.items() if count > 1)
        if doubled:
            raise BrokenRuleError(
                "gate keys used twice: {doubled}; give each gate its own key", doubled=tuple(doubled)
            )
        return self

    @model_validator(mode="after")
    def _check_keys(self) -> "Playbook":
        lists = {
            "roles": [role.key for role in self.roles],
            "goals": [goal.key for goal in self.goals],
            "kpis": [kpi.key for kpi in self.kpis],
            "data_sets": [data_set.key for data_set in self.data_sets],
            "risks": [risk.key for risk in self.risks],
        }
        for where, keys in lists.items():
            doubled = sorted(key for key, count in Counter(keys).items() if count > 1)
            if doubled:
                raise BrokenRuleError(
                    "{where} lists keys twice: {doubled}; keep one entry each",
                    where=where,
                    doubled=tuple(doubled),
                )
        return self

    @model_validator(mode="after")
    def _check_roles(self) -> "Playbook":
        known = {role.key for role in self.roles}
        for where, roles in self._named_roles():
            unknown = sorted(set(roles) - known)
            if unknown:
                raise BrokenRuleError(
                    "{where} names unknown roles: {unknown}; add them under roles or correct them",
                    where=where,
                    unknown=tuple(unknown),
                )
        return self

    @model_validator(mode="after")
    def _check_blocking(self) -> "Playbook":
        idle = [phase.key for phase in self.phases if not any(gate.blocking for gate in phase.gates)]
        if idle:
            raise BrokenRuleError(
                "phases without a gate that must be met: {idle}; such a phase could end unproven",
                idle=tuple(idle),
            )
        return self

    def _named_roles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield "started_by", self.started_by
        if "overridden_by" in self.model_fields_set:
            yield "overridden_by", self.overridden_by
        yield "escalation", tuple(step.role for step in self.escalation or ())
        for phase in self.phases:
            climbed = (step.role for step in phase.escalation or ())
            yield f"phase {phase.key}", (*phase.decided_by, *phase.waived_by, *phase.informed, *climbed)
            for gate in phase.every_gate():
                yield f"gate {gate.key}", (*gate.roles, *(step.role for step in gate.escalation or ()))
        yield from ((f"risk {risk.key}", (risk.owner,)) for risk in self.risks)
        yield from ((f"data set {data_set.key}", (data_set.owner,)) for data_set in self.data_sets)


def _meaning(value: object) -> object:
    """Return the dumped playbook without its wording."""
    match value:
        case dict():
            return {key: _meaning(item) for key, item in value.items() if key not in WORDING}
        case list():
            return [_meaning(item) for item in value]
        case _:
            return value


@remembered
def _gates(phases: tuple[PhasePlan, ...]) -> dict[str, tuple[PhaseKey, GateRule]]:
    return {gate.key: (phase.key, gate) for phase in phases for gate in phase.every_gate()}
