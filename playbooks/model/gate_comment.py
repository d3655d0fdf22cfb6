"""A comment on a gate: words that decide nothing and stay with the gate."""

from playbooks.model.attachment import Attachments
from playbooks.model.frozen import Frozen, Instant, Key, Prose


class GateComment(Frozen):
    """What somebody has to say about a gate."""

    gate: Key
    person: Key
    at: Instant
    text: Prose
    attachments: Attachments = ()
