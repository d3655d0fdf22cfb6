"""Facts go on record by command: documents, payloads, readings, trainings, issues, action items."""

from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from flows.bootstrap import office, settings
from tests.integration.cli.conftest import Phasegate
from tests.integration.cli.small_company import PAPER

S = "small-1"
ROSTER = "kind: roster\nsuper_users:\n  - {department: sales, person: ann}\n"


def shown(phasegate: Phasegate, key: str) -> dict[str, object]:
    """Return a piece of evidence."""
    document: dict[str, object] = phasegate("evidence", "show", S, key, "--json").document
    return document


def test_a_file_is_kept_under_its_digest(with_paper: Phasegate) -> None:
    """The evidence names the bytes, and the store has them."""
    payload = shown(with_paper, "paper")["payload"]
    assert isinstance(payload, dict)
    assert (payload["sha256"], payload["media_type"]) == (sha256(PAPER).hexdigest(), "application/pdf")
    with closing(office(settings()).store) as store:
        assert store.document(sha256(PAPER).hexdigest()) == PAPER


def test_what_a_document_is_called_can_be_said(phasegate: Phasegate, paper: Path) -> None:
    """Title, version, day and whose work it is."""
    words = (
        "--title",
        "章程",
        "--version",
        "2.1",
        "--observed",
        "2026-01-31",
        "--by",
        "ian",
        "--by",
        "finn",
    )
    phasegate("evidence", S, "paper", str(paper), *words, "--as", "ann")
    found = shown(phasegate, "paper")
    assert found["observed_at"] == "2026-01-31T04:00:00+00:00"
    assert (found["recorded_by"], found["performed_by"]) == ("ann", ["ian", "finn"])
    assert isinstance(found["payload"], dict)
    assert (found["payload"]["title"], found["payload"]["version"]) == ("章程", "2.1")


@pytest.mark.parametrize("name", ["roster.yaml", "roster.yml", "roster.JSON"])
def test_a_payload_is_read_from_yaml_or_json(phasegate: Phasegate, tmp_path: Path, name: str) -> None:
    """JSON is YAML."""
    file = tmp_path / name
    text = ROSTER if name.startswith("roster.y") else '{"kind": "roster", "assignments": []}'
    file.write_text(text)
    assert phasegate("evidence", S, "team", str(file)).code == 0
    assert shown(phasegate, "team")["kind"] == "roster"


def test_a_yaml_file_can_be_kept_as_a_document(phasegate: Phasegate, tmp_path: Path) -> None:
    """Then its content is not looked at."""
    file = tmp_path / "config.yaml"
    file.write_text("anything: goes\n")
    phasegate("evidence", S, "setup", str(file), "--as-document")
    assert shown(phasegate, "setup")["kind"] == "document"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("kind: rooster\n", "bad.yaml:1"),
        ("kind: roster\nsuper_user: []\n", "bad.yaml:2"),
        ("- 1\n", "bad.yaml:1"),
        ("", "bad.yaml"),
        ("kind: &a roster\n", "bad.yaml:1"),
        ("\tkind: x\n", "bad.yaml:1"),
        ('kind: series\nmetric: a\nunit: h\nreadings: [{on: "soon", value: 1}]\n', "bad.yaml:4"),
    ],
)
def test_a_faulty_payload_is_named_by_file_and_line(
    phasegate: Phasegate, tmp_path: Path, text: str, said: str
) -> None:
    """Nothing goes on record."""
    file = tmp_path / "bad.yaml"
    file.write_text(text)
    ended = phasegate("evidence", S, "team", str(file))
    assert (ended.code, said in ended.err, ended.out) == (2, True, "")


