"""Channels: a line a notice, whatever is in it, from however many processes, or an error and no half line."""

import io
import json
import multiprocessing
import resource
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from playbooks.model.errors import OutsideError
from playbooks.model.letters import Notice
from playbooks.model.stakeholder import Stakeholder
from playbooks.model.text import Language, Text
from tasks.adapters.channels.console import ConsoleChannel
from tasks.adapters.channels.file import FileChannel
from tests.simulators.facts import person

READER = person("lin_wei")
HOSTILE = "line\none\x1b[2J\r\x07\u202eevil\u2028end"


def notice(subject: str = "subject", body: str = "body") -> Notice:
    """Return a notice in both languages."""
    return Notice(to="lin_wei", subject=Text(zh=subject, en=subject), body=Text(zh=f"正文 {body}", en=body))


def in_english(**changes: object) -> Stakeholder:
    """Return the reader who reads English."""
    return READER.model_copy(update={"language": Language.EN, **changes})


def lines(path: Path) -> list[dict[str, object]]:
    """Return the file's lines, each of which must be whole."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_console_writes_a_line_in_the_readers_language() -> None:
    """Name, subject and body."""
    stream = io.StringIO()
    ConsoleChannel(stream).send(READER, notice(), rollout="crm", parcel=1)
    ConsoleChannel(stream).send(in_english(), notice(), rollout="crm", parcel=2)
    assert stream.getvalue() == "  ✉ 林薇: subject — 正文 body\n  ✉ Lin Wei: subject — body\n"


@pytest.mark.parametrize("where", ["subject", "body", "name"])
def test_control_characters_are_inert_on_the_console(where: str) -> None:
    """No text moves the cursor, rings, turns the writing round or begins a line, a person's name included."""
    stream = io.StringIO()
    hostile = {"subject": notice(HOSTILE), "body": notice(body=HOSTILE), "name": notice()}[where]
    reader = in_english(name_en=HOSTILE) if where == "name" else in_english()
    ConsoleChannel(stream).send(reader, hostile, rollout="crm", parcel=1)
    assert stream.getvalue().removesuffix("\n").isprintable()


def closed_stream() -> io.StringIO:
    """Return a stream that nobody reads any more."""
    stream = io.StringIO()
    stream.close()
    return stream


@pytest.mark.parametrize(
    "stream", [closed_stream(), io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")]
)
def test_a_console_that_takes_nothing_is_down(stream: io.TextIOBase) -> None:
    """A closed terminal, or one without Chinese, is no reason to crash."""
    with pytest.raises(OutsideError, match="switch its channel off"):
        ConsoleChannel(stream).send(READER, notice(), rollout="crm", parcel=1)  # type: ignore[arg-type]  # text all the same


def test_the_file_holds_everything_a_forwarder_needs(tmp_path: Path) -> None:
    """One JSON object a line, in a folder made on the way."""
    path = tmp_path / "deep" / "messages.jsonl"
    FileChannel(path).send(in_english(email="lw@example.com"), notice(HOSTILE), rollout="crm", parcel=7)
    (line,) = lines(path)
    assert line == {
        "parcel": 7,
        "rollout": "crm",
        "to": "lin_wei",
        "email": "lw@example.com",
        "language": "en",
        "subject": HOSTILE,
        "body": "body",
        "about": None,
    }


def send_many(path: Path, first: int) -> None:
    """Append fifty long notices."""
    for number in range(first, first + 50):
        FileChannel(path).send(READER, notice(body="字" * 1900), rollout="crm", parcel=number)


def test_four_processes_append_whole_lines(tmp_path: Path) -> None:
    """Two hundred long lines, none lost, none torn."""
    path = tmp_path / "messages.jsonl"
    spawn = multiprocessing.get_context("fork")
    workers = [spawn.Process(target=send_many, args=(path, 100 * number)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    wanted = {100 * worker + number for worker in range(4) for number in range(50)}
    assert {line["parcel"] for line in lines(path)} == wanted


def send_into_a_full_disk(path: Path, answer: "Connection[str, str]") -> None:
    """Send while files may grow to 1,000 bytes only; tell what came of it."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    try:
        FileChannel(path).send(READER, notice(body="x" * 1500), rollout="crm", parcel=2)
    except OutsideError as error:
        answer.send(str(error))
    else:
        answer.send("sent")


def test_a_full_disk_is_an_outside_error_and_leaves_no_half_line(tmp_path: Path) -> None:
    """What was written before stays readable, and what comes after is too."""
    path = tmp_path / "messages.jsonl"
    FileChannel(path).send(READER, notice(), rollout="crm", parcel=1)
    fork = multiprocessing.get_context("fork")
    mine, theirs = fork.Pipe()
    worker = fork.Process(target=send_into_a_full_disk, args=(path, theirs))
    worker.start()
    said = mine.recv()
    worker.join()
    FileChannel(path).send(READER, notice(), rollout="crm", parcel=3)
    assert "cannot be written" in said
    assert [line["parcel"] for line in lines(path)] == [1, 3]


def test_a_place_that_cannot_be_written_is_an_outside_error(tmp_path: Path) -> None:
    """A folder where the file should be, a file where the folder should be."""
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file" / "messages.jsonl"):
        with pytest.raises(OutsideError, match="free the disk or the file"):
            FileChannel(path).send(READER, notice(), rollout="crm", parcel=1)
