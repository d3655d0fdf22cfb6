"""`playbook list | show | check`: the written plans."""

from pathlib import Path

from cyclopts import App

from flows.bootstrap import library as kept_library
from flows.bootstrap import settings
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.mistake import Unknown
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.playbook_view import playbook_facts, playbook_tree
from flows.entrypoints.cli.speaker import both, speaker
from flows.entrypoints.cli.table import Column, table
from flows.entrypoints.cli.tones import line
from playbooks.model.errors import InputError
from playbooks.model.playbook import Playbook
from tasks.adapters.playbook_library import PlaybookLibrary, read_controls, read_playbook

app = App(name="playbook")


@app.command(name="list")
def listed(*, reply: Reply = PLAIN) -> ExitCode:
    """列出可用的剧本 · List the playbooks.

    Args:
        reply: 输出 · output
    """
    answering, shelf = speaker(reply), library()
    found = {name: _read(shelf, name) for name in shelf.names()}
    good = {name: plan for name, plan in found.items() if isinstance(plan, Playbook)}
    bad = {name: fault for name, fault in found.items() if not isinstance(fault, Playbook)}
    facts = [
        {"name": name, "version": plan.version, "title": both(plan.title), "digest": plan.digest}
        for name, plan in good.items()
    ]
    answering.document(
        {"playbooks": facts, "faulty": {name: answering.tell(fault) for name, fault in bad.items()}}
    )
    columns = (
        Column(w.C_PLAYBOOK),
        Column(w.C_VERSION),
        Column(w.C_GATES, number=True),
        Column(w.C_TITLE, wide=True),
    )
    rows = [
        (name, plan.version, str(sum(len(phase.gates) for phase in plan.phases)), answering.say(plan.title))
        for name, plan in good.items()
    ]
    answering.show(table(answering, columns, rows, empty=w.NO_PLAYBOOKS))
    for fault in bad.values():
        answering.note(answering.tell(fault))
    return ExitCode.FAILURE if bad else ExitCode.DONE


@app.command
def show(name: str, /, *, reply: Reply = PLAIN) -> ExitCode:
    """查看剧本：阶段、关卡、谁决定 · Show a playbook: phases, gates, who decides.

    Args:
        name: 剧本 · the playbook
        reply: 输出 · output
    """
    shelf = library()
    if name not in shelf.names():
        raise Unknown(w.NO_PLAYBOOK, name=name, known=tuple(shelf.names()) or "–")
    _show(reply, shelf.load(name))
    return ExitCode.DONE


@app.command
def check(file: Path, /, *, reply: Reply = PLAIN) -> ExitCode:
    """检查剧本文件，指出每处问题 · Check a playbook file; every fault is named with line and fix.

    Args:
        file: YAML 文件 · the file
        reply: 输出 · output
    """
    answering = speaker(reply)
    plan = read_playbook(file, read_controls(settings().controls))
    answering.document({"valid": True, **playbook_facts(plan)})
    gates = sum(len(phase.gates) for phase in plan.phases)
    said = answering.say(w.PLAYBOOK_VALID, file=file.name, name=plan.name, version=plan.version, gates=gates)
    answering.show(line(said, "green"))
    return ExitCode.DONE


def library() -> PlaybookLibrary:
    """Return the company's playbooks and the shipped ones."""
    return kept_library(settings())


def _show(reply: Reply, plan: Playbook) -> None:
    answering = speaker(reply)
    answering.document(playbook_facts(plan))
    answering.show(playbook_tree(plan, answering))


def _read(shelf: PlaybookLibrary, name: str) -> Playbook | InputError:
    try:
        return shelf.load(name)
    except InputError as fault:
        return fault
