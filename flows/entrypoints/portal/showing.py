"""Looking at a link: the card, the receipt, or why there is nothing to decide. Looking changes nothing."""

from dataclasses import dataclass

from flows.entrypoints.portal.pages import decision_page, message_page, receipt_page, stale_note
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


def shown(invitations: Invitations, token: str, *, language: Language | None, csrf: str) -> Answered:
    """Return the page of a link as it stands."""
    return show(visit(invitations, token, language), invitations, csrf=csrf)


def show(seen: Visit, invitations: Invitations, *, csrf: str) -> Answered:
    """Return the page for a visit on which nothing is done."""
    match seen.state:
        case LinkState.USED:
            return Answered(receipt_page(seen, invitations.store))
        case LinkState.EXPIRED:
            return Answered(message_page(W.p_expired_head, W.p_expired), GONE)
        case LinkState.EXHAUSTED:
            return Answered(message_page(W.p_expired_head, W.p_turns), GONE)
        case LinkState.STALE | LinkState.REFUSED:
            return Answered(decision_page(seen, csrf=csrf, note=stale_note(seen)))
        case LinkState.OPEN:
            return Answered(decision_page(seen, csrf=csrf))
