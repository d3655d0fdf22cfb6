"""Files named with `--attach`: kept in the store, and what names them on record."""

from collections.abc import Iterable
from pathlib import Path

from flows.bootstrap import settings
from flows.entrypoints.cli.payload_file import content_of
from playbooks.model.attachment import Attachment
from tasks.adapters.attachments import keep_attachment
from tasks.adapters.ports import Shelf


def keep_files(shelf: Shelf, files: Iterable[Path]) -> tuple[Attachment, ...]:
    """Keep the files and return their attachments, in order."""
    limit = settings().evidence_limit_bytes
    return tuple(keep_attachment(shelf, file.name, content_of(file), limit=limit) for file in files)
