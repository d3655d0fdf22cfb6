"""The command line as people and scripts run it: processes, streams, signals, nothing imported in vain."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.integration.cli.small_company import (
    PROJECT,
    REQUEST,
    ROLLOUT,
    Ended,
    begin,
    ended,
    started,
    variables,
)

HEAVY = ("prefect", "sqlalchemy", "duckdb", "httpx", "jinja2", "playbooks.model.gates")


@pytest.fixture(scope="module")
def begun_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the rollout has begun."""
    home = tmp_path_factory.mktemp("begun") / "home"
    begin(home)
    return home


@pytest.fixture
def home(begun_home: Path, tmp_path: Path) -> Path:
    """A copy of that home."""
    return Path(shutil.copytree(begun_home, tmp_path / "home"))


def call(home: Path, *words: str, **more: str) -> Ended:
    """Run a command to its end."""
    return ended(started(home, *words, **more))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("status",), 0),
        (("statu",), 2),
        (("gates", "nope"), 3),
        (("decide", ROLLOUT, "go", "--reason", "r"), 4),
        (("decide", ROLLOUT), 5),
        (("hold", ROLLOUT, "--reason", "r"), 0),
        (("start", "small", "--key", "small-2"), 6),  # its first run waits for a Prefect
        (("report", ROLLOUT, "--out", "/proc/none/r.html"), 1),
    ],
)
def test_every_ending_has_its_code_and_no_traceback(home: Path, words: tuple[str, ...], code: int) -> None:
    """What a script sees is what the table says."""
    answer = call(home, *words)
    assert answer.code == code
    assert "Traceback" not in answer.out + answer.err


@pytest.mark.parametrize(
    "words",
    [
        ("status", "--json"),
        ("hold", ROLLOUT, "--reason", "r", "--json"),
        ("status", "nope", "--json"),
        ("statu", "--json"),
    ],
)
def test_a_script_gets_one_document_however_it_ends(home: Path, words: tuple[str, ...]) -> None:
    """Notices and messages go to stderr, also those that a channel writes to the console."""
    answer = call(home, *words, PHASEGATE_CONSOLE_CHANNEL="true")
    assert isinstance(json.loads(answer.out), dict)


def test_messages_to_people_are_said_beside_the_answer(home: Path) -> None:
    """What others are told is not part of the answer."""
    answer = call(home, "hold", ROLLOUT, "--reason", "audit", PHASEGATE_CONSOLE_CHANNEL="true")
    assert "✉" in answer.err
    assert "✉" not in answer.out


