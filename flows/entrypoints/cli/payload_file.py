"""Evidence from a file: a payload written down as YAML or JSON, or any other file kept under its SHA-256."""

from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

from pydantic import RootModel

from config.settings import Settings
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.mistake import Mistake, Unknown
from playbooks.model.evidence import Document, Payload
from playbooks.model.phrase import system_fault
from playbooks.model.strict_yaml import load_model, parse_yaml
from tasks.adapters.ports import Shelf

WRITTEN = frozenset({".yaml", ".yml", ".json"})


class PayloadFile(RootModel[Payload]):
    """A payload as the content of a file."""


def states_payload(file: Path) -> bool:
    """Tell by its name whether a file states a payload itself."""
    return file.suffix.lower() in WRITTEN


def read_payload(file: Path) -> Payload:
    """Return the payload a file states; raises InputError naming file, line, key and the fix."""
    return load_model(parse_yaml(content_of(file), name=file.name), PayloadFile).root


def keep_document(shelf: Shelf, file: Path, *, title: str | None, version: str) -> Document:
    """Keep a file and return its evidence; kept first, so that no evidence names bytes that are not there."""
    content = content_of(file)
    digest = sha256(content).hexdigest()
    document = commanded(
        Document,
        title=title or file.name,
        version=version,
        sha256=digest,
        size=len(content),
        media_type=guess_type(file.name)[0] or "application/octet-stream",
    )
    shelf.keep(digest, content)
    return document


def content_of(file: Path) -> bytes:
    """Return the bytes of a regular file that is not larger than the settings allow."""
    limit = Settings.from_environment().evidence_limit_bytes
    try:
        # Also to ask whether a file is there takes the right to enter its folder.
        if not file.exists():
            raise Unknown(w.NO_FILE, file=file)
        if not file.is_file():
            raise Mistake(w.NOT_A_FILE, file=file)
        with file.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise Mistake(w.FILE_UNREADABLE, file=file, reason=system_fault(error)) from error
    if len(content) > limit:
        raise Mistake(w.FILE_TOO_LARGE, file=file, limit=f"{limit:,}")
    return content
