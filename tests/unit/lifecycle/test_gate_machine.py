"""A machine that wishes at random, against an independent model: nothing passes that should not, nothing is lost or doubled."""

from datetime import timedelta

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from playbooks.model import commands as c
from playbooks.model.issue import Severity
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import PhaseStatus
from tasks.adapters.identifiers import request_id
from tasks.adapters.ports import Answer, Receipt
from tests.simulators.facts import document
from tests.simulators.gate_model import HANDS, PEOPLE, PMO, SPONSOR, GateModel
from tests.simulators.rollouts import Play

PHASE = PhaseKey.INITIATION
PAPER, SIGNED = f"{PHASE}.paper", f"{PHASE}.signed"
people = st.sampled_from(PEOPLE)
# Those the rules are about come up often enough for every rule to be met within a few steps.
hands = st.sampled_from([HANDS, HANDS, SPONSOR, "wang_fang", "zhou_min", *PEOPLE])
signers = st.sampled_from(["wang_fang", "wang_fang", "zhou_min", "zhou_min", *PEOPLE])


class GateMachine(RuleBasedStateMachine):
    """One open phase, many hands."""

    def __init__(self) -> None:
        super().__init__()
        self.play, self.model = Play.opened(PHASE), GateModel()
        self.last: tuple[c.Command, str, str] | None = None

    def expect(self, answer: Answer, *, granted: bool) -> None:
        """Hold the desk's answer against the model's."""
        assert isinstance(answer, Receipt) == granted, answer

    def wish(self, command: c.Command, by: str) -> Answer:
        """Bring a wish and remember it, so that it can be repeated."""
        self.last = (command, by, request_id())
        return self.play.wish(command, by=by, request=self.last[2])

    @rule(who=hands, size=st.sampled_from([10, 10, 200, 300]))
    def record(self, who: str, size: int) -> None:
        """Somebody records the paper."""
        now = self.play.clock.now()
        command = c.RecordEvidence(evidence=PAPER, payload=document(size), source="test", observed_at=now)
        self.expect(self.wish(command, who), granted=self.model.may_record(who, size))

    @rule(who=signers, honest=st.sampled_from([True, True, True, False]))
    def sign(self, who: str, honest: bool) -> None:  # noqa: FBT001  # Hypothesis passes by name
        """Somebody signs what was shown, or what was shown to somebody else."""
        seen = self.play.seen(SIGNED) if honest else "f" * 64
        answer = self.wish(c.GiveSignOff(gate=SIGNED, seen=seen), who)
        self.expect(answer, granted=self.model.may_sign(who, honest=honest))

    @rule(who=signers)
    def withdraw(self, who: str) -> None:
        """Somebody takes a yes back."""
        self.expect(
            self.wish(c.WithdrawSignOff(gate=SIGNED, reason="no"), who), granted=self.model.may_withdraw(who)
        )

    @rule(
        who=st.sampled_from([SPONSOR] * 6 + list(PEOPLE[:4])), days=st.sampled_from([1, 1, 2, 5, 90, 91, -1])
    )
    def waive(self, who: str, days: int) -> None:
        """Somebody grants a waiver."""
        command = c.GrantWaiver(
            gate=PAPER,
            owner="zhao_lei",
            reason="r",
            compensating_control="c",
            expires_at=self.play.clock.now() + timedelta(days=days),
        )
        self.expect(self.wish(command, who), granted=self.model.may_waive(who, days))

    @rule(key=st.sampled_from(["a", "b"]))
    def toggle_issue(self, key: str) -> None:
        """An issue that stops work is raised or solved."""
        raised = self.play.rollout.issues.get(key)
        if raised is None:
            command: c.Command = c.RaiseIssue(issue=key, title=key, severity=Severity.STOPS_WORK)
            self.model.severe.add(key)
        elif raised.open:
            command = c.CloseIssue(issue=key, resolution="fixed")
            self.model.severe.discard(key)
        else:
            return
        self.expect(self.wish(command, "qian_bo"), granted=True)

    @rule(who=st.sampled_from([SPONSOR, SPONSOR, PMO, "wang_fang"]))
    def end(self, who: str) -> None:
        """Somebody wants to end the phase."""
        command = c.DecidePhaseGate(phase=PHASE, decision=c.PhaseDecision.GO, reason="enough")
        self.expect(self.wish(command, who), granted=self.model.may_end(who))

    @rule()
    def hold_or_resume(self) -> None:
        """The rollout is held, or goes on."""
        command: c.Command = c.ResumeRollout(reason="on") if self.model.held else c.HoldRollout(reason="off")
        self.model.held = not self.model.held
        self.expect(self.wish(command, SPONSOR), granted=True)

    @rule(days=st.integers(1, 4))
    def wait(self, days: int) -> None:
        """Time passes."""
        self.play.clock.forward(days=days)
        self.model.day += days

    @rule()
    def repeat(self) -> None:
        """The last request arrives once more: it gets the same answer and leaves no entry."""
        if self.last is None:
            return
        command, by, request = self.last
        before = len(self.play.store.events())
        self.play.wish(command, by=by, request=request)
        assert len(self.play.store.events()) == before

    @invariant()
    def closed_only_when_met(self) -> None:
        """The phase is closed exactly when the model says that somebody entitled ended it with every gate met."""
        closed = self.play.rollout.phases[PHASE].status is PhaseStatus.CLOSED
        assert closed == self.model.closed

    @invariant()
    def ready_as_the_model_says(self) -> None:
        """Readiness, recomputed from the record, is what the model says."""
        if not self.model.closed:
            standing = self.play.readiness(PHASE)
            assert (standing.ready, bool(standing.waived)) == (self.model.met, self.model.waived)

    @invariant()
    def sign_offs_are_on_record_once(self) -> None:
        """The standing sign-offs are those of the model."""
        assert sorted(s.person for s in self.play.rollout.sign_offs) == sorted(self.model.signed)

    def teardown(self) -> None:
        """The ledger verifies after all of it."""
        assert self.play.store.verify().verified


GateMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestGateMachine = GateMachine.TestCase
