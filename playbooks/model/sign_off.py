"""A sign-off: a named person's yes, bound to the digests of what the person was shown."""

from playbooks.model.attachment import Attachments
from playbooks.model.frozen import Frozen, Instant, Key, Prose


class SignOff(Frozen):
    """One person's yes for one role at one gate; it lapses when an input it rests on changes.

    `on_behalf_of` is whom the person stood in for; `giver_left` marks a yes whose giver has lost the role since.
    """

    gate: Key
    person: Key
    role: Key
    given_at: Instant
    rests_on: dict[Key, str]
    comment: Prose | None = None
    attachments: Attachments = ()
    on_behalf_of: Key | None = None
    giver_left: bool = False
