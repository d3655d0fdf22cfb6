"""The index in an export: every entry in words and every document by its title, for people, beside what is verified."""

import csv
import io
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from flows.entrypoints.cli import ledger_index
from flows.entrypoints.verifier.program import main
from tests.integration.cli.conftest import Phasegate
from tests.integration.cli.small_company import PAPER

S = "small-1"
DIGEST = sha256(PAPER).hexdigest()
NUMBER, ROLLOUT, WHO, WHO_EN, DOOR_EN, SAID, SAID_EN, LEAF, DOCUMENTS = 0, 3, 4, 5, 7, 9, 10, 11, 12


def exported(phasegate: Phasegate, place: Path, *more: str) -> Path:
    """Export the ledger."""
    ended = phasegate("ledger", "export", str(place), *more)
    assert ended.code == 0, ended.err
    return place


def lines(folder: Path) -> list[list[str]]:
    """Return the lines of the spreadsheet without its head."""
    content = (folder / "index.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]


def test_every_entry_is_told_as_the_ledger_shows_it(with_paper: Phasegate, tmp_path: Path) -> None:
    """With who, through which door, and its leaf hash, which anybody can work out."""
    folder = exported(with_paper, tmp_path / "export")
    found = lines(folder)
    raw = (folder / "entries.jsonl").read_bytes().splitlines()
    assert [line[NUMBER] for line in found] == [str(number) for number in range(len(raw))]
    assert [line[LEAF] for line in found] == [sha256(b"\0" + entry).hexdigest() for entry in raw]
    shown = with_paper("ledger", "show", "--last", "1").out.replace("\n", " ")
    assert " ".join(found[-1][SAID_EN].split()) in " ".join(shown.split())


def test_a_document_goes_by_its_title_and_its_file(with_paper: Phasegate, tmp_path: Path) -> None:
    """In the spreadsheet and on the page, which leads to it."""
    folder = exported(with_paper, tmp_path / "export", "--documents")
    (line,) = [line for line in lines(folder) if DIGEST in line[DOCUMENTS]]
    assert line[DOCUMENTS] == f"paper.pdf 1, paper.pdf: documents/{DIGEST}"
    assert (line[ROLLOUT], line[DOOR_EN], "提交证据" in line[SAID]) == (S, "the command line", True)
    assert f'href="documents/{DIGEST}" download="paper.pdf"' in (folder / "index.html").read_text("utf-8")


def test_without_documents_none_is_linked(with_paper: Phasegate, tmp_path: Path) -> None:
    """Their titles and digests are told all the same."""
    folder = exported(with_paper, tmp_path / "export")
    page = (folder / "index.html").read_text("utf-8")
    assert DIGEST in page
    assert "documents/" + DIGEST not in page
    assert any(f"SHA-256 {DIGEST}" in line[DOCUMENTS] for line in lines(folder))


@pytest.mark.parametrize("name", ["export", "export.zip"])
def test_such_an_export_is_verified(with_paper: Phasegate, tmp_path: Path, name: str) -> None:
    """The program neither needs the index nor minds it."""
    key = with_paper("ledger", "key").out.strip()
    assert main([str(exported(with_paper, tmp_path / name, "--documents")), "--key", key]) == 0


def test_the_index_is_no_part_of_what_is_verified(
    with_paper: Phasegate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever rewrites it deceives readers, not the verifier; page and program say so."""
    folder, key = exported(with_paper, tmp_path / "export"), with_paper("ledger", "key").out.strip()
    assert "no part of what is verified" in (folder / "index.html").read_text("utf-8")
    (folder / "index.html").write_text("rewritten")
    (folder / "index.csv").unlink()
    assert main([str(folder), "--key", key]) == 0
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "index.html and index.csv are for reading" in " ".join(capsys.readouterr().out.split())


def test_nothing_in_the_spreadsheet_is_a_formula(with_paper: Phasegate, tmp_path: Path) -> None:
    """Whatever somebody calls a document, or says."""
    evil = tmp_path / "=cmd.pdf"
    evil.write_bytes(b"x")
    with_paper("evidence", S, "paper", str(evil), "--title", '=HYPERLINK("http://evil")', "--as", "ann")
    cells = [cell for line in lines(exported(with_paper, tmp_path / "export")) for cell in line]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)


def test_nothing_on_the_page_is_markup(with_paper: Phasegate, tmp_path: Path) -> None:
    """A title is text."""
    file = tmp_path / "x.pdf"
    file.write_bytes(b"x")
    with_paper("evidence", S, "paper", str(file), "--title", "<script>alert(1)</script>", "--as", "ann")
    page = (exported(with_paper, tmp_path / "export") / "index.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_entries_are_read_in_portions(
    with_paper: Phasegate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None is lost between them."""
    whole = lines(exported(with_paper, tmp_path / "whole"))
    monkeypatch.setattr(ledger_index, "PORTION", 3)
    assert lines(exported(with_paper, tmp_path / "portions")) == whole


def test_a_start_that_was_refused_is_told(phasegate: Phasegate, tmp_path: Path) -> None:
    """There is no rollout to take names from."""
    phasegate("start", "small", "--key", "other", "--as", "ian")
    line = lines(exported(phasegate, tmp_path / "export"))[-1]
    assert (line[ROLLOUT], line[WHO], line[WHO_EN]) == ("other", "ian", "ian")
    assert line[SAID_EN].startswith("Refused to start the rollout: ")


def test_an_entry_that_was_tampered_with_keeps_no_other_from_being_told(
    with_paper: Phasegate, tmp_path: Path, home: Path
) -> None:
    """The export is what shows the tampering; its reader is sent to the bytes."""
    exported(with_paper, tmp_path / "before.zip")
    with closing(sqlite3.connect(home / "phasegate.db")) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE ledger_entry SET entry = '{}' WHERE seq = 1")
    folder = exported(with_paper, tmp_path / "export")
    assert [line[LEAF] for line in lines(folder)].count("–") == 1
    assert "Cannot be made out" in lines(folder)[1][SAID_EN]


def test_the_zip_file_holds_the_index(with_paper: Phasegate, tmp_path: Path) -> None:
    """It is what the auditor gets."""
    with ZipFile(exported(with_paper, tmp_path / "audit.zip")) as archive:
        assert {"index.html", "index.csv"} <= set(archive.namelist())
