"""What can be overridden in an open phase, and which proposal waits for its second person; for showing, the desk decides."""

from datetime import datetime

from playbooks.model.gates.gate import GateRule
from playbooks.model.override import OverrideProposal
from playbooks.model.readiness import Readiness
from playbooks.model.rollout import Rollout
from playbooks.model.verdict import Verdict


def overridable(rollout: Rollout, standing: Readiness, *, now: datetime) -> tuple[str, ...]:
    """Return the gates of the phase that keep it open and that nobody proposes to override yet."""
    # What an earlier phase has left open again is no gate of this one.
    judged = {verdict.gate: verdict for verdict in standing.verdicts}
    own = (judged[gate] for gate in standing.unmet if gate in judged)
    return tuple(verdict.gate for verdict in own if _standing(rollout, verdict, now=now) is None)


def standing_proposal(rollout: Rollout, gate: GateRule, *, now: datetime) -> OverrideProposal | None:
    """Return the proposal that can still be confirmed: young enough, and about the gate as it is."""
    if gate.key not in rollout.proposals:
        return None
    return _standing(rollout, gate.judge(rollout.facts, now), now=now)


def _standing(rollout: Rollout, verdict: Verdict, *, now: datetime) -> OverrideProposal | None:
    made = rollout.proposals.get(verdict.gate)
    sound = made is not None and made.standing(now) and made.inputs == verdict.inputs_digest
    return made if sound else None
