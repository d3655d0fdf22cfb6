"""People by command: a no with an attachment, remarks, stand-ins, absences, changed roles, overrides, quorums."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.integration.cli.conftest import Phasegate
from tests.integration.cli.small_company import HERE

S = "small-1"
DAYS = ("--from", "2099-01-01", "--until", "2099-01-05", "--reason", "on leave")
ASKED = ("--reason", "slow line", "--control", "calls by phone", "--owner", "ian", "--as", "pam")


def gate(phasegate: Phasegate, key: str) -> Any:  # noqa: ANN401  # as JSON is
    """Return one gate of the open phase."""
    gates = phasegate("gates", S, "--json").document["phases"][0]["gates"]
    return next(each for each in gates if each["gate"] == key)


def test_a_no_comes_with_its_reason_and_its_file(with_paper: Phasegate, tmp_path: Path) -> None:
    """The file is kept by its digest, the gate has failed."""
    file = tmp_path / "differences.txt"
    file.write_bytes(b"two differences")
    words = ("--reject", "--reason", "page two", "--attach", str(file), "--as", "finn")
    assert with_paper("sign-off", S, "paper_signed", *words).code == 0
    (kept,) = gate(with_paper, "paper_signed")["rejections"]
    assert kept["attachments"][0]["digest"] == sha256(b"two differences").hexdigest()
    assert "rejected: Finn (Finance): page two" in with_paper("gates", S).out


def test_who_may_sign_is_shown_before(with_paper: Phasegate) -> None:
    """Ann wrote the paper, so only Finn may."""
    shown = with_paper("sign-off", S, "paper_signed", "--as", "finn").out
    assert "May sign: Finn" in shown
    assert "Ann" not in shown.split("May sign: ")[1].splitlines()[0]


def test_a_remark_is_shown_with_its_gate(with_paper: Phasegate) -> None:
    """By whom and when."""
    with_paper("comment", S, "paper_signed", "look at page two", "--as", "ian")
    assert "Ian (" in with_paper("gates", S).out
    assert "look at page two" in with_paper("sign-off", S, "paper_signed", "--as", "finn").out


def test_a_waiver_lasts_business_days(phasegate: Phasegate) -> None:
    """Asked for by one with --for, granted by another, prolonged by a new request."""
    phasegate("kpi", S, "response", "12", "--as", "pam")
    assert phasegate("waive", "request", S, "fast_enough", *ASKED, "--for", "10bd").code == 0
    assert phasegate("waive", "grant", S, "fast_enough").code == 0
    assert "waiver debt 3 points" in phasegate("gates", S).out
    more = ("--reason", "a week more", "--for", "15bd", "--as", "pam")
    assert phasegate("waive", "extend", S, "fast_enough", *more).code == 0
    assert phasegate("waive", "decline", S, "fast_enough", "--reason", "no", "--as", "sue").code == 0
    assert gate(phasegate, "fast_enough")["waived_until"] is not None


def test_a_stand_in_is_set_listed_and_ended(phasegate: Phasegate) -> None:
    """For a role, by the person."""
    set_ = ("delegate", "set", S, "finn", "ian", *DAYS, "--role", "finance", "--as", "finn")
    assert phasegate(*set_).code == 0
    (given,) = phasegate("delegate", "list", S, "--json").document["delegations"]
    assert (given["key"], given["until"]) == ("d1", "2099-01-05T16:00:00Z")
    assert "Ian" in phasegate("delegate", "list", S).out
    assert phasegate("delegate", "end", S, "d1", "--reason", "back", "--as", "ian").code == 0
    assert phasegate("delegate", "list", S, "--json").document["delegations"] == []


def test_an_absence_brings_a_gap_to_light(phasegate: Phasegate) -> None:
    """Ann may sign as well, until she has written the paper."""
    assert phasegate("quorum", S, "--check").code == 0
    phasegate("member", S, "ann", "--role", "analyst", "--reason", "moved", "--as", "pam")
    phasegate("absence", "set", S, "finn", *DAYS, "--as", "finn")
    ended = phasegate("quorum", S, "--check")
    assert ended.code == 5
    assert "cannot reach quorum from 2099-01-01 to 2099-01-05: add a substitute for Finance" in " ".join(
        ended.out.split()
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_override_by_two_comes_first_in_the_status(phasegate: Phasegate, lang: str) -> None:
    """Never as passed."""
    phasegate("kpi", S, "response", "12", "--as", "pam")
    for by in ("sue", "pam"):
        assert phasegate("override", S, "fast_enough", "--reason", "stocktaking", "--as", by).code == 0
    said = {"zh": "被紧急越过（未通过）", "en": "overridden in an emergency, not passed"}[lang]
    assert said in phasegate("status", S, "--lang", lang).out.splitlines()[1]
    outcome = gate(phasegate, "fast_enough")
    assert (outcome["verdict"]["outcome"], outcome["overridden"] is None) == ("failed", False)
    assert "fast_enough" not in phasegate("status", S, "--json").document["unmet"]


def test_a_decision_is_bound_to_what_was_shown(with_paper: Phasegate) -> None:
    """A digest of something else is stale; without one the command sends what it has just shown."""
    with_paper("sign-off", S, "paper_signed", "--as", "finn")
    with_paper("kpi", S, "response", "5", "--as", "pam")
    go = ("decide", S, "go", "--reason", "all met")
    assert with_paper(*go, "--seen", "a" * 64, "--json").document["refused"]["code"] == "stale"
    shown = with_paper("gates", S, "--json").document["phases"][0]["inputs"]
    assert with_paper(*go, "--seen", shown).code == 0


@pytest.mark.parametrize("option", ["--file", "--attach"])
def test_a_decision_on_a_phase_and_a_waiver_bring_files(
    phasegate: Phasegate, tmp_path: Path, option: str
) -> None:
    """Kept by their digest and named on record, in the report and wherever the entry is told."""
    file = tmp_path / "minutes.txt"
    file.write_bytes(b"minutes")
    phasegate("kpi", S, "response", "12", "--as", "pam")
    asked = ("waive", "request", S, "fast_enough", *ASKED, "--for", "10bd", option, str(file))
    assert phasegate(*asked).code == 0
    assert phasegate("decide", S, "hold", "--reason", "first the line", option, str(file)).code == 0
    told = phasegate("ledger", "show", "--rollout", S, "--json").out
    assert told.count(sha256(b"minutes").hexdigest()) == 2  # the request and the decision


NEWCOMER = (
    '  - {key: nora, name: 诺, name_en: Nora, title: {zh: "财务总监", en: "CFO"}, department: finance, '
    "email: nora@example.com, language: en, roles: [finance], deputy: kim}\n"
    '  - {key: kim, name: 金, name_en: Kim, title: {zh: "出纳", en: "Cashier"}, department: treasury, roles: []}\n'
)


@pytest.fixture
def grown(phasegate: Phasegate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Phasegate:
    """The command line after the company has hired a new head of finance and has a new department."""
    told = (HERE / "organisation.yaml").read_text(encoding="utf-8").replace("head: finn}", "head: nora}")
    treasury = '  - {key: treasury, name: {zh: "资金部", en: "Treasury"}}\npeople:\n'
    file = tmp_path / "organisation.yaml"
    file.write_text(told.replace("people:\n", treasury) + NEWCOMER, encoding="utf-8")
    monkeypatch.setenv("PHASEGATE_ORGANISATION", str(file))
    return phasegate


def members(phasegate: Phasegate) -> list[Any]:
    """Return what the ledger holds of newcomers."""
    entries = phasegate("ledger", "show", "--rollout", S, "--json").document["entries"]
    return [entry["data"] for entry in entries if entry["type"] == "person.joined"]


def test_a_new_head_of_finance_joins_a_running_rollout_and_signs(grown: Phasegate, paper: Path) -> None:
    """By the organisation file, although the deputy named there does not take part; and is its department's head."""
    grown("evidence", S, "paper", str(paper), "--as", "ann")
    grown("member", S, "finn", "--leave", "--reason", "moved away", "--as", "pam")
    assert grown("quorum", S, "--check").code == 5
    assert grown("member", S, "nora", "--role", "finance", "--reason", "the new CFO", "--as", "pam").code == 0
    assert grown("quorum", S, "--check").code == 0
    (joined,) = members(grown)
    assert (joined["person"]["email"], joined["person"]["deputy"]) == ("nora@example.com", None)
    assert [each["head"] for each in joined["departments"]] == ["nora"]
    assert grown("sign-off", S, "paper_signed", "--yes", "--as", "nora").code == 0


