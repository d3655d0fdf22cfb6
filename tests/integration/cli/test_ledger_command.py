"""The ledger by command: verify, show, export, checkpoint."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from flows.bootstrap import office, settings
from playbooks.model.commands import Actor, ActorKind, EnterPhase, Request, Via
from playbooks.model.phase import PhaseKey
from tasks.adapters.clocks import SystemClock
from tasks.adapters.desk import Desk
from tasks.adapters.identifiers import request_id
from tests.integration.cli.conftest import Phasegate

S = "small-1"


def falsify(home: Path) -> None:
    """Change an entry behind the product's back."""
    with sqlite3.connect(home / "phasegate.db") as database:
        database.execute("DROP TRIGGER ledger_entry_update")
        database.execute("UPDATE ledger_entry SET entry = replace(entry, 'sue', 'eve') WHERE seq = 1")
    database.close()


def test_a_sound_ledger_verifies(phasegate: Phasegate) -> None:
    """In quick and in full; a script gets size and root."""
    assert "The ledger holds" in phasegate("ledger", "verify").out
    document = phasegate("ledger", "verify", "--full", "--json").document
    assert (document["verified"], document["level"], document["trouble"]) == (True, "full", None)


def test_a_changed_entry_is_found(phasegate: Phasegate, home: Path) -> None:
    """The command ends with 1 and says where."""
    falsify(home)
    ended = phasegate("ledger", "verify", "--json")
    assert (ended.code, ended.document["verified"]) == (1, False)
    assert "does not hold" in ended.err


def test_a_checkpoint_kept_elsewhere_is_honoured(phasegate: Phasegate, tmp_path: Path) -> None:
    """A copy of the note proves the past; somebody else's note does not."""
    note = phasegate("ledger", "checkpoint", "--json").document["checkpoint"]
    kept, other = tmp_path / "kept", tmp_path / "other"
    kept.write_text(note)
    other.write_text(note.replace("phasegate", "fakegate"))
    codes = [phasegate("ledger", "verify", "--known", str(file)).code for file in (kept, other)]
    assert codes == [0, 1]


@pytest.mark.parametrize("content", [b"", b"Dear all,\n", b"\xff\xfe", b"a\nb\n\n- nobody AAAA\n"])
def test_a_file_that_is_no_checkpoint_says_nothing_of_the_ledger(
    phasegate: Phasegate, tmp_path: Path, content: bytes
) -> None:
    """The file is wrong, not the ledger."""
    (tmp_path / "letter").write_bytes(content)
    ended = phasegate("ledger", "verify", "--known", str(tmp_path / "letter"), "--json")
    assert (ended.code, ended.document["error"]["kind"]) == (2, "usage")
    assert "letter is no checkpoint" in ended.err


@pytest.mark.parametrize("count", ["0", "-3"])
def test_less_than_one_entry_is_no_count(phasegate: Phasegate, count: str) -> None:
    """The ledger is not called empty for it."""
    ended = phasegate("ledger", "show", "--last", count)
    assert (ended.code, ended.out, f"--last {count}" in ended.err) == (2, "", True)


def test_a_checkpoint_is_printed_to_be_copied(phasegate: Phasegate) -> None:
    """No line of the signed note is broken."""
    note = phasegate("ledger", "checkpoint", "--json").document["checkpoint"]
    assert phasegate("ledger", "checkpoint").out == note


def test_the_newest_entries_are_shown_in_words(phasegate: Phasegate) -> None:
    """Number, time, rollout, who, what."""
    phasegate("hold", S, "--reason", "audit")
    (line,) = phasegate("ledger", "show", "--last", "1").out.splitlines()
    assert line.startswith("#")
    assert line.endswith("small-1 Sue: The rollout was put on hold: audit")


def test_entries_of_one_rollout_are_shown(phasegate: Phasegate) -> None:
    """Others are left out, and a refused start of a rollout that never was is shown too."""
    phasegate("start", "small", "--key", "other", "--as", "ian")
    everything = phasegate("ledger", "show", "--json").document["entries"]
    one = phasegate("ledger", "show", "--rollout", S, "--last", "2", "--json").document["entries"]
    assert everything[-1]["rollout"] == "other"
    assert [entry["rollout"] for entry in one] == [S, S]
    assert "ian: Refused to start the rollout: " in phasegate("ledger", "show", "--last", "1").out


def test_an_export_is_whole_and_never_overwrites(phasegate: Phasegate, tmp_path: Path) -> None:
    """A folder that exists is left alone."""
    folder = tmp_path / "export"
    assert phasegate("ledger", "export", str(folder)).code == 0
    assert (folder / "entries.jsonl").exists()
    assert phasegate("ledger", "export", str(folder)).code == 2
    assert phasegate("ledger", "export", "/").code == 2


