"""Every wish about people: who stands in for whom, who is away, who takes part and holds which role."""

from typing import Literal

from playbooks.model.frozen import Frozen, Instant, Key, Prose
from playbooks.model.stakeholder import Department, Stakeholder


class Delegate(Frozen):
    """Let somebody stand in; without roles and gates it is for everything, which is an out-of-office."""

    kind: Literal["delegate"] = "delegate"
    person: Key
    to: Key
    starts: Instant
    until: Instant
    roles: tuple[Key, ...] = ()
    gates: tuple[Key, ...] = ()
    reason: Prose


class EndDelegation(Frozen):
    """End a delegation before its time; `delegation` is its key."""

    kind: Literal["end_delegation"] = "end_delegation"
    delegation: Key
    reason: Prose


class DeclareAbsence(Frozen):
    """Say that a person is away; without `to` the deputy stands in, else the head of the department."""

    kind: Literal["declare_absence"] = "declare_absence"
    person: Key
    starts: Instant
    until: Instant
    reason: Prose
    to: Key | None = None


class EndAbsence(Frozen):
    """Say that a person is back; the delegation made for the absence ends with it. `absence` is its key."""

    kind: Literal["end_absence"] = "end_absence"
    absence: Key
    reason: Prose


class ChangePerson(Frozen):
    """Change a person's roles, or take the person out of the rollout (or back in); None leaves it as it is."""

    kind: Literal["change_person"] = "change_person"
    person: Key
    active: bool | None = None
    roles: tuple[Key, ...] | None = None
    reason: Prose


class AddPerson(Frozen):
    """Take somebody into the rollout as the organisation knows the person now, or bring a member up to that.

    `departments` are those the person heads from now on, and the person's own where the rollout has none of that key.
    """

    kind: Literal["add_person"] = "add_person"
    person: Stakeholder
    departments: tuple[Department, ...] = ()
    reason: Prose
