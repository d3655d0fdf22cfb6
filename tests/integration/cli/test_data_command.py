"""`phasegate data`: the steps of data governance by command, what they end with, and what goes on record."""

import csv
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Phasegate
from tests.integration.cli.small_company import Ended
from tests.simulators.full_disk import no_file_grows_beyond

S = "small-1"
PLAN = """
key: crm
title: {zh: "客户", en: "Customers"}
checks:
  - key: customers
    title: {zh: "客户主数据", en: "Customer master"}
    source: {csv: old.csv}
    target: {sqlite: new.sqlite, table: customers}
    keys: [{source: id, target: id}]
    columns: [{source: name, target: name}]
    standards: [{column: tel, kind: mobile}]
    duplicates: {name: name, phone: tel}
    dropped: [{column: tel, reason: "kept elsewhere"}]
"""
ROWS = "id,name,tel\n1,恒信五金厂有限公司,13800138000\n2,恒信五金厂,13800138000\n3,德嘉木业,13900139000\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A plan, an export with one duplicate, and the table it was moved to."""
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "old.csv").write_text(ROWS, encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "new.sqlite")) as database, database:
        database.execute("CREATE TABLE customers (id TEXT, name TEXT)")
        database.execute("INSERT INTO customers VALUES ('1', '恒信五金厂有限公司'), ('3', '德嘉木业')")
    return tmp_path


