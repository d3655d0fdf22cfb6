"""`workspace`: a local Slack with the people of the organisation, to try the product without a Slack account."""

import asyncio
from contextlib import suppress

from cyclopts import App

from flows.bootstrap import settings
from flows.entrypoints.cli import wording as w
from flows.entrypoints.cli.exit_code import ExitCode
from flows.entrypoints.cli.mistake import Mistake
from flows.entrypoints.cli.options import PLAIN, Reply
from flows.entrypoints.cli.speaker import speaker
from flows.entrypoints.workspace.serving import PORT, keep_open, open_workspace
from playbooks.model.phrase import system_fault
from tasks.adapters.organisation import read_organisation

app = App(name="workspace")

LARGEST_PORT = 65_535


@app.default
def workspace(*, port: int = PORT, reply: Reply = PLAIN) -> ExitCode:
    """启动本地 Slack，直到按 Ctrl-C · Serve a local Slack until Ctrl-C.

    Args:
        port: 端口 · the port
        reply: 输出 · output
    """
    answering = speaker(reply)
    if not 0 <= port <= LARGEST_PORT:
        raise Mistake(w.WRONG_PORT, port=port)
    opened = open_workspace(read_organisation(settings().organisation).people, port=port)
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(keep_open(opened, language=answering.language, say=answering.show_exactly))
    except OSError as error:
        raise Mistake(w.PORT_TAKEN, port=port, reason=system_fault(error)) from error
    return ExitCode.DONE
