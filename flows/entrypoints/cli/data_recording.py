"""A step of data governance on record: what was found as a document, and the item of the checklist that gates judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from uuid import UUID, uuid5

from flows.bootstrap import settings
from flows.entrypoints.cli import data_wording as d
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode, finding
from flows.entrypoints.cli.mistake import Mistake, filled
from flows.entrypoints.cli.options import Acting
from flows.entrypoints.cli.receipt import Asked, refused
from flows.entrypoints.cli.recording import recording, seen_at
from flows.entrypoints.cli.speaker import Speaker, as_json
from flows.entrypoints.cli.visit import visit
from playbooks.model.commands import RecordEvidence, Request
from playbooks.model.evidence import Checklist, Document, ItemState
from tasks.adapters.ports import Shelf

#: The rollout, and the evidence of it that holds the checklist.
Record = tuple[str, str]


@dataclass(frozen=True)
class Step:
    """What one step found: its item of the checklist, about what, whether it is done, and all of it as facts."""

    item: str
    what: str
    done: bool
    facts: Mapping[str, object]

    @cached_property
    def content(self) -> bytes:
        """Return the document of what was found."""
        return as_json(self.facts).encode()

    @property
    def digest(self) -> str:
        """Return the digest under which the document is kept."""
        return sha256(self.content).hexdigest()


def put_on_record(step: Step, record: Record, *, by: tuple[str, ...], acting: Acting) -> ExitCode:
    """Keep what was found under `EVIDENCE.ITEM`, then mark the item done or open under `EVIDENCE`."""
    rollout, evidence = record
    at_desk = visit(rollout, acting)
    limit = settings().evidence_limit_bytes
    if len(step.content) > limit:
        raise Mistake(w.FILE_TOO_LARGE, file=step.what, limit=f"{limit:,}")
    found, item = wishes(step, evidence, at_desk.speaker, observed_at=seen_at(at_desk, None, acting), by=by)
    keep(at_desk, step)
    request = commanded(
        Request,
        id=str(uuid5(UUID(at_desk.request), step.item)),
        rollout=rollout,
        actor=at_desk.actor,
        command=found,
    )
    if (refusal := at_desk.brought(request)) is not None:
        return refused(Asked(at_desk.speaker, request, {}), refusal)
    ended = at_desk.wish(item, aside={"found": dict(step.facts)})
    return finding(ended, clean=step.done)


def wishes(
    step: Step, evidence: str, speaker: Speaker, *, observed_at: datetime, by: tuple[str, ...] = ()
) -> tuple[RecordEvidence, RecordEvidence]:
    """Return what puts a step on record: the document of what was found, and its item of the checklist."""
    title, source = d.RECORDED_TITLES[step.item].to(speaker.language), f"data:{step.item}:{step.what}"
    document = commanded(
        Document,
        title=filled(title, {"what": step.what}),
        version="1",
        sha256=step.digest,
        size=len(step.content),
        media_type="application/json",
    )
    state = ItemState.DONE if step.done else ItemState.OPEN
    checklist = commanded(Checklist, items={step.item: state})
    return (
        recording(f"{evidence}.{step.item}", document, observed_at=observed_at, source=source, by=by),
        recording(evidence, checklist, observed_at=observed_at, source=f"{source}:{step.digest}", by=by),
    )


def keep(shelf: Shelf, step: Step) -> None:
    """Keep what a step found, under the digest that goes on record."""
    shelf.keep(step.digest, step.content)
