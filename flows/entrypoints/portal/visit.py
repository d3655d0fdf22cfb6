"""A visit to the page: what the link says, how the question stands now, and what may still be done with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from playbooks.model.errors import NotFoundError
from playbooks.model.rollout import Rollout
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.text import Language
from tasks.adapters.asides import Aside, asides
from tasks.adapters.decision_offer import Offer, offer
from tasks.adapters.invitations import TURNS, Invitation, Invitations
from tasks.adapters.ports import Receipt
from tasks.adapters.question import Question, question
from tasks.adapters.render.voice import Voice


class LinkState(Enum):
    """How a link stands."""

    OPEN = auto()
    STALE = auto()
    REFUSED = auto()
    EXHAUSTED = auto()
    EXPIRED = auto()
    USED = auto()


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody looks at a question through a link."""

    token: str
    invitation: Invitation
    person: Stakeholder
    rollout: Rollout
    asked: Question
    offered: Offer
    asides: tuple[Aside, ...]
    voice: Voice
    state: LinkState
    receipt: Receipt | None
    now: datetime

    def renewed(self) -> Invitation:
        """Return the link as it goes on: the same, for the question as it stands now."""
        changes = {"turn": self.invitation.turn + 1, "seen": self.asked.seen}
        return self.invitation.model_copy(update=changes)


def visit(invitations: Invitations, token: str, language: Language | None) -> Visit:
    """Return the visit of whoever holds this link; raises NotFoundError where it leads nowhere (any more)."""
    invitation, now = invitations.read(token), invitations.clock.now()
    rollout = invitations.store.rollout(invitation.rollout)
    person = rollout.team.person(invitation.person) if rollout else None
    asked = question(rollout, invitation.about, now) if rollout else None
    if rollout is None or person is None or not person.active or asked is None:
        raise NotFoundError("There is no such link.")
    voice = Voice(language or person.language, rollout)
    receipt = invitations.used(invitation)
    over = invitations.expired(invitation)
    return Visit(
        token=token,
        invitation=invitation,
        person=person,
        rollout=rollout,
        asked=asked,
        offered=offer(voice, asked, person.key, now=now),
        asides=() if over else asides(rollout, asked, person.key, now=now),
        voice=voice,
        state=_state(invitations, invitation, asked, receipt=receipt),
        receipt=receipt,
        now=now,
    )


def _state(
    invitations: Invitations, invitation: Invitation, asked: Question, *, receipt: Receipt | None
) -> LinkState:
    if receipt is not None:
        return LinkState.USED
    if invitations.expired(invitation):
        return LinkState.EXPIRED
    refused = invitations.refused(invitation)
    if not refused and invitation.seen == asked.seen:
        return LinkState.OPEN
    if invitation.turn + 1 >= TURNS:
        return LinkState.EXHAUSTED
    return LinkState.REFUSED if refused else LinkState.STALE
