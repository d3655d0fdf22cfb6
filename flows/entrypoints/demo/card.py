"""The card of a decision in Slack: which message asks a person for it, which button means it, what its form takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.entrypoints.slack_app.wishes import COMMENT, CONTROL, OWNER, REASON, TARGET, UNTIL
from playbooks.model.commands import (
    Command,
    DecidePhaseGate,
    GiveSignOff,
    GrantWaiver,
    PhaseDecision,
    RequestWaiver,
)
from playbooks.model.rollout import Rollout
from tasks.adapters.slack.offer import DECISIONS, CardAction
from tasks.adapters.store.messages import MessageKind

_BUTTONS = {decision: action for action, decision in DECISIONS.items()}


@dataclass(frozen=True, slots=True)
class Card:
    """What a wish looks like in Slack; nobody is sent a card for what nobody asks: it is found in the Home tab."""

    about: str
    button: CardAction
    answers: Mapping[str, str]
    kind: MessageKind | None = None
    at_home: bool = False


def card_of(command: Command, rollout: Rollout | None = None) -> Card | None:
    """Return how a wish is expressed on a card; None where the story expresses it another way.

    The owner in the answers is a person's key; a form takes the account of that person.
    """
    match command:
        case RequestWaiver(gate=gate) if rollout is not None:
            day = rollout.calendar.day(command.expires_at).isoformat()
            asked = {OWNER: command.owner, UNTIL: day, CONTROL: command.compensating_control}
            return Card(
                gate, CardAction.WAIVE, asked | {REASON: command.reason}, MessageKind.GATE, at_home=True
            )
        case GiveSignOff(gate=gate, comment=comment):
            return Card(gate, CardAction.APPROVE, {COMMENT: comment} if comment else {})
        case GrantWaiver(gate=gate, reason=reason) if reason:
            return Card(gate, CardAction.GRANT, {REASON: reason}, MessageKind.WAIVER)
        case DecidePhaseGate(phase=phase, decision=decision, reason=reason, recycle_to=target) if (
            decision is not PhaseDecision.CONDITIONAL_GO
        ):
            fields = {REASON: reason} | ({TARGET: target.value} if target else {})
            return Card(phase.value, _BUTTONS[decision], fields)
        case _:
            return None
