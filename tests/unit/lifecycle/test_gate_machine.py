"""A machine that wishes at random, against an independent model: nothing passes that should not, nothing is lost or doubled."""

from datetime import timedelta

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import initialize, rule

from playbooks.model import commands as c
from playbooks.model.issue import Severity
from tests.simulators.facts import person
from tests.simulators.gate_model import DEPUTY, HANDS, NEWCOMER, PEOPLE, PMO, SPONSOR
from tests.simulators.phase_machine import PAPER, SIGNED, SIGNERS, PhaseMachine

hands = st.sampled_from([HANDS, HANDS, SPONSOR, "wang_fang", "zhou_min", *PEOPLE])


class GateMachine(PhaseMachine):
    """Evidence, sign-offs, issues, holds: when the phase may end."""

    @rule(who=hands, size=st.sampled_from([10, 10, 200, 300]))
    def record(self, who: str, size: int) -> None:
        """Somebody records the paper."""
        self.bring_paper(who, size)

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

    @rule()
    def hold_or_resume(self) -> None:
        """The rollout is held, or goes on."""
        command: c.Command = c.ResumeRollout(reason="on") if self.model.held else c.HoldRollout(reason="off")
        self.model.held = not self.model.held
        self.expect(self.wish(command, SPONSOR), granted=True)


class ExemptionMachine(PhaseMachine):
    """Waivers that one asks for and another grants, overrides by two: what excuses a paper that is too small."""

    @initialize()
    def begin(self) -> None:
        """The paper is too small, and everybody has signed it."""
        self.bring_paper(HANDS, 10)
        for who in ("wang_fang", "zhou_min"):
            self.sign(who, honest=True)

    @rule(who=st.sampled_from([HANDS, HANDS, SPONSOR]), size=st.sampled_from([10, 10, 10, 20, 200]))
    def record(self, who: str, size: int) -> None:
        """Somebody records the paper."""
        self.bring_paper(who, size)

    @rule(
        who=st.sampled_from([PMO] * 3 + [SPONSOR] * 2 + list(PEOPLE[-3:])),
        days=st.sampled_from([1, 2, 5, 90, 91, -1]),
    )
    def ask_waiver(self, who: str, days: int) -> None:
        """Somebody asks for a waiver."""
        command = c.RequestWaiver(
            gate=PAPER,
            owner="zhao_lei",
            reason="r",
            compensating_control="c",
            expires_at=self.play.clock.now() + timedelta(days=days),
        )
        self.expect(self.wish(command, who), granted=self.model.may_ask(who, days))

    @rule(days=st.sampled_from([1, 2]))
    def ask_and_grant(self, days: int) -> None:
        """The PMO asks for a day or two, and the sponsor grants what is asked."""
        self.ask_waiver(PMO, days)
        self.grant_waiver(SPONSOR)

    @rule(who=st.sampled_from([SPONSOR] * 6 + list(PEOPLE[:4])))
    def grant_waiver(self, who: str) -> None:
        """Somebody grants it."""
        self.expect(self.wish(c.GrantWaiver(gate=PAPER), who), granted=self.model.may_grant(who))

    @rule(who=st.sampled_from([SPONSOR, SPONSOR, PMO, PMO, "wang_fang"]))
    def override(self, who: str) -> None:
        """Somebody wants to go on without the paper."""
        command = c.OverrideGate(gate=PAPER, reason="the line stands still")
        self.expect(self.wish(command, who), granted=self.model.may_override(who))


class SigningMachine(PhaseMachine):
    """Yes and no, delegates, lost roles: who has signed a paper that is long enough, in whose right."""

    @initialize()
    def begin(self) -> None:
        """The paper is there, finance has two people, and one of them is on leave."""
        given = c.ChangePerson(person="sun_li", roles=("data_steward", "finance"), reason="more hands")
        self.expect(self.wish(given, PMO), granted=True)
        self.model.finance = {"wang_fang", "sun_li"}
        self.bring_paper(HANDS, 200)
        self.delegate_or_end()

    @rule(
        who=st.sampled_from([HANDS, "wang_fang", "zhou_min", DEPUTY]), size=st.sampled_from([200, 200, 300])
    )
    def record(self, who: str, size: int) -> None:
        """Somebody records the paper."""
        self.bring_paper(who, size)

    @rule()
    def everybody_signs(self) -> None:
        """Those who can, one after the other."""
        for who in ("sun_li", "zhou_min"):
            self.sign(who, honest=True)

    @rule(who=SIGNERS, honest=st.sampled_from([True, True, True, False]))
    def reject(self, who: str, honest: bool) -> None:  # noqa: FBT001  # Hypothesis passes by name
        """Somebody says no to what was shown, or to something else."""
        seen = self.play.seen(SIGNED) if honest else "f" * 64
        answer = self.wish(c.RejectSignOff(gate=SIGNED, seen=seen, reason="page two"), who)
        self.expect(answer, granted=self.model.may_reject(who, honest=honest))

    @rule()
    def delegate_or_end(self) -> None:
        """Finance hands over to its deputy, or takes it back."""
        now, keys = self.play.clock.now(), list(self.play.rollout.delegations)
        command: c.Command = c.Delegate(
            person="wang_fang",
            to=DEPUTY,
            starts=now,
            until=now + timedelta(days=366),
            roles=("finance",),
            reason="on leave",
        )
        if self.model.delegated:
            command = c.EndDelegation(delegation=keys[-1], reason="back")
        self.model.delegated = not self.model.delegated
        self.expect(self.wish(command, "wang_fang"), granted=True)

    @rule(by=st.sampled_from([PMO, PMO, SPONSOR, "wang_fang", NEWCOMER]))
    def join(self, by: str) -> None:
        """Somebody wants finance to have one more person, who may sign from then on."""
        wish = c.AddPerson(person=person(NEWCOMER, "finance", department="finance"), reason="one more")
        self.expect(self.wish(wish, by), granted=self.model.may_join(by))

    @rule()
    def move_head(self) -> None:
        """The head of sales loses the role, or gets it back."""
        self.model.move_head()
        roles = ("department_head",) if self.model.head_in_role else ()
        self.expect(
            self.wish(c.ChangePerson(person="zhou_min", roles=roles, reason="moved"), PMO), granted=True
        )


GateMachine.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
SigningMachine.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
TestGateMachine = GateMachine.TestCase
ExemptionMachine.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
TestExemptionMachine = ExemptionMachine.TestCase
TestSigningMachine = SigningMachine.TestCase
