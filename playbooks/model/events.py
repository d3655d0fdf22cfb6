"""Everything that can have happened, in the past tense. The state of a rollout is what its events say, nothing else."""

import operator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from playbooks.model.action_item import ActionItem
from playbooks.model.attachment import Attachments
from playbooks.model.calendar import Calendar
from playbooks.model.commands import PhaseDecision, PhaseException
from playbooks.model.deadline_events import (
    CalendarRevised,
    DeadlineMissed,
    Escalated,
    ReminderStage,
    RequestTimedOut,
)
from playbooks.model.evidence import Evidence
from playbooks.model.exemption_events import (
    ExceptionOverdue,
    GateOverridden,
    OverrideDeclined,
    OverrideProposed,
    WaiverDeclined,
    WaiverEnding,
    WaiverRequested,
)
from playbooks.model.frozen import Digest, Frozen, Instant, Key, Prose
from playbooks.model.issue import Issue
from playbooks.model.ledger_events import LedgerRestored
from playbooks.model.people_events import (
    AbsenceDeclared,
    AbsenceEnded,
    Delegated,
    DelegationBegan,
    DelegationEnded,
    GateCommented,
    PersonChanged,
    PersonJoined,
    QuorumGapFound,
    SignOffRejected,
)
from playbooks.model.phase import PhaseKey
from playbooks.model.run_events import (
    PhaseRunLost,
    PhaseRunStarted,
    PhaseRunWakeRequested,
    PhaseRunWoken,
    PhaseRunWokenUnbidden,
)
from playbooks.model.sign_off import SignOff
from playbooks.model.stakeholder import Team
from playbooks.model.text import Text
from playbooks.model.verdict import Verdict
from playbooks.model.waiver import Waiver

# Events with a file of their own are found here as well.
__all__ = [
    "AbsenceDeclared",
    "AbsenceEnded",
    "CalendarRevised",
    "DeadlineMissed",
    "Delegated",
    "DelegationBegan",
    "DelegationEnded",
    "Escalated",
    "ExceptionOverdue",
    "GateCommented",
    "GateOverridden",
    "LedgerRestored",
    "OverrideDeclined",
    "OverrideProposed",
    "PersonChanged",
    "PersonJoined",
    "PhaseRunLost",
    "PhaseRunStarted",
    "PhaseRunWakeRequested",
    "PhaseRunWoken",
    "PhaseRunWokenUnbidden",
    "QuorumGapFound",
    "ReminderStage",
    "RequestTimedOut",
    "SignOffRejected",
    "WaiverDeclined",
    "WaiverEnding",
    "WaiverRequested",
]


class RolloutStarted(Frozen):
    """A rollout began, pinned to the digests of its playbook: of the meaning and of the exact text kept in the store."""

    type: Literal["rollout.started"] = "rollout.started"
    title: Text
    playbook: Key
    version: str
    meaning: Digest
    document: Digest
    team: Team
    calendar: Calendar
    rehearsal: bool
    # What the system stands on by the word of the company alone; no rollout of the ledger introduced it.
    in_use: tuple[Key, ...] = Field(default=(), exclude_if=operator.not_)


class RolloutHeld(Frozen):
    """The rollout was put on hold."""

    type: Literal["rollout.held"] = "rollout.held"
    reason: Prose
    on_behalf_of: Key | None = None


class RolloutResumed(Frozen):
    """The rollout goes on after a hold."""

    type: Literal["rollout.resumed"] = "rollout.resumed"
    reason: Prose
    on_behalf_of: Key | None = None


class RolloutCancelled(Frozen):
    """The rollout was ended without being finished."""

    type: Literal["rollout.cancelled"] = "rollout.cancelled"
    reason: Prose
    on_behalf_of: Key | None = None


class RolloutKilled(Frozen):
    """The rollout was ended by a decision at a phase gate."""

    type: Literal["rollout.killed"] = "rollout.killed"
    phase: PhaseKey
    reason: Prose


class RolloutCompleted(Frozen):
    """The last phase was closed: the system is part of how the company works."""

    type: Literal["rollout.completed"] = "rollout.completed"


class PhaseOpened(Frozen):
    """A phase began; `round` counts how often, `due` is the planned end."""

    type: Literal["phase.opened"] = "phase.opened"
    phase: PhaseKey
    round: int
    due: Instant


class PhaseClosed(Frozen):
    """A phase ended with a go."""

    type: Literal["phase.closed"] = "phase.closed"
    phase: PhaseKey


class EvidenceRecorded(Frozen):
    """A fact was put on record."""

    type: Literal["evidence.recorded"] = "evidence.recorded"
    evidence: Evidence


class GateJudged(Frozen):
    """A gate's verdict changed."""

    type: Literal["gate.judged"] = "gate.judged"
    phase: PhaseKey
    verdict: Verdict


