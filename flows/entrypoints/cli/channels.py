"""`channels test`: a test message over every channel of the channels file, and how each took it."""

from cyclopts import App

from flows.bootstrap import settings
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.identity import login
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.speaker import Speaker
from flows.entrypoints.cli.tones import toned
from flows.entrypoints.cli.visit import open_door
from playbooks.model.errors import RolloutError
from playbooks.model.letters import Notice
from playbooks.model.stakeholder import Stakeholder
from tasks.adapters.channels.switchboard import Line
from tasks.adapters.office import Office
from tasks.adapters.organisation import read_organisation

app = App(name="channels")
#: Letters of the outbox are counted from 1: a test is none of them.
_NO_PARCEL = 0
_NO_ROLLOUT = "phasegate"


@app.command(name="test")
def try_out(*names: str, to: str | None = None, reply: Reply = PLAIN) -> ExitCode:
    """向每个通道发送测试消息 · Send a test message over every channel.

    Args:
        names: 只测试这些通道，默认全部 · only these channels, by default all
        to: 以谁为收件人，默认当前用户 · to whom, by default yourself
        reply: 输出 · output
    """
    office, speaker = open_door(reply)
    person, lines = _reader(office, to or login()), _lines(office, names)
    failures = {line.channel.name: _tried(line, person, speaker) for line in lines}
    failed = any(failures.values())
    speaker.document({"channels": {name: {"ok": not why, "failure": why} for name, why in failures.items()}})
    for name, why in failures.items():
        said = why or speaker.say(w.CHANNEL_TOOK)
        speaker.show(toned(f"{'✗' if why else '✓'} {name}", said, "fail" if why else "ok"))
    return ExitCode.FAILURE if failed else ExitCode.DONE


def _reader(office: Office, key: str) -> Stakeholder:
    person = read_organisation(office.company).team.person(key)
    if person is None:
        raise Mistake(w.NO_READER, person=key)
    return person


def _lines(office: Office, names: tuple[str, ...]) -> tuple[Line, ...]:
    board = office.dispatcher.switchboard
    if board is None:
        raise Mistake(w.NO_CHANNELS)
    known = {line.channel.name: line for line in board.lines}
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise Mistake(w.NO_SUCH_CHANNEL, name=unknown[0], known=tuple(known), file=settings().channels)
    return tuple(known[name] for name in names or known)


def attempt(line: Line, person: Stakeholder) -> RolloutError | None:
    """Send a test message and return why the channel did not take it, if it did not."""
    notice = Notice(to=person.key, subject=w.TEST_SUBJECT, body=w.TEST_BODY)
    try:
        line.channel.send(person, notice, rollout=_NO_ROLLOUT, parcel=_NO_PARCEL)
    except RolloutError as error:
        return error
    return None


def _tried(line: Line, person: Stakeholder, speaker: Speaker) -> str:
    """Return why a channel did not take the message, or nothing."""
    failure = attempt(line, person)
    return speaker.tell(failure) if failure else ""
