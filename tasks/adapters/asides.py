"""What the decision page offers beside the decision; none of it uses the link up, and the desk has the last word."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from playbooks.model.delegation import Delegation
from playbooks.model.entitlement import may_act
from playbooks.model.ledger.canonical import digest
from playbooks.model.override_review import overridable, standing_proposal
from playbooks.model.readiness import readiness
from playbooks.model.rollout import PhaseStatus, Rollout, RolloutStatus
from playbooks.model.verdict import Outcome
from tasks.adapters.question import Question


class Aside(StrEnum):
    """Something to be done at a gate or a phase that is no decision on it."""

    COMMENT = "comment"
    WITHDRAW = "withdraw"
    ASK_WAIVER = "ask_waiver"
    TAKE_BACK_WAIVER = "take_back_waiver"
    PROPOSE_OVERRIDE = "propose_override"
    TAKE_BACK_OVERRIDE = "take_back_override"
    SET_STAND_IN = "set_stand_in"
    END_STAND_IN = "end_stand_in"


def asides(rollout: Rollout, asked: Question, person: str, *, now: datetime) -> tuple[Aside, ...]:
    """Return what a person can do about a question besides deciding it."""
    if rollout.status.over:
        return ()
    still = rollout.status is RolloutStatus.HELD or rollout.phases[asked.phase].status is not PhaseStatus.OPEN
    return (
        *((Aside.COMMENT,) if asked.gate else ()),
        *(() if still else _of_open_gate(rollout, asked, person, now=now)),
        *(() if still else _of_overrides(rollout, asked, person, now=now)),
        Aside.SET_STAND_IN,
        *((Aside.END_STAND_IN,) if own_delegations(rollout, person, now=now) else ()),
    )


def own_delegations(rollout: Rollout, person: str, *, now: datetime) -> tuple[Delegation, ...]:
    """Return the delegations that are not over and that a person is party to: may set and end, or acts by."""
    given = (one for one in rollout.delegations.values() if one.until > now)
    return tuple(one for one in given if person in (one.person, one.to))


def override_gates(rollout: Rollout, asked: Question, person: str, *, now: datetime) -> tuple[str, ...]:
    """Return the gates that a person can propose to override on the page of a question: its own, or any of its phase."""
    roles = rollout.playbook.overridden_by
    found = overridable(rollout, readiness(rollout, asked.phase, now), now=now)
    return tuple(
        key
        for key in found
        if asked.gate is None or key == asked.gate.key
        if may_act(rollout, person, roles=roles, now=now, gate=key)
    )


def shown_beside(rollout: Rollout, asked: Question, person: str, *, now: datetime) -> dict[Aside, str]:
    """Return, for what is bound to it, the digest of what the page shows there."""
    proposal = standing_proposal(rollout, asked.gate, now=now) if asked.gate else None
    given = own_delegations(rollout, person, now=now)
    stand_ins = digest({one.key: digest(one.model_dump(mode="json")) for one in given})
    return {
        Aside.PROPOSE_OVERRIDE: readiness(rollout, asked.phase, now).inputs,
        Aside.TAKE_BACK_OVERRIDE: proposal.digest if proposal else "",
        Aside.SET_STAND_IN: stand_ins,
        Aside.END_STAND_IN: stand_ins,
    }


def _of_overrides(rollout: Rollout, asked: Question, person: str, *, now: datetime) -> Iterator[Aside]:
    if override_gates(rollout, asked, person, now=now):
        yield Aside.PROPOSE_OVERRIDE
    proposal = standing_proposal(rollout, asked.gate, now=now) if asked.gate else None
    if proposal is not None and person in proposal.first:
        yield Aside.TAKE_BACK_OVERRIDE


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
