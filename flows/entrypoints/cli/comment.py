"""`comment`: words beside a gate that decide nothing."""

from cyclopts import App

from flows.entrypoints.cli.attaching import keep_files
from flows.entrypoints.cli.commanded import commanded
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.options import MYSELF, Acting, Attach
from flows.entrypoints.cli.visit import visit
from playbooks.model.commands import CommentOnGate

app = App(name="comment")


@app.default
def comment(
    rollout: str, gate: str, text: str, /, *, attach: Attach = (), acting: Acting = MYSELF
) -> ExitCode:
    """评论关卡，不作决定 · Say something about a gate that decides nothing.

    Args:
        rollout: 项目 · the rollout
        gate: 关卡 · the gate
        text: 内容 · what you have to say
        attach: 附件，可重复 · a file to attach, may be repeated
        acting: 谁 · who
    """
    at_desk = visit(rollout, acting)
    attachments = keep_files(at_desk, attach)
    return at_desk.wish(commanded(CommentOnGate, gate=gate, text=text, attachments=attachments))
