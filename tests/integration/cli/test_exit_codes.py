"""Every refusal and every wrong call ends with its exit code and one sentence, never a traceback."""

from pathlib import Path

import pytest

from tests.integration.cli.conftest import Phasegate

S = "small-1"
WAIVER = ("--reason", "r", "--control", "c", "--owner", "ian", "--until", "2099-01-01")
GO = ("--reason", "it is ready")
DAYS = ("--from", "2099-01-01", "--until", "2099-01-05", "--reason", "r")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("start", "small", "--key", S), "exists"),
        (("start", "small", "--key", "new", "--as", "ian"), "not_entitled"),
        (("hold", S, "--reason", "r", "--as", "ian"), "not_entitled"),
        (("hold", S, "--reason", "r", "--as", "gone"), "not_entitled"),
        (("hold", S, "--reason", "r", "--as", "stranger"), "not_entitled"),
        (("resume", S, "--reason", "r"), "not_open"),
        (("sign-off", S, "paper_signed", "--as", "finn"), "not_ready"),
        (("sign-off", S, "paper_written"), "wrong_input"),
        (("sign-off", S, "paper_signed", "--role", "analyst", "--as", "ann"), "not_entitled"),
        (("sign-off", S, "design_paper"), "not_open"),
        (("waive", "request", S, "paper_written", *WAIVER), "not_ready"),
        (("waive", "grant", S, "paper_written", "--as", "pam"), "not_entitled"),
        (("override", S, "paper_written", "--reason", "r", "--as", "ian"), "not_entitled"),
        (("sign-off", S, "paper_signed", "--reject", "--reason", "r", "--as", "finn"), "not_ready"),
        (("delegate", "set", S, "finn", "ann", *DAYS, "--as", "ian"), "not_entitled"),
        (("absence", "set", S, "finn", *DAYS, "--as", "ian"), "not_entitled"),
        (("member", S, "ian", "--role", "finance", "--reason", "r", "--as", "ian"), "not_entitled"),
        (("decide", S, "go", *GO), "not_ready"),
        (("decide", S, "go", *GO, "--as", "pam"), "not_entitled"),
        (("decide", S, "go", *GO, "--phase", "design"), "not_open"),
        (("decide", S, "recycle", *GO), "wrong_input"),
        (("decide", S, "conditional-go", *GO, "--except", "nope=ian:2099-01-01:p"), "not_ready"),
        (("kpi", S, "response", "5", "--evidence", "paper", "--as", "ian"), "not_entitled"),
        (("issue", "raise", S, "t", "--severity", "2", "--owner", "nobody"), "wrong_input"),
        (("action", "add", S, "t", "--owner", "gone", "--due", "2099-01-01"), "wrong_input"),
    ],
)
def test_a_refusal_ends_with_4_and_says_why(phasegate: Phasegate, words: tuple[str, ...], code: str) -> None:
    """The reason comes on stderr as one line; a script gets its code."""
    ended = phasegate(*words, "--json")
    assert (ended.code, ended.document["refused"]["code"]) == (4, code)
    assert ended.err.startswith("✗ Refused: ")
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("gates", "nope"),
        ("status", "nope"),
        ("hold", "nope", "--reason", "r"),
        ("ledger", "show", "--rollout", "nope"),
        ("playbook", "show", "nope"),
        ("start", "nope"),
        ("evidence", "show", S, "nope"),
        ("evidence", S, "paper", "no/such/file"),
        ("sign-off", S, "nope"),
        ("sign-off", S, "paper_signed", "--withdraw", "--reason", "r"),
        ("waive", "revoke", S, "paper_written", "--reason", "r"),
        ("waive", "grant", S, "paper_written"),
        ("comment", S, "nope", "text"),
        ("delegate", "end", S, "d9", "--reason", "r"),
        ("absence", "end", S, "a9", "--reason", "r"),
        ("quorum", "nope"),
        ("sign-off", S, "paper_signed", "--attach", "no/such/file"),
        ("issue", "close", S, "nope", "--resolution", "r"),
        ("action", "close", S, "nope", "--outcome", "o"),
        ("reconcile", "no-plan.yaml", "--base", "."),
        ("playbook", "check", "no/such/file"),
        ("inbox", "--for", "nobody"),
    ],
)
def test_what_does_not_exist_ends_with_3(phasegate: Phasegate, words: tuple[str, ...]) -> None:
    """The sentence names what was looked for."""
    ended = phasegate(*words)
    assert (ended.code, ended.out) == (3, "")
    assert "no" in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("statu",), "did you mean status"),
        (("xyzzy",), "phasegate --help"),
        (("waive", "ask"), "no command 'waive ask'; see phasegate waive --help"),
        (("ledger", "foo"), "no command 'ledger foo'; see phasegate ledger --help"),
        (("ledger", "vrify"), "did you mean ledger verify? See phasegate ledger --help"),
        (("-v",), "A command is missing before -v; see phasegate --help"),
        (("--lang", "en"), "A command is missing before --lang; see phasegate --help"),
        (("ledger", "--last", "3"), "A command is missing before --last; see phasegate ledger --help"),
        (("status", "a", "b"), "phasegate status --help"),
        (("status", "--nope"), "--nope"),
        (("status", "--lang", "fr"), "'fr'"),
        (("hold", S), "--reason"),
        (("hold", S, "--reason", ""), "--reason"),
        (("hold", S, "--reason", "x" * 2001), "2000"),
        (("hold", S, "--reason", "r", "--as", "Not A Key"), "--as"),
        (("hold", S, "--reason", "r", "--request-id", "one"), "UUID"),
        (("hold", "\udcff", "--reason", "r"), "UTF-8"),
        (
            ("start", "small", "--key", "Not A Key"),
            "--key: 'Not A Key' cannot be a key; use up to 80 lower-case letters",
        ),
        (("start", "small", "--key", ""), "--key"),
        (("issue", "raise", S, "t", "--severity", "2", "--key", "A B"), "--key: 'A B' cannot be a key"),
        (("action", "add", S, "t", "--owner", "ian", "--due", "2099-01-01", "--key", "A B"), "--key"),
        (("evidence", S, "paper", __file__, "--observed", "1900-01-01", "--as", "ann"), "--observed: "),
        (("sign-off", S, "paper_signed", "--reject", "--withdraw", "--reason", "r"), "Choose one of --ask"),
        (("sign-off", S, "paper_signed", "--ask", "--reject", "--reason", "r"), "Choose one of --ask"),
        (("sign-off", S, "paper_signed", "--seen", ""), "write the 12 signs that are shown"),
        (("sign-off", S, "paper_signed", "--seen", "94d97bcd"), "write the 12 signs that are shown"),
        (("decide", S, "go", *GO, "--seen", "x" * 64), "--seen"),
        (("waive", "grant", S, "paper_written", "--seen", "abc"), "--seen"),
        (("sign-off", S, "paper_signed", "--withdraw"), "--reason"),
        (("sign-off", S, "paper_signed", "--seen", "abc"), "--seen"),
        (("waive", "request", S, "paper_written", "--reason", "r"), "--control"),
        (("waive", "request", S, "paper_written", *WAIVER[:-1], "tomorrow"), "--until"),
        (("waive", "request", S, "paper_written", *WAIVER[:-2]), "--until"),
        (("waive", "request", S, "paper_written", *WAIVER[:-2], "--for", "ten"), "10bd"),
        (("waive", "request", S, "paper_written", *WAIVER[:5], "A B", *WAIVER[6:]), "--owner"),
        (("waive", "extend", S, "paper_written", "--reason", "r", "--for", "5bd"), "waive request"),
        (("sign-off", S, "paper_signed", "--reject"), "--reason"),
        (("member", S, "ian", "--leave", "--back", "--reason", "r"), "--leave"),
        (("delegate", "set", S, "finn", "ann", "--from", "soon", *DAYS[2:]), "--from"),
        (("decide", S, "perhaps"), "conditional-go"),
        (("decide", S, "go"), "--reason"),
        (("decide", S, "recycle", *GO, "--to", "nowhere"), "initiation"),
        (("decide", S, "conditional-go", *GO, "--except", "a=b"), "GATE=PERSON:DATE:promise"),
        (("decide", S, "conditional-go", *GO, "--except", "a=b:soon:p"), "2026-01-31"),
        (("decide", S, "conditional-go", *GO, "--except", "a=b:2099-01-01: "), "--except"),
        (("kpi", S, "nope", "5"), "--evidence"),
        (("kpi", S, "response", "five"), "VALUE"),
        (("kpi", S, "response", "5", "--on", "2026-02-30"), "--on"),
        (("train", S, "e1", "--tier", "staff", "--level", "skill"), "--department"),
        (("train", S, "e1", "--tier", "boss", "--level", "skill"), "staff"),
        (("issue", "raise", S, "t", "--severity", "5"), "1, 2, 3, 4"),
        (("issue", "raise", S, "t", "--severity", "high"), "--severity"),
        (("action", "add", S, "t", "--owner", "ian", "--due", "9999-99-99"), "--due"),
        (("retro", S, "--week", "last"), "2026-W14"),
        (("evidence", S, "paper", "/"), "regular file"),
        (("reconcile", "x.yaml", "--base", ".", "--rollout", S), "--evidence"),
        (("reconcile", "x.yaml", "--base", ".", "--evidence", "moved"), "--rollout"),
        (("inbox", "--for", ""), "--for"),
        (("hold", S, "--reason", "r", "--as", ""), "--as"),
        (("playbook", "check", "/"), "cannot be read"),
    ],
)
def test_a_wrong_call_ends_with_2_and_names_the_place(
    phasegate: Phasegate, words: tuple[str, ...], said: str
) -> None:
    """What, where, what to do, in one line."""
    ended = phasegate(*words)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("evidence", S, "paper"),
        ("data", "profile"),
        ("reconcile", "--base", "."),
        ("ledger", "verify", "--known"),
        ("sign-off", S, "paper_signed", "--as", "finn", "--attach"),
    ],
)
def test_a_file_that_cannot_even_be_looked_for_is_told(phasegate: Phasegate, words: tuple[str, ...]) -> None:
    """The system refuses to look: the folder may not be entered, or, for every user alike, the name is too long."""
    ended = phasegate(*words, f"{'x' * 300}.csv")
    assert (ended.code, ended.err.count("cannot be read (File name too long)")) == (2, 1)


