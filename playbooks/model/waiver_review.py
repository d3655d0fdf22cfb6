"""The review of a request for a waiver: what was asked, how its gate stands, what it costs, who may say yes."""

from datetime import datetime

from playbooks.model.frozen import Frozen, Key
from playbooks.model.gates.gate import GateRule
from playbooks.model.ledger.canonical import digest
from playbooks.model.rollout import Rollout
from playbooks.model.verdict import Verdict
from playbooks.model.waiver import Waiver, WaiverRequest
from playbooks.model.waiver_debt import WaiverDebt, waiver_debt


class WaiverReview(Frozen):
    """Everything a decision on a request rests on; `standing` is the waiver it would prolong."""

    request: WaiverRequest
    verdict: Verdict
    weight: int
    debt: WaiverDebt
    standing: Waiver | None = None

    @property
    def seen(self) -> str:
        """Return the digest of what a decision on the request is bound to: the request, and what the verdict rests on."""
        return digest({"request": self.request.digest, "inputs": self.verdict.inputs_digest})

    @property
    def left(self) -> int | None:
        """Return the points that are left of the phase's budget before this waiver; None where there is no limit."""
        return None if self.debt.budget is None else self.debt.budget - self.debt.points


def waiver_review(rollout: Rollout, gate: GateRule, *, now: datetime) -> WaiverReview | None:
    """Return the review of the request for a gate; None where nobody asks."""
    request, phase = rollout.waiver_requests.get(gate.key), rollout.playbook.phase_of(gate.key)
    if request is None or phase is None:
        return None
    return WaiverReview(
        request=request,
        verdict=gate.judge(rollout.facts, now),
        weight=gate.weight,
        debt=waiver_debt(rollout, phase, now),
        standing=rollout.waivers[gate.key] if rollout.waived(gate.key, now) else None,
    )


def hands(rollout: Rollout, gate: GateRule) -> frozenset[Key]:
    """Return everybody who worked on the evidence of a gate."""
    kept = (rollout.evidence[key] for key in gate.evidence_keys if key in rollout.evidence)
    return frozenset(hand for evidence in kept for hand in evidence.hands)


def parties(rollout: Rollout, gate: GateRule, *, request: WaiverRequest) -> frozenset[Key]:
    """Return who does not grant this: who asked, who answers for it, who owns the gate or worked on its evidence."""
    owners = (person.key for person in rollout.team.holders(gate.owner))
    return frozenset({request.requested_by, request.owner, *owners}) | hands(rollout, gate)
