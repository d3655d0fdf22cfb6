"""Attachments: the bytes that belong to a person's words, kept by their SHA-256 and never run.

They are kept before the wish that names them, so that nothing on record names bytes that are not there.
"""

from hashlib import sha256

from playbooks.model.attachment import Attachment, cleaned_name
from playbooks.model.commands import (
    Command,
    CommentOnGate,
    DecidePhaseGate,
    GiveSignOff,
    RejectSignOff,
    RequestWaiver,
)
from playbooks.model.errors import InputError, NotFoundError
from tasks.adapters.ports import Shelf, Store

#: The wishes that bring files along.
ATTACHING = (GiveSignOff, RejectSignOff, CommentOnGate, DecidePhaseGate, RequestWaiver)


def keep_attachment(shelf: Shelf, name: str, content: bytes, *, limit: int) -> Attachment:
    """Keep a file and return what names it on record; raises InputError for one that is empty or too large."""
    shown = cleaned_name(name)
    if not content:
        raise InputError("{shown} is empty; attach a file with something in it.", shown=shown)
    if len(content) > limit:
        raise InputError("{shown} is larger than {limit:,} bytes; make it smaller.", shown=shown, limit=limit)
    digest = sha256(content).hexdigest()
    shelf.keep(digest, content)
    return Attachment(name=shown, digest=digest, size=len(content))


def read_attachment(store: Store, attachment: Attachment) -> bytes:
    """Return the bytes of an attachment, whatever it is called; raises NotFoundError where they are gone."""
    content = store.document(attachment.digest)
    if content is None:
        raise NotFoundError(
            "{attachment} is not in the store; restore the store from a copy.", attachment=attachment.name
        )
    return content


def attached(command: Command) -> tuple[Attachment, ...]:
    """Return what a wish brings along."""
    return command.attachments if isinstance(command, ATTACHING) else ()