@pytest.fixture
def governed(phasegate: Phasegate, data: Path) -> Phasegate:
    """The command line, with the plan and its data already named."""

    def call(step: str, *words: str) -> Ended:
        plan, base = str(data / "plan.yaml"), ("--base", str(data))
        named = (words[0], "--plan", plan) if step == "merge" else (plan,)
        return phasegate("data", step, *named, *base, *words[len(named) // 2 :])

    return call


@pytest.fixture
def in_data(phasegate: Phasegate, data: Path, monkeypatch: pytest.MonkeyPatch) -> Phasegate:
    """The command line, called in the folder of the data."""
    monkeypatch.chdir(data)
    return phasegate


def break_phone(data: Path) -> None:
    """Put a wrong number into the export."""
    (data / "old.csv").write_text(ROWS.replace("13900139000", "139"), encoding="utf-8")


def decide(file: Path, word: str) -> None:
    """Write one decision into every line of a proposal."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row | {"decision": word} for row in csv.DictReader(stream)]
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_plan_is_profiled_on_both_sides(governed: Phasegate) -> None:
    """Progress on stderr, the columns on stdout."""
    ended = governed("profile")
    assert (ended.code, ended.err.count("Reading")) == (0, 2)
    assert "customers.source (3 rows)" in ended.out
    assert "13800138000" not in ended.out


def test_one_side_answers_scripts(governed: Phasegate) -> None:
    """With every count of every column, and no personal value."""
    document = governed("profile", "--side", "source", "--json").document
    assert [table["table"] for table in document["tables"]] == ["customers.source"]
    (tel,) = [one for one in document["tables"][0]["columns"] if one["column"] == "tel"]
    assert (tel["kind"], tel["mobiles"], tel["distinct"], tel["frequent"]) == ("phone", 3, 2, [])


def test_a_loose_file_is_profiled(phasegate: Phasegate, data: Path) -> None:
    """No plan is needed; the encoding is found out."""
    (data / "gb.csv").write_bytes("编号;名称\n1;张三\n".encode("gb18030"))
    ended = phasegate("data", "profile", str(data / "gb.csv"), "--lang", "zh")
    assert (ended.code, "编号" in ended.out, "gb.csv（1 行）" in ended.out) == (0, True, True)


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [("", 2, "is empty"), ("a,b\n", 5, "Reading"), ("a,a\n1,2\n", 2, "names 'a' twice")],
)
def test_a_file_without_rows_is_no_inventory(
    phasegate: Phasegate, data: Path, content: str, code: int, said: str
) -> None:
    """Nothing was counted, and it says why."""
    (data / "odd.csv").write_text(content)
    ended = phasegate("data", "profile", str(data / "odd.csv"))
    assert (ended.code, said in ended.err) == (code, True)


@pytest.mark.parametrize(("change", "code", "said"), [(None, 0, "✓"), (break_phone, 5, "valid number")])
def test_standards_end_with_0_or_5(
    governed: Phasegate, data: Path, change: Callable[[Path], None] | None, code: int, said: str
) -> None:
    """What is broken is shown with its count."""
    if change is not None:
        change(data)
    ended = governed("check")
    assert (ended.code, said in ended.out) == (code, True)


def test_the_mapping_is_gone_through(governed: Phasegate, data: Path) -> None:
    """A column that nobody accounts for ends it with 5."""
    assert governed("mapping").code == 0
    plan = data / "plan.yaml"
    plan.write_text(PLAN.replace("    dropped:", "    new:"), encoding="utf-8")
    ended = governed("mapping", "--json")
    source, target = ended.document["review"]["checks"][0]["sides"]
    assert (ended.code, source["unexplained"], target["unknown"]) == (5, ["tel"], ["tel"])


def test_duplicates_are_proposed_decided_and_merged(governed: Phasegate, data: Path) -> None:
    """From the proposal to a reconciliation in which nobody is missing."""
    proposal = data / "proposal.csv"
    assert governed("duplicates", "--out", str(proposal)).code == 5
    refused = governed("merge", str(proposal), "--as", "ann")
    assert (refused.code, "is not decided" in refused.err) == (2, True)
    decide(proposal, "merge")
    ended = governed("merge", str(proposal), "--as", "ann", "--json")
    assert ended.document["map"]["merges"] == [{"merged": "2", "survivor": "1"}]
    assert ended.document["map"]["decided_by"] == "ann"
    assert (data / "proposal.map.csv").read_text() == "merged,survivor\n2,1\n"


@pytest.mark.parametrize("place", ["proposal.csv", "plan.yaml", "old.csv", "new.sqlite", "letter.txt"])
def test_a_map_takes_no_place_but_that_of_an_earlier_map(governed: Phasegate, data: Path, place: str) -> None:
    """The decisions, the plan, the data and whatever else was written stay as they are."""
    governed("duplicates", "--out", str(data / "proposal.csv"))
    decide(data / "proposal.csv", "merge")
    (data / "letter.txt").write_bytes("各位同事".encode("gb18030"))
    before = (data / place).read_bytes()
    ended = governed("merge", str(data / "proposal.csv"), "--out", str(data / place))
    assert (ended.code, "name another file" in ended.err) == (2, True)
    assert (data / place).read_bytes() == before


def test_an_earlier_map_is_replaced(governed: Phasegate, data: Path) -> None:
    """People change their minds; also the map that the plan itself names is written again."""
    governed("duplicates", "--out", str(data / "proposal.csv"))
    decide(data / "proposal.csv", "merge")
    (data / "plan.yaml").write_text(f"{PLAN}    merge_map: map.csv\n", encoding="utf-8")
    (data / "map.csv").write_text("merged,survivor\n9,8\n")
    assert governed("merge", str(data / "proposal.csv"), "--out", str(data / "map.csv")).code == 0
    assert (data / "map.csv").read_text() == "merged,survivor\n2,1\n"


@pytest.mark.parametrize(("step", "said"), [("duplicates", "is there already"), ("merge", "no merge map")])
def test_a_bad_place_is_refused_before_the_work(
    governed: Phasegate, data: Path, step: str, said: str
) -> None:
    """A search of an hour for a place that is taken would be lost; here it would have ended in another refusal."""
    (data / "letter.txt").write_text("Dear all")
    words = (str(data / "proposal.csv"),) if step == "merge" else ()
    governed("duplicates", "--out", str(data / "proposal.csv"))
    (data / "old.csv").write_text("no customers any more\n")
    ended = governed(step, *words, "--out", str(data / "letter.txt"))
    assert (ended.code, len(ended.err.splitlines()), said in ended.err) == (2, 1, True)


def test_a_full_disk_leaves_no_half_of_a_step(governed: Phasegate, data: Path) -> None:
    """Neither a proposal that would be in the way of the next, nor a draft of the map."""
    proposal, before = data / "proposal.csv", {one.name for one in data.iterdir()}
    with no_file_grows_beyond(0):
        assert governed("duplicates", "--out", str(proposal)).code == 1
    assert {one.name for one in data.iterdir()} == before
    assert governed("duplicates", "--out", str(proposal)).code == 5
    decide(proposal, "merge")
    with no_file_grows_beyond(0):
        assert governed("merge", str(proposal)).code == 1
    assert {one.name for one in data.iterdir()} == {*before, "proposal.csv"}


def test_a_reconciliation_honours_the_map(phasegate: Phasegate, data: Path) -> None:
    """Without it the merged customer is missing."""
    words = ("reconcile", str(data / "plan.yaml"), "--base", str(data))
    assert phasegate(*words).code == 5
    (data / "map.csv").write_text("merged,survivor\n2,1\n")
    (data / "plan.yaml").write_text(f"{PLAN}    merge_map: map.csv\n", encoding="utf-8")
    assert phasegate(*words).code == 0


def test_without_duplicates_nothing_is_written(governed: Phasegate, data: Path) -> None:
    """And the command ends with 0."""
    (data / "old.csv").write_text("id,name,tel\n1,恒信五金厂,\n", encoding="utf-8")
    ended = governed("duplicates", "--out", str(data / "proposal.csv"))
    assert (ended.code, (data / "proposal.csv").exists()) == (0, False)
    assert "No duplicates" in ended.out


def test_a_step_goes_on_record_as_document_and_item(phasegate: Phasegate, governed: Phasegate) -> None:
    """What was found can be fetched; the checklist says whether the step is done."""
    ended = governed("check", "--record", S, "governance", "--as", "ann", "--json")
    assert (ended.code, ended.document["found"]["met"]) == (0, True)
    items = phasegate("evidence", "show", S, "governance", "--json").document["payload"]["items"]
    found = phasegate("evidence", "show", S, "governance.standards", "--json").document
    assert (items, found["kind"]) == ({"standards": "done"}, "document")


def test_steps_join_in_one_checklist(phasegate: Phasegate, governed: Phasegate, data: Path) -> None:
    """Each command marks its own item; a standard that is not met is open."""
    break_phone(data)
    for step, code in (("profile", 0), ("check", 5), ("mapping", 0)):
        assert governed(step, "--record", S, "governance", "--as", "ann").code == code
    items = phasegate("evidence", "show", S, "governance", "--json").document["payload"]["items"]
    assert items == {"inventory": "done", "standards": "open", "mapping": "done"}


def test_recording_again_under_the_same_request_changes_nothing(governed: Phasegate) -> None:
    """A script can repeat its call."""
    request = "01900000-0000-7000-8000-000000000001"
    words = ("mapping", "--record", S, "governance", "--as", "ann", "--request-id", request, "--json")
    assert governed(*words).document["repeated"] is False
    assert governed(*words).document["repeated"] is True


def test_who_may_not_record_is_refused(governed: Phasegate) -> None:
    """The refusal is the desk's."""
    ended = governed("check", "--record", S, "paper", "--as", "ian")
    assert (ended.code, ended.err.count("Refused")) == (4, 1)


@pytest.mark.parametrize(
    ("call", "code", "said"),
    [
        ("profile no.csv", 3, "no.csv"),
        ("profile plan.yaml", 2, "--base"),
        ("profile plan.yaml --base . --side left", 2, "--side"),
        ("check no.yaml --base .", 3, "no.yaml"),
        ("duplicates plan.yaml --base . --check orders", 2, "customers"),
        ("merge no.csv --plan plan.yaml --base .", 3, "no.csv"),
        ("mapping plan.yaml --base /no", 2, "no data folder /no;"),
        ("merge gbk.csv --plan plan.yaml --base .", 2, "gbk.csv is not UTF-8 any more (GBK perhaps)"),
        ("profile bin.csv", 2, "no text in UTF-8, GB18030 or UTF-16"),
        ("profile bin.csv --encoding gb18030", 2, "--encoding without one"),
        ("profile bin.csv --encoding utf-8", 2, "--encoding gb18030 without one"),
    ],
)
def test_a_wrong_call_is_one_sentence(in_data: Phasegate, call: str, code: int, said: str) -> None:
    """What, where, what to do; never a traceback."""
    Path("gbk.csv").write_bytes("组,决定\n".encode("gb18030"))
    Path("bin.csv").write_bytes(b"\xff\x00\x81\xff\n" * 9)
    ended = in_data("data", *call.split())
    assert (ended.code, ended.out, said in ended.err) == (code, "", True)
    assert len([line for line in ended.err.splitlines() if "…" not in line]) == 1


@pytest.mark.parametrize("step", ["check", "duplicates"])
def test_a_plan_that_says_nothing_of_a_step_is_told(governed: Phasegate, data: Path, step: str) -> None:
    """With what has to be added."""
    plan = PLAN.replace("    standards: [{column: tel, kind: mobile}]\n", "")
    plan = plan.replace("    duplicates: {name: name, phone: tel}\n", "")
    (data / "plan.yaml").write_text(plan, encoding="utf-8")
    ended = governed(step)
    assert (ended.code, "add `" in ended.err) == (2, True)


def test_the_sample_comes_before_all(phasegate: Phasegate, data: Path) -> None:
    """On record, all is compared once the sample has passed."""
    waves = '    waves: [{key: pilot, scope: [{column: name, among: ["德嘉木业"]}]}]\n'
    (data / "plan.yaml").write_text(PLAN + waves, encoding="utf-8")
    words = ("reconcile", str(data / "plan.yaml"), "--base", str(data), "--rollout", S, "--as", "ann")
    refused = phasegate(*words, "--evidence", "moved", "--json")
    assert (refused.code, refused.document["refused"]["code"]) == (4, "not_ready")
    assert phasegate(*words, "--evidence", "sample", "--wave", "pilot").code == 0
    assert phasegate(*words, "--evidence", "moved").code == 5