def test_an_auditor_gets_key_export_and_program(phasegate: Phasegate, tmp_path: Path) -> None:
    """Three commands, and what they give fits together."""
    program, export = tmp_path / "verify_ledger.pyz", tmp_path / "audit.zip"
    key = phasegate("ledger", "key").out.strip()
    assert phasegate("ledger", "key", "--json").document == {"key": key}
    assert phasegate("ledger", "export", str(export), "--documents").code == 0
    written = phasegate("ledger", "verifier", str(program), "--json").document
    assert written == {"file": str(program), "sha256": sha256(program.read_bytes()).hexdigest()}
    command = [sys.executable, "-I", "-S", str(program), str(export), "--key", key]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_an_export_with_a_document_that_was_changed_is_refused(
    phasegate: Phasegate, tmp_path: Path, home: Path
) -> None:
    """It is named, and nothing is left where the export was to be."""
    with closing(sqlite3.connect(home / "phasegate.db")) as database, database:
        database.execute("UPDATE document SET content = x'00'")
    ended = phasegate("ledger", "export", str(tmp_path / "audit.zip"), "--documents")
    assert (ended.code, "was changed after it was kept" in ended.err) == (2, True)
    assert list(tmp_path.glob("audit*")) == []


def test_an_export_that_cannot_be_written_is_told(phasegate: Phasegate, tmp_path: Path) -> None:
    """The system refuses even to say whether the folder exists."""
    ended = phasegate("ledger", "export", str(tmp_path / ("x" * 300)))
    assert (ended.code, "nothing was left there" in ended.err) == (1, True)


def test_a_missing_key_is_told(phasegate: Phasegate, home: Path) -> None:
    """Entries are still written; verify and doctor raise the alarm."""
    (home / "ledger.key").unlink()
    assert "ledger.key" in phasegate("ledger", "verify").err
    assert phasegate("ledger", "checkpoint").code == 1
    assert key_grade(phasegate) == "fail"


def test_a_checkpoint_that_cannot_be_kept_is_printed_and_told(phasegate: Phasegate, home: Path) -> None:
    """It is signed all the same; the doctor, another process, raises the alarm too, until there is room again."""
    block = home / "ledger.checkpoint.lock"
    block.unlink(missing_ok=True)
    block.mkdir()
    ended = phasegate("ledger", "checkpoint", "--json")
    assert (ended.code, ended.document["signed"], "cannot be kept" in ended.err) == (1, True, True)
    assert "phasegate" in ended.document["checkpoint"]
    assert key_grade(phasegate) == "fail"
    block.rmdir()
    assert key_grade(phasegate) == "ok"
    assert (home / "ledger.checkpoint").read_text() == ended.document["checkpoint"]


def key_grade(phasegate: Phasegate) -> str:
    """Return how the doctor finds the key and what is kept beside it."""
    checks = phasegate("doctor", "--json").document["checks"]
    return str(next(check["grade"] for check in checks if check["check"] == "key"))


def test_what_runs_do_is_said_in_words(phasegate: Phasegate) -> None:
    """A run goes by the beginning of its id, and no event by its type."""
    run, phase = "01900000-0000-7000-8000-00000000beef", PhaseKey.INITIATION
    with closing(office(settings()).store) as store:
        desk = Desk(store=store, clock=SystemClock())
        for kind in (EnterPhase(phase=phase), EnterPhase(phase=phase)):
            actor = Actor(key=run, kind=ActorKind.RUN, via=Via.FLOW)
            desk.submit(Request(id=request_id(), rollout=S, actor=actor, command=kind))
    out = phasegate("ledger", "show", "--lang", "zh").out
    assert "阶段运行 01900000：阶段运行 01900000 接手“立项”阶段（第 1 次）" in out.replace("\n", "")
    assert "phase.run" not in out
    assert "phase run 01900000" in phasegate("ledger", "show", "--lang", "en").out


def test_a_damaged_store_is_told_alike_by_all(phasegate: Phasegate, home: Path) -> None:
    """A glance says what every other command says, with what to do."""
    (home / "phasegate.db").write_text("Dear all, " * 500, encoding="utf-8")
    for words in (("status",), ("inbox",), ("gates", S)):
        ended = phasegate(*words, "--lang", "zh")
        assert (ended.code, "database" in ended.err) == (2, False)
        assert "phasegate.db" in ended.err