def test_a_file_that_is_too_large_is_refused(
    phasegate: Phasegate, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is one of the settings, and the sentence says which."""
    monkeypatch.setenv("PHASEGATE_EVIDENCE_LIMIT_BYTES", "10")
    ended = phasegate("evidence", S, "paper", str(paper), "--as", "ann")
    assert (ended.code, "PHASEGATE_EVIDENCE_LIMIT_BYTES" in ended.err) == (2, True)


def test_evidence_no_gate_looks_at_is_pointed_out(phasegate: Phasegate, paper: Path) -> None:
    """A slip of the pen is recorded like everything else, and said at once with the nearest keys, however far."""
    ended = phasegate("evidence", S, "papper", str(paper))
    assert (ended.code, "the nearest of 7: paper, " in ended.err) == (0, True), ended.err
    assert "the nearest of 7: " in phasegate("evidence", S, "nosuchkey", str(paper)).err


def test_readings_of_a_kpi_add_up(phasegate: Phasegate) -> None:
    """Unit and evidence come from the playbook; each day has one reading."""
    for day, value in (("2026-01-05", "9"), ("2026-01-06", "-1.5"), ("2026-01-05", "7")):
        assert phasegate("kpi", S, "response", value, "--on", day, "--as", "ian").code == 0
    payload = shown(phasegate, "kpi.response")["payload"]
    assert isinstance(payload, dict)
    assert payload["unit"] == "hours"
    assert [reading["value"] for reading in payload["readings"]] == ["7", "-1.5"]


def test_a_reading_that_is_no_number_makes_the_gate_invalid(phasegate: Phasegate, tmp_path: Path) -> None:
    """NaN in a file goes on record as what was measured, and is never green."""
    file = tmp_path / "readings.yaml"
    file.write_text(
        'kind: series\nmetric: response\nunit: hours\nreadings: [{"on": "2026-01-05", value: "NaN"}]\n'
    )
    assert phasegate("evidence", S, "kpi.response", str(file), "--as", "ian").code == 0
    gates = phasegate("gates", S, "--json").document["phases"][0]["gates"]
    assert [gate["verdict"]["outcome"] for gate in gates if gate["gate"] == "fast_enough"] == ["invalid"]


def test_trainings_add_up(phasegate: Phasegate) -> None:
    """The department of a member is known."""
    for person in ("ann", "finn"):
        words = ("--tier", "staff", "--level", "skill", "--score", "85.5")
        assert phasegate("train", S, person, *words, "--as", "ian").code == 0
    payload = shown(phasegate, "training")["payload"]
    assert isinstance(payload, dict)
    assert [record["department"] for record in payload["records"]] == ["sales", "finance"]


def test_an_issue_lives_from_raise_to_close(phasegate: Phasegate) -> None:
    """It is listed while it is open, and with --all afterwards."""
    phasegate("issue", "raise", S, "it hangs", "--severity", "2", "--key", "i1", "--department", "sales")
    assert "it hangs" in phasegate("issue", "list", S).out
    assert phasegate("issue", "close", S, "i1", "--resolution", "restarted").code == 0
    assert "No open issues" in phasegate("issue", "list", S).out
    assert len(phasegate("issue", "list", S, "--all", "--json").document["issues"]) == 1


def test_an_action_item_lives_from_add_to_close(phasegate: Phasegate) -> None:
    """Its owner reports it as done."""
    phasegate("action", "add", S, "tidy up", "--owner", "ian", "--due", "2099-01-01", "--key", "a1")
    assert "tidy up" in phasegate("action", "list", S).out
    assert phasegate("action", "close", S, "a1", "--outcome", "tidy", "--as", "ian").code == 0
    assert "done" in phasegate("action", "list", S, "--all").out


def test_evidence_is_listed_and_shown(with_paper: Phasegate) -> None:
    """In a table, and as YAML which most people can read."""
    assert "paper" in with_paper("evidence", "list", S).out
    assert "sha256:" in with_paper("evidence", "show", S, "paper").out


def test_a_document_is_taken_out_as_it_was_recorded(with_paper: Phasegate, tmp_path: Path) -> None:
    """Byte by byte, with its digest beside it."""
    out = tmp_path / "out.pdf"
    ended = with_paper("evidence", "show", S, "paper", "--out", str(out))
    assert (ended.code, out.read_bytes()) == (0, PAPER)
    assert sha256(PAPER).hexdigest() in ended.out
    told = with_paper("evidence", "show", S, "paper", "--out", str(out), "--json").document
    assert told == {"file": str(out), "bytes": len(PAPER), "sha256": sha256(PAPER).hexdigest()}


def test_what_is_no_document_cannot_be_taken_out(phasegate: Phasegate, tmp_path: Path) -> None:
    """The sentence says how to read it, and no file is left."""
    file = tmp_path / "roster.yaml"
    file.write_text(ROSTER)
    phasegate("evidence", S, "team", str(file))
    ended = phasegate("evidence", "show", S, "team", "--out", str(tmp_path / "out"))
    assert (ended.code, "leave --out away" in ended.err) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_document_takes_the_place_of_nothing_that_must_stay(with_paper: Phasegate, tmp_path: Path) -> None:
    """Nor of a folder or a device."""
    assert with_paper("evidence", "show", S, "paper", "--out", str(tmp_path)).code == 2
    assert with_paper("evidence", "show", S, "paper", "--out", "/dev/null").code == 2
