"""The example company for tests: its people, what they bring, and what its sources say on a day."""

from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

import config.example
from playbooks.model.evidence import Document, Evidence, Payload
from playbooks.model.playbook import Playbook
from playbooks.model.stakeholder import Team
from playbooks.model.strict_yaml import parse_yaml
from tasks.adapters.organisation import read_organisation
from tasks.adapters.playbook_library import PlaybookLibrary
from tasks.adapters.sources.reading import look
from tasks.adapters.sources.specification import Source, read_sources

COMPANY = Path(config.example.__file__).parent
PLAYBOOKS = ("crm", "erp")
ZONE = "Asia/Shanghai"

_PAYLOAD: TypeAdapter[Payload] = TypeAdapter(Payload)


@cache
def playbook(name: str) -> Playbook:
    """Return a shipped playbook."""
    return PlaybookLibrary().load(name)


@cache
def company_team() -> Team:
    """Return the people of the company."""
    return read_organisation(COMPANY / "organisation.yaml").team


def local(moment: str) -> datetime:
    """Return an instant from local words such as 2026-03-02 09:00."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


@cache
def sources(name: str) -> dict[str, Source]:
    """Return the sources of a playbook by the evidence they supply."""
    return {source.evidence: source for source in read_sources(COMPANY / "sources.yaml").sources[name]}


def brought(name: str, key: str) -> Path:
    """Return the file in which people bring evidence: a document if there is one, else a payload."""
    stem, dot, version = key.partition(".")
    document = COMPANY / "documents" / f"{name}-{stem.replace('_', '-')}{dot}{version}.md"
    return document if document.is_file() else COMPANY / "evidence" / name / f"{key}.yaml"


def payload(file: Path) -> Payload:
    """Return what a file says as evidence."""
    content = file.read_bytes()
    if file.suffix != ".md":
        return _PAYLOAD.validate_python(parse_yaml(content, name=file.name).data)
    title = content.decode().splitlines()[0].removeprefix("# ")
    return Document(title=title, version="1.0", sha256=sha256(content).hexdigest(), size=len(content))


def recorded(name: str, key: str, *, by: str, at: datetime) -> Evidence:
    """Return evidence that a person brings."""
    return Evidence(
        key=key,
        payload=payload(brought(name, key)),
        source="test",
        observed_at=at,
        recorded_at=at,
        recorded_by=by,
    )


def collected(name: str, key: str, *, base: Path, at: datetime) -> Evidence | None:
    """Return evidence that a source of the company supplies at this moment, if it has anything to say yet."""
    source = sources(name)[key]
    seen = look(source, base, at, zone=ZONE)
    if not seen.begun:
        return None
    return Evidence(
        key=key,
        payload=seen.payload,
        source=source.kind,
        observed_at=seen.observed_at,
        recorded_at=at,
        recorded_by="sources",
        performed_by=source.performed_by,
    )
