"""Reports of a reconciliation and the drift watch, by command."""

from pathlib import Path

import pytest

from tests.integration.cli.conftest import Phasegate
from tests.integration.cli.small_company import mend

S = "small-1"
SOURCES = "sources:\n  small:\n    - {kind: reconciliation, evidence: paper, plan: plan.yaml, base: .}\n"


@pytest.fixture
def signed(phasegate: Phasegate, data: Path, monkeypatch: pytest.MonkeyPatch) -> Phasegate:
    """The command line after an agreeing reconciliation went on record by Ann and was signed by finance."""
    (data / "sources.yaml").write_text(SOURCES)
    monkeypatch.setenv("PHASEGATE_SOURCES", str(data / "sources.yaml"))
    mend(data)
    words = ("reconcile", str(data / "plan.yaml"), "--base", str(data), "--rollout", S, "--evidence", "paper")
    assert phasegate(*words, "--as", "ann").code == 0
    assert phasegate("sign-off", S, "paper_signed", "--as", "finn").code == 0
    return phasegate


def test_a_report_is_written_to_a_file(phasegate: Phasegate, data: Path) -> None:
    """In the reader's language, with a link to the differences that lie beside it."""
    words = ("reconcile", str(data / "plan.yaml"), "--base", str(data), "--lang", "en")
    ended = phasegate(*words, "--report", str(data / "r.html"), "--differences", str(data / "d.csv"))
    page = (data / "r.html").read_text(encoding="utf-8")
    assert ended.code == 5
    assert "They differ: not to be signed" in page
    assert 'href="d.csv"' in page


@pytest.mark.parametrize("option", ["--report", "--differences"])
def test_a_device_is_never_replaced_by_a_file(phasegate: Phasegate, data: Path, option: str) -> None:
    """One sentence, the exit code of wrong input, and the device stays."""
    ended = phasegate(
        "reconcile", str(data / "plan.yaml"), "--base", str(data), option, "/dev/full", "--lang", "en"
    )
    assert ended.code == 2
    assert "/dev/full is a folder, a device or a link" in ended.err
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("option", ["--report", "--differences"])
@pytest.mark.parametrize("file", ["plan.yaml", "old.csv", "new.sqlite"])
def test_what_is_compared_is_never_written_over(
    phasegate: Phasegate, data: Path, option: str, file: str
) -> None:
    """Neither the plan nor the data it names."""
    before = (data / file).read_bytes()
    ended = phasegate("reconcile", str(data / "plan.yaml"), "--base", str(data), option, str(data / file))
    assert (ended.code, "is read by this command" in ended.err) == (2, True)
    assert (data / file).read_bytes() == before


def test_two_outputs_need_two_files(phasegate: Phasegate, data: Path) -> None:
    """The second would take the place of the first."""
    both = ("--report", str(data / "out"), "--differences", str(data / "out"))
    ended = phasegate("reconcile", str(data / "plan.yaml"), "--base", str(data), *both)
    assert (ended.code, (data / "out").exists()) == (2, False)


def test_a_place_for_the_report_is_looked_at_first(phasegate: Phasegate, data: Path) -> None:
    """A comparison may take an hour."""
    words = ("reconcile", str(data / "plan.yaml"), "--base", str(data))
    ended = phasegate(*words, "--report", str(data / "old.csv" / "r.html"))
    assert (ended.code, "takes no file" in ended.err, ended.out) == (1, True, "")


def test_nothing_signed_is_told_and_ends_with_3(phasegate: Phasegate) -> None:
    """Neither is there anything to watch, nor a report."""
    assert phasegate("reconcile", "watch", S).code == 3
    assert phasegate("reconcile", "report", S).code == 3


def test_what_stands_as_signed_ends_with_0_and_what_moved_with_5(signed: Phasegate, data: Path) -> None:
    """The reason is told and on record; the signature is gone, so there is nothing left to watch."""
    assert "as signed" in signed("reconcile", "watch", S, "--lang", "en").out
    (data / "old.csv").write_text("id,name\n1,One\n2,Two\n3,Three\n")
    moved = signed("reconcile", "watch", S, "--json")
    assert moved.code == 5
    assert moved.document["watched"]["paper"]["moved"]["en"] == ("source (Customers): 1 row more than signed")
    assert signed("reconcile", "watch", S).code == 3


def test_a_copy_of_the_report_that_cannot_be_written_is_told(signed: Phasegate, data: Path) -> None:
    """A file stands where its folder would be."""
    ended = signed("reconcile", "report", S, "--out", str(data / "old.csv" / "r.html"), "--lang", "en")
    assert (ended.code, "takes no file" in ended.err) == (1, True)


def test_the_report_of_what_is_on_record_is_found(signed: Phasegate, tmp_path: Path) -> None:
    """Written where it was not, and copied where wanted."""
    ended = signed("reconcile", "report", S, "--out", str(tmp_path / "copy.html"), "--json")
    file = Path(ended.document["reports"]["paper"])
    assert ended.code == 0
    assert (tmp_path / "copy.html").read_text() == file.read_text()
    assert file.name.endswith(".html")
