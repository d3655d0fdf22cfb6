"""What somebody pressed, looked up again from ids: the message, the rollout, who it was, what the person saw."""

from dataclasses import dataclass
from datetime import datetime

from flows.entrypoints.slack_app import wording as w
from flows.entrypoints.slack_app.caller import Caller, caller
from flows.entrypoints.slack_app.door import Door
from flows.entrypoints.slack_app.payload import Handle
from playbooks.model.gates.gate import GateRule
from playbooks.model.override import OverrideProposal
from playbooks.model.override_review import standing_proposal
from playbooks.model.phase import PhaseKey
from playbooks.model.readiness import readiness
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from playbooks.model.waiver_review import WaiverReview, waiver_review
from tasks.adapters.render.voice import Voice
from tasks.adapters.slack.directory import Account
from tasks.adapters.slack.errors import StrangerError
from tasks.adapters.slack.gate_card import shown_digest
from tasks.adapters.slack.offer import ACTIONS, DECISIONS, CardAction
from tasks.adapters.store.messages import MessageKind, SentMessage

#: Decisions that rest on what was shown; a question does not.
BOUND = frozenset(
    {
        CardAction.APPROVE,
        CardAction.REJECT,
        *DECISIONS,
        CardAction.OVERRIDE,
        CardAction.GRANT,
        CardAction.DECLINE,
        CardAction.CONFIRM,
        CardAction.REFUSE,
    }
)
#: The digest of nothing that was ever shown: what is bound to it is refused, whoever wishes it.
UNSEEN = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing to be decided, as it stands at this moment."""

    handle: Handle
    message: SentMessage
    rollout: Rollout
    caller: Caller
    seen: str
    now: datetime

    @property
    def action(self) -> CardAction:
        """Return what was pressed."""
        return self.handle.action

    @property
    def voice(self) -> Voice:
        """Return the voice that answers."""
        return Voice(self.caller.language, self.rollout)

    @property
    def gate(self) -> GateRule | None:
        """Return the gate it is about, if it is about one."""
        return self.rollout.playbook.gate(self.message.about)

    @property
    def phase(self) -> PhaseKey | None:
        """Return the phase it is about, if it is about a phase's end."""
        phase_gate = self.message.kind is MessageKind.PHASE_GATE
        return PhaseKey(self.message.about) if phase_gate else None

    @property
    def review(self) -> WaiverReview | None:
        """Return the review of the request for a waiver of its gate, if somebody asks for one."""
        return waiver_review(self.rollout, self.gate, now=self.now) if self.gate else None

    @property
    def proposal(self) -> OverrideProposal | None:
        """Return the proposal to override its gate, if one can still be confirmed."""
        return standing_proposal(self.rollout, self.gate, now=self.now) if self.gate else None

    @property
    def bound(self) -> str:
        """Return the digest a wish is bound to: of what the person saw."""
        return self.seen or UNSEEN

    @property
    def present(self) -> str:
        """Return the digest of what would be shown now."""
        if self.phase is not None:
            return readiness(self.rollout, self.phase, self.now).inputs
        if self.gate is None:
            return ""
        if self.message.kind is MessageKind.WAIVER:
            return self.review.seen if self.review else ""
        if self.message.kind is MessageKind.OVERRIDE:
            return self.proposal.digest if self.proposal else ""
        facts = self.rollout.facts
        return shown_digest(self.gate, facts, self.gate.judge(facts, self.now))

    @property
    def stale(self) -> bool:
        """Tell whether what the person saw has changed since, where the decision rests on it."""
        return self.action in BOUND and self.seen != self.present

    @property
    def refused(self) -> Text | None:
        """Return why this person does nothing here, whatever the desk would say."""
        if self.caller.person is None:
            return self.caller.refused
        if self.message.recipient != self.caller.person.key:
            return w.NOT_YOUR_CARD
        offered = self.action in ACTIONS.get(self.message.kind, frozenset())
        return None if offered else w.NO_CARD


def looked_up(door: Door, handle: Handle, account: Account) -> Matter:
    """Return the matter behind a button or a form; raises StrangerError where there is none."""
    register = door.slack.register
    message, seen = register.find(handle.message), register.seen(handle.message, handle.revision)
    rollout = door.office.store.rollout(message.rollout) if message else None
    if message is None or seen is None or rollout is None:
        raise StrangerError(w.NO_CARD)
    return Matter(
        handle=handle,
        message=message,
        rollout=rollout,
        caller=caller(door.slack.directory, account, rollout),
        seen=seen,
        now=door.office.clock.now(),
    )