@pytest.mark.parametrize("command", ["status", "inbox"])
def test_looking_imports_nothing_that_decides(home: Path, command: str) -> None:
    """That is what keeps the answer quick."""
    program = (
        "import sys; from flows.entrypoints.cli.running import run;"
        f"run(['{command}', '--json']); sys.stderr.write(' '.join(sys.modules))"
    )
    environment = {**os.environ, **variables(home)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert [name for name in done.stderr.split() if name.startswith(HEAVY)] == []


def test_only_a_terminal_gets_colours(home: Path) -> None:
    """A pipe gets plain text; colours can be forced, and refused."""
    assert "\x1b[" not in call(home, "status", ROLLOUT).out
    forced = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
    assert "\x1b[" in call(home, "status", ROLLOUT, **forced).out
    # Without colour, bold and dim may remain.
    assert "\x1b[33m" not in call(home, "status", ROLLOUT, **forced, NO_COLOR="1").out


@pytest.mark.parametrize("columns", ["0", "00", "-3", "wide", "²"])
@pytest.mark.parametrize("words", [("status",), ("--help",)])
def test_no_columns_are_eighty(home: Path, words: tuple[str, ...], columns: str) -> None:
    """Some editors and build servers set none; the answer is not empty for it."""
    assert call(home, *words, COLUMNS=columns).out == call(home, *words, COLUMNS="80").out != ""


def test_no_line_in_a_pipe_ends_in_blanks(home: Path) -> None:
    """Neither a line that is broken nor the last column of a table."""
    call(home, "hold", ROLLOUT, "--reason", "a reason that is longer than a narrow line " * 3)
    for words in (("status",), ("gates", ROLLOUT), ("ledger", "show"), ("playbook", "list")):
        lines = call(home, *words, COLUMNS="60").out.splitlines()
        assert [line for line in lines if line != line.rstrip()] == []


def test_a_reader_that_leaves_is_no_trouble(home: Path) -> None:
    """`phasegate playbook show crm | head -1` says nothing about broken pipes."""
    process = started(home, "playbook", "show", "crm", "--json")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert (process.stderr.read(), process.wait(60)) == ("", 141)
    process.stderr.close()


def test_an_output_that_cannot_be_written_is_told(home: Path) -> None:
    """The disk is full, but what went on record stands."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "flows.entrypoints.cli", "hold", ROLLOUT, "--reason", "r", "--json"],
            cwd=PROJECT,
            env={**os.environ, **variables(home)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, "went on record stands" in done.stderr) == (1, True)
    assert json.loads(call(home, "status", "--json").out)["rollouts"][0]["status"] == "held"


def test_a_closed_output_is_no_trouble(home: Path) -> None:
    """Somebody ran it with `>&-`."""
    shell = 'exec "$0" -m flows.entrypoints.cli hold "$1" --reason r >&- 2>&-'
    done = subprocess.run(
        ["sh", "-c", shell, sys.executable, ROLLOUT],
        cwd=PROJECT,
        env={**os.environ, **variables(home)},
        check=False,
    )
    assert done.returncode == 0


def test_ctrl_c_ends_quietly(home: Path) -> None:
    """Interrupted while another writer is at work, the command changes nothing and says nothing."""
    with (home / "phasegate.db.lock").open("ab") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        with interruptible():
            process = started(home, "hold", ROLLOUT, "--reason", "r")
        wait_for_file(process, "phasegate.db.lock", times=2)  # a second one is opened in order to wait
        process.send_signal(signal.SIGINT)
        answer = ended(process)
    assert (answer.code, answer.err) == (130, "")
    assert json.loads(call(home, "status", "--json").out)["rollouts"][0]["status"] == "running"


@contextmanager
def interruptible() -> Generator[None]:
    """Let processes that are started now hear Ctrl-C, even where a suite in the background was told to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def wait_for_file(process: subprocess.Popen[str], name: str, *, times: int = 1) -> None:
    """Wait until a process has a file open, once or more often."""
    while process.poll() is None:
        with suppress(OSError):
            links = (str(link.readlink()) for link in Path(f"/proc/{process.pid}/fd").iterdir())
            if sum(name in link for link in links) >= times:
                return


def test_a_person_is_asked_before_a_sign_off(home: Path, tmp_path: Path) -> None:
    """At a terminal the yes is a question; anything but yes signs nothing."""
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"A paper that says what is to be done.")
    call(home, "evidence", ROLLOUT, "paper", str(paper), "--as", "ann")
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.entrypoints.cli", "sign-off", ROLLOUT, "paper_signed", "--as", "finn"],
        cwd=PROJECT,
        env={**os.environ, **variables(home)},
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.write(ours, b"n\n")
    out, _ = process.communicate(timeout=60)
    said = os.read(ours, 4096).decode()
    os.close(ours)
    os.close(theirs)
    assert (process.returncode, "Paper signed" in out.decode()) == (5, True)
    assert "Sign it? [y/N]" in said
    assert "Not signed" in said


def test_two_tries_of_one_request_happen_once(home: Path) -> None:
    """A script that lost the answer asks again, even at the same time."""
    words = ("hold", ROLLOUT, "--reason", "r", "--request-id", REQUEST, "--json")
    tries = [started(home, *words) for _ in range(2)]
    answers = [ended(process).document for process in tries]
    assert sorted(answer["repeated"] for answer in answers) == [False, True]
    assert answers[0]["seq"] == answers[1]["seq"]


def test_the_unforeseen_ends_with_a_sentence_and_a_log(home: Path) -> None:
    """The traceback is kept for those who can read it."""
    program = (
        "import sys, flows.entrypoints.cli.overview as o;"
        "o.overviews = lambda _: 1 // 0;"
        "sys.argv = ['phasegate', 'status'];"
        "from flows.entrypoints.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env={**os.environ, **variables(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    (log,) = (home / "logs").glob("error-*.log")
    assert (done.returncode, done.stdout, str(log) in done.stderr) == (1, "", True)
    assert "Traceback" in log.read_text()
