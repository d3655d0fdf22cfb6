"""Looking at a link: the card, the receipt, or why there is nothing to decide. Looking changes nothing."""

from dataclasses import dataclass

from flows.entrypoints.portal.pages import (
    Note,
    Terms,
    decision_page,
    entry_note,
    message_page,
    receipt_page,
    stale_note,
)
from flows.entrypoints.portal.visit import LinkState, Visit, visit
from playbooks.model.text import Language
from tasks.adapters.invitations import Invitations
from tasks.adapters.render.portal_wording import PORTAL as W

GONE = 410


@dataclass(frozen=True, slots=True)
class Answered:
    """What is answered: a page, or the link that takes over; `recorded` that the ledger has grown."""

    body: str = ""
    status: int = 200
    onward: str = ""
    recorded: bool = False
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looks through a link: in which language, on which terms, after which entry of the ledger."""

    token: str
    language: Language | None
    terms: Terms
    entry: int | None = None


def shown(invitations: Invitations, look: Look) -> Answered:
    """Return the page of a link as it stands."""
    seen = visit(invitations, look.token, look.language)
    note = entry_note(seen, invitations.store, look.entry)
    return show(seen, invitations, terms=look.terms, note=note)


def show(seen: Visit, invitations: Invitations, *, terms: Terms, note: Note | None = None) -> Answered:
    """Return the page for a visit on which nothing is done."""
    match seen.state:
        case LinkState.USED:
            return Answered(receipt_page(seen, terms, store=invitations.store, note=note))
        case LinkState.EXPIRED:
            return Answered(message_page(W.p_expired_head, W.p_expired), GONE)
        case LinkState.EXHAUSTED:
            return Answered(message_page(W.p_expired_head, W.p_turns), GONE)
        case LinkState.STALE | LinkState.REFUSED:
            return Answered(decision_page(seen, terms, note=note or stale_note(seen)))
        case LinkState.OPEN:
            return Answered(decision_page(seen, terms, note=note))
