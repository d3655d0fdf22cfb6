"""Case 53: `--as cfo`, an edited profile, the database file itself: who really typed is on record, and nothing is won."""

import os
import pwd
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from playbooks.model import commands as c
from playbooks.model.refusal import Refusal, RefusalCode
from playbooks.model.via import Via
from tasks.adapters.identifiers import request_id
from tasks.adapters.ports import Answer, Receipt
from tests.integration.cli.conftest import Phasegate
from tests.simulators.facts import document
from tests.simulators.rollouts import Play
from tests.simulators.wordy import document_gate, playbook_with, played, sign_off_gate

S = "small-1"
LOGIN = pwd.getpwuid(os.getuid()).pw_name


def signed(phasegate: Phasegate) -> dict[str, str]:
    """Return who signed, as the ledger has it."""
    entries = phasegate("ledger", "show", "--rollout", S, "--json").document["entries"]
    found: dict[str, str] = next(entry for entry in entries if entry["type"] == "sign_off.given")["actor"]
    return found


def test_case_53_the_command_line_says_who_really_typed(with_paper: Phasegate) -> None:
    """A named signer is on record with the door and the login beside the name."""
    with_paper("sign-off", S, "paper_signed", "--as", "finn")
    found = signed(with_paper)
    assert (found["id"], found["via"], found["session"]) == ("finn", "cli", f"os:{LOGIN}")


def test_case_53_an_edited_profile_does_not_change_the_login(
    with_paper: Phasegate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Variables say who acts; who typed is asked of the machine."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME", "SUDO_USER"):
        monkeypatch.setenv(name, "finn")
    monkeypatch.setenv("PHASEGATE_USER", "finn")
    with_paper("sign-off", S, "paper_signed")
    assert signed(with_paper)["session"] == f"os:{LOGIN}"


@pytest.fixture
def file(home: Path, with_paper: Phasegate) -> Iterator[sqlite3.Connection]:  # noqa: ARG001  # a store with something in it
    """The database file, opened by somebody who may write to it."""
    with closing(sqlite3.connect(home / "phasegate.db", isolation_level=None)) as connection:
        yield connection


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE gate SET outcome = 'passed', waived = 0 WHERE gate = 'paper_signed'",
        "UPDATE rollout SET status = 'completed'",
        "UPDATE rollout SET state = replace(state, '\"pending\"', '\"passed\"')",
        "DELETE FROM waiting",
    ],
)
def test_case_53_what_is_written_into_the_file_is_found(
    with_paper: Phasegate, file: sqlite3.Connection, statement: str
) -> None:
    """What is shown has to follow from the ledger, and the check says where it does not."""
    assert with_paper("ledger", "verify", "--full").code == 0
    file.execute(statement)
    ended = with_paper("ledger", "verify", "--full")
    assert (ended.code, S in ended.out + ended.err) == (1, True)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM ledger_entry", "UPDATE ledger_entry SET entry = '{}' WHERE seq = 1"]
)
def test_case_53_the_ledger_refuses_to_be_rewritten(file: sqlite3.Connection, statement: str) -> None:
    """Whichever program opened the file."""
    with pytest.raises(sqlite3.DatabaseError):
        file.execute(statement)


def test_case_53_a_gate_painted_green_lets_no_phase_go(
    with_paper: Phasegate, file: sqlite3.Connection
) -> None:
    """Whether a phase may end is judged from evidence, never read from a list."""
    file.execute("UPDATE gate SET outcome = 'passed'")
    ended = with_paper("decide", S, "go", "--reason", "all green", "--as", "sue", "--json")
    assert ended.document["refused"]["code"] == "not_ready"


def through(via: Via, play: Play, command: c.Command, by: str = "wang_fang") -> Answer:
    """Bring a wish to the desk through a door."""
    actor = c.Actor(key=by, via=via)
    return play.desk.submit(c.Request(id=request_id(), rollout=play.key, actor=actor, command=command))


@pytest.mark.parametrize("via", [Via.CLI, Via.SLACK, Via.PORTAL, Via.API])
def test_case_53_a_playbook_bars_the_weaker_door(via: Via) -> None:
    """It is neither signed nor rejected through it; the refusal is on record and names the doors that are open."""
    gate = sign_off_gate("signed", "paper", doors=[Via.SLACK, Via.PORTAL])
    play = played(playbook_with(document_gate("paper"), gate))
    play.record("paper", document())
    seen, open_ = play.seen("signed"), via in (Via.SLACK, Via.PORTAL)
    no = through(via, play, c.RejectSignOff(gate="signed", seen=seen, reason="not yet"))
    yes = through(via, play, c.GiveSignOff(gate="signed", seen=seen))
    assert [isinstance(answer, Receipt) for answer in (no, yes)] == [open_, open_]
    if isinstance(yes, Refusal):
        assert (yes.code, "Slack" in yes.reason.en) == (RefusalCode.NOT_ENTITLED, True)
    refused = sum(event.type == "command.refused" for event in play.store.events())
    assert (refused, play.store.verify().verified) == (0 if open_ else 2, True)


def test_case_53_a_playbook_that_bars_no_door_means_what_it_meant() -> None:
    """Its digest is the same as before doors could be named."""
    plain, named = (
        playbook_with(document_gate("paper"), sign_off_gate("signed", "paper", **more))
        for more in ({}, {"doors": [Via.SLACK]})
    )
    assert "doors" not in str(plain.model_dump(mode="json", exclude_none=True))
    assert plain.digest != named.digest
