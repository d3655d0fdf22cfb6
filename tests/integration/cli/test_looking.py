"""Looking: rollouts, gates, inboxes; the same facts for people in two languages and for scripts."""

import pytest

from tests.integration.cli.conftest import Phasegate

S = "small-1"


def test_all_rollouts_stand_in_a_table(phasegate: Phasegate) -> None:
    """Phase, status, score, unmet gates, whom it waits on."""
    row = phasegate("status").out.splitlines()[2]
    assert row.split() == ["small-1", "1", "Initiation", "running", "20%", "3", "ann,", "pam,", "ian"]


def test_one_rollout_shows_phases_and_gates(phasegate: Phasegate) -> None:
    """The open phase with every gate, the others with their count."""
    out = phasegate("status", S).out
    assert "○ Paper on record [paper_written] pending, due" in out
    assert "2 Design 0/1" in out


def test_the_status_of_all_is_stable_for_scripts(phasegate: Phasegate) -> None:
    """These names stay."""
    (rollout,) = phasegate("status", "--json").document["rollouts"]
    assert set(rollout) == {
        *("key", "playbook", "title", "status", "phase", "phase_status", "round", "started_at", "updated_at"),
        *("seq", "score", "unmet", "waits_on"),
    }
    assert rollout["unmet"] == ["paper_written", "paper_signed", "fast_enough"]


def test_the_status_of_one_is_stable_for_scripts(phasegate: Phasegate) -> None:
    """The same names, and the gates by phase."""
    document = phasegate("status", S, "--json").document
    gate = document["phases"][0]["gates"][0]
    assert (document["key"], len(document["phases"])) == (S, 5)
    assert set(gate) == {
        *("gate", "inside", "kind", "blocking", "outcome", "waived", "title", "reason", "due"),
        "provisional",
    }


def test_a_gate_is_stable_for_scripts(with_paper: Phasegate) -> None:
    """The whole verdict, in both languages, with the evidence it rests on."""
    phase = with_paper("gates", S, "--json").document["phases"][0]
    assert set(phase) == {
        *("phase", "status", "round", "score", "due", "provisional", "inputs", "waiver_debt", "gates"),
    }
    gate = phase["gates"][0]
    assert set(gate) == {
        *(
            "gate",
            "title",
            "kind",
            "blocking",
            "verdict",
            "waits_for",
            "due",
            "late",
            "provisional",
            "waived_until",
            "evidence",
            "rejections",
            "comments",
            "overridden",
        ),
    }
    assert set(gate["verdict"]) == {"gate", "outcome", "reason", "missing", "inputs_digest", "children"}
    assert set(gate["evidence"][0]) == {"key", "digest", "source", "recorded_by", "observed_at"}


def test_a_gate_says_what_is_missing_and_who_brings_it(phasegate: Phasegate) -> None:
    """People are told what to do next."""
    assert "→ record evidence 'paper' (Analyst, PMO)" in phasegate("gates", S).out


def test_another_phase_can_be_looked_at(phasegate: Phasegate) -> None:
    """Its gates have not been judged yet."""
    out = phasegate("gates", S, "--phase", "design").out
    assert "2 Design · not started" in out
    assert "not judged" in out


def test_an_inbox_holds_what_waits_on_its_person(phasegate: Phasegate) -> None:
    """By default on the one who asks."""
    items = phasegate("inbox", "--for", "ian", "--json").document["items"]
    assert {item["about"] for item in items} == {"fast_enough", "trained"}
    assert set(items[0]) == {
        *("rollout", "title", "person", "kind", "about", "phase", "what", "due", "late", "provisional"),
    }


def test_an_empty_inbox_says_whose_it_is(phasegate: Phasegate) -> None:
    """Nothing waits on Sue yet; others are found with an option."""
    out = phasegate("inbox").out
    assert "'sue'" in out
    assert "--everybody" in out


def test_everybody_can_be_looked_at(phasegate: Phasegate) -> None:
    """Then each line names the person."""
    out = phasegate("inbox", "--everybody").out
    assert {"ann", "ian", "pam"} <= set(out.split())


@pytest.mark.parametrize(
    ("words", "zh"),
    [
        (("status",), "立项"),
        (("status", S), "未通过"),
        (("gates", S), "尚有"),
        (("decide", S), "之后由 苏 决定"),
        (("inbox", "--everybody"), "期限"),
        (("retro", S), "周回顾"),
        (("playbook", "show", "small"), "小系统"),
        (("evidence", "list", S), "尚无证据"),
        (("ledger", "show"), "阶段"),
        (("doctor",), "签名密钥"),
    ],
)
def test_people_are_answered_in_their_language(phasegate: Phasegate, words: tuple[str, ...], zh: str) -> None:
    """The same call answers in Chinese when asked."""
    if words[0] == "status" and len(words) > 1:
        phasegate("kpi", S, "response", "12", "--as", "pam")
    assert zh in phasegate(*words, "--lang", "zh").out
    assert zh not in phasegate(*words, "--lang", "en").out


def test_a_wrong_call_is_answered_in_the_language_it_names(phasegate: Phasegate) -> None:
    """Even where the rest cannot be understood."""
    assert "没有命令" in phasegate("statu", "--lang", "zh").err
    assert "缺少选项" in phasegate("decide", S, "go", "--lang=zh").err


def test_before_the_first_rollout_there_is_nothing_to_see(
    phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A new installation answers, and looking makes no store."""
    home = tmp_path_factory.mktemp("new")
    monkeypatch.setenv("PHASEGATE_HOME", str(home))
    assert phasegate("status").out == "No rollouts yet; phasegate start begins one\n"
    assert phasegate("inbox", "--json").document["items"] == []
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("columns", ["80", "100"])
@pytest.mark.parametrize(
    "words", [("status",), ("status", S), ("gates", S), ("inbox", "--everybody"), ("doctor",)]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(
    phasegate: Phasegate, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], columns: str, language: str
) -> None:
    """Chinese signs take two columns."""
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", columns)
    lines = phasegate(*words, "--lang", language).out.splitlines()
    assert max(cell_len(line) for line in lines) <= int(columns)
