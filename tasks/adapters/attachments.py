"""Attachments: the bytes that belong to a person's words or are evidence, kept by their SHA-256 and never run.

They are kept before the wish that names them, so that nothing on record names bytes that are not there.
"""

from hashlib import sha256
from mimetypes import guess_extension

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
from playbooks.model.evidence import Document, Evidence
from tasks.adapters.ports import Shelf, Store

#: How the source of evidence from a file begins.
_FILE = "file:"
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


def document_file(item: Evidence) -> Attachment | None:
    """Return the document that a piece of evidence is, as a file to be handed out; None for every other fact."""
    document = item.payload
    if not isinstance(document, Document) or not document.size:
        return None
    name = cleaned_name(_file_name(item.source, document))
    return Attachment(name=name, digest=document.sha256, size=document.size)


def _file_name(source: str, document: Document) -> str:
    """Return the name of the file it was recorded from, else its title with the ending of its kind."""
    if source.startswith(_FILE):
        return source.removeprefix(_FILE)
    return f"{document.title}{guess_extension(document.media_type) or ''}"


def attached(command: Command) -> tuple[Attachment, ...]:
    """Return what a wish brings along."""
    return command.attachments if isinstance(command, ATTACHING) else ()
