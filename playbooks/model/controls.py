"""Mandatory controls: what the PMO demands of every playbook, whoever writes it.

A control is met by a gate that cannot be gone around: it must be met, it is not only watched, no gate of gates
around it does with less than all its parts, and, unless the control says otherwise, it is never waived. That a
deadline approves nothing needs no control: no playbook can say so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pydantic import Field, model_validator

from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.composite import CompositeGate, Mode
from playbooks.model.gates.gate import GateRule
from playbooks.model.gates.reconciliation import ReconciliationGate
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.wording import joined
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import PhasePlan, Playbook
from playbooks.model.text import Text

#: Where something stands in the file of a playbook.
Path: TypeAlias = tuple[str | int, ...]


class Control(Frozen):
    """One demand: a gate of this kind, or with this key, in this phase; for playbooks of these names, or for all."""

    key: Key
    title: Text
    playbooks: tuple[Key, ...] = ()
    phase: PhaseKey
    kind: Key | None = None
    gate: Key | None = None
    waivable: bool = False
    signatures: int = Field(default=0, ge=0, le=20)
    roles: tuple[Key, ...] = ()
    independent_of_hands: bool = True
    product_only: bool = False

    @model_validator(mode="after")
    def _check_aim(self) -> "Control":
        if self.kind is None and self.gate is None:
            raise BrokenRuleError(
                "control {key!r} names neither `kind` nor `gate`; say which gate it is about", key=self.key
            )
        return self

    def is_about(self, gate: GateRule) -> bool:
        """Tell whether a gate is one that this control speaks of."""
        return self.gate in (None, gate.key) and self.kind in (None, str(getattr(gate, "kind", "")))


class Controls(Frozen):
    """All demands of a company, and who may override a gate in an emergency."""

    overridden_by: tuple[Key, ...] = Field(default=("sponsor", "pmo"), min_length=1)
    controls: tuple[Control, ...] = ()

    @model_validator(mode="after")
    def _check_keys(self) -> "Controls":
        keys = [control.key for control in self.controls]
        doubled = sorted({key for key in keys if keys.count(key) > 1})
        if doubled:
            raise BrokenRuleError(
                "controls listed twice: {doubled}; keep one entry each", doubled=tuple(doubled)
            )
        return self


@dataclass(frozen=True, slots=True)
class Breach:
    """Where a playbook weakens a control, and what to write instead."""

    path: Path
    what: Text


@dataclass(frozen=True, slots=True)
class _Found:
    """A gate where it stands, with the gates around it, the outermost first."""

    gate: GateRule
    path: Path
    around: tuple[GateRule, ...]

    @property
    def top(self) -> GateRule:
        """Return the gate at which the phase can end or not."""
        return self.around[0] if self.around else self.gate


def breaches(playbook: Playbook, controls: Controls) -> tuple[Breach, ...]:
    """Return everything in which a playbook falls short of the controls."""
    demanded = (
        control
        for control in controls.controls
        if not control.playbooks or playbook.name in control.playbooks
    )
    found = [breach for control in demanded for breach in _of_control(playbook, control)]
    return (*_of_override(playbook, controls), *found)


def _of_override(playbook: Playbook, controls: Controls) -> Iterator[Breach]:
    beyond = [role for role in playbook.overridden_by if role not in controls.overridden_by]
    if beyond and "overridden_by" in playbook.model_fields_set:
        roles, allowed = joined(beyond), joined(controls.overridden_by or ("–",))
        yield Breach(
            ("overridden_by",),
            Text(
                zh=f"强制控制不允许 {roles.zh} 紧急越过关卡；只能是 {allowed.zh}",
                en=f"the controls do not let {roles.en} override gates; name only {allowed.en}",
            ),
        )


def _of_control(playbook: Playbook, control: Control) -> Iterator[Breach]:
    number, plan = control.phase.number - 1, playbook.phase(control.phase)
    candidates = [found for found in _gates(plan, number) if control.is_about(found.gate)]
    if not candidates:
        aim = control.gate or control.kind or ""
        what = Text(
            zh=f"强制控制“{control.title.zh}”要求本阶段有关卡 {aim}；请补上",
            en=f"control {control.title.en!r} demands a gate {aim!r} in this phase; add it",
        )
        yield Breach(("phases", number, "gates"), what)
        return
    faults = [tuple(_faults(found, control)) for found in candidates]
    if all(faults):
        yield from min(faults, key=len)


def _gates(plan: PhasePlan, number: int) -> Iterator[_Found]:
    stack = [_Found(gate, ("phases", number, "gates", place), ()) for place, gate in enumerate(plan.gates)]
    while stack:
        found = stack.pop()
        yield found
        around = (*found.around, found.gate)
        stack += [
            _Found(part, (*found.path, "gates", place), around) for place, part in enumerate(found.gate.parts)
        ]


def _faults(found: _Found, control: Control) -> Iterator[Breach]:
    """Yield how this gate falls short of the control."""
    for gate in (*found.around, found.gate):
        if gate.shadow:
            yield _breach(
                found, control, Text(zh=f"{gate.key} 须去掉 shadow", en=f"take shadow from {gate.key}")
            )
        if isinstance(gate, CompositeGate) and gate.mode is not Mode.ALL and gate is not found.gate:
            yield _breach(
                found, control, Text(zh=f"{gate.key} 须为 mode: all", en=f"write mode: all at {gate.key}")
            )
    top = found.top
    if not top.must_meet:
        yield _breach(
            found,
            control,
            Text(zh=f"{top.key} 须为 must_meet: true", en=f"write must_meet: true at {top.key}"),
        )
    if top.waivable and not control.waivable:
        yield _breach(
            found,
            control,
            Text(zh=f"{top.key} 须为 waivable: false", en=f"write waivable: false at {top.key}"),
        )
    if control.product_only and not (isinstance(found.gate, ReconciliationGate) and found.gate.product_only):
        yield _breach(found, control, Text(zh="须为 product_only: true", en="write product_only: true"))
    if isinstance(found.gate, SignOffGate):
        yield from _unsigned(found, found.gate, control)


def _unsigned(found: _Found, gate: SignOffGate, control: Control) -> Iterator[Breach]:
    seats, roles = sum(slot.count for slot in gate.slots), {slot.role for slot in gate.slots}
    absent = [role for role in control.roles if role not in roles]
    if seats < control.signatures:
        more = control.signatures
        yield _breach(
            found,
            control,
            Text(zh=f"slots 至少须 {more} 人签核", en=f"let slots ask for at least {more} people"),
        )
    if absent:
        named = joined(absent)
        yield _breach(found, control, Text(zh=f"slots 须包含 {named.zh}", en=f"add {named.en} to slots"))
    if control.independent_of_hands and not gate.independent_of_hands:
        yield _breach(
            found, control, Text(zh="须为 independent_of_hands: true", en="write independent_of_hands: true")
        )
    if gate.two_hats and control.signatures > 1:
        yield _breach(found, control, Text(zh="须去掉 two_hats", en="take two_hats away"))


def _breach(found: _Found, control: Control, fix: Text) -> Breach:
    gate = found.gate.key
    return Breach(
        found.path,
        Text(
            zh=f"关卡 {gate} 削弱了强制控制“{control.title.zh}”：{fix.zh}",
            en=f"gate {gate!r} weakens the control {control.title.en!r}: {fix.en}",
        ),
    )
