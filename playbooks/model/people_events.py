"""What can have happened about people: objections and remarks, delegations, absences, roles, quorums out of reach."""

from datetime import date
from typing import Literal

from playbooks.model.delegation import Absence, Delegation
from playbooks.model.frozen import Frozen, Key, Prose
from playbooks.model.gate_comment import GateComment
from playbooks.model.rejection import Rejection
from playbooks.model.stakeholder import Department, Stakeholder
from playbooks.model.text import Text


class SignOffRejected(Frozen):
    """A person said no, which fails the gate until it ends."""

    type: Literal["sign_off.rejected"] = "sign_off.rejected"
    rejection: Rejection


class GateCommented(Frozen):
    """Somebody said something about a gate."""

    type: Literal["gate.commented"] = "gate.commented"
    comment: GateComment


class Delegated(Frozen):
    """Somebody was named to stand in for somebody."""

    type: Literal["delegation.set"] = "delegation.set"
    delegation: Delegation


class DelegationBegan(Frozen):
    """From now on somebody stands in; `delegation` is the key."""

    type: Literal["delegation.began"] = "delegation.began"
    delegation: Key
    person: Key
    to: Key


class DelegationEnded(Frozen):
    """A delegation was ended before its time, or its time is over."""

    type: Literal["delegation.ended"] = "delegation.ended"
    delegation: Key
    person: Key
    to: Key
    reason: Prose


class AbsenceDeclared(Frozen):
    """A person is, or will be, away."""

    type: Literal["absence.declared"] = "absence.declared"
    absence: Absence


class AbsenceEnded(Frozen):
    """A person is back, or will not be away after all."""

    type: Literal["absence.ended"] = "absence.ended"
    absence: Key
    person: Key
    reason: Prose


class PersonChanged(Frozen):
    """A person's roles, or whether the person takes part, are different from now on."""

    type: Literal["person.changed"] = "person.changed"
    person: Key
    active: bool
    roles: tuple[Key, ...]
    reason: Prose


class PersonJoined(Frozen):
    """Somebody takes part from now on, or is known by other particulars; both as they are stated here."""

    type: Literal["person.joined"] = "person.joined"
    person: Stakeholder
    departments: tuple[Department, ...] = ()
    reason: Prose


class QuorumGapFound(Frozen):
    """A gate cannot reach its quorum for some days; said once for each finding."""

    type: Literal["quorum.gap_found"] = "quorum.gap_found"
    gate: Key
    finding: Key
    starts: date
    until: date | None
    text: Text
