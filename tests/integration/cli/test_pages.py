"""Reconciliations, retrospectives, reports and playbooks by command."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flows.bootstrap import office, settings
from playbooks.model.retrospective import iso_week
from tasks.adapters.clocks import SystemClock
from tests.integration.cli.conftest import Phasegate
from tests.integration.cli.small_company import mend

S = "small-1"


def test_differences_end_with_5_and_agreement_with_0(phasegate: Phasegate, data: Path) -> None:
    """Each table has its counts; every difference can be had as a file."""
    words = ("reconcile", str(data / "plan.yaml"), "--base", str(data))
    ended = phasegate(*words, "--differences", str(data / "differences.csv"))
    assert (ended.code, "missing in the new system: 1" in " ".join(ended.out.split())) == (5, True)
    assert "missing" in (data / "differences.csv").read_text(encoding="utf-8-sig")
    mend(data)
    assert phasegate(*words, "--json").document["agrees"] is True


def test_a_reconciliation_goes_on_record(phasegate: Phasegate, data: Path) -> None:
    """The result is in the document, and what differs ends with 5, recorded or not."""
    words = ("reconcile", str(data / "plan.yaml"), "--base", str(data), "--rollout", S, "--evidence", "moved")
    ended = phasegate(*words, "--json")
    assert (ended.code, ended.document["reconciliation"]["agrees"]) == (5, False)
    assert phasegate("evidence", "show", S, "moved", "--json").document["kind"] == "reconciliation"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("plan.yaml", "key: x\n"), "plan.yaml:1"),
        (("old.csv", "number,name\n1,One\n"), "old.csv"),
        (("new.sqlite", "no database"), "new.sqlite"),
    ],
)
def test_what_cannot_be_compared_is_told(
    phasegate: Phasegate, data: Path, change: tuple[str, str], said: str
) -> None:
    """File and fix in one sentence, nothing on record."""
    name, text = change
    (data / name).write_text(text)
    ended = phasegate("reconcile", str(data / "plan.yaml"), "--base", str(data))
    assert (ended.code, said in ended.err) == (2, True)


def test_a_week_is_looked_back_on(phasegate: Phasegate) -> None:
    """As a page for people, as facts for scripts; nothing goes on record."""
    before = phasegate("status", "--json").document["rollouts"][0]["seq"]
    assert "Weekly retrospective" in phasegate("retro", S).out
    assert phasegate("retro", S, "--json").document["retrospective"]["week"][4:6] == "-W"
    assert phasegate("status", "--json").document["rollouts"][0]["seq"] == before


def test_a_retrospective_is_held_once_a_week(phasegate: Phasegate) -> None:
    """Its minutes are kept under the digest on the ledger; the same week again is refused."""
    held = phasegate("retro", S, "--hold", "--json").document
    assert held["events"][0]["type"] == "retrospective.held"
    with closing(office(settings()).store) as store:
        minutes = store.document(held["events"][0]["data"]["report"])
    assert minutes is not None
    assert "Weekly retrospective" in minutes.decode()
    assert phasegate("retro", S, "--hold").code == 4


def test_a_week_on_record_is_shown_as_it_was_kept(phasegate: Phasegate) -> None:
    """With the words and the figures of that moment, in the reader's language; and it is said which of both it is."""
    before = phasegate("retro", S)
    assert "worked out from the ledger as of now" in before.out
    assert "以下按账本得出" in phasegate("retro", S, "--lang", "zh").out
    phasegate("retro", S, "--hold")
    phasegate("issue", "raise", S, "breaks", "--severity", "1", "--owner", "ian")
    kept, facts = phasegate("retro", S), phasegate("retro", S, "--json").document
    assert "this is what they say (digest" in kept.out
    pages = {ended.out.partition("Weekly retrospective")[2] for ended in (before, kept)}
    assert len(pages) == 1
    assert facts["source"]["basis"] == "minutes"
    assert "Weekly retrospective" in facts["source"]["minutes"]["text"]
    assert [issues["open"] for issues in facts["retrospective"]["issues"]] == [0, 0, 0, 0]


