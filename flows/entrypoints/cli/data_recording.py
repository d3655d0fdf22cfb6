"""A step of data governance on record: what was found as a document, and the item of the checklist that gates judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid5

from flows.bootstrap import settings
from flows.entrypoints.cli import data_wording as d
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.mistake import Mistake, filled
from flows.entrypoints.cli.options import Acting
from flows.entrypoints.cli.receipt import Asked, refused
from flows.entrypoints.cli.recording import recording, seen_at
from flows.entrypoints.cli.speaker import as_json
from flows.entrypoints.cli.visit import Visit, visit
from playbooks.model.commands import Request
from playbooks.model.evidence import Checklist, Document, ItemState
from playbooks.model.refusal import Refusal

#: The rollout, and the evidence of it that holds the checklist.
Record = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """What one step found: its item of the checklist, about what, whether it is done, and all of it as facts."""

    item: str
    what: str
    done: bool
    facts: Mapping[str, object]


def put_on_record(step: Step, record: Record, *, by: tuple[str, ...], acting: Acting) -> ExitCode:
    """Keep what was found under `EVIDENCE.ITEM`, then mark the item done or open under `EVIDENCE`."""
    rollout, evidence = record
    at_desk = visit(rollout, acting)
    moment, source = seen_at(at_desk, None, acting), f"data:{step.item}:{step.what}"
    document = _kept(at_desk, step)
    wish = recording(f"{evidence}.{step.item}", document, observed_at=moment, source=source, by=by)
    request = commanded(
        Request,
        id=str(uuid5(UUID(at_desk.request), step.item)),
        rollout=rollout,
        actor=at_desk.actor,
        command=wish,
    )
    answer = at_desk.office.desk.submit(request)
    if isinstance(answer, Refusal):
        return refused(Asked(at_desk.speaker, request, {}), answer)
    state = ItemState.DONE if step.done else ItemState.OPEN
    checklist = commanded(Checklist, items={step.item: state})
    wish = recording(evidence, checklist, observed_at=moment, source=f"{source}:{document.sha256}", by=by)
    return at_desk.wish(wish, aside={"found": dict(step.facts)})


def _kept(at_desk: Visit, step: Step) -> Document:
    content = as_json(step.facts).encode()
    limit = settings().evidence_limit_bytes
    if len(content) > limit:
        raise Mistake(w.FILE_TOO_LARGE, file=step.what, limit=f"{limit:,}")
    digest = sha256(content).hexdigest()
    title = d.RECORDED_TITLES[step.item].to(at_desk.speaker.language)
    document = commanded(
        Document,
        title=filled(title, {"what": step.what}),
        version="1",
        sha256=digest,
        size=len(content),
        media_type="application/json",
    )
    at_desk.office.store.keep(digest, content)
    return document
