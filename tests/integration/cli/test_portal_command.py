"""`portal` and `portal link`: a page that serves, and a link that decides once as the person it was printed for."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.integration.cli.conftest import Phasegate
from tests.integration.cli.small_company import PROJECT, ROLLOUT, variables


def test_a_link_is_printed_alone_on_stdout(with_paper: Phasegate) -> None:
    """What it is worth stands beside it on stderr."""
    ended = with_paper("portal", "link", ROLLOUT, "paper_signed", "--for", "finn")
    assert ended.code == 0
    assert ended.out.startswith("http://127.0.0.1:8765/decide/")
    assert "do not pass it on" in ended.err


def test_a_script_gets_the_link_in_its_document(
    with_paper: Phasegate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the public address."""
    monkeypatch.setenv("PHASEGATE_PORTAL_URL", "https://gates.example.com/p")
    found = with_paper("portal", "link", ROLLOUT, "paper_signed", "--for", "finn", "--json").document
    assert found["link"].startswith("https://gates.example.com/p/decide/")
    assert found["person"] == "finn"


@pytest.mark.parametrize(
    "words",
    [("nope", "paper_signed", "finn"), (ROLLOUT, "nope", "finn"), (ROLLOUT, "paper_signed", "nobody")],
)
def test_what_does_not_exist_has_no_link(phasegate: Phasegate, words: tuple[str, str, str]) -> None:
    """One sentence, and the exit code for what is not there."""
    rollout, about, person = words
    ended = phasegate("portal", "link", rollout, about, "--for", person)
    assert (ended.code, ended.out) == (3, "")


def test_the_page_serves_until_it_is_interrupted(home: Path, with_paper: Phasegate) -> None:
    """The address is told once it answers; an interruption is a normal end."""
    command = [sys.executable, "-m", "flows.entrypoints.cli", "portal", "--port", "0"]
    server = subprocess.Popen(
        command, cwd=PROJECT, env={**os.environ, **variables(home)}, stderr=subprocess.PIPE, text=True
    )
    assert server.stderr is not None
    with server, server.stderr as told:
        try:
            url = next(line for line in iter(told.readline, "") if "decision page:" in line).split()[3]
            link = with_paper("portal", "link", ROLLOUT, "paper_signed", "--for", "finn").out.strip()
            answer = httpx.get(f"{url}/decide/{link.rpartition('/')[2]}?lang=en", timeout=30)
        finally:
            server.send_signal(signal.SIGINT)
    assert "Paper signed" in answer.text
    assert server.returncode == 0