def test_a_week_without_minutes_is_worked_out_as_of_its_end(
    phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look back is no entry, so it says what it goes by; what came later is not told."""
    now = datetime.now(UTC)
    phasegate("issue", "raise", S, "breaks", "--severity", "1", "--key", "early")
    monkeypatch.setattr(SystemClock, "now", lambda _: now + timedelta(days=14))
    phasegate("issue", "close", S, "early", "--resolution", "works again")
    week = ("retro", S, "--week", iso_week(now.astimezone(ZoneInfo("Asia/Shanghai")).date()))
    assert "worked out from the ledger as of the end of that week" in " ".join(phasegate(*week).out.split())
    found = phasegate(*week, "--json").document
    assert [issues["open"] for issues in found["retrospective"]["issues"]] == [1, 0, 0, 0]
    assert (found["source"]["basis"], found["source"]["minutes"]) == ("ledger", None)


def test_a_week_before_the_rollout_has_nothing_to_tell(phasegate: Phasegate) -> None:
    """And that is what is said."""
    week = ("retro", S, "--week", "2026-W03")
    assert "there is nothing to look back on" in phasegate(*week).out
    source = phasegate(*week, "--json").document["source"]
    assert (source["basis"], source["minutes"]) == ("ledger", None)


def test_a_report_is_one_page(phasegate: Phasegate, tmp_path: Path) -> None:
    """Into the file named, or under its own name into a folder."""
    assert phasegate("report", S, "--out", str(tmp_path / "r.html")).code == 0
    folder = phasegate("report", S, "--out", str(tmp_path), "--lang", "zh", "--json").document
    assert "Small system" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "小系统" in Path(folder["file"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["none", "file"])
def test_a_report_that_cannot_be_written_is_told(phasegate: Phasegate, tmp_path: Path, folder: str) -> None:
    """Without a folder, and below what is a file; nothing is left behind."""
    (tmp_path / "file").touch()
    ended = phasegate("report", S, "--out", str(tmp_path / folder / "r.html"))
    assert (ended.code, "takes no file" in ended.err) == (1, True)
    assert "inside" not in ended.err


def test_playbooks_are_listed_with_the_companys_own(phasegate: Phasegate) -> None:
    """Shipped and own, by name."""
    names = [book["name"] for book in phasegate("playbook", "list", "--json").document["playbooks"]]
    assert {"crm", "erp", "small"} <= set(names)


def test_a_faulty_playbook_does_not_hide_the_others(phasegate: Phasegate, home: Path) -> None:
    """It is told, and the command ends with 1."""
    (home / "playbooks" / "bad.yaml").write_text("name: bad\n")
    ended = phasegate("playbook", "list")
    assert (ended.code, "small" in ended.out, "bad.yaml:1" in ended.err) == (1, True, True)


@pytest.mark.parametrize(("language", "kind"), [("zh", "文档"), ("en", "document")])
def test_a_playbook_calls_its_gates_what_people_do(phasegate: Phasegate, language: str, kind: str) -> None:
    """Their kinds by name, not as the file writes them."""
    out = phasegate("playbook", "show", "small", "--lang", language).out
    assert f"] {kind} · " in out
    assert "sign_off" not in out


def test_a_playbook_is_shown_as_a_tree(phasegate: Phasegate) -> None:
    """Phases with who decides, gates with who owns them."""
    out = phasegate("playbook", "show", "small").out
    assert "1 Initiation 20 business days, decided by Sponsor" in out
    assert "Paper on record [paper_written] document · Analyst" in out


def test_a_playbook_file_is_checked(phasegate: Phasegate, home: Path) -> None:
    """A sound one ends with 0; each fault of another is a line with file, line, key and fix."""
    file = home / "playbooks" / "small.yaml"
    assert phasegate("playbook", "check", str(file)).code == 0
    bad = home / "bad.yaml"
    bad.write_text(
        file.read_text()
        .replace("decided_by: [sponsor]", "decided_by: [nobody]")
        .replace("kind: sign_off", "kind: sing_off")
    )
    ended = phasegate("playbook", "check", str(bad), "--json")
    assert (ended.code, ended.document["error"]["kind"]) == (2, "usage")
    assert all(line.startswith("bad.yaml:") for line in ended.err.splitlines())
