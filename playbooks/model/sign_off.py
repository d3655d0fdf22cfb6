"""A sign-off: a named person's yes, bound to the digests of what the person was shown."""

from playbooks.model.frozen import Frozen, Instant, Key, Prose


class SignOff(Frozen):
    """One person's yes for one role at one gate; it lapses when an input it rests on changes."""

    gate: Key
    person: Key
    role: Key
    given_at: Instant
    rests_on: dict[Key, str]
    comment: Prose | None = None
