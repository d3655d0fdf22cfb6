"""The state of one rollout, as its events say."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from playbooks.model.action_item import ActionItem
from playbooks.model.calendar import Calendar
from playbooks.model.decline import Decline
from playbooks.model.delegation import Absence, Delegation
from playbooks.model.escalation import Lateness, Unanswered
from playbooks.model.events import PhaseGateDecided
from playbooks.model.evidence import Evidence
from playbooks.model.facts import Facts
from playbooks.model.frozen import Digest, Frozen, Instant, Key
from playbooks.model.gate_comment import GateComment
from playbooks.model.issue import Issue
from playbooks.model.look import Look
from playbooks.model.override import Override, OverrideProposal
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import PhasePlan, Playbook
from playbooks.model.rejection import Rejection, Word
from playbooks.model.remembered import remembered_by
from playbooks.model.sign_off import SignOff
from playbooks.model.stakeholder import Team
from playbooks.model.substitution import Substitution
from playbooks.model.text import Text
from playbooks.model.verdict import Verdict
from playbooks.model.waiver import Waiver, WaiverRequest


class RolloutStatus(StrEnum):
    """Where a rollout stands as a whole."""

    RUNNING = "running"
    HELD = "held"
    CANCELLED = "cancelled"
    KILLED = "killed"
    COMPLETED = "completed"

    @property
    def label(self) -> Text:
        """Return the status as shown to people."""
        return _ROLLOUT_LABELS[self]

    @property
    def over(self) -> bool:
        """Tell whether nothing more can happen."""
        return self not in (RolloutStatus.RUNNING, RolloutStatus.HELD)


_ROLLOUT_LABELS = {
    RolloutStatus.RUNNING: Text(zh="进行中", en="running"),
    RolloutStatus.HELD: Text(zh="已暂停", en="on hold"),
    RolloutStatus.CANCELLED: Text(zh="已取消", en="cancelled"),
    RolloutStatus.KILLED: Text(zh="已终止", en="ended at a phase gate"),
    RolloutStatus.COMPLETED: Text(zh="已完成", en="completed"),
}


class PhaseStatus(StrEnum):
    """Where a phase stands."""

    NOT_STARTED = "not_started"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> Text:
        """Return the status as shown to people."""
        return _PHASE_LABELS[self]


_PHASE_LABELS = {
    PhaseStatus.NOT_STARTED: Text(zh="未开始", en="not started"),
    PhaseStatus.OPEN: Text(zh="进行中", en="open"),
    PhaseStatus.CLOSED: Text(zh="已结束", en="closed"),
}


class PhaseRecord(Frozen):
    """One phase of one rollout: its status, its round, the run that works on it, and those that were declared lost.

    After a hold, deadlines count from `moved_to`: so much working time before its end as had gone by at its beginning.
    """

    status: PhaseStatus = PhaseStatus.NOT_STARTED
    round: int = 0
    opened_at: Instant | None = None
    due: Instant | None = None
    closed_at: Instant | None = None
    decision: PhaseGateDecided | None = None
    run: str | None = None
    attempt: int = 0
    wake_due: bool = False
    moved_to: Instant | None = None
    lost: tuple[str, ...] = ()

    @property
    def counted_from(self) -> datetime | None:
        """Return from when deadlines count, or None before the phase has begun."""
        return self.moved_to or self.opened_at


class Rollout(Frozen):
    """One run of a playbook; a value, changed only by folding events into it."""

    key: Key
    title: Text
    playbook: Playbook = Field(exclude=True)
    document: Digest
    team: Team
    calendar: Calendar
    rehearsal: bool
    started_at: Instant
    status: RolloutStatus = RolloutStatus.RUNNING
    held_at: Instant | None = None
    phases: dict[PhaseKey, PhaseRecord] = {key: PhaseRecord() for key in PhaseKey}
    evidence: dict[str, Evidence] = {}
    verdicts: dict[str, Verdict] = {}
    sign_offs: tuple[SignOff, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    comments: tuple[GateComment, ...] = ()
    waivers: dict[str, Waiver] = {}
    waiver_requests: dict[str, WaiverRequest] = {}
    proposals: dict[str, OverrideProposal] = {}
    overrides: dict[str, Override] = {}
    declines: dict[str, Decline] = {}
    looks: dict[str, tuple[Look, ...]] = {}
    delegations: dict[str, Delegation] = {}
    absences: dict[str, Absence] = {}
    actions: dict[str, ActionItem] = {}
    issues: dict[str, Issue] = {}
    asked: dict[str, str] = {}
    asked_people: dict[str, tuple[Key, ...]] = {}
    requesters: dict[str, str] = {}
    forewarned: dict[str, str] = {}
    asked_at: dict[str, Instant] = {}
    unanswered: dict[str, Unanswered] = {}
    late: dict[str, Lateness] = {}
    reminded: dict[str, str] = {}
    retrospectives: dict[str, Digest] = {}
    version: int = 0

    @property
    def facts(self) -> Facts:
        """Return what the gates may look at: the very same object as long as none of it has changed."""
        return _facts(self)

    @property
    def words(self) -> tuple[Word, ...]:
        """Return every yes and every no that stands."""
        return (*self.sign_offs, *self.rejections)

    @property
    def substitution(self) -> Substitution:
        """Return who stands in for whom."""
        return Substitution(self.team, tuple(self.delegations.values()), tuple(self.absences.values()))

    @property
    def open_phases(self) -> tuple[PhaseKey, ...]:
        """Return the phases that are open, in order; at most one in ordinary life."""
        return tuple(key for key, phase in self.phases.items() if phase.status is PhaseStatus.OPEN)

    @property
    def current(self) -> PhaseKey | None:
        """Return the open phase, else the next one to open, else None."""
        waiting = (key for key, phase in self.phases.items() if phase.status is not PhaseStatus.CLOSED)
        return next(iter(self.open_phases), None) or next(waiting, None)

    def plan(self, phase: PhaseKey) -> PhasePlan:
        """Return the playbook's plan of a phase."""
        return self.playbook.phase(phase)

    def verdict(self, gate: str) -> Verdict | None:
        """Return the latest verdict of a gate, at whatever depth."""
        phase = self.playbook.phase_of(gate)
        if phase is None:
            return None
        found = (
            self.verdicts[top.key].find(gate) for top in self.plan(phase).gates if top.key in self.verdicts
        )
        return next((verdict for verdict in found if verdict is not None), None)

    def waived(self, gate: str, now: datetime) -> bool:
        """Tell whether a standing waiver lies beside this gate."""
        waiver = self.waivers.get(gate)
        return waiver is not None and waiver.standing(now)

    def overridden(self, gate: str) -> bool:
        """Tell whether two people have overridden this gate in the round that runs."""
        return gate in self.overrides

    def with_phase(self, key: PhaseKey, **changes: object) -> "Rollout":
        """Return the rollout with one phase's record changed."""
        phases = {**self.phases, key: self.phases[key].model_copy(update=changes)}
        return self.model_copy(update={"phases": phases})


def _looked_at(rollout: Rollout) -> tuple[object, ...]:
    return (
        rollout.team,
        rollout.evidence,
        rollout.sign_offs,
        rollout.rejections,
        rollout.delegations,
        rollout.absences,
        rollout.requesters,
        rollout.issues,
        rollout.unanswered,
    )


@remembered_by(_looked_at)
def _facts(rollout: Rollout) -> Facts:
    return Facts(
        team=rollout.team,
        evidence=rollout.evidence,
        sign_offs=rollout.sign_offs,
        rejections=rollout.rejections,
        delegations=tuple(rollout.delegations.values()),
        absences=tuple(rollout.absences.values()),
        requesters=rollout.requesters,
        issues=tuple(rollout.issues.values()),
        unanswered=rollout.unanswered,
    )
