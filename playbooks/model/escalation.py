"""What happens when a deadline passes without an answer: it is held, it climbs a chain, or the request is closed.

A deadline never approves anything; a playbook that wants that does not load.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field

from playbooks.model.errors import BrokenRuleError
from playbooks.model.frozen import Digest, Frozen, Instant, Key
from playbooks.model.span import Span, Unit, WrittenSpan
from playbooks.model.text import Text

#: How long a request stays open after its end was noticed: so a clock that jumps ahead closes nothing by itself.
GRACE = Span(1, Unit.HOURS)

APPROVING = frozenset(
    {"approve", "approved", "accept", "deemed", "deemed_approve", "deemed_approval", "pass", "go"}
)


class OnTimeout(StrEnum):
    """What a deadline that has passed leads to."""

    HOLD = "hold"
    ESCALATE = "escalate"
    REJECT = "reject"


def _never_approving(written: object) -> object:
    if isinstance(written, str) and written.strip().lower() in APPROVING:
        raise BrokenRuleError(
            "a deadline never approves, so on_timeout cannot be {written!r}; write hold, escalate or reject",
            written=written,
        )
    return written


def _with_wait(written: object) -> object:
    """Take a role alone for a step that comes one business day after the one before."""
    return {"role": written} if isinstance(written, str) else written


class EscalationStep(Frozen):
    """To whom something late is taken next, and how long after the step before."""

    role: Key
    after: WrittenSpan = Span(1)


WhenLate = Annotated[OnTimeout, BeforeValidator(_never_approving)]
Step = Annotated[EscalationStep, BeforeValidator(_with_wait)]
Chain = Annotated[tuple[Step, ...], Field(min_length=1, max_length=10)]


def require_agreement(on_timeout: OnTimeout | None, chain: tuple[EscalationStep, ...] | None) -> None:
    """Refuse a chain that would never be climbed; raises ValueError."""
    if chain is not None and on_timeout not in (None, OnTimeout.ESCALATE):
        raise BrokenRuleError(
            "on_timeout: {on_timeout} never climbs the escalation beside it; take one of the two out",
            on_timeout=on_timeout,
        )


class Lateness(Frozen):
    """That a deadline was missed, and how far up the chain it has been taken since; a decision ends it."""

    due: Instant
    noticed_at: Instant
    step: int = 0
    stepped_at: Instant


class Unanswered(Frozen):
    """A request to sign that was closed because nobody answered; it holds for the inputs it was made on."""

    gate: Key
    inputs: Digest
    because: Text
