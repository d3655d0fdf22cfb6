"""A small rollout for tests: a playbook with two gates a phase, a desk on the store in memory, and people who act.

play = Play.begun()
play.open(PhaseKey.INITIATION)
play.record("initiation.paper", document(), by="zhao_lei")
play.sign("initiation.signed", by="wang_fang")
play.decide(PhaseKey.INITIATION, PhaseDecision.GO, by="lin_wei")
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from playbooks.model import commands as c
from playbooks.model.calendar import Calendar
from playbooks.model.evidence import Payload
from playbooks.model.gates.document import DocumentGate
from playbooks.model.gates.issue_limit import IssueLimitGate
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.gates.slot import Slot
from playbooks.model.phase import PhaseKey
from playbooks.model.playbook import PhasePlan, Playbook, Role
from playbooks.model.readiness import Readiness, readiness
from playbooks.model.refusal import Refusal
from playbooks.model.rollout import Rollout
from playbooks.model.span import Span
from playbooks.model.text import Text
from tasks.adapters.desk import Desk
from tasks.adapters.identifiers import request_id
from tasks.adapters.ports import Answer, Receipt
from tests.simulators.facts import document, team, text
from tests.simulators.memory_store import MemoryStore

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ROLES = (
    "sponsor",
    "pmo",
    "finance",
    "it_lead",
    "data_steward",
    "department_head",
    "key_user",
    "project_manager",
)


@dataclass(slots=True)
class SetClock:
    """A clock that stands where the test puts it."""

    moment: datetime = MORNING

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment

    def forward(self, **span: float) -> datetime:
        """Move on by a span of time, such as days=2."""
        self.moment += timedelta(**span)
        return self.moment


def phase_plan(key: PhaseKey) -> PhasePlan:
    """Return a phase with a document, a sign-off of finance and a department head on it, and a limit of issues."""
    paper = f"{key}.paper"
    return PhasePlan(
        key=key,
        duration=Span(20),
        decided_by=("sponsor",),
        waived_by=("sponsor",),
        informed=("pmo",),
        gates=(
            DocumentGate(
                key=paper,
                title=text("paper"),
                owner="it_lead",
                evidence=paper,
                minimum_bytes=100,
                deadline=Span(5),
            ),
            SignOffGate(
                key=f"{key}.signed",
                title=text("signed"),
                owner="pmo",
                slots=(Slot(role="finance"), Slot(role="department_head", department="sales")),
                rests_on=(paper,),
            ),
            IssueLimitGate(key=f"{key}.issues", title=text("issues"), owner="it_lead", weight=1),
        ),
    )


def playbook(**changes: object) -> Playbook:
    """Return the small playbook."""
    given: Mapping[str, object] = {
        "name": "crm",
        "version": "1.0",
        "title": Text(zh="客户关系", en="Customer relations"),
        "summary": text("summary"),
        "roles": tuple(Role(key=role, title=text(role)) for role in ROLES),
        "phases": tuple(phase_plan(key) for key in PhaseKey),
    }
    return Playbook.model_validate({**given, **changes})


@dataclass(slots=True)
class Play:
    """A rollout being acted out; every verb returns the desk's answer."""

    store: MemoryStore = field(default_factory=MemoryStore)
    clock: SetClock = field(default_factory=SetClock)
    key: str = "crm-2026"

    @classmethod
    def begun(cls) -> "Play":
        """Return a rollout that was started a moment ago."""
        play = cls()
        play.wish(
            c.StartRollout(title=text("CRM"), playbook=playbook(), team=team(), calendar=Calendar()),
            by="chen_hao",
        )
        return play

    @classmethod
    def opened(cls, phase: PhaseKey = PhaseKey.INITIATION) -> "Play":
        """Return a rollout in which this phase is open and all before it are closed."""
        play = cls.begun()
        for earlier in PhaseKey:
            play.open(earlier)
            if earlier is phase:
                break
            play.finish(earlier)
        return play

    @property
    def desk(self) -> Desk:
        """Return the desk."""
        return Desk(store=self.store, clock=self.clock)

    @property
    def rollout(self) -> Rollout:
        """Return the present state."""
        state = self.store.rollout(self.key)
        assert state is not None
        return state

    def wish(
        self,
        command: c.Command,
        *,
        by: str,
        kind: c.ActorKind = c.ActorKind.PERSON,
        request: str | None = None,
    ) -> Answer:
        """Bring a wish to the desk."""
        via = c.Via.CLI if kind is c.ActorKind.PERSON else c.Via.FLOW
        actor = c.Actor(key=by, kind=kind, via=via)
        return self.desk.submit(
            c.Request(id=request or request_id(), rollout=self.key, actor=actor, command=command)
        )

    def granted(self, command: c.Command, *, by: str, kind: c.ActorKind = c.ActorKind.PERSON) -> Receipt:
        """Bring a wish that must be granted."""
        answer = self.wish(command, by=by, kind=kind)
        assert isinstance(answer, Receipt), answer
        return answer

    def refused(self, command: c.Command, *, by: str, kind: c.ActorKind = c.ActorKind.PERSON) -> Refusal:
        """Bring a wish that must be refused."""
        answer = self.wish(command, by=by, kind=kind)
        assert isinstance(answer, Refusal), answer
        return answer

    def open(self, phase: PhaseKey) -> Answer:
        """Let the PMO open a phase."""
        return self.wish(c.OpenPhase(phase=phase), by="chen_hao")

    def record(self, evidence: str, payload: Payload, *, by: str = "zhao_lei") -> Answer:
        """Put evidence on record."""
        command = c.RecordEvidence(
            evidence=evidence, payload=payload, source="test", observed_at=self.clock.now()
        )
        return self.wish(command, by=by)

    def seen(self, gate: str) -> str:
        """Return the digest of what a signer is shown now."""
        rule = self.rollout.playbook.gate(gate)
        assert isinstance(rule, SignOffGate)
        return rule.shown_digest(self.rollout.facts)

    def sign(self, gate: str, *, by: str, seen: str | None = None) -> Answer:
        """Sign a gate off, by default on what is shown now."""
        return self.wish(c.GiveSignOff(gate=gate, seen=seen or self.seen(gate)), by=by)

    def ask_waiver(self, gate: str, *, by: str = "chen_hao", **more: object) -> Answer:
        """Ask that a gate be waived for 30 days from the beginning."""
        given = {"owner": "sun_li", "reason": "r", "compensating_control": "c"}
        until = MORNING + timedelta(days=30)
        return self.wish(
            c.RequestWaiver.model_validate({"gate": gate, "expires_at": until, **given, **more}), by=by
        )

    def decide(
        self, phase: PhaseKey, decision: c.PhaseDecision, *, by: str = "lin_wei", **more: object
    ) -> Answer:
        """Decide at the phase gate."""
        given = {"phase": phase, "decision": decision, "reason": "because", **more}
        return self.wish(c.DecidePhaseGate.model_validate(given), by=by)

    def meet(self, phase: PhaseKey) -> None:
        """Meet every gate of a phase."""
        self.record(f"{phase}.paper", document())
        for signer in ("wang_fang", "zhou_min"):
            self.sign(f"{phase}.signed", by=signer)

    def finish(self, phase: PhaseKey) -> Answer:
        """Meet every gate of a phase and let the sponsor end it."""
        self.meet(phase)
        return self.decide(phase, c.PhaseDecision.GO)

    def readiness(self, phase: PhaseKey) -> Readiness:
        """Return how the phase stands."""
        return readiness(self.rollout, phase, self.clock.now())
