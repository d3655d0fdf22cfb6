"""Which rollouts count as systems in use, on which others may stand."""

from playbooks.model.phase import PhaseKey
from playbooks.model.rollout import PhaseStatus, Rollout, RolloutStatus

_ENDED = frozenset({RolloutStatus.CANCELLED, RolloutStatus.KILLED})


def in_use(rollout: Rollout) -> bool:
    """Tell whether the system has reached operation and was not given up."""
    reached = rollout.phases[PhaseKey.OPERATION].status is not PhaseStatus.NOT_STARTED
    return reached and rollout.status not in _ENDED
