"""`evidence ROLLOUT KEY FILE | list | show`: facts go on record, or are looked at; documents are handed out."""

from datetime import date
from difflib import get_close_matches
from pathlib import Path

from cyclopts import App

from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.mistake import Mistake, Unknown, filled
from flows.entrypoints.cli.options import MYSELF, PLAIN, Acting, Reply
from flows.entrypoints.cli.payload_file import keep_document, read_payload, states_payload
from flows.entrypoints.cli.recording import every_phase_gate, recording, seen_at
from flows.entrypoints.cli.table import Column, table
from flows.entrypoints.cli.tones import line
from flows.entrypoints.cli.visit import Look, Visit, look, visit
from playbooks.model.evidence import Evidence
from playbooks.model.payload_kinds import KINDS
from tasks.adapters.attachments import document_file, read_attachment
from tasks.adapters.output_file import write_bytes
from tasks.adapters.render.origin import origin
from tasks.adapters.render.voice import Voice

app = App(name="evidence")

#: So many keys are offered instead of one that no gate judges.
MOST_NEAR = 3


@app.default
def record(
    rollout: str,
    key: str,
    file: Path,
    /,
    *,
    title: str | None = None,
    version: str = "1",
    observed: date | None = None,
    by: tuple[str, ...] = (),
    as_document: bool = False,
    acting: Acting = MYSELF,
) -> ExitCode:
    """提交证据：YAML/JSON 按内容读取，其他作为文档 · Record evidence: a payload, or a document.

    Args:
        rollout: 项目 · the rollout
        key: 证据编号，见剧本 · the evidence, as the playbook names it
        file: 文件 · the file
        title: 文档标题，默认文件名 · the document's title, by default the file's name
        version: 文档版本 · the document's version
        observed: 事实日期，默认现在 · the day it was true, by default now
        by: 由谁完成，可重复 · whose work it is, may be repeated
        as_document: YAML/JSON 也按文档保存 · keep a YAML or JSON file as a document
        acting: 谁 · who
    """
    at_desk = visit(rollout, acting)
    if states_payload(file) and not as_document:
        payload = read_payload(file)
    else:
        payload = keep_document(at_desk, file, title=title, version=version)
    _doubt(at_desk, key)
    moment = seen_at(at_desk, observed, acting)
    return at_desk.wish(recording(key, payload, observed_at=moment, source=f"file:{file.name}", by=by))


@app.command(name="list")
def listed(rollout: str, /, *, reply: Reply = PLAIN) -> ExitCode:
    """列出证据 · List the evidence on record.

    Args:
        rollout: 项目 · the rollout
        reply: 输出 · output
    """
    seen = look(rollout, reply)
    found = seen.rollout.evidence.values()
    seen.speaker.document({"rollout": rollout, "evidence": [_facts(item) for item in found]})
    voice = Voice(seen.speaker.language, seen.rollout)
    columns = (
        Column(w.C_KEY),
        Column(w.C_KIND),
        Column(w.C_SEEN),
        Column(w.C_BY, wide=True),
        Column(w.C_DIGEST),
    )
    rows = [
        (
            item.key,
            voice.say(KINDS[item.payload.kind]),
            voice.day(item.observed_at),
            voice.actors(item.hands),
            voice.short(item.digest),
        )
        for item in found
    ]
    seen.speaker.show(table(seen.speaker, columns, rows, empty=w.NO_EVIDENCE))
    return ExitCode.DONE


@app.command
def show(rollout: str, key: str, /, *, out: Path | None = None, reply: Reply = PLAIN) -> ExitCode:
    """查看一项证据，或取出其文档 · Show one piece of evidence, or take its document out.

    Args:
        rollout: 项目 · the rollout
        key: 证据 · the evidence
        out: 把文档原件写入此文件 · write the document to this file, as it was recorded
        reply: 输出 · output
    """
    seen = look(rollout, reply)
    found = seen.rollout.evidence.get(key)
    if found is None:
        raise Unknown(w.NO_SUCH_EVIDENCE, key=key, known=tuple(seen.rollout.evidence) or "–")
    if out is not None:
        return _taken_out(seen, found, out)
    facts = _facts(found) | {"payload": found.payload.model_dump(mode="json")}
    seen.speaker.document(facts)
    voice = Voice(seen.speaker.language, seen.rollout)
    head = voice.say(
        w.EVIDENCE_LINE,
        key=found.key,
        kind=voice.say(KINDS[found.payload.kind]),
        day=voice.day(found.observed_at),
        digest=voice.short(found.digest),
        people=voice.actors(found.hands),
        origin=origin(voice, found),
    )
    seen.speaker.show(line(head, "bold"), *_payload_lines(found))
    return ExitCode.DONE


def _taken_out(seen: Look, item: Evidence, file: Path) -> ExitCode:
    """Write the document that a piece of evidence is, byte by byte as it was recorded."""
    document, speaker = document_file(item), seen.speaker
    if document is None:
        raise Mistake(w.NO_DOCUMENT, key=item.key, kind=KINDS[item.payload.kind])
    content = read_attachment(seen.office.store, document)
    write_bytes(file, content)
    speaker.document({"file": str(file), "bytes": len(content), "sha256": document.digest})
    speaker.show(speaker.say(w.DOCUMENT_WRITTEN, file=file, size=f"{len(content):,}"))
    speaker.show_exactly(document.digest)
    return ExitCode.DONE


def _doubt(at_desk: Visit, key: str) -> None:
    """Say when no gate will ever look at this evidence; a slip of the pen is the usual reason."""
    known = {name for gate in every_phase_gate(at_desk.rollout) for name in gate.evidence_keys}
    if key not in known:
        near = at_desk.speaker.listed(get_close_matches(key, sorted(known), n=MOST_NEAR, cutoff=0))
        parts: dict[str, object] = {"key": key, "count": len(known), "near": near}
        at_desk.speaker.note(filled(w.UNJUDGED_KEY.to(at_desk.speaker.language), parts))


def _facts(item: Evidence) -> dict[str, object]:
    return {
        "key": item.key,
        "kind": item.payload.kind,
        "digest": item.digest,
        "source": item.source,
        "observed_at": item.observed_at.isoformat(),
        "recorded_at": item.recorded_at.isoformat(),
        "recorded_by": item.recorded_by,
        "performed_by": list(item.performed_by),
    }


def _payload_lines(item: Evidence) -> list[str]:
    """Return the payload as YAML, which most people read without being told how."""
    import yaml

    written = yaml.safe_dump(
        item.payload.model_dump(mode="json", exclude_none=True), allow_unicode=True, sort_keys=False
    )
    return [f"  {part}" for part in written.splitlines()]
