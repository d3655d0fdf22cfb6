"""The auditor's program: it accepts what the product exported, and nothing that was done to it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.entrypoints.verifier.program import main
from playbooks.model.ledger.signing_key import SigningKey
from tests.integration.verifier.conftest import LOG, Keeper, Verify, chained, digest, event, forged

THREE = chained(*map(event, range(3)))


@pytest.mark.parametrize("name", ["export", "export.zip"])
def test_what_the_product_exported_is_verified(original: tuple[Path, str], verify: Verify, name: str) -> None:
    """From the folder and from the one file."""
    folder, key = original
    code, said = verify(folder / name, key=key)
    assert (code, "VERIFIED: ledger phasegate.test/ledger, 7 entries" in said) == (0, True)
    assert "checkpoints that agree: 2" in said
    assert "documents as recorded: 1" in said


def test_the_key_may_lie_in_a_file(exported: Path, key: str, verify: Verify, tmp_path: Path) -> None:
    """As it was mailed, with a line break behind it."""
    (tmp_path / "key").write_text(key + "\n")
    assert verify(exported, key=str(tmp_path / "key"))[0] == 0


def test_it_answers_in_chinese(exported: Path, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Most auditors read it."""
    (exported / "entries.jsonl").unlink()
    assert main([str(exported), "--key", key, "--lang", "zh"]) == 1
    assert capsys.readouterr().err == "✗ 未通过校验：导出中缺少 entries.jsonl。\n"


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_one_changed_bit_anywhere_is_found(
    original: tuple[Path, str], tmp_path: Path, data: st.DataObject
) -> None:
    """In whatever file of the export it is."""
    folder, key = original
    spoilt = tmp_path / "spoilt"
    shutil.rmtree(spoilt, ignore_errors=True)
    shutil.copytree(folder / "export", spoilt)
    file = data.draw(st.sampled_from(sorted(path for path in spoilt.rglob("*") if path.is_file())))
    content = bytearray(file.read_bytes())
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    content[bit // 8] ^= 1 << bit % 8
    file.write_bytes(content)
    assert main([str(spoilt), "--key", key]) == 1


def drop_last(export: Path) -> None:
    """Cut off the newest entry."""
    lines = (export / "entries.jsonl").read_bytes().splitlines(keepends=True)
    (export / "entries.jsonl").write_bytes(b"".join(lines[:-1]))


def add_one(export: Path) -> None:
    """Add an entry that no checkpoint covers."""
    entries = export / "entries.jsonl"
    last = entries.read_bytes().splitlines()[-1]
    entries.write_bytes(entries.read_bytes() + last.replace(b'"seq":6', b'"seq":7') + b"\n")


def cut_line(export: Path) -> None:
    """End the file in the middle of an entry."""
    entries = export / "entries.jsonl"
    entries.write_bytes(entries.read_bytes()[:-20])


def plant_document(export: Path) -> None:
    """Put a document among those of the ledger, and on their list."""
    content = b"We agreed on something else."
    (export / "documents" / digest(content)).write_bytes(content)
    listed = json.loads((export / "documents.json").read_text())
    listed.append({"sha256": digest(content), "bytes": len(content)})
    (export / "documents.json").write_text(json.dumps(listed))


def lose_document(export: Path) -> None:
    """Leave a document out."""
    (export / "documents.json").write_text("[]")


def change_document(export: Path) -> None:
    """Change what a document says."""
    next((export / "documents").iterdir()).write_bytes(b"changed")


def take_older_checkpoint(export: Path) -> None:
    """Pass an older checkpoint off as the newest."""
    shutil.copy(next((export / "checkpoints").iterdir()), export / "checkpoint")


def add_foreign_checkpoint(export: Path) -> None:
    """Put a letter among the checkpoints."""
    (export / "checkpoints" / "000000000009").write_text("Dear auditor,\n")


@pytest.mark.parametrize(
    ("abuse", "said"),
    [
        (drop_last, "vouches for 7 entries, and the export has 6"),
        (add_one, "Entry 7 does not link to the entry before it"),
        (cut_line, "Entry 6 is cut off"),
        (plant_document, "No entry speaks of the document"),
        (lose_document, "documents.json does not list it"),
        (change_document, "was changed"),
        (take_older_checkpoint, "vouches for 4 entries, and the export has 7"),
        (add_foreign_checkpoint, "checkpoints/000000000009 is no checkpoint"),
    ],
)
def test_what_was_done_to_an_export_is_named(
    exported: Path, key: str, verify: Verify, *, abuse: Callable[[Path], None], said: str
) -> None:
    """Each in a sentence of its own."""
    abuse(exported)
    code, answer = verify(exported, key=key)
    assert (code, said in answer) == (1, True), answer


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (forged(THREE, 1, b'"ann"', b'"eve"')[:2] + THREE[2:], "Entry 2 does not link"),
        ([THREE[0], THREE[2], THREE[1]], "Entry 1 has another number here"),
        (THREE[1:], "Entry 0 has another number here"),
        (chained(event(0), event(0)), "Entry 1 repeats an event"),
        (chained(event(0), event(1), step=-60), "Entry 1 is dated before"),
        (chained(event(0), log="other.test/ledger"), "Entry 0 belongs to another ledger"),
        (forged(THREE, 0, b'"v":1', b'"v":2'), "Entry 0 is not a ledger entry"),
        (forged(THREE, 0, b'"v":1', b'"v":1,"w":1'), "Entry 0 is not a ledger entry"),
        (forged(THREE, 0, b'{"event"', b'{"event":{},"event"'), "Entry 0 is not a ledger entry"),
        (forged(THREE, 0, b'"data":{}', b'"data":{"rate":0.5}'), "Entry 0 is not a ledger entry"),
        (forged(THREE, 0, b'"data":{}', b'"data": {}'), "Entry 0 is not a ledger entry"),
        (forged(THREE, 0, b'"seq":0', b'"seq":false'), "Entry 0 is not a ledger entry"),
        (forged(THREE, 0, b"2026-01-05T12", b"2026-01-05T25"), "Entry 0 is not a ledger entry"),
        ([b"[" * 5000 + b"]" * 5000], "Entry 0 is not a ledger entry"),
        ([b"null"], "Entry 0 is not a ledger entry"),
        ([b" " * 70_000], "Entry 0 is cut off or too long"),
    ],
)
def test_a_keeper_cannot_sign_a_broken_chain_into_a_sound_one(
    keeper: Keeper, verify: Verify, *, lines: list[bytes], said: str
) -> None:
    """The signature holds in all of these; the entries do not."""
    code, answer = verify(keeper.export(lines), key=keeper.key)
    assert (code, said in answer) == (1, True), answer


