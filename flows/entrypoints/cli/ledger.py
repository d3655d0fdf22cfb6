"""`ledger verify | show | export | verifier | key | checkpoint | restored`: the tamper-evident history."""

from hashlib import sha256
from pathlib import Path

from cyclopts import App

from flows.bootstrap import settings
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.acting import actor
from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.ledger_view import entry_facts, entry_line, last_entries
from flows.entrypoints.cli.mistake import Mistake, Unknown
from flows.entrypoints.cli.options import MYSELF, PLAIN, Acting, Reply
from flows.entrypoints.cli.output_place import require_output
from flows.entrypoints.cli.payload_file import content_of
from flows.entrypoints.cli.speaker import both, speaker
from flows.entrypoints.cli.tones import line
from flows.entrypoints.cli.verifier_program import verifier_program
from flows.entrypoints.cli.visit import open_door, request_of
from playbooks.model.events import LedgerRestored
from playbooks.model.ledger.checkpoint import parse_checkpoint
from playbooks.model.ledger.signing_key import NoteError
from playbooks.model.ledger.verification import Level
from playbooks.model.offer import offered
from tasks.adapters.organisation import read_organisation
from tasks.adapters.output_file import write_bytes
from tasks.adapters.store.kept_checkpoint import kept_note
from tasks.adapters.store.restoring import Answering

app = App(name="ledger")


@app.command
def verify(*, full: bool = False, known: tuple[Path, ...] = (), reply: Reply = PLAIN) -> ExitCode:
    """校验账本，发现篡改时以 1 退出 · Verify the ledger; exits with 1 where it does not hold.

    Args:
        full: 逐条重读，并由账本重算每个项目 · read every entry again and work every rollout out anew
        known: 您保存的检查点文件，可重复 · a checkpoint you have kept, may be repeated
        reply: 输出 · output
    """
    office, speaker = open_door(reply)
    notes = tuple(_note(file) for file in known)
    speaker.note(speaker.say(w.VERIFYING))
    found = office.store.verify(Level.FULL if full else Level.QUICK, known=notes)
    ledger = found.ledger
    speaker.document(
        {
            "verified": found.verified,
            "level": ledger.level.value,
            "log": ledger.log,
            "size": ledger.size,
            "root": ledger.root.hex(),
            "checkpoints": ledger.checkpoints,
            "trouble": both(found.trouble) if found.trouble else None,
            "alarms": [both(alarm) for alarm in office.store.alarms()],
        }
    )
    for alarm in office.store.alarms():
        speaker.note(f"! {speaker.say(alarm)}")
    if found.trouble is not None:
        speaker.note(speaker.say(w.LEDGER_BROKEN, trouble=speaker.say(found.trouble)))
        return ExitCode.FAILURE
    said = speaker.say(w.LEDGER_VERIFIED, size=ledger.size, checkpoints=ledger.checkpoints)
    speaker.show(line(said, "green"))
    speaker.show_exactly(ledger.root.hex())
    return ExitCode.DONE


def _note(file: Path) -> str:
    """Return the checkpoint in a file; whether it is one of this ledger is for the ledger to say."""
    content = content_of(file)
    try:
        parse_checkpoint(content)
    except NoteError as error:
        raise Mistake(w.NO_CHECKPOINT, file=file) from error
    return content.decode()


@app.command
def show(*, rollout: str | None = None, last: int = 20, reply: Reply = PLAIN) -> ExitCode:
    """显示最近的记录 · Show the newest entries.

    Args:
        rollout: 项目，默认全部 · the rollout, by default all
        last: 条数 · how many
        reply: 输出 · output
    """
    if last < 1:
        raise Mistake(w.NO_COUNT, count=last)
    office, speaker = open_door(reply)
    if rollout is not None:
        office.rollout(rollout)
    entries = last_entries(office.store, rollout, last)
    speaker.document({"entries": [entry_facts(entry) for entry in entries]})
    speaker.show(*(entry_line(entry, office, speaker) for entry in entries))
    if not entries:
        speaker.note(speaker.say(w.LEDGER_EMPTY))
    return ExitCode.DONE


