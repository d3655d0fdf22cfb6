"""Documents under their digest: playbooks as they were when a rollout began, reports, evidence files."""

import threading
from hashlib import sha256

from pydantic import ValidationError

from playbooks.model.errors import InputError
from playbooks.model.playbook import Playbook
from tasks.adapters.store.session import Session

_KEEP = "INSERT INTO document (digest, content) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING"
_FIND = "SELECT content FROM document WHERE digest = ?"
_PLAYBOOKS_AT_HAND = 32


def keep_document(session: Session, digest: str, content: bytes) -> None:
    """Keep a document; kept before, it stays as it is."""
    if sha256(content).hexdigest() != digest:
        raise InputError(
            "The document is not the one with digest {digest}; hash the bytes that are kept.", digest=digest
        )
    session.run(_KEEP, digest, content)


def find_document(session: Session, digest: str) -> bytes | None:
    """Return a document; refuses one that was changed after it was kept."""
    row = session.row(_FIND, digest)
    if row is None:
        return None
    content = row[0]
    if not isinstance(content, bytes) or sha256(content).hexdigest() != digest:
        raise InputError(
            "Document {digest} was changed after it was kept; restore it from a copy.", digest=digest
        )
    return content


class PlaybookShelf:
    """The playbooks used last, so that a rollout is read without reading its playbook each time."""

    def __init__(self) -> None:
        self._shelf: dict[str, Playbook] = {}
        self._lock = threading.Lock()

    def playbook(self, session: Session, digest: str) -> Playbook:
        """Return the playbook kept under a digest."""
        found = self._shelf.get(digest) or _read_playbook(session, digest)
        with self._lock:
            self._shelf.pop(digest, None)
            while len(self._shelf) >= _PLAYBOOKS_AT_HAND:
                self._shelf.pop(next(iter(self._shelf)))
            self._shelf[digest] = found
        return found


def _read_playbook(session: Session, digest: str) -> Playbook:
    content = find_document(session, digest)
    if content is None:
        raise InputError(
            "Document {digest}, a playbook, is missing; restore the store from a copy.", digest=digest
        )
    try:
        return Playbook.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(
            "Playbook {digest}…, kept when a rollout began, does not fit this version at {place} "
            "({reason}); open the store with the version that wrote it.",
            digest=digest[:12],
            place=place,
            reason=first["msg"],
        ) from error