class SignOffRequested(Frozen):
    """People were asked to sign a gate, on these inputs; those of `allowed` may sign too and are not asked."""

    type: Literal["sign_off.requested"] = "sign_off.requested"
    gate: Key
    people: tuple[Key, ...]
    inputs: Digest
    allowed: tuple[Key, ...] = ()
    requested_by: Key | None = None


class SignOffGiven(Frozen):
    """A person said yes."""

    type: Literal["sign_off.given"] = "sign_off.given"
    sign_off: SignOff


class SignOffWithdrawn(Frozen):
    """A person took a yes, or a no, back."""

    type: Literal["sign_off.withdrawn"] = "sign_off.withdrawn"
    gate: Key
    person: Key
    reason: Prose


class SignOffLapsed(Frozen):
    """A sign-off, or a rejection, no longer counts, because what it rested on changed."""

    type: Literal["sign_off.lapsed"] = "sign_off.lapsed"
    gate: Key
    person: Key
    because: Text


class WaiverGranted(Frozen):
    """A failed gate may be passed until a date."""

    type: Literal["waiver.granted"] = "waiver.granted"
    waiver: Waiver


class WaiverRevoked(Frozen):
    """A waiver was taken back."""

    type: Literal["waiver.revoked"] = "waiver.revoked"
    gate: Key
    reason: Prose
    on_behalf_of: Key | None = None


class WaiverExpired(Frozen):
    """A waiver came to its end."""

    type: Literal["waiver.expired"] = "waiver.expired"
    gate: Key


class PhaseGateDecided(Frozen):
    """The decision at the end of a phase, bound to the inputs of every verdict it rested on."""

    type: Literal["phase_gate.decided"] = "phase_gate.decided"
    phase: PhaseKey
    decision: PhaseDecision
    reason: Prose
    decided_by: Key
    inputs: Digest
    recycle_to: PhaseKey | None = None
    exceptions: tuple[PhaseException, ...] = ()
    on_behalf_of: Key | None = None
    cutover_on: date | None = None
    freeze_exception: Prose | None = None
    attachments: Attachments = ()


class ActionItemAdded(Frozen):
    """Something to be done was put on the list."""

    type: Literal["action_item.added"] = "action_item.added"
    item: ActionItem


class ActionItemClosed(Frozen):
    """Something on the list was done."""

    type: Literal["action_item.closed"] = "action_item.closed"
    action: Key
    closed_at: Instant
    outcome: Prose
    on_behalf_of: Key | None = None


class IssueRaised(Frozen):
    """Something was reported not to work."""

    type: Literal["issue.raised"] = "issue.raised"
    issue: Issue


class IssueClosed(Frozen):
    """An issue was solved."""

    type: Literal["issue.closed"] = "issue.closed"
    issue: Key
    closed_at: Instant
    resolution: Prose
    closed_by: Key | None = None
    on_behalf_of: Key | None = None


class ReminderDue(Frozen):
    """Somebody is reminded of a gate or an action item, shortly before it is due or after; at most once a business day."""

    type: Literal["reminder.due"] = "reminder.due"
    about: Key
    people: tuple[Key, ...]
    day: str
    text: Text
    stage: ReminderStage = ReminderStage.OVERDUE


class RetrospectiveHeld(Frozen):
    """The week's retrospective was held; its report is kept under this digest."""

    type: Literal["retrospective.held"] = "retrospective.held"
    week: str
    report: Digest


class CommandRefused(Frozen):
    """A wish was refused; the refusal is on record like everything else."""

    type: Literal["command.refused"] = "command.refused"
    command: str
    code: str
    reason: Text
    about: Key | None = None


Event = Annotated[
    RolloutStarted
    | RolloutHeld
    | RolloutResumed
    | RolloutCancelled
    | RolloutKilled
    | RolloutCompleted
    | PhaseOpened
    | PhaseClosed
    | PhaseRunStarted
    | PhaseRunWakeRequested
    | PhaseRunWoken
    | PhaseRunWokenUnbidden
    | PhaseRunLost
    | EvidenceRecorded
    | GateJudged
    | SignOffRequested
    | SignOffGiven
    | SignOffRejected
    | SignOffWithdrawn
    | SignOffLapsed
    | GateCommented
    | WaiverRequested
    | WaiverDeclined
    | WaiverGranted
    | WaiverRevoked
    | WaiverEnding
    | WaiverExpired
    | OverrideProposed
    | OverrideDeclined
    | GateOverridden
    | ExceptionOverdue
    | Delegated
    | DelegationBegan
    | DelegationEnded
    | AbsenceDeclared
    | AbsenceEnded
    | PersonChanged
    | PersonJoined
    | QuorumGapFound
    | PhaseGateDecided
    | ActionItemAdded
    | ActionItemClosed
    | IssueRaised
    | IssueClosed
    | ReminderDue
    | DeadlineMissed
    | Escalated
    | RequestTimedOut
    | CalendarRevised
    | RetrospectiveHeld
    | LedgerRestored
    | CommandRefused,
    Field(discriminator="type"),
]

EVENTS: TypeAdapter[Event] = TypeAdapter(Event)