def test_a_newcomer_brings_a_new_department_and_a_member_is_brought_up_to_the_file(grown: Phasegate) -> None:
    """Kim joins with the roles of the file, none; the one who has her as deputy is then told so by the file."""
    grown("member", S, "nora", "--join", "--reason", "the new CFO", "--as", "pam")
    assert grown("member", S, "kim", "--join", "--reason", "helps out", "--as", "pam").code == 0
    assert grown("member", S, "nora", "--join", "--reason", "has a deputy now", "--as", "sue").code == 0
    assert [each["person"]["deputy"] for each in members(grown)] == [None, None, "kim"]
    assert members(grown)[1]["departments"][0]["key"] == "treasury"


def test_who_is_in_no_file_is_refused_with_what_to_do(grown: Phasegate) -> None:
    """The refusal is on record."""
    ended = grown("member", S, "nobody", "--join", "--reason", "r", "--as", "pam", "--json")
    assert ended.document["refused"]["code"] == "not_found"
    assert "--join" in grown("member", S, "nora", "--reason", "r", "--as", "pam").err


def test_a_gap_names_both_remedies(phasegate: Phasegate) -> None:
    """A stand-in, or somebody more."""
    phasegate("member", S, "ann", "--role", "analyst", "--reason", "moved", "--as", "pam")
    phasegate("member", S, "finn", "--leave", "--reason", "moved away", "--as", "pam")
    told = phasegate("quorum", S).out
    assert f"phasegate delegate set {S} " in told
    assert f"phasegate member {S} PERSON --role finance --reason" in told
