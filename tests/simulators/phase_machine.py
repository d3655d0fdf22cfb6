"""A machine that brings wishes about one open phase at random and holds every answer against an independent model.

What it wishes is said by the machines made of it; the rules they all share, and what must always hold, are here.
"""

import hypothesis.strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from playbooks.model import commands as c
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import PhaseStatus
from playbooks.model.verdict import Outcome
from tasks.adapters.identifiers import request_id
from tasks.adapters.ports import Answer, Receipt
from tests.simulators.facts import document
from tests.simulators.gate_model import DEPUTY, NEWCOMER, PEOPLE, PMO, SPONSOR, GateModel
from tests.simulators.rollouts import Play

PHASE = PhaseKey.INITIATION
PAPER, SIGNED = f"{PHASE}.paper", f"{PHASE}.signed"
# Those the rules are about come up often enough for every rule to be met within a few steps.
SIGNERS = st.sampled_from(["wang_fang"] * 3 + ["zhou_min"] * 3 + [DEPUTY] * 3 + [NEWCOMER] + list(PEOPLE))


class PhaseMachine(RuleBasedStateMachine):
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

    def bring_paper(self, who: str, size: int) -> None:
        """Let somebody record the paper."""
        now = self.play.clock.now()
        command = c.RecordEvidence(evidence=PAPER, payload=document(size), source="test", observed_at=now)
        self.expect(self.wish(command, who), granted=self.model.may_record(who, size))

    @rule(who=SIGNERS, honest=st.sampled_from([True, True, True, False]))
    def sign(self, who: str, honest: bool) -> None:  # noqa: FBT001  # Hypothesis passes by name
        """Somebody signs what was shown, or what was shown to somebody else."""
        seen = self.play.seen(SIGNED) if honest else "f" * 64
        answer = self.wish(c.GiveSignOff(gate=SIGNED, seen=seen), who)
        self.expect(answer, granted=self.model.may_sign(who, honest=honest))

    @rule(who=SIGNERS)
    def withdraw(self, who: str) -> None:
        """Somebody takes a yes back."""
        self.expect(
            self.wish(c.WithdrawSignOff(gate=SIGNED, reason="no"), who), granted=self.model.may_withdraw(who)
        )

    @rule(who=st.sampled_from([SPONSOR, PMO, "wang_fang"]))
    def end(self, who: str) -> None:
        """Somebody wants to end the phase."""
        command = c.DecidePhaseGate(phase=PHASE, decision=c.PhaseDecision.GO, reason="enough")
        self.expect(self.wish(command, who), granted=self.model.may_end(who))

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
    def what_is_remembered_is_what_would_be_judged(self) -> None:
        """The verdicts at hand are those of gates that have never been asked."""
        facts, now = self.play.rollout.facts, self.play.clock.now()
        for gate in self.play.rollout.plan(PHASE).gates:
            assert gate.judge(facts, now) == gate.model_copy(deep=True).weighed(facts, now)

    @invariant()
    def sign_offs_are_on_record_once(self) -> None:
        """The standing sign-offs are those of the model."""
        assert sorted(s.person for s in self.play.rollout.sign_offs) == sorted(self.model.signed)

    @invariant()
    def every_word_is_in_the_ledger_once(self) -> None:
        """What was granted is an entry, and nothing else is."""
        given = sum(event.type == "sign_off.given" for event in self.play.store.events())
        assert given == self.model.said_yes
        assert sorted(no.person for no in self.play.rollout.rejections) == sorted(self.model.rejected)

    @invariant()
    def seats_are_filled_as_the_model_says(self) -> None:
        """Each yes counts for its role, and a no fails the gate, until the phase is closed for good."""
        if self.model.closed:
            return
        facts, gate = self.play.rollout.facts, self.play.rollout.playbook.gate(SIGNED)
        assert isinstance(gate, SignOffGate)
        quorum = gate.quorum(facts, self.play.clock.now())
        assert {quorum.seats[seat][0].role for seat in quorum.counted} == self.model.filled
        failed = gate.judge(facts, self.play.clock.now()).outcome is Outcome.FAILED
        assert failed == self.model.objected

    def teardown(self) -> None:
        """The ledger verifies after all of it."""
        assert self.play.store.verify().verified
