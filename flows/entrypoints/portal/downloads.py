"""Files that people attached or recorded as evidence, for whoever holds a link: handed out to be kept, never to be run."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from flows.entrypoints.portal.visit import Visit, visit
from playbooks.model.attachment import Attachment
from playbooks.model.errors import NotFoundError
from tasks.adapters.attachments import document_file, read_attachment
from tasks.adapters.invitations import Invitations
from tasks.adapters.render.decision_card import evidence_shown, files_beside
from tasks.adapters.render.remarks import worded
from tasks.adapters.store import SqlStore


class NotKeptError(NotFoundError):
    """A file is named on record, and its bytes are not here."""


@dataclass(frozen=True, slots=True)
class Download:
    """The bytes of a file, and the headers that keep a browser from making anything of them."""

    content: bytes
    name: str

    @property
    def headers(self) -> dict[str, str]:
        """Return what is said of the bytes: what they are called, and that they are nothing but bytes."""
        return {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(self.name, safe='')}",
        }


def download(invitations: Invitations, token: str, *, digest: str, name: str) -> Download:
    """Return a file that the page of a link names; raises NotFoundError for every other one."""
    seen = visit(invitations, token, None)
    if not invitations.expired(seen.invitation):
        for file in _named(seen):
            if (file.digest, file.name) == (digest, name):
                return Download(_read(invitations.store, file), file.name)
    raise NotFoundError("There is no such link.")


def _read(store: SqlStore, file: Attachment) -> bytes:
    try:
        return read_attachment(store, file)
    except NotFoundError as error:
        raise NotKeptError(error.phrase) from error


def _named(seen: Visit) -> Iterator[Attachment]:
    if seen.asked.gate is not None:
        for remark in worded(seen.rollout, seen.asked.gate):
            yield from remark.attachments
    yield from files_beside(seen.rollout, seen.asked)
    yield from filter(None, map(document_file, evidence_shown(seen.rollout, seen.asked)))
