"""Who is asked for a signature when people change: a seat that none of those who were asked can fill any more."""

from collections.abc import Iterator

from playbooks.model import events as e
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.lifecycle.fold import fold
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.rollout import Rollout


def asked_again(wish: Wish, event: e.PersonJoined | e.PersonChanged) -> Iterator[e.SignOffRequested]:
    """Yield the requests that have to be made anew once this has happened, to those who are needed now."""
    rollout = fold(wish.rollout, (event,), wish.now)
    for phase in rollout.open_phases:
        for gate in rollout.plan(phase).every_gate():
            if isinstance(gate, SignOffGate) and _stands(rollout, gate):
                yield from _requests(rollout, gate, wish)


def _stands(rollout: Rollout, gate: SignOffGate) -> bool:
    """Tell whether people were asked on what is shown now, and may still answer."""
    shown, closed = gate.shown_digest(rollout.facts), rollout.unanswered.get(gate.key)
    return rollout.asked.get(gate.key) == shown and (closed is None or closed.inputs != shown)


def _requests(rollout: Rollout, gate: SignOffGate, wish: Wish) -> Iterator[e.SignOffRequested]:
    quorum, asked = gate.quorum(rollout.facts, wish.now), rollout.asked_people.get(gate.key, ())
    seats = [[who for who in seat.who if rollout.team.person(who)] for seat in quorum.missing(gate.owner)]
    empty = {who for seat in seats if not set(seat) & set(asked) for who in seat}
    able = dict.fromkeys(who for seat in seats for who in seat)
    people = tuple(who for who in able if who in asked or (who in empty and who in quorum.needed))
    if empty & set(people):
        yield e.SignOffRequested(
            gate=gate.key,
            people=people,
            inputs=gate.shown_digest(rollout.facts),
            allowed=tuple(who for who in able if who not in people),
            # Whoever asked before still does not sign.
            requested_by=rollout.requesters.get(gate.key),
        )
