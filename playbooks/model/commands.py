"""Every wish to change something, in the imperative. A command is a wish only: `decide` answers with events or a refusal."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from playbooks.model.attachment import Attachments
from playbooks.model.calendar import Calendar
from playbooks.model.calendar_commands import ReviseCalendar
from playbooks.model.evidence import Payload
from playbooks.model.exemption_commands import (
    DeclineOverride,
    DeclineWaiver,
    OverrideGate,
    ProposeOverride,
    RequestWaiver,
)
from playbooks.model.frozen import Digest, Frozen, Instant, Key, Prose
from playbooks.model.issue import Severity
from playbooks.model.people_commands import (
    AddPerson,
    ChangePerson,
    DeclareAbsence,
    Delegate,
    EndAbsence,
    EndDelegation,
)
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import Playbook
from playbooks.model.stakeholder import Team
from playbooks.model.text import Text
from playbooks.model.via import Via

# Wishes with a file of their own are found here as well.
__all__ = [
    "AddPerson",
    "ChangePerson",
    "DeclareAbsence",
    "DeclineOverride",
    "DeclineWaiver",
    "Delegate",
    "EndAbsence",
    "EndDelegation",
    "OverrideGate",
    "ProposeOverride",
    "RequestWaiver",
    "ReviseCalendar",
    "Via",
]


class ActorKind(StrEnum):
    """Who can wish something: a person, a phase run, or the product's own timers and sources."""

    PERSON = "person"
    RUN = "run"
    SYSTEM = "system"


class Actor(Frozen):
    """Who wishes something and through which door; for a run the key is its run id, `session` is how it was authenticated."""

    key: Key
    kind: ActorKind = ActorKind.PERSON
    via: Via = Via.CLI
    session: str | None = None
    on_behalf_of: Key | None = None


class PhaseDecision(StrEnum):
    """What can be decided at the end of a phase."""

    GO = "go"
    CONDITIONAL_GO = "conditional_go"
    HOLD = "hold"
    RECYCLE = "recycle"
    KILL = "kill"


class PhaseException(Frozen):
    """A gate that is not met at a conditional go: who makes it good by when."""

    gate: Key
    owner: Key
    due: Instant
    promise: Prose


class StartRollout(Frozen):
    """Start a rollout of a playbook with these people; `in_use` names what stands already, as the company says."""

    kind: Literal["start_rollout"] = "start_rollout"
    title: Text
    playbook: Playbook
    team: Team
    calendar: Calendar = Calendar()
    rehearsal: bool = False
    in_use: tuple[Key, ...] = ()


class OpenPhase(Frozen):
    """Open a phase whose predecessor is closed."""

    kind: Literal["open_phase"] = "open_phase"
    phase: PhaseKey


class EnterPhase(Frozen):
    """A phase run reports at the top of its flow: it opens the phase, or re-enters it after a suspension."""

    kind: Literal["enter_phase"] = "enter_phase"
    phase: PhaseKey


class LosePhaseRun(Frozen):
    """Declare the current run of a phase dead, so that another one may take the phase on."""

    kind: Literal["lose_phase_run"] = "lose_phase_run"
    phase: PhaseKey
    run: str
    reason: Prose


class RecordEvidence(Frozen):
    """Put a fact on record."""

    kind: Literal["record_evidence"] = "record_evidence"
    evidence: Key
    payload: Payload
    source: str
    observed_at: Instant
    performed_by: tuple[Key, ...] = ()


class RequestSignOff(Frozen):
    """Ask the people who can sign a gate; asked once for the same inputs."""

    kind: Literal["request_sign_off"] = "request_sign_off"
    gate: Key


class GiveSignOff(Frozen):
    """Say yes to a gate, bound to the digest of what was shown."""

    kind: Literal["give_sign_off"] = "give_sign_off"
    gate: Key
    seen: Digest
    role: Key | None = None
    comment: Prose | None = None
    attachments: Attachments = ()


class RejectSignOff(Frozen):
    """Say no to a gate, with a reason, bound to the digest of what was shown."""

    kind: Literal["reject_sign_off"] = "reject_sign_off"
    gate: Key
    seen: Digest
    reason: Prose
    role: Key | None = None
    attachments: Attachments = ()


class CommentOnGate(Frozen):
    """Say something about a gate that decides nothing."""

    kind: Literal["comment_on_gate"] = "comment_on_gate"
    gate: Key
    text: Prose
    attachments: Attachments = ()