@app.command
def export(place: Path, /, *, documents: bool = False, reply: Reply = PLAIN) -> ExitCode:
    """导出账本，供外部独立校验 · Export the ledger for verification by outsiders.

    Args:
        place: 尚不存在的文件夹或 .zip 文件 · a folder or .zip file that does not exist yet
        documents: 连同证据文件与报告 · with the documents: evidence files, reports
        reply: 输出 · output
    """
    office, speaker = open_door(reply)
    # Loaded here: no other command of the ledger makes an index.
    from flows.entrypoints.cli.ledger_index import LedgerIndex

    count = office.store.export(place, documents=documents, beside=LedgerIndex(office.store).files)
    speaker.document({"place": str(place), "entries": count})
    speaker.show(speaker.say(w.LEDGER_EXPORTED, count=count, place=place))
    return ExitCode.DONE


@app.command
def verifier(file: Path, /, *, reply: Reply = PLAIN) -> ExitCode:
    """写出独立校验程序，交给审计人员 · Write the program with which an auditor verifies an export.

    Args:
        file: 文件名，如 verify_ledger.pyz · the file, such as verify_ledger.pyz
        reply: 输出 · output
    """
    require_output(file)
    program = verifier_program()
    write_bytes(file, program)
    digest = sha256(program).hexdigest()
    answering = speaker(reply)
    answering.document({"file": str(file), "sha256": digest})
    answering.show(answering.say(w.VERIFIER_WRITTEN, file=file))
    answering.show_exactly(digest)
    return ExitCode.DONE


@app.command
def key(*, reply: Reply = PLAIN) -> ExitCode:
    """打印账本公钥，请交审计人员保存 · Print the ledger's public key; give it to whoever will verify.

    Args:
        reply: 输出 · output
    """
    office, speaker = open_door(reply)
    speaker.document({"key": office.store.public_key})
    speaker.show_exactly(office.store.public_key)
    return ExitCode.DONE


@app.command
def checkpoint(*, reply: Reply = PLAIN) -> ExitCode:
    """签发检查点并打印，请另行保存 · Sign a checkpoint and print it; keep it elsewhere.

    Args:
        reply: 输出 · output
    """
    office, speaker = open_door(reply)
    with office.store.transaction() as unit:
        unit.checkpoint(office.clock.now())
    note = unit.signed or (kept_note(settings().ledger_key) or b"").decode("utf-8", "replace")
    speaker.document({"signed": unit.signed is not None, "checkpoint": note})
    speaker.show_exactly(note)
    for alarm in office.store.alarms():
        speaker.note(f"! {speaker.say(alarm)}")
    return ExitCode.FAILURE if office.store.alarms() else ExitCode.DONE


@app.command
def restored(*, reason: str, acting: Acting = MYSELF) -> ExitCode:
    """从较旧的数据库继续，由一人说明并记录在案 · Go on from an older database; somebody answers for it on record.

    Args:
        reason: 理由 · why
        acting: 谁 · who
    """
    office, speaker = open_door(acting)
    team = read_organisation(office.company).team
    who = actor(acting.as_, team)
    known = team.person(who.key)
    if known is None or not known.active:
        keys = [person.key for person in team.people if person.active]
        raise Unknown(w.NO_PERSON, person=who.key, offered=offered(who.key, keys))
    why = commanded(LedgerRestored, size=0, reason=reason).reason
    answering = Answering(id=request_of(acting), actor=who, reason=why, at=office.clock.now())
    event = office.store.restored(answering)
    if event is None:
        raise Mistake(w.NOTHING_RESTORED)
    speaker.document({"restored": event.model_dump(mode="json", exclude={"type"})})
    speaker.show(speaker.say(w.LEDGER_RESTORED, seq=event.size, told=speaker.say(event.told)))
    for alarm in office.store.alarms():
        speaker.note(f"! {speaker.say(alarm)}")
    return ExitCode.DONE
