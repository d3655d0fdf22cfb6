"""Whether somebody may act in one of these roles: by holding it, or by standing in for somebody who does.

Only for showing; the decision is made by the rules of the life cycle, inside the transaction.
"""

from datetime import datetime

from playbooks.model.rollout import Rollout
from playbooks.model.substitution import Matter


def may_act(
    rollout: Rollout, person: str, *, roles: tuple[str, ...], now: datetime, gate: str | None = None
) -> bool:
    """Tell whether this person acts in one of the roles at this moment, in an own right or in somebody's place."""
    if rollout.team.holds(person, *roles):
        return True
    return any(
        person in rollout.substitution.stand_ins(holder.key, Matter(role=role, gate=gate, at=now))
        for role in roles
        for holder in rollout.team.holders(role)
    )
