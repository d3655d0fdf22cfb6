"""A rejection: a named person's no, with its reason, bound to the digests of what the person was shown."""

from typing import TypeAlias

from playbooks.model.attachment import Attachments
from playbooks.model.frozen import Frozen, Instant, Key, Prose
from playbooks.model.sign_off import SignOff


class Rejection(Frozen):
    """One person's no for one role at one gate; it ends when the person takes it back or the evidence changes."""

    gate: Key
    person: Key
    role: Key
    given_at: Instant
    rests_on: dict[Key, str]
    reason: Prose
    attachments: Attachments = ()
    on_behalf_of: Key | None = None


#: What somebody said to a gate: yes or no.
Word: TypeAlias = SignOff | Rejection
