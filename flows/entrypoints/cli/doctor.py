"""`doctor`: is everything in order? A line for each part of the installation, with the fix."""

from collections.abc import Iterator

from cyclopts import App

from flows.bootstrap import settings
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.door_examination import channels_tried
from flows.entrypoints.cli.examination import examined
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.finding import Finding, Grade
from flows.entrypoints.cli.identity import login
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.speaker import Speaker, both, speaker
from flows.entrypoints.cli.tones import toned
from playbooks.model.errors import InputError
from playbooks.model.text import Language

app = App(name="doctor")

SIGNS = {Grade.OK: "✓", Grade.WARN: "!", Grade.FAIL: "✗"}


@app.default
def doctor(*, channels: bool = False, to: str | None = None, reply: Reply = PLAIN) -> ExitCode:
    """体检：逐项检查安装，并给出修复办法 · Look whether everything is in order, and how to mend what is not.

    Args:
        channels: 同时向每个通道发送测试消息 · send a test message over every channel as well
        to: 测试消息的收件人，默认当前用户 · to whom the test messages go, by default yourself
        reply: 输出 · output
    """
    answering = _sturdy_speaker(reply)
    findings = tuple(_found(to or login() if channels else None))
    sick = any(finding.grade is Grade.FAIL for finding in findings)
    answering.document({"healthy": not sick, "checks": [finding_facts(finding) for finding in findings]})
    for finding in findings:
        show_finding(answering, finding)
    return ExitCode.FAILURE if sick else ExitCode.DONE


def _found(reader: str | None) -> Iterator[Finding]:
    """Yield everything that is found; with a reader the channels are tried as well, once the settings are read."""
    yield from (whole := tuple(examined()))
    if reader is not None and len(whole) > 1:
        yield from channels_tried(settings(), reader)


def _sturdy_speaker(reply: Reply) -> Speaker:
    """Return who speaks although the settings may be what is wrong."""
    try:
        return speaker(reply)
    except InputError:
        return Speaker(Language.EN, reply.json)


def finding_facts(finding: Finding) -> dict[str, object]:
    """Return a finding for scripts."""
    return {
        "check": finding.check,
        "grade": finding.grade.value,
        "found": both(finding.found),
        "fix": both(finding.fix) if finding.fix else None,
    }


def show_finding(answering: Speaker, finding: Finding) -> None:
    """Show a finding, and how to mend it."""
    name = answering.say(finding.name)
    answering.show(toned(f"{SIGNS[finding.grade]} {name}", answering.say(finding.found), finding.grade.value))
    if finding.fix is not None:
        answering.show("    " + answering.say(w.FIX, fix=answering.say(finding.fix)))
