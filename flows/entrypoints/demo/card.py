"""The card of a decision in Slack: which message asks a person for it, which button means it, what its form takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.entrypoints.slack_app.wishes import COMMENT, REASON, TARGET
from playbooks.model.commands import Command, DecidePhaseGate, GiveSignOff, GrantWaiver, PhaseDecision
from tasks.adapters.slack.offer import DECISIONS, CardAction
from tasks.adapters.store.messages import MessageKind

_BUTTONS = {decision: action for action, decision in DECISIONS.items()}


@dataclass(frozen=True, slots=True)
class Card:
    """What a wish looks like in Slack."""

    about: str
    button: CardAction
    answers: Mapping[str, str]
    kind: MessageKind | None = None


def card_of(command: Command) -> Card | None:
    """Return how a wish is expressed on a card; None where the story expresses it another way."""
    match command:
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