class WithdrawSignOff(Frozen):
    """Take one's own sign-off, or one's own rejection, back."""

    kind: Literal["withdraw_sign_off"] = "withdraw_sign_off"
    gate: Key
    reason: Prose


class GrantWaiver(Frozen):
    """Grant the waiver that somebody else asked for; an earlier end, or a reason of one's own, may be given.

    `seen` binds the grant to the digest of what was shown: the request, or the request together with the verdict.
    """

    kind: Literal["grant_waiver"] = "grant_waiver"
    gate: Key
    reason: Prose | None = None
    expires_at: Instant | None = None
    seen: Digest | None = None


class RevokeWaiver(Frozen):
    """Take a waiver back before it expires."""

    kind: Literal["revoke_waiver"] = "revoke_waiver"
    gate: Key
    reason: Prose


class JudgeGates(Frozen):
    """Judge the gates of an open phase as of now; nothing is recorded where nothing has changed."""

    kind: Literal["judge_gates"] = "judge_gates"
    phase: PhaseKey
    gate: Key | None = None


class DecidePhaseGate(Frozen):
    """Decide at the end of a phase; `seen` binds the decision to the digest of what was shown.

    A go into operation may name the day of the cutover, and why it takes place in spite of a freeze.
    """

    kind: Literal["decide_phase_gate"] = "decide_phase_gate"
    phase: PhaseKey
    decision: PhaseDecision
    reason: Prose
    recycle_to: PhaseKey | None = None
    exceptions: tuple[PhaseException, ...] = ()
    seen: Digest | None = None
    cutover_on: date | None = None
    freeze_exception: Prose | None = None
    attachments: Attachments = ()


class AddActionItem(Frozen):
    """Put something to be done on the list."""

    kind: Literal["add_action_item"] = "add_action_item"
    action: Key
    title: Prose
    owner: Key
    due: Instant


class CloseActionItem(Frozen):
    """Report an action item as done."""

    kind: Literal["close_action_item"] = "close_action_item"
    action: Key
    outcome: Prose


class RaiseIssue(Frozen):
    """Report something that does not work."""

    kind: Literal["raise_issue"] = "raise_issue"
    issue: Key
    title: Prose
    severity: Severity
    department: Key | None = None
    owner: Key | None = None


class CloseIssue(Frozen):
    """Report an issue as solved."""

    kind: Literal["close_issue"] = "close_issue"
    issue: Key
    resolution: Prose


class HoldRollout(Frozen):
    """Stop the clock of a rollout: nothing is decided until it is resumed."""

    kind: Literal["hold_rollout"] = "hold_rollout"
    reason: Prose


class ResumeRollout(Frozen):
    """Go on with a rollout that was held."""

    kind: Literal["resume_rollout"] = "resume_rollout"
    reason: Prose


class CancelRollout(Frozen):
    """End a rollout for good without finishing it."""

    kind: Literal["cancel_rollout"] = "cancel_rollout"
    reason: Prose


class HoldRetrospective(Frozen):
    """Put a week's retrospective on record; one per ISO week such as 2026-W14."""

    kind: Literal["hold_retrospective"] = "hold_retrospective"
    week: Annotated[str, Field(pattern=r"^\d{4}-W\d{2}$")]
    report: Digest


class Attend(Frozen):
    """Look after a rollout: expire waivers, notice stale evidence and overdue items, remind."""

    kind: Literal["attend"] = "attend"


Command = Annotated[
    StartRollout
    | OpenPhase
    | EnterPhase
    | LosePhaseRun
    | RecordEvidence
    | RequestSignOff
    | GiveSignOff
    | RejectSignOff
    | WithdrawSignOff
    | CommentOnGate
    | RequestWaiver
    | DeclineWaiver
    | GrantWaiver
    | RevokeWaiver
    | OverrideGate
    | ProposeOverride
    | DeclineOverride
    | Delegate
    | EndDelegation
    | DeclareAbsence
    | EndAbsence
    | ChangePerson
    | AddPerson
    | JudgeGates
    | DecidePhaseGate
    | AddActionItem
    | CloseActionItem
    | RaiseIssue
    | CloseIssue
    | HoldRollout
    | ResumeRollout
    | CancelRollout
    | HoldRetrospective
    | ReviseCalendar
    | Attend,
    Field(discriminator="kind"),
]


class Request(Frozen):
    """A command with who wishes it; `id` is made by the caller before the first try and makes a retry harmless."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
    rollout: Key
    actor: Actor
    command: Command
