"""What the decision page offers beside the decision; none of it uses the link up, and the desk has the last word."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from playbooks.model.rollout import PhaseStatus, Rollout, RolloutStatus
from playbooks.model.verdict import Outcome
from tasks.adapters.question import Question


class Aside(StrEnum):
    """Something to be done at a gate that is no decision on it."""

    COMMENT = "comment"
    WITHDRAW = "withdraw"
    ASK_WAIVER = "ask_waiver"
    TAKE_BACK_WAIVER = "take_back_waiver"


def asides(rollout: Rollout, asked: Question, person: str, *, now: datetime) -> tuple[Aside, ...]:
    """Return what a person can do about a question besides deciding it."""
    if asked.gate is None or rollout.status.over:
        return ()
    still = rollout.status is RolloutStatus.HELD or rollout.phases[asked.phase].status is not PhaseStatus.OPEN
    more = () if still else _of_open_gate(rollout, asked, person, now=now)
    return (Aside.COMMENT, *more)


def _of_open_gate(rollout: Rollout, asked: Question, person: str, *, now: datetime) -> Iterator[Aside]:
    gate = asked.gate
    if gate is None:
        return
    if any((word.gate, word.person) == (gate.key, person) for word in rollout.words):
        yield Aside.WITHDRAW
    if gate not in rollout.plan(asked.phase).gates:
        return
    request = rollout.waiver_requests.get(gate.key)
    failed = gate.judge(rollout.facts, now).outcome is Outcome.FAILED
    if request is None and failed and gate.waivable:
        yield Aside.ASK_WAIVER
    if request is not None and request.requested_by == person:
        yield Aside.TAKE_BACK_WAIVER
