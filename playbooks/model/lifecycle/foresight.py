"""What time brings that somebody should know of: stand-ins begin, waivers end soon, promises fail, quorums get out of reach.

Each is said once.
"""

from collections.abc import Iterator

from playbooks.model import events as e
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.quorum_outlook import quorum_gaps

#: How many business days before its end the people of a waiver are told.
HEADS_UP_DAYS = 3


def foresight(wish: Wish) -> Iterator[e.Event]:
    """Yield what is to be said at this moment."""
    yield from _begun(wish)
    yield from _ending(wish)
    yield from _unkept(wish)
    yield from gaps(wish)


def gaps(wish: Wish) -> Iterator[e.QuorumGapFound]:
    """Yield the gates that cannot reach their quorum, once per finding."""
    for gap in quorum_gaps(wish.rollout, wish.now):
        if f"quorum:{gap.finding}" not in wish.rollout.forewarned:
            yield e.QuorumGapFound(
                gate=gap.gate, finding=gap.finding, starts=gap.starts, until=gap.until, text=gap.text
            )


def _begun(wish: Wish) -> Iterator[e.Event]:
    for given in wish.rollout.delegations.values():
        if not given.begun and given.standing(wish.now):
            yield e.DelegationBegan(delegation=given.key, person=given.person, to=given.to)


def _ending(wish: Wish) -> Iterator[e.Event]:
    calendar, told = wish.rollout.calendar, wish.rollout.forewarned
    for waiver in wish.rollout.waivers.values():
        near = calendar.days_between(wish.now, waiver.expires_at) <= HEADS_UP_DAYS
        if near and told.get(f"waiver:{waiver.gate}") != waiver.expires_at.isoformat():
            yield e.WaiverEnding(gate=waiver.gate, expires_at=waiver.expires_at)


def _unkept(wish: Wish) -> Iterator[e.Event]:
    for item in wish.rollout.actions.values():
        if item.gate and item.overdue(wish.now) and f"exception:{item.key}" not in wish.rollout.forewarned:
            yield e.ExceptionOverdue(action=item.key, gate=item.gate)