def test_a_kept_checkpoint_tells_of_a_rewritten_history(keeper: Keeper, verify: Verify) -> None:
    """The keeper signed both; only who kept the first one notices."""
    kept = keeper.export(THREE[:2], "kept") / "checkpoint"
    rewritten = keeper.export(forged(THREE, 1, b'"ann"', b'"eve"'), "rewritten")
    assert verify(rewritten, key=keeper.key)[0] == 0
    code, said = verify(rewritten, "--known", str(kept), key=keeper.key)
    assert (code, f"The first 2 entries are not those {kept} vouches for" in said) == (1, True)


def test_a_kept_checkpoint_tells_of_an_end_cut_off(keeper: Keeper, verify: Verify) -> None:
    """An export that shows less than was there before."""
    kept = keeper.export(THREE, "kept") / "checkpoint"
    code, said = verify(keeper.export(THREE[:1]), "--known", str(kept), key=keeper.key)
    assert (code, "vouches for 3 entries, the export has 1: its end was cut off" in said) == (1, True)


def test_a_kept_checkpoint_that_still_holds_is_counted(keeper: Keeper, verify: Verify) -> None:
    """The ledger has only grown since."""
    kept = keeper.export(THREE[:2], "kept") / "checkpoint"
    code, said = verify(keeper.export(THREE), "--known", str(kept), key=keeper.key)
    assert (code, "checkpoints that agree: 2" in said) == (0, True)


def test_another_key_of_the_same_name_is_refused(exported: Path, verify: Verify) -> None:
    """Whoever makes a key of his own cannot pass it off as the ledger's."""
    code, said = verify(exported, key=str(SigningKey.generate(LOG).verifier))
    assert (code, "not signed by the key that was given" in said) == (1, True)


def test_an_old_export_is_told_from_a_fresh_one(keeper: Keeper, verify: Verify) -> None:
    """A later part may be withheld."""
    export = keeper.export(THREE)
    assert verify(export, "--max-age-hours", "1000000", key=keeper.key)[0] == 0
    code, said = verify(export, "--max-age-hours", "24", key=keeper.key)
    assert (code, "The newest entry is of 2026-01-05T12:02:00.000000Z" in said) == (1, True)


def test_a_zip_with_two_files_of_one_name_is_refused(
    original: tuple[Path, str], verify: Verify, tmp_path: Path
) -> None:
    """One program would read the first of them, another the last."""
    spoilt = shutil.copy(original[0] / "export.zip", tmp_path / "spoilt.zip")
    with ZipFile(spoilt, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("entries.jsonl", b"")
    code, said = verify(spoilt, key=original[1])
    assert (code, "two files of the same name" in said) == (1, True)


def test_a_damaged_zip_is_not_verified(original: tuple[Path, str], verify: Verify, tmp_path: Path) -> None:
    """What cannot be unpacked proves nothing, and ends in a sentence."""
    content = bytearray((original[0] / "export.zip").read_bytes())
    content[100] ^= 0xFF
    (tmp_path / "spoilt.zip").write_bytes(content)
    code, said = verify(tmp_path / "spoilt.zip", key=original[1])
    assert (code, "cannot be read" in said) == (1, True)


@pytest.mark.parametrize(
    ("export", "given", "said"),
    [
        ("nowhere", "key", "neither a folder nor a zip file"),
        ("export", "phasegate.test/ledger+00000000+AAAA", "is no public key of a ledger"),
        ("export", "rubbish", "is no public key of a ledger"),
        ("export", "", "is no public key of a ledger"),
    ],
)
def test_a_wrong_call_is_told_from_a_wrong_ledger(
    original: tuple[Path, str], verify: Verify, *, export: str, given: str, said: str
) -> None:
    """It ends with 2 and says what to give."""
    folder, key = original
    code, answer = verify(folder / export, key=key if given == "key" else given)
    assert (code, said in answer) == (2, True), answer


def test_a_kept_file_that_is_not_there_is_a_wrong_call(exported: Path, key: str, verify: Verify) -> None:
    """The export is not blamed for it."""
    code, said = verify(exported, "--known", "nowhere", key=key)
    assert (code, "nowhere cannot be read" in said) == (2, True)
