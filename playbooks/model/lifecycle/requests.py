"""Requests to sign that were closed because nobody answered: closed for signing, opened again by the PMO alone.

New evidence makes a new request by itself.
"""

from playbooks.model.commands import ActorKind
from playbooks.model.gates.sign_off import SignOffGate
from playbooks.model.lifecycle.wish import Wish
from playbooks.model.refusal import RefusalCode, RefusedError


def opens_again(wish: Wish, gate: SignOffGate) -> bool:
    """Tell whether this wish asks again after nobody answered; the PMO or the gate's owner may."""
    if not _closed(wish, gate) or wish.actor.kind is not ActorKind.PERSON:
        return False
    wish.require_role("pmo", gate.owner)
    return True


def require_open_request(wish: Wish, gate: SignOffGate) -> None:
    """Refuse to sign what was closed: it would be an answer to a question nobody asks any more."""
    if _closed(wish, gate):
        because = wish.rollout.unanswered[gate.key].because
        raise RefusedError(
            RefusalCode.NOT_OPEN,
            f"{because.zh}；请项目办重新发起签核",
            f"{because.en}; let the PMO ask again",
            about=gate.key,
        )


def _closed(wish: Wish, gate: SignOffGate) -> bool:
    closed = wish.rollout.unanswered.get(gate.key)
    return closed is not None and closed.inputs == gate.shown_digest(wish.rollout.facts)
