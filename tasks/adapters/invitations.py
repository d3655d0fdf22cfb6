"""Invitations: signed links to the decision page, each for one person, one question, one decision, one time.

- A link says for whom, about what, on what it rests and until when; nothing of that can be changed.
- Copies of one letter carry one id, so that only one of them decides, whichever channel brought it.
- A link is used up by the answer on record. After a refusal, or when its question has changed, it goes on as its
  next turn, with the same id and the same end.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Annotated
from uuid import NAMESPACE_URL, uuid5

from itsdangerous import BadData, URLSafeTimedSerializer
from pydantic import Field, ValidationError

from playbooks.model.errors import NotFoundError
from playbooks.model.frozen import Digest, Frozen, Instant, Key
from playbooks.model.letters import Notice
from playbooks.model.rollout import Rollout
from playbooks.model.stakeholder import Stakeholder
from tasks.adapters.decision_offer import asked_to_override, asked_to_waive, waited_for
from tasks.adapters.ports import Clock, Receipt
from tasks.adapters.question import question
from tasks.adapters.store import SqlStore

LIFETIME = timedelta(days=14)
#: How often a link may go on after a refusal or a change.
TURNS = 8
PATH = "/decide/"
LONGEST_TOKEN = 1500
_SALT = "phasegate.invitation.1"


class Invitation(Frozen):
    """What a link says."""

    id: Digest
    person: Key
    rollout: Key
    about: Key
    seen: Digest
    until: Instant
    turn: Annotated[int, Field(ge=0, lt=TURNS)] = 0

    def request(self, turn: int) -> str:
        """Return the id of the request that a turn of this link makes; the desk answers it once."""
        return str(uuid5(NAMESPACE_URL, f"phasegate:{self.id}/{turn}"))


@dataclass(frozen=True, slots=True)
class Invitations:
    """Makes links and reads them; without an address no letter carries one."""

    store: SqlStore
    clock: Clock
    key: bytes
    url: str | None

    def link(self, person: Stakeholder, notice: Notice, *, rollout: str, parcel: int) -> str | None:
        """Return the link for a letter, where the person is waited for to decide what it is about."""
        state = self.store.rollout(rollout)
        if self.url is None or notice.about is None or state is None:
            return None
        now = self.clock.now()
        if person.key not in (
            *waited_for(state, notice.about, now),
            *asked_to_waive(state, notice.about, now),
            *asked_to_override(state, notice.about, now),
        ):
            return None
        invitation = self.invitation(state, person.key, notice.about, letter=f"parcel {parcel}")
        return self.address(invitation)

    def invitation(self, rollout: Rollout, person: str, about: str, *, letter: str) -> Invitation:
        """Return a person's invitation to decide something as it stands; raises NotFoundError where nothing is asked."""
        now = self.clock.now()
        asked = question(rollout, about, now)
        if asked is None or rollout.team.person(person) is None:
            raise NotFoundError(
                "{person!r} cannot be asked about {about!r}; name a member and a gate or a phase.",
                person=person,
                about=about,
            )
        origin = f"{rollout.key}/{person}/{about}/{letter}/{self.key.hex()}"
        return Invitation(
            id=sha256(origin.encode()).hexdigest(),
            person=person,
            rollout=rollout.key,
            about=about,
            seen=asked.seen,
            until=now + LIFETIME,
        )

    def address(self, invitation: Invitation) -> str:
        """Return the whole address of a link."""
        return f"{(self.url or '').rstrip('/')}{PATH}{self.token(invitation)}"

    def token(self, invitation: Invitation) -> str:
        """Return the signed part of a link."""
        return str(self._signer.dumps(invitation.model_dump(mode="json")))

    def read(self, token: str) -> Invitation:
        """Return what a link says; raises NotFoundError for whatever was not signed here."""
        try:
            return Invitation.model_validate(self._signer.loads(token[: LONGEST_TOKEN + 1]))
        except (BadData, ValidationError, ValueError):
            raise NotFoundError("There is no such link.") from None

    def used(self, invitation: Invitation) -> Receipt | None:
        """Return the receipt of the decision that was made with this link, in whichever turn."""
        answers = (self.store.answered(invitation.request(turn)) for turn in range(TURNS))
        return next((answer for answer in answers if isinstance(answer, Receipt)), None)

    def refused(self, invitation: Invitation) -> bool:
        """Tell whether this turn was answered, with a refusal or a decision."""
        return self.store.answered(invitation.request(invitation.turn)) is not None

    def expired(self, invitation: Invitation) -> bool:
        """Tell whether the link's time is over."""
        return invitation.until <= self.clock.now()

    @property
    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.key, salt=_SALT, signer_kwargs={"digest_method": sha256})