def test_an_option_alone_is_no_command_for_scripts_either(phasegate: Phasegate) -> None:
    """One document, although no command was named."""
    assert "before --json" in phasegate("--json").document["error"]["message"]


@pytest.mark.parametrize(
    "words", [("decide", S), ("gates", S, "--check"), ("status", "--check"), ("status", S, "--check")]
)
def test_what_is_still_open_ends_with_5(phasegate: Phasegate, words: tuple[str, ...]) -> None:
    """A script can wait for a phase to be ready."""
    assert phasegate(*words).code == 5


@pytest.mark.parametrize(
    "words",
    [("status",), ("gates", S), ("inbox",), ("playbook", "list"), ("ledger", "verify"), ()],
)
def test_looking_ends_with_0(phasegate: Phasegate, words: tuple[str, ...]) -> None:
    """Nothing is wrong with a rollout that is not ready."""
    assert phasegate(*words).code == 0


@pytest.mark.parametrize("words", [("status",), ("status", S), ("inbox",), ("gates", S)])
def test_a_home_that_is_a_file_is_no_empty_home(
    phasegate: Phasegate, paper: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Looking says so as every other command does."""
    monkeypatch.setenv("PHASEGATE_HOME", str(paper))
    ended = phasegate(*words)
    assert (ended.code, "PHASEGATE_HOME" in ended.err, ended.err.count("\n")) == (2, True, 1)


def test_somebody_of_a_rollout_is_known_though_gone_from_the_company(
    phasegate: Phasegate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing waits on them; a mistyped name is told what is near."""
    monkeypatch.setenv("PHASEGATE_ORGANISATION", str(tmp_path / "gone.yaml"))
    assert "Nothing waits on 'finn'" in phasegate("inbox", "--for", "finn").out
    ended = phasegate("inbox", "--for", "fin")
    assert (ended.code, "did you mean: finn" in ended.err) == (3, True)
